# SPDX-License-Identifier: Apache-2.0
"""PINs of staff: only what argon2 makes of them is kept; the one module that knows argon2."""

from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hall.identity import Secret

LEAST_DIGITS, MOST_DIGITS = 6, 12
_STEPS = ("01234567890", "09876543210")


def is_fit(pin: Secret) -> bool:
    """Whether it may be a PIN: 6 to 12 digits, and neither one digit alone nor digits in a row."""
    text = pin.reveal()
    is_shaped = text.isascii() and text.isdigit() and LEAST_DIGITS <= len(text) <= MOST_DIGITS
    return is_shaped and len(set(text)) > 1 and not any(text in steps for steps in _STEPS)


class Pins:
    """Makes and compares them; every comparison takes as long as any other.

    Concurrency: any thread; each call takes some tenths of a second of one core or more, and 64 MiB.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = _nobodys(self._hasher)

    def kept(self, pin: Secret) -> str:
        """What is kept of a PIN."""
        return self._hasher.hash(pin.reveal())

    def fits(self, kept: str | None, pin: Secret) -> bool:
        """Whether it is the PIN of which that is kept; never, after the same work, without any."""
        try:
            self._hasher.verify(kept or self._nobodys, pin.reveal())
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


def _nobodys(hasher: PasswordHasher) -> str:
    """What no PIN fits, of the same cost."""
    salt, data = (b64encode(bytes(size)).decode().rstrip("=") for size in (16, hasher.hash_len))
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${data}"
