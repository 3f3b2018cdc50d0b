# SPDX-License-Identifier: Apache-2.0
"""One device, the kiosk's worker that owns it, and a hand that breaks it and mends it again."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Protocol, TypeVar, cast

from bench.devices import PATIENCE_SECONDS, StuckError
from drivers.transport.abstract import PortError
from drivers.transport.serial_port import SerialPort, SerialSettings
from kiosk.flow.events import Event
from kiosk.runner.looping import Looping
from kiosk.runner.reopening import REOPEN_PAUSES

D = TypeVar("D")
"""A driver."""

Hand = Callable[[], object]
IsIt = Callable[[Event], bool]
Post = Callable[[Event], None]
BACK_AGAIN = "back again"
LONGEST_PAUSE = REOPEN_PAUSES[-1]
UNTIL_PAUSES_ARE_LONG = 5.0
"""Seconds of being tried in vain, after which every further pause is the longest."""


@dataclass(frozen=True)
class Outage:
    """A fault and its end.

    Attributes:
        fault: as the fault table of docs/devices.md calls it in English.
        begins: the hand; time counts from before this call, or from the moment that it answers with.
        ends: puts it right; the time until all is well counts from after this call.
        is_told: the event by which the program says that it knows.
        is_over: the event by which it says that all is well; None where it has nothing to say.
        interval: seconds between two looks of the worker, over which the faults are spread.
        prepares: what must be so before, if anything.
        lasts_seconds: how long nobody puts it right, once it is known.
        is_long: it lasts until the worker's pauses are longest; then it is the return that counts.
    """

    fault: str
    begins: Hand
    ends: Hand
    is_told: IsIt
    is_over: IsIt | None
    interval: float
    prepares: Hand = lambda: None
    lasts_seconds: float = 0.0
    is_long: bool = False


@dataclass
class Found:
    """What was measured of one device; one process sends it to another.

    Attributes:
        device: as the fault table calls it.
        times: milliseconds by fault.
        calls: the longest of each call, in milliseconds, by what the driver is and the call's name.
    """

    device: str
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.times = defaultdict(list, self.times)


def timed(driver: D) -> "tuple[D, Timed]":
    """The driver as a worker takes it, and how long its calls took."""
    clock = Timed(driver)
    return cast("D", clock), clock


class Timed:
    """Passes every call on to a driver, and keeps how long the longest of each name took."""

    def __init__(self, driver: object) -> None:
        self._driver = driver
        self.longest_seconds: dict[str, float] = {}

    def __getattr__(self, name: str) -> object:
        found = getattr(self._driver, name)
        if not callable(found):
            return found

        def call(*arguments: object, **named: object) -> object:
            began = time.perf_counter()
            try:
                return found(*arguments, **named)
            finally:
                seconds = time.perf_counter() - began
                self.longest_seconds[name] = max(seconds, self.longest_seconds.get(name, 0.0))

        return call


class Ear:
    """What a worker posts, and when; `post` may be called from any thread."""

    def __init__(self) -> None:
        self._heard: list[tuple[float, Event]] = []
        self._changed = Condition()

    def post(self, event: Event) -> None:
        with self._changed:
            self._heard.append((time.perf_counter(), event))
            self._changed.notify_all()

    def heard_at(self, is_it: IsIt, since: float, what: str) -> float:
        """When the first such event since then came; waits for it."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._find(is_it, since), PATIENCE_SECONDS):
                heard = [event for at, event in self._heard if at >= since]
                raise StuckError(f"{what}: only {heard} came")
            return self._find(is_it, since) or since

    def _find(self, is_it: IsIt, since: float) -> float | None:
        return next((at for at, event in self._heard if at >= since and is_it(event)), None)


class Plug(Protocol):
    """A device on a pty whose cable can be pulled."""

    path: Path

    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class OtherProgram:
    """Opens a device's line before the kiosk does."""

    def __init__(self, plug: Plug) -> None:
        self._plug = plug
        self._port: SerialPort | None = None

    def take(self) -> float:
        """Somebody pulls the cable and puts it in again; the answer is when the line was taken."""
        while self._port is None:
            self._plug.unplug()
            self._plug.plug_in()
            with suppress(PortError):  # the kiosk was quicker
                self._port = SerialPort(SerialSettings(str(self._plug.path)))
        return time.perf_counter()

    def give_back(self) -> None:
        if self._port is not None:
            self._port.close()
        self._port = None


@contextmanager
def at_work(make: Callable[[Post], Looping]) -> Iterator[Ear]:
    """The worker, from its start until the block is left."""
    ear = Ear()
    worker = make(ear.post)
    worker.start()
    try:
        yield ear
    finally:
        if not worker.stop():
            raise StuckError(f"{worker.name} does not end")


def go_through(outages: tuple[Outage, ...], ear: Ear, found: Found, count: int) -> None:
    """Each outage so many times."""
    for outage in outages:
        for number in range(count):
            share = (number + 0.5) / count
            noticed, returned = _once(outage, ear, f"{found.device}: {outage.fault}", share)
            found.times[outage.fault].append(returned if outage.is_long else noticed)


def keep_calls(found: Found, driver: str, timed: Timed, named: Mapping[str, float]) -> None:
    """Keep the longest calls of those with a deadline."""
    for name in named:
        seconds = timed.longest_seconds.get(name)
        if seconds is not None:
            found.calls[driver, name] = seconds * 1000


def _once(outage: Outage, ear: Ear, what: str, share: float) -> tuple[float, float]:
    """Milliseconds until it was known, and until all was well."""
    outage.prepares()
    time.sleep(outage.interval * share)  # the faults strike at all moments between two looks
    began = time.perf_counter()
    struck = outage.begins()
    struck_at = struck if isinstance(struck, float) else began
    noticed = ear.heard_at(outage.is_told, began, what) - struck_at
    time.sleep(outage.lasts_seconds)  # nobody puts it right
    if outage.is_long:
        # Put right at any moment of such a pause.
        time.sleep(UNTIL_PAUSES_ARE_LONG + LONGEST_PAUSE * share)
    since = time.perf_counter()
    outage.ends()
    ended = time.perf_counter()
    if outage.is_over is None:
        return noticed * 1000, 0.0
    returned = ear.heard_at(outage.is_over, since, f"{what}, the end of it") - ended
    return noticed * 1000, max(0.0, returned) * 1000
