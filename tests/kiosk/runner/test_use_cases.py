# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from drivers.card_reader.abstract import CardData, CardKind
from hall.documents import Document
from hall.identity import Secret
from hall.ids import LeaseId
from hall.log import Granted, HelpCalled, Linked, PrintProof
from hall.news import QueueFigures
from hall.ticket import TicketStatus
from kiosk.crypto import KeyFileError
from kiosk.flow import effects, events
from kiosk.flow.staff_events import HeldTold, VolumeTold
from kiosk.flow.values import Phase, Wait
from kiosk.runner.printer_worker import PrintOrder
from kiosk.runner.use_cases import MOST_PROMISED, CentreView, UseCases
from kiosk.services.errors import AlreadyPrintedError, ServiceGoneError
from kiosk.services.forget import AT_ONCE, DAYS_OF_NUMBERS
from kiosk.store.abstract import UnitOfWork
from kiosk.store.errors import DiskFullError
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import NUMBER, FullUnitOfWork, Office, wish
from tests.kiosk.services.samples import ESTATE, INSURANCE, MONDAY, RULES, TUESDAY, at


@pytest.fixture
def office() -> Office:
    return Office(FakeClock(at(9, 30)))


def phase_told(found: Iterable[events.Event]) -> Phase | None:
    told = [event.opening.phase for event in found if isinstance(event, events.OpeningChanged)]
    return told[0] if told else None


def look(office: Office) -> tuple[events.Event, ...]:
    return tuple(office.use_cases.changes())


def issue(office: Office) -> events.TicketIssued:
    event = office.use_cases.issue(wish())
    assert isinstance(event, events.TicketIssued)
    return event


def test_the_first_look_opens_the_day_and_tells_all_then_only_news(office: Office) -> None:
    assert {type(event) for event in office.use_cases.changes()} == {
        HeldTold,
        VolumeTold,
        events.DiskChanged,
        events.ServicesChanged,
        events.OpeningChanged,
        events.UnprintedChanged,
    }
    assert not list(office.use_cases.changes())
    assert office.made_keys == [MONDAY]


def test_the_phase_is_told_when_the_clock_passes_the_stop(office: Office) -> None:
    assert phase_told(office.use_cases.changes()) is Phase.ISSUING
    office.clock.jump_to(at(17))
    assert phase_told(office.use_cases.changes()) is Phase.STOPPED


def test_a_new_business_day_starts_numbers_anew(office: Office) -> None:
    look(office)
    first = issue(office).ticket.number
    office.clock.jump_to(at(9, 30, day=TUESDAY))
    look(office)
    ticket = office.use_cases.issue(replace(wish(2), business_date=TUESDAY))
    assert isinstance(ticket, events.TicketIssued)
    assert ticket.ticket.number == first


def test_days_before_end_when_the_new_day_has_held_for_five_minutes(office: Office) -> None:
    look(office)
    ticket_id = issue(office).ticket.ticket_id
    office.clock.pass_time(timedelta(days=1))
    look(office)
    office.clock.pass_time(timedelta(minutes=4, seconds=59))
    look(office)
    assert office.status(ticket_id) is TicketStatus.WAITING
    assert office.forgotten_before == []
    office.clock.pass_time(timedelta(seconds=1))
    look(office)
    look(office)
    assert office.status(ticket_id) is TicketStatus.EXPIRED
    assert office.forgotten_before == [TUESDAY]
    assert office.tidied == ["day"]


def test_a_clock_that_jumps_a_day_and_comes_back_ends_nothing(office: Office) -> None:
    office.clock.pass_time(timedelta(minutes=10))
    look(office)
    ticket_id = issue(office).ticket.ticket_id
    office.clock.jump_to(at(9, 40, day=TUESDAY))
    look(office)
    office.clock.jump_to(at(9, 41))
    look(office)
    office.clock.pass_time(timedelta(minutes=6))
    look(office)
    assert office.status(ticket_id) is TicketStatus.WAITING
    assert office.forgotten_before == [MONDAY]


def test_midnight_alone_changes_no_business_day(office: Office) -> None:
    office.clock.jump_to(at(23, 59))
    look(office)
    office.clock.jump_to(at(0, 1, day=TUESDAY))
    look(office)
    assert office.made_keys == [MONDAY]


def test_a_clock_that_jumps_back_gives_no_number_twice(office: Office) -> None:
    look(office)
    first = issue(office).ticket.number
    office.clock.jump_to(at(9, 1))
    look(office)
    assert issue(office).ticket.number != first


def test_a_refusal_becomes_an_event_with_its_key(office: Office) -> None:
    look(office)
    office.clock.jump_to(at(18))
    assert office.use_cases.issue(wish()) == events.IssueRefused(1, "error.issue.stopped")


def test_a_number_of_a_service_that_the_site_has_lost_meanwhile_is_refused(office: Office) -> None:
    look(office)
    office.drop(INSURANCE)
    assert office.use_cases.issue(wish()) == events.IssueRefused(1, "error.service_gone")


def test_nothing_is_left_of_a_service_that_the_site_has_lost_meanwhile(office: Office) -> None:
    look(office)
    wanted = effects.LoadOffers(1, INSURANCE, is_green=False)
    assert office.use_cases.load_offers(wanted).offers
    office.drop(INSURANCE)
    assert office.use_cases.load_offers(wanted) == events.OffersLoaded(1, INSURANCE, ())


@pytest.mark.parametrize("is_reprint", [False, True])
def test_a_ticket_of_a_service_that_the_site_has_lost_meanwhile_is_not_printed(
    office: Office, *, is_reprint: bool
) -> None:
    look(office)
    order = PrintOrder(issue(office).ticket.ticket_id, "zh_Hans", is_reprint=is_reprint)
    office.drop(INSURANCE)
    with pytest.raises(ServiceGoneError):
        office.use_cases.begin_print(order)


def test_a_typed_number_becomes_the_same_person_as_the_card(office: Office) -> None:
    event = office.use_cases.identify_typed(effects.IdentifyTyped(3, NUMBER))
    again = office.use_cases.identify_typed(effects.IdentifyTyped(4, NUMBER))
    assert event.identity.digest == again.identity.digest
    assert NUMBER.reveal() not in repr(event)


def test_a_typed_number_of_another_document_is_somebody_of_its_own(office: Office) -> None:
    number, kinds = Secret("01234567"), (None, Document.PASSPORT, Document.TAIWAN)
    seen = set()
    for document in kinds:
        event = office.use_cases.identify_typed(effects.IdentifyTyped(3, number, document))
        seen.add(event.identity.digest)
        assert number.reveal() not in repr(event)
        assert not event.identity.reached
    assert len(seen) == len(kinds)


@pytest.mark.parametrize(
    ("document", "number"),
    [
        (Document.PERMANENT_RESIDENCE, "QQZ110088080810"),
        (Document.PERMANENT_RESIDENCE, "911240198808080010"),
        (None, "911240198808080010"),
    ],
)
def test_who_types_the_number_of_a_permanent_residence_card_is_known_as_by_the_card(
    office: Office, document: Document | None, number: str
) -> None:
    wanted = effects.IdentifyTyped(3, Secret(number), document)
    typed = office.use_cases.identify_typed(wanted).identity
    card = CardData(CardKind.FOREIGN_RESIDENT_2017, number, "", "", None)
    assert typed.digest == office.identifier.of_card(card).digest
    assert typed.speaks_english


def test_a_young_ticket_without_a_print_is_taken_up_once_after_a_restart(office: Office) -> None:
    look(office)
    ticket = issue(office).ticket
    restarted = office.new_use_cases()
    assert restarted.take_up() == (PrintOrder(ticket.ticket_id, "zh_Hans"),)
    assert restarted.take_up() == ()


def test_an_older_ticket_without_a_print_is_only_told(office: Office) -> None:
    look(office)
    ticket = issue(office).ticket
    office.clock.pass_time(timedelta(minutes=3))
    restarted = office.new_use_cases()
    assert restarted.take_up() == ()
    assert events.UnprintedChanged((ticket.number,)) in restarted.changes()


def test_a_print_that_was_begun_is_never_taken_up(office: Office) -> None:
    look(office)
    order = PrintOrder(issue(office).ticket.ticket_id, "zh_Hans")
    office.use_cases.start_print(office.use_cases.begin_print(order))
    assert office.new_use_cases().take_up() == ()


def test_a_reprint_has_the_same_number_and_counts_its_copies(office: Office) -> None:
    look(office)
    ticket = issue(office).ticket
    again = PrintOrder(ticket.ticket_id, "zh_Hans", is_reprint=True)
    slips = [office.use_cases.begin_print(again) for _ in range(2)]
    assert [(slip.ticket.number, slip.copy) for slip in slips] == [
        (ticket.number, 1),
        (ticket.number, 2),
    ]


def test_a_reprint_that_fails_does_not_undo_the_proof_of_the_first_paper(office: Office) -> None:
    look(office)
    order = PrintOrder(issue(office).ticket.ticket_id, "zh_Hans")
    first = office.use_cases.begin_print(order)
    office.use_cases.start_print(first)
    office.use_cases.end_print(first, PrintProof.CONFIRMED, None)
    again = office.use_cases.begin_print(PrintOrder(order.ticket_id, "zh_Hans", is_reprint=True))
    office.use_cases.end_print(again, PrintProof.NOT_PRINTED, "paper_out")
    office.clock.pass_time(timedelta(minutes=1))
    assert events.UnprintedChanged(()) in office.new_use_cases().changes()


def test_a_day_that_cannot_be_opened_is_tried_again(office: Office) -> None:
    healthy, office.unit = office.unit, FullUnitOfWork()
    with pytest.raises(DiskFullError):
        office.use_cases.take_up()
    with pytest.raises(DiskFullError):
        look(office)
    office.unit = healthy
    assert phase_told(look(office)) is Phase.ISSUING


def test_a_key_that_cannot_be_made_leaves_the_day_unopened(office: Office) -> None:
    def refuse(_on: date) -> None:
        raise KeyFileError(path="keys", problem="full")

    good, office.make_key = office.make_key, refuse
    with pytest.raises(KeyFileError):
        look(office)
    office.make_key = good
    assert phase_told(look(office)) is Phase.ISSUING


def print_order(event: events.TicketIssued, *, is_reprint: bool = False) -> PrintOrder:
    return PrintOrder(event.ticket.ticket_id, "zh_Hans", is_reprint=is_reprint)


def test_the_wait_at_the_touch_stands_on_the_screen_and_the_first_paper_alone(
    office: Office,
) -> None:
    look(office)
    office.waits.take((QueueFigures(INSURANCE, 6, 10, 15, office.clock.now()),))
    event = issue(office)
    assert event.ticket.wait == Wait(6, 10, 15)
    office.clock.pass_time(timedelta(seconds=1))
    first = office.use_cases.begin_print(print_order(event))
    assert first.ticket.wait == Wait(6, 10, 15)
    office.use_cases.start_print(first)
    office.use_cases.end_print(first, PrintProof.CONFIRMED, None)
    again = office.use_cases.begin_print(print_order(event, is_reprint=True))
    assert (again.copy, again.ticket.wait) == (1, None)
    assert issue(office).ticket.wait == Wait(6, 10, 15)
    later = [issue(office).ticket.wait for _ in range(MOST_PROMISED)]
    assert later[-1] == Wait(6 + MOST_PROMISED, 10, 15)
    assert office.use_cases.begin_print(print_order(event)).ticket.wait is None


def test_the_second_number_of_a_visit_is_logged_as_of_the_first(office: Office) -> None:
    look(office)
    first = issue(office).ticket
    wanted = replace(wish(), service_id=ESTATE, visit=(first.ticket_id,))
    second = office.use_cases.issue(wanted)
    assert isinstance(second, events.TicketIssued)
    with office.unit as unit:
        linked = [each.body for each in unit.log.entries() if isinstance(each.body, Linked)]
    assert linked == [Linked(second.ticket.ticket_id, MONDAY, first.ticket_id)]


def two_years(office: Office) -> None:
    """Days with numbers long ago, and more entries of them than go at once."""
    with office.unit as unit:
        for ago in range(DAYS_OF_NUMBERS):
            on = MONDAY - timedelta(days=700 + ago)
            unit.leases.apply(Granted(LeaseId(str(on)), on, (), ()))
        for _ in range(AT_ONCE + 3):
            unit.log.append(
                at(9, day=on - timedelta(days=1)), HelpCalled("welcome", was_delivered=False)
            )
        unit.commit()


def kept_entries(office: Office) -> int:
    with office.unit as unit:
        return len(list(unit.log.entries()))


def test_while_nobody_waits_old_records_go_a_batch_at_a_time_until_none_is_left(
    office: Office,
) -> None:
    two_years(office)
    look(office)
    office.use_cases.tidy()
    assert kept_entries(office) == AT_ONCE + 4
    office.clock.pass_time(timedelta(minutes=5))
    look(office)
    assert office.tidied == ["idle", "day"]
    office.use_cases.tidy()
    assert kept_entries(office) == 4
    for _ in range(4):
        office.use_cases.tidy()
    assert kept_entries(office) == 1
    # What was deleted leaves the journal beside the file too, once.
    assert office.tidied.count("day") == 2


def test_with_a_centre_they_wait_until_it_says_what_it_has(office: Office) -> None:
    two_years(office)
    centre = Centre()
    office.use_cases = centre.use_cases(office)
    look(office)
    office.clock.pass_time(timedelta(minutes=5))
    look(office)
    office.use_cases.tidy()
    assert kept_entries(office) == AT_ONCE + 3
    centre.acknowledged = 2
    for _ in range(3):
        office.use_cases.tidy()
    assert kept_entries(office) == AT_ONCE + 1


class Centre(CentreView):
    """It was heard, and nothing is missing."""

    acknowledged: int | None = None
    site_id = None

    def missing(self, unit: UnitOfWork, now: datetime) -> tuple[str, ...]:
        return ()

    def cut_since(self, unit: UnitOfWork, now: datetime) -> datetime | None:
        return None

    def use_cases(self, office: Office) -> UseCases:
        return UseCases(
            new_unit=lambda: office.unit,
            rules=lambda: RULES,
            identifier=office.identifier,
            housekeeping=office.housekeeping,
            clock=office.clock,
            language="zh_Hans",
            centre=self,
        )


@pytest.mark.parametrize(("is_begun", "copy"), [(False, 0), (True, 1)])
def test_with_paper_again_it_is_the_first_paper_unless_a_piece_of_that_is_out(
    office: Office, *, is_begun: bool, copy: int
) -> None:
    look(office)
    order = print_order(issue(office))
    stopped = office.use_cases.begin_print(order)
    if is_begun:
        office.use_cases.start_print(stopped)
    office.use_cases.end_print(stopped, PrintProof.NOT_PRINTED, "paper_out")
    again = office.use_cases.begin_print(order)
    assert (again.ticket.number, again.copy) == (stopped.ticket.number, copy)
    office.use_cases.start_print(again)
    office.use_cases.end_print(again, PrintProof.CONFIRMED, None)
    office.clock.pass_time(timedelta(minutes=1))
    assert events.UnprintedChanged(()) in office.new_use_cases().changes()


def test_what_may_be_out_is_not_begun_again(office: Office) -> None:
    look(office)
    order = print_order(issue(office))
    first = office.use_cases.begin_print(order)
    office.use_cases.start_print(first)
    office.use_cases.end_print(first, PrintProof.UNKNOWN, "silent")
    with pytest.raises(AlreadyPrintedError):
        office.use_cases.start_print(office.use_cases.begin_print(order))


def told_missing(office: Office) -> list[tuple[str, ...]]:
    return [each.missing for each in look(office) if isinstance(each, events.OpeningChanged)]


def test_staff_are_told_when_numbers_go_into_the_last_room_on_the_disk(office: Office) -> None:
    is_full = False
    office.housekeeping = replace(office.housekeeping, is_in_reserve=lambda: is_full)
    office.use_cases = office.new_use_cases()
    assert events.DiskChanged(is_full=False) in look(office)
    is_full = True
    assert look(office) == (events.DiskChanged(is_full=True),)


def test_records_that_could_not_be_read_end_the_giving_of_numbers(office: Office) -> None:
    is_damaged = False
    office.housekeeping = replace(office.housekeeping, is_damaged=lambda: is_damaged)
    office.use_cases = office.new_use_cases()
    assert told_missing(office) == [()]
    is_damaged = True
    assert told_missing(office) == [("screen.missing.damaged",)]


def test_records_begun_anew_give_no_number_before_their_first_day(office: Office) -> None:
    office.housekeeping = replace(office.housekeeping, begins_on=TUESDAY)
    office.use_cases = office.new_use_cases()
    assert told_missing(office) == [("screen.missing.begins_tomorrow",)]
    assert isinstance(office.use_cases.issue(wish()), events.IssueRefused)
    office.clock.jump_to(at(9, 30, day=TUESDAY))
    assert told_missing(office) == [()]
