# SPDX-License-Identifier: Apache-2.0
"""What staff mode asks of the services, on a store in memory."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from hall.identity import Secret
from hall.ids import TicketId
from hall.log import Actor, Cancelled, Reprinted, StaffActed
from hall.ticket import TicketStatus
from kiosk.flow.events import TicketIssued
from kiosk.flow.staff_effects import (
    CancelForVisitor,
    CheckPin,
    FindTickets,
    GiveNumbers,
    HoldKiosk,
    LoadToday,
    NewRoll,
    NoteAct,
    SetVolume,
)
from kiosk.flow.staff_events import (
    HeldTold,
    NumbersRefused,
    StaffKnown,
    StaffUnknown,
    TicketActed,
    TicketsFound,
    TodayLoaded,
    VolumeTold,
)
from kiosk.flow.staff_values import HoldReason, Remark, Sought, StaffAct, StaffPerson
from kiosk.flow.values import Volume
from kiosk.pins import Pins
from kiosk.runner.printer_worker import PrintOrder
from kiosk.runner.staff_care_cases import CareCases
from kiosk.runner.staff_cases import StaffCases
from kiosk.services.staff_door import StaffDoor
from kiosk.store.staff_file import StaffFile, StaffRecord, TriesFile
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import Office, wish
from tests.kiosk.services.samples import INSURANCE, at, local

PINS = Pins(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
RIGHT = CheckPin(Secret("7"), Secret("246810"))
WRONG = CheckPin(Secret("7"), Secret("135791"))


@pytest.fixture
def office() -> Office:
    return Office(FakeClock(at(9, 30)))


@pytest.fixture
def staff(office: Office, tmp_path: Path) -> StaffCases:
    people = StaffFile(tmp_path / "keys" / "staff.json")
    people.put([StaffRecord("7", "王敏", PINS.kept(RIGHT.pin))])
    door = StaffDoor(people, TriesFile(tmp_path / "keys" / "tries.json"), PINS, lambda: bytes(32))
    return staff_cases(office, door)


def staff_cases(
    office: Office, door: StaffDoor, renew_paper: Callable[[], None] = lambda: None
) -> StaffCases:
    care = CareCases(
        new_unit=lambda: office.unit,
        rules=lambda: office.rules,
        clock=office.clock,
        waits=office.waits,
        paper_left_mm=lambda: 26_400,
    )
    return StaffCases(
        new_unit=lambda: office.unit,
        rules=lambda: office.rules,
        door=door,
        clock=office.clock,
        care=care,
        renew_paper=renew_paper,
    )


def test_a_new_roll_is_counted_from_and_stands_in_the_log(office: Office, tmp_path: Path) -> None:
    renewed: list[str] = []
    door = StaffDoor(
        StaffFile(tmp_path / "staff.json"), TriesFile(tmp_path / "tries.json"), PINS, lambda: b""
    )
    staff = staff_cases(office, door, renew_paper=lambda: renewed.append("roll"))
    assert staff.answer(NewRoll("7")) is None
    assert (renewed, acts(office)) == (["roll"], [StaffActed("paper_changed", "7")])


def acts(office: Office) -> list[object]:
    return [each.body for each in office.unit.log.entries() if isinstance(each.body, StaffActed)]


def test_who_enters_stands_in_the_log(office: Office, staff: StaffCases) -> None:
    assert staff.answer(RIGHT) == StaffKnown(StaffPerson("7", "王敏"))
    assert acts(office) == [StaffActed("entered_by_pin", "7")]


def test_being_locked_out_stands_in_the_log_without_what_was_typed_and_once(
    office: Office, staff: StaffCases
) -> None:
    for _ in range(4):
        assert staff.answer(WRONG) == StaffUnknown(Remark("error.staff.wrong_pin"))
    locked = StaffUnknown(Remark("error.staff.locked", until=local(9, 31)))
    assert [staff.answer(one) for one in (WRONG, WRONG, RIGHT)] == [locked] * 3
    assert acts(office) == [StaffActed("locked_out", "unknown", reason="5")]


def test_an_act_of_its_own_is_noted_with_its_reason(office: Office, staff: StaffCases) -> None:
    assert staff.answer(NoteAct("7", StaffAct.ENTERED_BY_CARD, "why")) is None
    assert acts(office) == [StaffActed("entered_by_card", "7", reason="why")]


def test_a_copy_that_staff_want_is_found_counted_and_noted(
    office: Office, staff: StaffCases
) -> None:
    office.use_cases.take_up()
    event = office.use_cases.issue(wish())
    assert isinstance(event, TicketIssued)
    issued = event.ticket
    order = PrintOrder(issued.ticket_id, "zh_Hans", is_reprint=True, staff_id="7")
    assert office.use_cases.begin_print(order).copy == 1
    bodies = [entry.body for entry in office.unit.log.entries()][-2:]
    assert bodies == [
        Reprinted(issued.ticket_id, 1, Actor.STAFF),
        StaffActed("reprinted", "7", issued.ticket_id),
    ]
    found = staff.answer(FindTickets(Sought()))
    assert isinstance(found, TicketsFound)
    (ticket,) = found.tickets
    assert (ticket.view.number, ticket.copies) == (issued.number, 1)


def test_a_number_is_given_up_for_the_visitor_with_who_and_why(
    office: Office, staff: StaffCases
) -> None:
    office.use_cases.take_up()
    event = office.use_cases.issue(wish())
    assert isinstance(event, TicketIssued)
    ticket_id = event.ticket.ticket_id
    told = staff.answer(CancelForVisitor(ticket_id, "7", "left"))
    done = Remark("screen.staff_ticket.cancelled", is_good=True)
    assert told == TicketActed(ticket_id, done, TicketStatus.CANCELLED)
    assert [entry.body for entry in office.unit.log.entries()][-2:] == [
        Cancelled(ticket_id, Actor.STAFF, "left"),
        StaffActed("cancelled", "7", ticket_id, "left"),
    ]
    gone = staff.answer(CancelForVisitor(TicketId(UUID(int=9)), "7", "left"))
    assert gone == TicketActed(TicketId(UUID(int=9)), Remark("error.ticket.unknown"))


def test_a_hold_is_kept_with_who_and_why_and_told_first_after_a_restart(
    office: Office, staff: StaffCases
) -> None:
    assert next(office.use_cases.changes()) == HeldTold(is_held=False)
    assert staff.answer(HoldKiosk("7", HoldReason.FAULT)) == HeldTold(is_held=True)
    assert next(office.use_cases.changes()) == HeldTold(is_held=True)
    assert staff.answer(HoldKiosk("7", None)) == HeldTold(is_held=False)
    assert acts(office) == [
        StaffActed("held", "7", reason="fault"),
        StaffActed("released", "7"),
    ]


def test_the_figures_of_the_day_are_told_with_the_paper_that_is_left(
    office: Office, staff: StaffCases
) -> None:
    office.use_cases.take_up()
    office.use_cases.issue(wish())
    told = staff.answer(LoadToday())
    assert isinstance(told, TodayLoaded)
    assert (told.figures.issued, told.figures.paper_left_mm) == (1, 26_400)


def test_a_volume_is_kept_with_who_set_it_and_told_after_a_restart(
    office: Office, staff: StaffCases
) -> None:
    assert staff.answer(SetVolume("7", Volume.LOUD)) == VolumeTold(Volume.LOUD, Volume.MEDIUM)
    for_good = SetVolume("7", Volume.SOFT, is_for_good=True)
    assert staff.answer(for_good) == VolumeTold(Volume.SOFT, Volume.SOFT)
    assert VolumeTold(Volume.SOFT, Volume.SOFT) in office.new_use_cases().changes()
    assert acts(office) == [
        StaffActed("volume_set", "7", reason="loud today"),
        StaffActed("volume_set", "7", reason="soft for_good"),
    ]


def test_nothing_found_says_why(staff: StaffCases) -> None:
    assert staff.answer(FindTickets(Sought())) == TicketsFound(Sought(), (), "error.ticket.unknown")


def test_staff_are_refused_a_number_of_a_service_that_the_site_has_lost_meanwhile(
    office: Office, staff: StaffCases
) -> None:
    office.use_cases.take_up()
    office.drop(INSURANCE)
    wanted = GiveNumbers(INSURANCE, "7", is_green=False, items=1, count=1)
    assert staff.answer(wanted) == NumbersRefused("error.service_gone", is_full=False)
    assert not acts(office)
