# SPDX-License-Identifier: Apache-2.0
"""ID numbers (GB 11643), masked names, and the keyed digest that stands for a person.

The raw number never leaves `identify` and `digest`; nothing here keeps it.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NewType, NoReturn, SupportsIndex

from hall.errors import BadValueError

IdentityDigest = NewType("IdentityDigest", str)
"""Algorithm id, colon, 128 bits in hex: `h1:…`. Says nothing without that day's key."""

NUMBER_LENGTH = 18
KEY_BYTES = 32
_DIGEST_BYTES = 16
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_SHAPE = re.compile("[0-9]{17}[0-9X]", re.ASCII)
_LEFT_OUT = re.compile(r"[\s\u002d\u2010-\u2015\u2212]")


class Secret:
    """A value that must not be seen: typed digits, a card's number.

    Blank in `repr`, `str` and formats, equal to a secret of the same value, refuses pickling and
    copying. Whoever calls `reveal` answers for where the value goes.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str = "") -> None:
        self.__value = value

    def reveal(self) -> str:
        """The value itself."""
        return self.__value

    def __len__(self) -> int:
        return len(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__value.encode(), other.__value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        # A pickle, a deep copy or `dataclasses.asdict` would carry the value out of sight.
        raise TypeError("a secret is not copied")


class NumberProblem(StrEnum):
    """What is wrong with a typed number."""

    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH = "birth"
    CHECK_DIGIT = "check_digit"


class Reached(StrEnum):
    """Ages a visitor has reached; never the age itself."""

    SENIOR = "senior"
    """Large type by itself."""
    VOICE = "voice"
    """Screens are read aloud by themselves."""
    GREEN = "green"
    """Green lane without a question."""


@dataclass(frozen=True, slots=True)
class Ages:
    """The site's ages in years: `senior.age_years`, `senior.voice_age_years`, `green.age_years`."""

    senior: int = 60
    voice: int = 70
    green: int = 70

    def reached(self, years: int) -> frozenset[Reached]:
        """Which of the ages somebody of so many years has reached."""
        ages = {Reached.SENIOR: self.senior, Reached.VOICE: self.voice, Reached.GREEN: self.green}
        return frozenset(name for name, age in ages.items() if years >= age)


@dataclass(frozen=True, slots=True)
class Identity:
    """All that is known of a visitor after his card was read.

    `masked_name` is empty for a typed number. `speaks_english` says that the card is a foreign
    permanent resident's, so English is offered at once.
    """

    digest: IdentityDigest
    masked_name: str
    reached: frozenset[Reached]
    speaks_english: bool = False

    def __repr__(self) -> str:
        # A masked name and a digest are identity class (protocol.md 5): they stay out of any log.
        reached = ", ".join(sorted(self.reached))
        return f"Identity(reached={{{reached}}}, speaks_english={self.speaks_english})"


DigestFunction = Callable[[bytes, bytes], bytes]
"""(key, message) -> keyed digest of at least 16 bytes."""


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha256)


DIGEST_FUNCTIONS: Mapping[str, DigestFunction] = MappingProxyType({"h1": _hmac_sha256})
"""By algorithm id; a second set (SM3) is added here."""

FIRST_CHOICE = "h1"
"""The algorithm of digests made from now on, the same for a centre and its kiosks."""


def normalise(number: str) -> str:
    """NFKC, no spaces or hyphens, upper case (protocol.md 4)."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", number)).upper()


def check_digit(first17: str) -> str:
    """The 18th character, 0-9 or X, of a number (GB 11643, ISO 7064 MOD 11-2)."""
    if len(first17) != len(_WEIGHTS) or not (first17.isascii() and first17.isdigit()):
        raise BadValueError(name="first17", value="not shown", allowed="17 digits")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_DIGITS[total % len(_CHECK_DIGITS)]


def problem_of_number(number: str) -> NumberProblem | None:
    """What is wrong with a typed 18-character number, None when it is right.

    Good for citizens, residence permits (81…, 82…, 83…) and foreign permanent residents from 2023
    (9…). The 15 characters of the cards of 2017 have no check digit, so only a card may bring them.
    """
    text = normalise(number)
    if len(text) != NUMBER_LENGTH:
        return NumberProblem.LENGTH
    if not _SHAPE.fullmatch(text):
        return NumberProblem.CHARACTERS
    if birth_on(text) is None:
        return NumberProblem.BIRTH
    return None if check_digit(text[:-1]) == text[-1] else NumberProblem.CHECK_DIGIT


def birth_on(number: str) -> date | None:
    """The birth date in an 18-character number, None where it has no real date."""
    text = normalise(number)
    if not _SHAPE.fullmatch(text):
        return None
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Full years on `day`; a birthday of 29 February is 1 March in other years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def digest(number: str, key: bytes, algorithm: str | None = None) -> IdentityDigest:
    """The keyed digest of an ID number by that algorithm or the one of now: its id and 128 bits.

    `key` is the 32-byte day key, so two days' digests of one person cannot be compared.
    """
    if len(key) != KEY_BYTES:
        raise BadValueError(name="key", value=f"{len(key)} bytes", allowed=f"{KEY_BYTES} bytes")
    name = algorithm or FIRST_CHOICE
    if name not in DIGEST_FUNCTIONS:
        allowed = ", ".join(DIGEST_FUNCTIONS)
        raise BadValueError(name="algorithm", value=name, allowed=allowed)
    whole = DIGEST_FUNCTIONS[name](key, normalise(number).encode())
    return IdentityDigest(f"{name}:{whole[:_DIGEST_BYTES].hex()}")


def mask_name(name: str) -> str:
    """王小明 -> 王*明, 王明 -> 王*; of a name in Latin letters only the initials: J. S."""
    text = unicodedata.normalize("NFC", name).strip()
    if any("LATIN" in unicodedata.name(letter, "") for letter in text):
        words = re.split(r"[\s,.\-]+", text)
        return " ".join(f"{word[0].upper()}." for word in words if word)
    if len(text) <= len("王明"):
        return text[:1] + "*" * (len(text) - 1) if text[1:] else "*" * len(text)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def identify(
    number: Secret,
    name: str,
    born_on: date | None,
    *,
    key: bytes,
    today: date,
    ages: Ages,
    is_foreign_resident: bool = False,
) -> Identity:
    """Turns what a card or the keypad gave into what may be kept.

    `born_on` is the card's birth date; None takes it from the number, and where that has none, no
    age is reached. `today` is the business day, `key` is that day's. `is_foreign_resident` is what
    the card says of its kind (I or Y).
    """
    text = normalise(number.reveal())
    birth = born_on or birth_on(text)
    return Identity(
        digest=digest(text, key),
        masked_name=mask_name(name),
        reached=ages.reached(age_on(birth, today)) if birth else frozenset(),
        speaks_english=is_foreign_resident,
    )
