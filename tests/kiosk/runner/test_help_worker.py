# SPDX-License-Identifier: Apache-2.0
"""A visitor calls for help: what light, centre, log and screen hear of it, and when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from drivers.signal_light.abstract import QUIET, Signal
from hall.log import HelpAnswered, HelpCalled
from hall.wire.values import HelpProgress, HelpWish
from kiosk.flow.events import Event, HelpChanged
from kiosk.flow.values import HelpReach
from kiosk.runner.help_notes import StoredHelpNotes
from kiosk.runner.help_worker import (
    ASK_SECONDS,
    CALL,
    MOST_OVER_SECONDS,
    NOBODY,
    REST_SECONDS,
    HelpNotes,
    HelpWorker,
)
from kiosk.runner.store_thread import StoreThread
from kiosk.sync.errors import NoAnswerError
from tests.fakes.clock import MONDAY_TEN, FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.runner.samples import FullUnitOfWork

NOW = MONDAY_TEN


class FakeCentre:
    """Answers what it is told to; `heard` is all that it was asked."""

    def __init__(self) -> None:
        self.heard: list[HelpWish] = []
        self.is_away = False
        self.is_told = False
        self.is_answered = False
        self.is_ended = False
        self.ends: list[str] = []

    def ask(self, wish: HelpWish) -> HelpProgress:
        if self.is_away:
            raise NoAnswerError(problem="away")
        self.heard.append(wish)
        steps = (self.is_told, self.is_answered, self.is_ended)
        return HelpProgress(wish.call_id, *(NOW if step else None for step in steps))

    def close(self) -> None:
        self.ends.append("close")

    def dispose(self) -> None:
        self.ends.append("dispose")


class Notes(HelpNotes):
    def __init__(self) -> None:
        self.noted: list[object] = []

    def called(self, screen: str, *, was_delivered: bool) -> None:
        self.noted.append((screen, was_delivered))

    def answered(self) -> None:
        self.noted.append("answered")


class Desk:
    """The kiosk has started a while ago, unless told otherwise."""

    def __init__(self, *, has_centre: bool = True, starts: bool = False) -> None:
        self.clock = FakeClock()
        self.centre = FakeCentre()
        self.notes = Notes()
        self.signals: list[Signal] = []
        self.events: list[Event] = []
        self.worker = HelpWorker(
            clock=self.clock,
            show=self.signals.append,
            centre=self.centre if has_centre else None,
            notes=self.notes,
            post=self.events.append,
        )
        if not starts:
            self.worker.step()
            self.centre.heard.clear()

    def steps(self, count: int = 1) -> list[float]:
        return [self.worker.step() for _ in range(count)]

    @property
    def reached(self) -> list[HelpReach]:
        assert all(isinstance(event, HelpChanged) for event in self.events)
        return [event.reach for event in self.events if isinstance(event, HelpChanged)]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_light_is_lit_at_once_and_put_out_at_once(desk: Desk) -> None:
    desk.worker.call(1, "Services")
    assert desk.signals == [CALL]
    desk.worker.over(1)
    assert desk.signals == [CALL, QUIET]


def test_the_lamp_of_a_kiosk_out_of_use_is_on_and_a_call_sounds_besides(desk: Desk) -> None:
    desk.worker.held(is_held=True)
    desk.worker.call(1, "OutOfService")
    desk.worker.over(1)
    desk.worker.held(is_held=False)
    lamp = Signal(is_lamp_on=True)
    assert desk.signals == [lamp, CALL, lamp, QUIET]


def test_the_centre_is_asked_again_and_again_until_the_call_is_over(desk: Desk) -> None:
    assert desk.steps() == [REST_SECONDS]
    desk.worker.call(1, "Services")
    assert desk.steps(3) == [ASK_SECONDS] * 3
    desk.worker.over(1)
    assert desk.steps(2) == [REST_SECONDS] * 2
    first, *others = desk.centre.heard
    assert (first.raised_at, first.is_over) == (NOW, False)
    assert [wish.is_over for wish in others] == [False, False, True]
    assert {wish.call_id for wish in others} == {first.call_id}
    assert desk.reached == []


def test_each_step_is_told_once(desk: Desk) -> None:
    desk.worker.call(1, "Services")
    desk.steps(2)
    desk.centre.is_told = True
    desk.steps(2)
    desk.centre.is_answered = True
    desk.steps(2)
    desk.centre.is_ended = True
    desk.steps(2)
    assert desk.reached == [HelpReach.TOLD, HelpReach.COMING, HelpReach.DONE]
    assert desk.notes.noted == [("Services", True), "answered"]
    assert desk.signals == [CALL, QUIET]
    asked = len(desk.centre.heard)
    desk.worker.over(1)
    desk.steps(2)
    assert len(desk.centre.heard) == asked


def test_what_happened_between_two_questions_is_told_in_its_order(desk: Desk) -> None:
    desk.centre.is_told = desk.centre.is_answered = True
    desk.worker.call(1, "Services")
    desk.steps()
    assert desk.reached == [HelpReach.TOLD, HelpReach.COMING]


def test_a_centre_that_is_away_is_said_once_and_told_when_it_is_back(desk: Desk) -> None:
    desk.centre.is_away = True
    desk.worker.call(1, "Services")
    assert desk.steps(3) == [ASK_SECONDS] * 3
    assert desk.reached == [HelpReach.CUT]
    desk.centre.is_away, desk.centre.is_told = False, True
    desk.steps()
    assert desk.reached == [HelpReach.CUT, HelpReach.TOLD]
    assert desk.notes.noted == [("Services", True)]


def test_a_call_that_was_told_stays_told_when_the_centre_goes_away(desk: Desk) -> None:
    desk.centre.is_told = True
    desk.worker.call(1, "Services")
    desk.steps()
    desk.centre.is_away = True
    desk.steps(2)
    assert desk.reached == [HelpReach.TOLD]


def test_the_end_is_told_when_the_centre_is_back_and_not_for_ever(desk: Desk) -> None:
    for number in (1, 2):
        desk.worker.call(number, "Services")
        desk.steps()
        desk.centre.is_away = True
        desk.worker.over(number)
        desk.steps(2)
        if number == 1:
            desk.centre.is_away = False
            assert desk.steps() == [REST_SECONDS]
            assert desk.centre.heard[-1].is_over
    desk.clock.pass_time(timedelta(seconds=MOST_OVER_SECONDS + 1))
    assert desk.steps() == [REST_SECONDS]
    assert [wish.is_over for wish in desk.centre.heard] == [False, True, False]


def test_somebody_who_calls_is_heard_before_what_is_over(desk: Desk) -> None:
    desk.worker.call(1, "Services")
    desk.steps()
    desk.worker.over(1)
    desk.worker.call(2, "Welcome")
    desk.steps()
    assert [wish.is_over for wish in desk.centre.heard] == [False, False, True]
    one, two, over = (wish.call_id for wish in desk.centre.heard)
    assert (one == over, one == two) == (True, False)
    assert desk.signals == [CALL, QUIET, CALL]


def test_the_end_of_a_call_that_is_over_leaves_the_light_to_the_next(desk: Desk) -> None:
    desk.worker.call(1, "Services")
    desk.worker.over(1)
    desk.worker.call(2, "Services")
    desk.worker.over(1)
    assert desk.signals == [CALL, QUIET, CALL]


def test_a_kiosk_that_starts_ends_what_it_called_for_before() -> None:
    desk = Desk(starts=True)
    desk.centre.is_away = True
    assert desk.steps(2) == [ASK_SECONDS] * 2
    desk.centre.is_away = False
    assert desk.steps(2) == [REST_SECONDS] * 2
    (wish,) = desk.centre.heard
    assert (wish.raised_at, wish.is_over) == (NOW, True)
    assert (desk.notes.noted, desk.events, desk.signals) == ([], [], [])


def test_somebody_who_calls_as_the_kiosk_starts_is_called_later_than_what_that_ends() -> None:
    desk = Desk(starts=True)
    desk.clock.pass_time(timedelta(seconds=1))
    desk.worker.call(1, "Welcome")
    desk.steps()
    raised, ended = desk.centre.heard
    assert (raised.is_over, ended.is_over) == (False, True)
    assert ended.raised_at < raised.raised_at


def test_that_nobody_was_told_stands_in_the_log_when_the_call_is_over(desk: Desk) -> None:
    desk.worker.call(1, "Pause")
    desk.steps()
    desk.worker.over(1)
    desk.steps(2)
    assert desk.notes.noted == [("Pause", False)]


def test_a_kiosk_on_its_own_shows_its_light_and_writes_the_call_down() -> None:
    desk = Desk(has_centre=False)
    desk.worker.call(1, "Welcome")
    assert desk.steps() == [ASK_SECONDS]
    desk.worker.over(1)
    assert desk.steps() == [REST_SECONDS]
    assert desk.signals == [CALL, QUIET]
    assert desk.notes.noted == [("Welcome", False)]
    assert desk.events == []


def test_the_times_stand_in_the_journal_and_nothing_else(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    desk.worker.call(1, "Services")
    for step in ("is_told", "is_answered", "is_ended"):
        desk.clock.pass_time(timedelta(seconds=4))
        setattr(desk.centre, step, True)
        desk.steps()
    desk.worker.over(1)
    call_id = desk.centre.heard[0].call_id
    assert caplog.messages == [
        f"help raised call_id={call_id} screen=Services",
        f"help told call_id={call_id} seconds=4",
        f"help coming call_id={call_id} seconds=8",
        f"help done call_id={call_id} seconds=12",
        f"help over call_id={call_id} seconds=12",
    ]


@pytest.mark.timeout(20)
def test_the_thread_ends_at_once_and_lets_the_line_go(desk: Desk) -> None:
    desk.worker.start()
    desk.worker.call(1, "Services")
    assert desk.worker.stop()
    assert desk.centre.ends == ["close", "dispose"]


@pytest.mark.timeout(20)
def test_a_worker_without_a_centre_ends_too() -> None:
    desk = Desk(has_centre=False)
    desk.worker.start()
    assert desk.worker.stop()


def test_nobody_can_be_called_by_nobody() -> None:
    NOBODY.call(1, "Services")
    NOBODY.over(1)


# --- the log -------------------------------------------------------------------------------


@pytest.fixture
def store() -> Iterator[StoreThread]:
    thread = StoreThread()
    yield thread
    thread.stop()


def test_a_call_and_its_answer_are_entries_of_the_log(store: StoreThread) -> None:
    unit = FakeUnitOfWork()
    notes = StoredHelpNotes(lambda: unit, store, FakeClock())
    notes.called("Services", was_delivered=True)
    notes.answered()
    entries = store.ask(lambda: list(unit.log.entries()))
    assert [entry.body for entry in entries] == [
        HelpCalled("Services", was_delivered=True),
        HelpAnswered(entries[0].position),
    ]
    assert {entry.at for entry in entries} == {NOW}


def test_a_disk_without_room_is_said_and_keeps_nobody_from_help(
    store: StoreThread, caplog: pytest.LogCaptureFixture
) -> None:
    notes = StoredHelpNotes(FullUnitOfWork, store, FakeClock())
    notes.called("Services", was_delivered=False)
    notes.answered()
    store.ask(lambda: None)
    (message,) = caplog.messages
    assert message.startswith("help not noted key=error.store.")
