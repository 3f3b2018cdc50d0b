# SPDX-License-Identifier: Apache-2.0
"""Plays moves on a kiosk and checks after every step what must hold whatever happens."""

from collections import Counter
from dataclasses import dataclass, field, fields, is_dataclass, replace
from uuid import UUID

from hall.booking_code import are_digits
from hall.identity import Identity, Secret
from hall.ids import TicketId
from kiosk.flow.change import is_home
from kiosk.flow.covers import innermost, is_help_shown
from kiosk.flow.effects import (
    CallForHelp,
    CancelTicket,
    CheckIn,
    Effect,
    EndHelp,
    FindBooking,
    IdentifyTyped,
    IssueTicket,
    LoadOffers,
    LoadVisit,
    PrintDirection,
    PrintReport,
    PrintTicket,
    ReprintTicket,
    ShowHeld,
    StartTimer,
    StopTimer,
    TryPrinter,
)
from kiosk.flow.events import (
    BookingRefused,
    CancelRefused,
    CardRead,
    CheckInRefused,
    DirectionPrinted,
    Event,
    HelpChanged,
    IssueRefused,
    NumberIdentified,
    OffersLoaded,
    TicketCancelled,
    TicketIssued,
    TicketPrinted,
    VisitLoaded,
)
from kiosk.flow.guessing import takes_digits
from kiosk.flow.helping import HelpStage, stage
from kiosk.flow.staff_effects import AwaitCard, NewRoll, NoteAct, StaffEffect
from kiosk.flow.staff_events import PrinterTried, ReportPrinted
from kiosk.flow.states import (
    AskCancel,
    CheckingIn,
    CheckInPause,
    CodeKeypad,
    DocumentKeypad,
    Issuing,
    Kiosk,
    Pause,
    StaffMode,
    TicketShown,
)
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import DigitPressed
from kiosk.flow.values import HelpReach, Paper, TicketView
from tests.kiosk.flow.journey import LATER, NOW, NUMBER, STANDBY, Journey, ticket
from tests.kiosk.flow.sensible import (
    SENSIBLE,
    Answers,
    Move,
    Sensible,
    TimePasses,
    TypesWholeCode,
    TypesWholeNumber,
)
from tests.kiosk.flow.staff_moves import answer_to_staff
from tests.kiosk.flow.surroundings import CODE, HELD, KNOWN_BOOKINGS, LATE, PAPERS, PEOPLE


@dataclass
class Hall:
    """Plays the moves, remembers what was asked and checks what must hold after every step."""

    journey: Journey
    asked: list[Effect] = field(default_factory=list)
    issues: Counter[int] = field(default_factory=Counter)
    refusals: Counter[int] = field(default_factory=Counter)
    prints: Counter[TicketId] = field(default_factory=Counter)
    confirmed: set[TicketId] = field(default_factory=set)
    reached: set[tuple[int, HelpReach]] = field(default_factory=set)
    calling: int | None = None  # the call for help that was asked for and not ended
    tickets: int = 0

    def play(self, move: Move) -> None:
        match move:
            case TimePasses():
                if clock_of(self.journey.kiosk):
                    self.journey.time_passes()
                    self.check()
            case TypesWholeNumber():
                self.type(self.number())
            case TypesWholeCode():
                self.type(CODE)
            case Answers(index, mood):
                if index < len(self.asked):
                    self.send(self.answer(self.asked.pop(-1 - index), mood))
            case Sensible(choice):
                here = SENSIBLE[type(self.journey.kiosk.screen)]
                self.play(here[choice % len(here)])
            case _:
                self.send(move)

    def number(self) -> str:
        screen = self.journey.kiosk.screen
        return PAPERS[screen.document] if isinstance(screen, DocumentKeypad) else NUMBER

    def type(self, keys: str) -> None:
        for key in keys:
            self.send(DigitPressed(key))

    def answer(self, effect: Effect, mood: int) -> Event:
        match effect:
            case FindBooking(visit_no) if mood == 3:
                return BookingRefused(visit_no, "error.booking_code.unknown")
            case LoadVisit(visit_no) | FindBooking(visit_no):
                return self.loaded(visit_no, mood)
            case IdentifyTyped(visit_no):
                return NumberIdentified(visit_no, PEOPLE[mood % len(PEOPLE)])
            case LoadOffers(visit_no, service_id):
                return OffersLoaded(visit_no, service_id, (NOW, LATER, STANDBY)[: mood % 4])
            case IssueTicket() | CheckIn():
                return self.answer_about_number(effect, mood % 6)
            case _:
                return self.answer_about_ticket(effect, mood)

    def answer_about_number(self, effect: IssueTicket | CheckIn, mood: int) -> Event:
        visit_no = effect.visit_no
        if mood < 4:
            return TicketIssued(visit_no, self.new_ticket())
        if isinstance(effect, CheckIn):
            over = LATE if mood == 4 else None
            return CheckInRefused(visit_no, "error.check_in.late", over)
        return IssueRefused(visit_no, "error.issue.refused", (LATER, STANDBY)[: mood - 4])

    def loaded(self, visit_no: int, mood: int) -> VisitLoaded:
        """In sevens the bookings change, from one to the next whether a ticket is held."""
        held = HELD if mood % 7 == 1 else None
        bookings = KNOWN_BOOKINGS[mood // 7 % len(KNOWN_BOOKINGS)]
        digest = bookings[0].booking.digest if bookings else None
        return VisitLoaded(visit_no, self.journey.kiosk.site_services, held, bookings, digest)

    def answer_about_ticket(self, effect: Effect, mood: int) -> Event:
        match effect:
            case PrintTicket(ticket_id) | ReprintTicket(ticket_id):
                paper = (Paper.CONFIRMED, Paper.UNSURE, Paper.NOT_PRINTED)[mood % 3]
                if paper is Paper.CONFIRMED:
                    self.confirmed.add(ticket_id)
                return TicketPrinted(ticket_id, paper)
            case CancelTicket(ticket_id):
                refused = CancelRefused(ticket_id, "error.cancel.refused")
                return refused if mood == 1 else TicketCancelled(ticket_id)
            case PrintDirection(visit_no, service_id):
                return DirectionPrinted(visit_no, service_id, tuple(Paper)[mood % 3 + 1])
            case TryPrinter() | PrintReport():
                told = PrinterTried if isinstance(effect, TryPrinter) else ReportPrinted
                return told(tuple(Paper)[mood % 3 + 1])
            case CallForHelp(call_no):
                return HelpChanged(call_no, tuple(HelpReach)[mood % len(HelpReach)])
            case _ if isinstance(effect, StaffEffect):
                return answer_to_staff(effect, mood)
            case _:
                raise AssertionError(effect)

    def new_ticket(self) -> TicketView:
        self.tickets += 1
        return ticket(f"A{self.tickets:03}", self.tickets)

    def send(self, event: Event) -> None:
        if isinstance(event, IssueRefused | CheckInRefused):
            asked = {one.visit_no for one in self.journey.kiosk.unanswered}
            self.refusals[event.visit_no] += event.visit_no in asked
        if isinstance(event, HelpChanged):
            self.reached.add((event.call_no, event.reach))
        self.journey.send(event)
        self.check()
        if isinstance(event, CardRead) and not isinstance(self.journey.kiosk.screen, StaffMode):
            self.check_owner(event.identity)

    def check(self) -> None:
        kiosk = self.journey.kiosk
        for effect in self.journey.last:
            self.keep(effect)
        assert all(count == 1 for count in self.prints.values())
        assert is_home(kiosk.screen) == (kiosk.visitor is None)
        if kiosk.visitor is not None and kiosk.visitor.proxy is not None:
            assert kiosk.settings.proxy_limit
            assert kiosk.visitor.digest != kiosk.visitor.proxy.digest
        match kiosk.screen:
            case TicketShown(shown) if shown.paper is Paper.CONFIRMED:
                assert shown.ticket_id in self.confirmed
            case CodeKeypad():
                assert takes_digits(kiosk)
            case Pause():
                assert kiosk.settings.pause_seconds or kiosk.settings.is_confirm_asked
            case CheckInPause():
                assert kiosk.settings.pause_seconds or kiosk.settings.is_check_in_asked
            case _:
                pass
        self.check_call()
        nothing_personal_is_seen(kiosk, self.journey.last)
        if kiosk.visitor is None and not isinstance(kiosk.screen, StaffMode):
            nothing_personal_is_held(kiosk)

    def check_call(self) -> None:
        """There is a call exactly while help is shown, and nothing is said of it that was not heard."""
        kiosk = self.journey.kiosk
        assert (kiosk.help_call is not None) == is_help_shown(kiosk.screen)
        assert self.calling == (kiosk.help_call and kiosk.help_call.call_no)
        needed = {
            HelpStage.TOLD: HelpReach.TOLD,
            HelpStage.COMING: HelpReach.COMING,
            HelpStage.DONE: HelpReach.DONE,
        }.get(stage(kiosk))
        assert needed is None or (self.calling, needed) in self.reached
        assert stage(kiosk) is not HelpStage.LIT or kiosk.is_lamp_on

    def check_owner(self, identity: Identity) -> None:
        """Whoever is served after a card was read is its owner, unless a number is on its way."""
        visitor = self.journey.kiosk.visitor
        match innermost(self.journey.kiosk.screen):
            case Issuing() | CheckingIn() | AskCancel(is_cancelling=True):
                pass
            case TicketShown(shown) if shown.paper is Paper.PRINTING:
                pass
            case _ if visitor is not None:
                both = [one.digest for one in (visitor.identity, visitor.present) if one]
                assert identity.digest in both
            case _:
                pass

    def check_whom(self, effect: IssueTicket | CheckIn) -> None:
        """Nobody acts for herself; a number for somebody else says who took it."""
        visitor = self.journey.kiosk.visitor
        assert visitor is not None
        served = visitor.digest
        present = visitor.present.digest if visitor.proxy and visitor.present else None
        assert effect.present == present
        assert present is None or present != served
        if isinstance(effect, IssueTicket):
            assert effect.digest == served

    def keep(self, effect: Effect) -> None:
        match effect:
            case StartTimer() | StopTimer() | NoteAct() | NewRoll() | AwaitCard() | ShowHeld():
                return
            case EndHelp(call_no):
                assert self.calling == call_no
                self.calling = None
                return
            case CallForHelp(call_no):
                assert self.calling is None
                self.calling = call_no
            case IssueTicket(visit_no) | CheckIn(visit_no):
                self.issues[visit_no] += 1
                assert self.issues[visit_no] <= 1 + self.refusals[visit_no]
                self.check_whom(effect)
            case LoadVisit(is_green=is_green, is_proxy=is_proxy, is_reload=is_reload):
                visitor = self.journey.kiosk.visitor
                assert visitor is not None
                assert (is_green, is_proxy) == (visitor.is_green, visitor.proxy is not None)
                assert is_reload == visitor.is_loaded
            case PrintTicket(ticket_id):
                self.prints[ticket_id] += 1
            case FindBooking(code=code) if are_digits(code.reveal()):
                assert takes_digits(self.journey.kiosk)
            case _:
                pass
        self.asked.append(effect)


def nothing_personal_is_seen(kiosk: Kiosk, effects: tuple[Effect, ...]) -> None:
    seen = repr((kiosk, effects))
    assert NUMBER[:6] not in seen
    assert not any(number[:6] in seen for number in PAPERS.values())
    for person in PEOPLE:
        assert person.masked_name not in seen


def leaves(value: object) -> list[object]:
    """Everything a value holds, however deep, secrets opened."""
    if isinstance(value, Secret):
        return [value.reveal()]
    if is_dataclass(value):
        return [leaf for one in fields(value) for leaf in leaves(getattr(value, one.name))]
    if isinstance(value, tuple | frozenset):
        return [leaf for one in value for leaf in leaves(one)]
    return [value]


def nothing_personal_is_held(kiosk: Kiosk) -> None:
    """A number or the id of a ticket that is being printed says nothing of a person."""
    held = leaves(replace(kiosk, unprinted=(), printing=()))
    texts = [text for text in held if isinstance(text, str)]
    assert not any(text.startswith(("h1:", "A", "9")) for text in texts)
    assert not any(isinstance(leaf, Identity | UUID) for leaf in held)
