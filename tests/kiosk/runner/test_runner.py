# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
from pytestqt.qtbot import QtBot

from hall.identity import Identity, IdentityDigest
from hall.words import Words
from kiosk.flow import effects, events, states, touches
from kiosk.runner.printer_worker import DirectionOrder, Order, PrintOrder
from kiosk.runner.runner import Runner
from kiosk.runner.store_thread import StoreThread
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import FullUnitOfWork, Gate, Office, new_runner
from tests.kiosk.services.samples import INSURANCE, at

SOMEBODY = Identity(IdentityDigest("h1:" + "0" * 32), "示*", frozenset())


class Hall:
    """A runner over a store in memory; `orders` is what would be printed."""

    def __init__(self) -> None:
        self.office = Office(FakeClock(at(9, 30)))
        self.store = StoreThread()
        self.orders = SimpleQueue[Order]()
        self.runner: Runner = new_runner(self.office, self.store, self.orders.put)

    def show(self, qtbot: QtBot, event: events.Event, *screens: type[states.Screen]) -> None:
        """Dispatch, and wait until the screen is one of these."""
        self.runner.dispatch(event)
        qtbot.waitUntil(lambda: isinstance(self.runner.kiosk.screen, screens))


@pytest.fixture
def hall(qtbot: QtBot) -> Iterator[Hall]:
    hall = Hall()
    hall.runner.start()
    qtbot.waitUntil(lambda: isinstance(hall.runner.kiosk.screen, states.Welcome))
    yield hall
    hall.runner.stop()
    hall.store.stop()


def test_a_card_and_one_touch_give_a_committed_ticket_and_one_print(
    hall: Hall, qtbot: QtBot
) -> None:
    hall.show(qtbot, events.CardFound(), states.Reading)
    hall.show(qtbot, events.CardRead(SOMEBODY), states.Services)
    hall.show(qtbot, touches.ServicePressed(INSURANCE), states.TicketShown)
    screen = hall.runner.kiosk.screen
    assert isinstance(screen, states.TicketShown)
    assert hall.orders.get_nowait() == PrintOrder(screen.ticket.ticket_id, "zh_Hans")
    assert hall.orders.empty()
    assert hall.office.unit.tickets.find(screen.ticket.ticket_id) is not None


def test_a_slip_that_says_where_to_go_is_ordered_without_the_store(hall: Hall) -> None:
    words = Words.of({"zh_Hans": "一楼"})
    wanted = effects.PrintDirection(1, INSURANCE, words, words, (), "zh_Hans")
    hall.runner._carry_out(wanted)
    assert hall.orders.get_nowait() == DirectionOrder(wanted)


def test_the_screen_answers_while_the_store_is_stuck(hall: Hall, qtbot: QtBot) -> None:
    gate = Gate()
    hall.store.do(gate.wait)
    assert gate.reached.wait(5)
    hall.show(qtbot, touches.NoCardPressed(), states.NoCard)
    hall.show(qtbot, touches.HelpPressed(), states.Help)
    gate.let_go()


def test_an_event_may_come_from_any_thread(hall: Hall, qtbot: QtBot) -> None:
    hall.store.do(lambda: hall.runner.post(events.ReaderChanged("error.card_reader.unplugged")))
    qtbot.waitUntil(lambda: hall.runner.kiosk.devices.reader_problem is not None)


def test_an_event_that_comes_while_another_is_taken_in_waits_its_turn(hall: Hall) -> None:
    seen: list[str] = []

    def press_help(event: events.Event) -> None:
        seen.append(type(event).__name__)
        if isinstance(event, touches.TypeNumberPressed):
            hall.runner.dispatch(touches.HelpPressed())
            seen.append("end")

    hall.runner.carried_out.connect(lambda event, _kiosk: press_help(event))
    hall.runner.dispatch(touches.TypeNumberPressed())
    assert seen == ["TypeNumberPressed", "end", "HelpPressed"]


def test_a_timer_of_the_flow_fires_with_its_own_number(hall: Hall, qtbot: QtBot) -> None:
    hall.show(qtbot, events.CardFound(), states.Reading)
    hall.show(qtbot, events.CardRead(SOMEBODY), states.Services)
    assert hall.runner.kiosk.unexpected == 0


def test_after_stop_nothing_is_taken_in(hall: Hall) -> None:
    before = hall.runner.kiosk
    hall.runner.stop()
    hall.runner.post(events.ReaderChanged("error.card_reader.unplugged"))
    hall.runner.dispatch(touches.HelpPressed())
    assert hall.runner.kiosk == before


def test_a_bug_on_the_stores_thread_reaches_the_excepthook(
    hall: Hall, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: caught.append(kind))
    hall.store.do(lambda: {}["nothing"])
    qtbot.waitUntil(lambda: caught == [KeyError])


def test_what_the_store_refuses_is_said_once_and_the_program_lives(
    hall: Hall, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    healthy, hall.office.unit = hall.office.unit, FullUnitOfWork()
    hall.runner.dispatch(touches.NoCardPressed())
    hall.runner.dispatch(touches.RestartPressed())
    hall.runner.dispatch(touches.NoCardPressed())
    qtbot.waitUntil(lambda: "answer refused key=error.store.disk_full" in caplog.text)
    hall.office.unit = healthy
    hall.show(qtbot, touches.RestartPressed(), states.Welcome)
    assert caplog.text.count("answer refused") == 1
