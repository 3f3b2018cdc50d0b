# SPDX-License-Identifier: Apache-2.0
"""That staff did something stands in the log: who, when, what, and why.

An act that changes something is noted by its own service, in the same commit.
"""

from datetime import datetime

from hall.log import StaffActed
from kiosk.store.abstract import UnitOfWork


def note_act(unit: UnitOfWork, now: datetime, act: StaffActed) -> None:
    """An act that changes nothing in the store. Raises StoreError."""
    with unit:
        unit.log.append(now, act)
        unit.commit()
