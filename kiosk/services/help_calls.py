# SPDX-License-Identifier: Apache-2.0
"""That a visitor called for help stands in the log: on which screen, and whether anybody heard."""

from datetime import datetime

from hall.log import HelpAnswered, HelpCalled
from kiosk.store.abstract import UnitOfWork


def note_call(unit: UnitOfWork, screen: str, now: datetime, *, was_delivered: bool) -> int:
    """The position of the call in the log. Raises StoreError."""
    with unit:
        position = unit.log.append(now, HelpCalled(screen, was_delivered))
        unit.commit()
    return position


def note_answer(unit: UnitOfWork, called_at_position: int, now: datetime) -> None:
    """Somebody said that he comes. Raises StoreError."""
    with unit:
        unit.log.append(now, HelpAnswered(called_at_position))
        unit.commit()
