# SPDX-License-Identifier: Apache-2.0
"""How loud staff want the kiosk: until the business day ends, or for good; also after a restart."""

from dataclasses import dataclass
from datetime import date, datetime

from hall.log import StaffActed
from kiosk.flow.values import Volume
from kiosk.store.abstract import UnitOfWork

USUAL, OF_DAY = "volume", "volume_of_day"
_STEPS = {volume.value: volume for volume in Volume}


@dataclass(frozen=True)
class VolumeNow:
    """`volume` holds on the day that was asked for, `usual` from the next one on."""

    volume: Volume
    usual: Volume


def volume_now(unit: UnitOfWork, on: date, set_up: Volume) -> VolumeNow:
    """On that business day; `set_up` is that of kiosk.toml. Raises StoreError."""
    with unit:
        return _found(unit, on, set_up)


def set_volume(
    unit: UnitOfWork, on: date, now: datetime, volume: Volume, act: StaffActed, *, is_for_good: bool
) -> None:
    """For that business day, or from now on; `act` says who. Raises StoreError."""
    with unit:
        unit.centre.put_document(OF_DAY, f"{on} {volume.value}")
        if is_for_good:
            unit.centre.put_document(USUAL, volume.value)
        unit.log.append(now, act)
        unit.commit()


def _found(unit: UnitOfWork, on: date, set_up: Volume) -> VolumeNow:
    usual = _STEPS.get(unit.centre.document(USUAL) or "", set_up)
    day, _, step = (unit.centre.document(OF_DAY) or "").partition(" ")
    return VolumeNow(_STEPS.get(step, usual) if day == str(on) else usual, usual)
