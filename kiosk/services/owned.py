# SPDX-License-Identifier: Apache-2.0
"""Whether what this kiosk has is still its own to give."""

from kiosk.services.errors import DisownedKioskError
from kiosk.store.abstract import UnitOfWork


def check_owned(unit: UnitOfWork) -> None:
    """Within the transaction that would give something, or note what the centre must hear.

    Raises DisownedKioskError: the centre said that it does not know this kiosk. It may have given
    the kiosk's places to another one, and nobody will be told of what is given here.
    """
    if unit.centre.state().disowned_at is not None:
        raise DisownedKioskError
