# SPDX-License-Identifier: Apache-2.0
"""How long a wrong PIN takes to be refused, and one with a staff number that nobody has.

Both by turns, in an order that is drawn. The noise is what the same times differ by when it is drawn
anew which of them was which: their medians lie within it in 99 of 100 draws.
"""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

from bench.figure import Figure, percentile
from bench.plan import Plan
from hall.identity import Secret
from kiosk.pins import Pins
from kiosk.services.staff_door import StaffDoor, WrongPinError
from kiosk.store.staff_file import StaffFile, StaffRecord, Tries, TriesFile

PIN, WRONG = Secret("730518"), Secret("918273")
SOMEBODY, NOBODY = Secret("41"), Secret("42")
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
DRAWS = 1000


def measure(plan: Plan) -> Iterator[Figure]:
    """The medians, and their difference, which has to lie within the noise."""
    draw = random.Random(7)  # noqa: S311 - an order, no secret
    times = _refused(plan, draw)
    of_pin, of_number = times[SOMEBODY], times[NOBODY]
    yield Figure("wrong PIN refused, p50", median(of_pin), "ms")
    yield Figure("staff number that nobody has refused, p50", median(of_number), "ms")
    apart = abs(median(of_pin) - median(of_number))
    goal = noise(of_pin, of_number, draw)
    yield Figure("between the two medians, within the noise", apart, "ms", goal)


def noise(one: Sequence[float], other: Sequence[float], draw: random.Random) -> float:
    """How far apart the medians of the same times are, at most, when they are dealt out anew."""
    every, found = [*one, *other], list[float]()
    for _ in range(DRAWS):
        draw.shuffle(every)
        found.append(abs(median(every[: len(one)]) - median(every[len(one) :])))
    return percentile(found, 99)


def _refused(plan: Plan, draw: random.Random) -> dict[Secret, list[float]]:
    """Milliseconds, by the staff number that was typed."""
    room, pins = plan.room("pin"), Pins()
    people, tries = StaffFile(room / "staff.json"), TriesFile(room / "tries.json")
    people.put([StaffRecord(SOMEBODY.reveal(), "somebody", pins.kept(PIN))])
    door = StaffDoor(people, tries, pins, lambda: bytes(32))
    times: dict[Secret, list[float]] = {SOMEBODY: [], NOBODY: []}
    numbers = [*times] * plan.count(60, 400)
    draw.shuffle(numbers)
    for number in numbers:
        tries.put(Tries())
        times[number].append(_milliseconds(door, number))
    return times


def _milliseconds(door: StaffDoor, number: Secret) -> float:
    began = time.perf_counter()
    try:
        door.by_pin(number, WRONG, NOW)
    except WrongPinError:
        return (time.perf_counter() - began) * 1000
    raise AssertionError("a wrong PIN was let in")
