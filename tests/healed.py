# SPDX-License-Identifier: Apache-2.0
"""Everything that must hold in a hall whose faults are over (rules.md 3, I1 to I9), by the rules' own word."""

from collections.abc import Iterable, Mapping, Sequence

from hall.conservation import (
    Hall,
    broken_i3_of_hall,
    broken_i4,
    broken_i5_of_hall,
    broken_i8,
    broken_i9,
)
from hall.feed import FeedEntry
from hall.ids import KioskId
from hall.invariants import (
    Allowance,
    Broken,
    Paper,
    Refusal,
    broken_i1,
    broken_i2_of_hall,
    broken_i3,
    broken_i5,
    broken_i6,
    broken_i7,
)


def broken_when_healed(
    hall: Hall,
    papers: Mapping[KioskId, Sequence[Paper]],
    allowance: Allowance,
    told: Sequence[FeedEntry],
    refusals: Iterable[Refusal],
) -> list[Broken]:
    """`told` is the whole feed, also of days that are over; `refusals` are those to look at."""
    every_entry = [entry for log in hall.logs.values() for entry in log]
    every_paper = [paper for some in papers.values() for paper in some]
    return [
        *broken_i1(every_entry, every_paper),
        *broken_i2_of_hall(hall.logs, allowance),
        *broken_i3(hall.logs, allowance),
        *broken_i3_of_hall(hall),
        *broken_i4(hall),
        *(one for kiosk_id, log in hall.logs.items() for one in broken_i5(log, papers[kiosk_id])),
        *broken_i5_of_hall(hall, papers),
        *broken_i6(hall.logs, told),
        *broken_i7(hall.logs, hall.feeds, refusals),
        *broken_i8(hall),
        *broken_i9(hall),
    ]
