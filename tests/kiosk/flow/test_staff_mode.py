# SPDX-License-Identifier: Apache-2.0
"""Staff mode: who is let in, what comes back to the visitor, and finding and reprinting a ticket."""

from dataclasses import replace

import pytest

from hall.identity import Secret
from hall.ticket import TicketStatus
from kiosk.flow.effects import EndHelp, PrintTicket, ReprintTicket, StartTimer, Timer
from kiosk.flow.events import CardFound, CardRead, CodeScanned, Event, TicketIssued, TicketPrinted
from kiosk.flow.staff_effects import AwaitCard, CancelForVisitor, CheckPin, FindTickets, NoteAct
from kiosk.flow.staff_events import (
    StaffCardRead,
    StaffKnown,
    StaffUnknown,
    TicketActed,
    TicketsFound,
)
from kiosk.flow.staff_states import (
    NumberSought,
    OneTicket,
    StaffHome,
    StaffPage,
    TicketList,
    WayIn,
    WhyCancel,
)
from kiosk.flow.staff_touches import (
    FindByNumberPressed,
    FindPressed,
    FoundPressed,
    StaffCancelPressed,
    StaffCardPressed,
    StaffLeavePressed,
    StaffPressed,
    StaffReprintPressed,
    WhyPressed,
)
from kiosk.flow.staff_values import How, Remark, Sought, StaffAct, StaffPerson, StaffTicket
from kiosk.flow.states import (
    Help,
    NoCard,
    Reading,
    Services,
    StaffMode,
    TicketShown,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    DeletePressed,
    DigitPressed,
    HelpPressed,
    NoCardPressed,
    NumberDonePressed,
    PagePressed,
    RestartPressed,
    ScreenTouched,
    SizePressed,
    VoicePressed,
)
from kiosk.flow.values import FlowSettings, Paper, Size
from tests.kiosk.flow.journey import ADULT, Journey, kiosk_at, ticket

WANG = StaffPerson("7", "王敏")
LATEST = tuple(
    StaffTicket(ticket(f"A{no:03}", no), TicketStatus.WAITING, copies=0) for no in range(1, 21)
)
ONE = LATEST[0]


def inside(journey: Journey | None = None) -> Journey:
    """Wang has laid her card."""
    return (journey or kiosk_at()).send(CardFound(), StaffCardRead(WANG))


def at_ticket(found: StaffTicket = ONE) -> Journey:
    journey = inside().send(FindPressed(), TicketsFound(Sought(), (found,)))
    return journey.send(FoundPressed(found.view.ticket_id))


def page(journey: Journey) -> StaffPage:
    return journey.on(StaffMode).page


def typed(journey: Journey, digits: str) -> Journey:
    return journey.send(*(DigitPressed(digit) for digit in digits))


def test_staff_number_and_pin_let_staff_in_from_the_help_screen_and_end_the_call() -> None:
    journey = kiosk_at().at_services().send(HelpPressed(), StaffPressed())
    typed(journey, "7").send(NumberDonePressed())
    typed(journey, "246810").send(NumberDonePressed())
    assert journey.asks(CheckPin) == CheckPin(Secret("7"), Secret("246810"))
    assert journey.wanted(EndHelp) == []
    journey.send(StaffKnown(WANG))
    assert (page(journey), journey.on(StaffMode).person) == (StaffHome(), WANG)
    assert len(journey.wanted(EndHelp)) == 1
    journey.send(StaffLeavePressed()).on(Services)


def test_nobody_is_in_before_the_answer_and_no_key_works_meanwhile() -> None:
    journey = kiosk_at().send(HelpPressed(), StaffPressed(), DigitPressed("7"))
    journey.send(NumberDonePressed(), DigitPressed("2"), NumberDonePressed())
    for event in (DigitPressed("2"), NumberDonePressed(), FindPressed(), StaffReprintPressed()):
        assert journey.ignores(event)
    assert journey.on(StaffMode).person is None


def test_what_is_wrong_begins_anew_and_names_neither_number_nor_pin() -> None:
    journey = kiosk_at().send(HelpPressed(), StaffPressed(), DigitPressed("7"))
    journey.send(NumberDonePressed(), DigitPressed("2"), NumberDonePressed())
    remark = Remark("error.staff.wrong_pin")
    journey.send(StaffUnknown(remark))
    assert page(journey) == WayIn(remark=remark)
    assert page(journey.send(DigitPressed("8"))) == WayIn(Secret("8"))


def test_keys_take_no_more_than_a_number_and_a_pin_have_and_back_leads_to_help() -> None:
    journey = typed(kiosk_at().send(HelpPressed(), StaffPressed()), "1234567")
    assert page(journey) == WayIn(Secret("123456"))
    assert page(journey.send(DeletePressed())) == WayIn(Secret("12345"))
    typed(journey.send(NumberDonePressed()), "1234567890123")
    assert page(journey) == WayIn(Secret("12345"), Secret("123456789012"), is_pin_asked=True)
    assert page(journey.send(BackPressed())) == WayIn()
    assert journey.ignores(NumberDonePressed())
    journey.send(BackPressed()).on(Help)


def test_a_staff_card_opens_it_anywhere_and_stands_in_the_log() -> None:
    journey = inside()
    assert NoteAct("7", StaffAct.ENTERED_BY_CARD) in journey.last
    assert page(journey) == StaffHome()
    assert journey.send(StaffLeavePressed()).on(Welcome) == Welcome()
    assert journey.kiosk.is_lift_asked


def test_a_late_answer_lets_nobody_in() -> None:
    for event in (StaffKnown(WANG), StaffUnknown(Remark("error.staff.wrong_pin"))):
        journey = kiosk_at().send(event)
        journey.on(Welcome)


def test_after_two_minutes_without_a_touch_the_welcome_screen_is_back() -> None:
    journey = inside(kiosk_at().at_services())
    clocks = [each for each in journey.last if isinstance(each, StartTimer)]
    assert [(each.timer, each.seconds) for each in clocks] == [(Timer.IDLE, 120.0)]
    assert journey.send(ScreenTouched()).asks(StartTimer).seconds == FlowSettings().staff_seconds
    journey.time_passes().on(Welcome)
    assert journey.kiosk.visitor is None


def test_the_visitors_screen_and_letters_come_back_whole() -> None:
    journey = kiosk_at().at_services().send(SizePressed())
    before = journey.kiosk
    inside(journey)
    assert journey.kiosk.size is Size.NORMAL
    journey.send(SizePressed(), SizePressed(), StaffLeavePressed())
    assert replace(journey.kiosk, screen_no=0, timer_no=0, is_adjusting=True) == replace(
        before, screen_no=0, timer_no=0, is_card_present=True
    )


def test_a_visitor_whom_nothing_tells_makes_room_for_the_card() -> None:
    """A card that is laid may be anybody's: it is read before it is known to be of the staff."""
    journey = kiosk_at().send(NoCardPressed())
    journey.on(NoCard)
    journey.send(CardFound()).on(Reading)
    journey.send(StaffCardRead(WANG), StaffLeavePressed()).on(Welcome)


def test_a_number_that_is_being_taken_meanwhile_is_the_visitors_all_the_same() -> None:
    journey = kiosk_at().at_issuing()
    journey.send(StaffCardRead(WANG), TicketIssued(journey.kiosk.visit_no, ticket()))
    assert journey.asks(PrintTicket).ticket_id == ticket().ticket_id
    assert isinstance(journey.on(StaffMode).before, TicketShown)
    journey.send(StaffLeavePressed()).on(TicketShown)


def test_restart_leaves_nothing_of_visitor_and_staff() -> None:
    journey = inside(kiosk_at().at_services()).send(RestartPressed())
    journey.on(Welcome)
    assert journey.kiosk.visitor is None


@pytest.mark.parametrize("event", [HelpPressed(), VoicePressed(), NoCardPressed(), PagePressed()])
def test_what_is_a_visitors_does_nothing_in_staff_mode(event: Event) -> None:
    assert inside().ignores(event)


def test_staff_touches_do_nothing_on_a_visitors_screens() -> None:
    for event in (StaffPressed(), FindPressed(), StaffReprintPressed(), StaffLeavePressed()):
        assert kiosk_at().ignores(event)
        assert kiosk_at().at_services().ignores(event)


def test_one_of_the_last_twenty_is_reprinted_with_three_touches() -> None:
    journey = inside()
    before = journey.touches
    assert journey.send(FindPressed()).asks(FindTickets) == FindTickets(Sought())
    journey.send(TicketsFound(Sought(), LATEST), FoundPressed(LATEST[3].view.ticket_id))
    wanted = journey.send(StaffReprintPressed()).asks(ReprintTicket)
    assert wanted == ReprintTicket(LATEST[3].view.ticket_id, "zh_Hans", "7")
    assert journey.touches - before == 3


def test_a_copy_for_staff_bears_nobodys_name_though_the_site_prints_names() -> None:
    """Not that of the visitor either whose screen waits meanwhile."""
    journey = inside(kiosk_at(settings=FlowSettings(prints_name=True)).at_services())
    journey.send(FindPressed(), TicketsFound(Sought(), (ONE,)), FoundPressed(ONE.view.ticket_id))
    assert journey.send(StaffReprintPressed()).asks(ReprintTicket).masked_name == ""


def test_one_copy_at_a_time_and_what_became_of_it_is_told() -> None:
    journey = at_ticket().send(StaffReprintPressed())
    for event in (StaffReprintPressed(), FindPressed()):
        assert journey.ignores(event)
    journey.send(TicketPrinted(ONE.view.ticket_id, Paper.CONFIRMED))
    shown = page(journey)
    assert isinstance(shown, OneTicket)
    assert (shown.ticket.copies, shown.remark) == (
        1,
        Remark("screen.staff_ticket.printed", is_good=True),
    )
    journey.send(StaffReprintPressed())
    assert len(journey.wanted(ReprintTicket)) == 2


@pytest.mark.parametrize(
    ("paper", "problem", "remark"),
    [
        (Paper.NOT_PRINTED, "error.ticket_printer.paper_out", "error.ticket_printer.paper_out"),
        (Paper.UNSURE, None, "screen.staff_ticket.maybe_printed"),
    ],
)
def test_staff_are_told_why_no_copy_came_out(
    paper: Paper, problem: str | None, remark: str
) -> None:
    journey = at_ticket().send(StaffReprintPressed())
    journey.send(TicketPrinted(ONE.view.ticket_id, paper, problem))
    shown = page(journey)
    assert isinstance(shown, OneTicket)
    assert shown.remark == Remark(remark)
    assert shown.ticket.copies == 1  # it was counted before anything was printed


def test_no_copy_of_what_is_over() -> None:
    cancelled = replace(ONE, status=TicketStatus.CANCELLED)
    assert at_ticket(cancelled).ignores(StaffReprintPressed())


def test_a_copy_of_another_kiosks_ticket_is_printed_too() -> None:
    elsewhere = replace(ONE, view=replace(ONE.view, is_elsewhere=True))
    journey = at_ticket(elsewhere).send(StaffReprintPressed())
    assert journey.asks(ReprintTicket).ticket_id == ONE.view.ticket_id


def test_a_ticket_is_found_by_the_digits_of_its_number() -> None:
    journey = typed(inside().send(FindByNumberPressed()), "00023")
    assert page(journey) == NumberSought("0002")
    journey.send(DeletePressed())
    assert journey.ignores(NumberDonePressed())
    assert page(journey) == NumberSought("000")
    typed(journey, "3").send(NumberDonePressed())
    sought = Sought(How.NUMBER, digits="0003")
    assert journey.asks(FindTickets) == FindTickets(sought)
    journey.send(TicketsFound(sought, (ONE,)))
    assert page(journey) == OneTicket(ONE, TicketList(sought, (ONE,), is_loaded=True))
    assert page(journey.send(BackPressed())) == StaffHome()


def test_a_ticket_is_found_by_its_code_and_by_the_visitors_card() -> None:
    code = Secret("YH1.x.y")
    journey = inside().send(CodeScanned(code))
    assert journey.asks(FindTickets) == FindTickets(Sought(How.CODE, code=code))
    journey.send(CardFound(), CardRead(ADULT))
    assert journey.asks(FindTickets) == FindTickets(Sought(How.CARD, digest=ADULT.digest))
    journey.on(StaffMode)


def test_a_card_that_is_nobodys_of_the_staff_ends_the_asking_and_is_its_visitors() -> None:
    journey = kiosk_at().send(HelpPressed(), StaffPressed(), DigitPressed("7"))
    journey.send(CardFound()).on(StaffMode)
    journey.send(CardRead(ADULT)).on(Reading)


def test_an_answer_to_an_earlier_search_changes_nothing() -> None:
    journey = inside().send(FindPressed(), TicketsFound(Sought(How.NUMBER, digits="2"), LATEST))
    assert page(journey) == TicketList(Sought())


def test_the_list_pages_and_wraps_around() -> None:
    journey = inside().send(FindPressed(), TicketsFound(Sought(), LATEST))
    for number in (1, 2, 3, 0):
        shown = page(journey.send(PagePressed()))
        assert isinstance(shown, TicketList)
        assert shown.page == number


def test_back_from_a_ticket_looks_for_the_list_anew() -> None:
    journey = inside().send(FindPressed(), TicketsFound(Sought(), LATEST))
    journey.send(FoundPressed(ONE.view.ticket_id), BackPressed())
    assert journey.asks(FindTickets) == FindTickets(Sought())
    assert page(journey) == TicketList(Sought())


def test_a_number_is_cancelled_for_a_reason_which_is_asked_once() -> None:
    journey = at_ticket().send(StaffCancelPressed())
    assert isinstance(page(journey), WhyCancel)
    assert journey.ignores(WhyPressed("just so"))
    wanted = journey.send(WhyPressed("left")).asks(CancelForVisitor)
    assert wanted == CancelForVisitor(ONE.view.ticket_id, "7", "left")
    for event in (StaffReprintPressed(), StaffCancelPressed()):
        assert journey.ignores(event)
    done = Remark("screen.staff_ticket.cancelled", is_good=True)
    journey.send(TicketActed(ONE.view.ticket_id, done, TicketStatus.CANCELLED))
    shown = page(journey)
    assert isinstance(shown, OneTicket)
    assert (shown.ticket.status, shown.remark) == (TicketStatus.CANCELLED, done)
    assert journey.ignores(StaffCancelPressed())


def test_back_from_the_reasons_cancels_nothing() -> None:
    journey = at_ticket().send(StaffCancelPressed(), BackPressed())
    assert page(journey) == at_ticket().on(StaffMode).page
    assert journey.wanted(CancelForVisitor) == []


def test_a_number_that_was_called_or_is_printing_is_not_cancelled() -> None:
    assert at_ticket(replace(ONE, status=TicketStatus.CALLED)).ignores(StaffCancelPressed())
    assert at_ticket().send(StaffReprintPressed()).ignores(StaffCancelPressed())


def test_a_visitor_is_not_given_back_a_number_that_staff_cancelled() -> None:
    journey = inside(kiosk_at().at_ticket().printed())
    mine = replace(ONE, view=ticket())
    journey.send(FindPressed(), TicketsFound(Sought(), (mine,)))
    journey.send(FoundPressed(mine.view.ticket_id), StaffCancelPressed(), WhyPressed("mistake"))
    done = Remark("screen.staff_ticket.cancelled", is_good=True)
    journey.send(TicketActed(mine.view.ticket_id, done, TicketStatus.CANCELLED))
    assert isinstance(journey.on(StaffMode).before, Welcome)
    journey.send(BackPressed(), StaffLeavePressed()).on(Welcome)
    assert journey.kiosk.visitor is None


def at_card() -> Journey:
    journey = inside().send(StaffCardPressed())
    assert journey.asks(AwaitCard) == AwaitCard("7")
    return journey


def test_staff_enrol_their_own_card_which_stands_in_the_log() -> None:
    journey = at_card().send(CardFound(), StaffCardRead(WANG))
    assert NoteAct("7", StaffAct.CARD_KEPT) in journey.last
    assert AwaitCard(None) in journey.last
    assert page(journey) == StaffHome(Remark("screen.staff_card.kept", is_good=True))


@pytest.mark.parametrize("way", [BackPressed(), RestartPressed(), None])
def test_however_the_asking_for_a_card_ends_no_later_card_is_kept(way: Event | None) -> None:
    journey = at_card()
    if way is None:
        journey.time_passes()
    else:
        journey.send(way)
    assert journey.asks(AwaitCard) == AwaitCard(None)


def test_another_persons_card_lets_that_person_in() -> None:
    journey = at_card().send(CardFound(), StaffCardRead(StaffPerson("8", "李强")))
    assert journey.on(StaffMode).person == StaffPerson("8", "李强")
    assert NoteAct("8", StaffAct.ENTERED_BY_CARD) in journey.last
