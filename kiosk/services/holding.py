# SPDX-License-Identifier: Apache-2.0
"""Staff hold the kiosk: it serves nobody, also after a restart."""

from datetime import datetime

from hall.log import StaffActed
from kiosk.store.abstract import UnitOfWork

HELD = "held"
_YES, _NO = "yes", "no"


def is_held(unit: UnitOfWork) -> bool:
    """Whether staff hold it. Raises StoreError."""
    with unit:
        return unit.centre.document(HELD) == _YES


def hold(unit: UnitOfWork, now: datetime, act: StaffActed, *, held: bool) -> None:
    """From now on, or no more; `act` says who and why. Raises StoreError."""
    with unit:
        unit.centre.put_document(HELD, _YES if held else _NO)
        unit.log.append(now, act)
        unit.commit()
