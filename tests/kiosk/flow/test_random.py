# SPDX-License-Identifier: Apache-2.0
"""Visitors who press anything, services that answer late, twice or not at all, devices that fail."""

from collections import Counter
from dataclasses import dataclass, field, fields, is_dataclass, replace
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hall.identity import Identity, Secret
from hall.ids import TicketId
from kiosk.flow.change import is_home
from kiosk.flow.covers import innermost
from kiosk.flow.effects import (
    CancelTicket,
    Effect,
    IdentifyTyped,
    IssueTicket,
    LoadOffers,
    LoadVisit,
    PrintTicket,
    ReprintTicket,
    StartTimer,
    StopTimer,
    Timer,
)
from kiosk.flow.events import (
    AnotherServicePressed,
    BackPressed,
    CancelPressed,
    CancelRefused,
    CardFailed,
    CardFound,
    CardRead,
    CardTaken,
    CodeFailed,
    CodeScanned,
    ConfirmPressed,
    DeletePressed,
    DigitPressed,
    DonePressed,
    Event,
    HelpPressed,
    IssueRefused,
    LanguagePressed,
    LightChanged,
    NoCardPressed,
    NotThisPressed,
    NumberDonePressed,
    NumberIdentified,
    OfferPressed,
    OffersLoaded,
    OpeningChanged,
    PagePressed,
    PrinterChanged,
    ReaderChanged,
    ReprintPressed,
    RestartPressed,
    ScannerChanged,
    ScreenTouched,
    ServicePressed,
    ServicesChanged,
    SizePressed,
    StillHerePressed,
    TicketCancelled,
    TicketIssued,
    TicketPrinted,
    TimerFired,
    TypeNumberPressed,
    UnprintedChanged,
    VisitLoaded,
    VoiceChanged,
)
from kiosk.flow.states import (
    Again,
    AskCancel,
    BeforeOpening,
    Cancelled,
    Closed,
    Help,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    NoCard,
    Pause,
    Reading,
    Refused,
    Screen,
    Services,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.timing import clock_of
from kiosk.flow.values import (
    Availability,
    FlowSettings,
    Opening,
    Paper,
    Phase,
    ServiceTile,
    Size,
    TicketView,
)
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    FOREIGNER,
    LATER,
    MONDAY,
    NOW,
    NUMBER,
    ONE,
    OPEN,
    SOCIAL,
    STANDBY,
    THREE,
    Journey,
    kiosk_at,
    ticket,
    tile,
)

MIXED = (tile(ESTATE, is_green=True), tile(SOCIAL, Availability.LATER))
CATALOGUES = (THREE, MIXED, ONE, THREE, (), (tile(ESTATE, Availability.FULL),))
OPENINGS = tuple(Opening(MONDAY, phase) for phase in Phase)
PEOPLE = (ADULT, ELDER, FOREIGNER)
HELD = ticket("A900", 900, Paper.CONFIRMED)


@dataclass(frozen=True)
class TimePasses:
    """The running clock runs out."""


@dataclass(frozen=True)
class TypesWholeNumber:
    """As if the visitor pressed the keys one by one."""


@dataclass(frozen=True)
class Answers:
    """The service that was asked at `index` (from the newest) answers; `mood` says how."""

    index: int
    mood: int


@dataclass(frozen=True)
class Sensible:
    """What a visitor, a device or a service would do on this screen; `choice` picks one."""

    choice: int


Move = Event | TimePasses | TypesWholeNumber | Answers | Sensible

TOUCHES: tuple[Event, ...] = (
    SizePressed(),
    LanguagePressed(),
    BackPressed(),
    RestartPressed(),
    HelpPressed(),
    NoCardPressed(),
    TypeNumberPressed(),
    DigitPressed("1"),
    DigitPressed("X"),
    DeletePressed(),
    NumberDonePressed(),
    ServicePressed(ESTATE),
    ServicePressed(SOCIAL),
    PagePressed(),
    OfferPressed(NOW),
    OfferPressed(LATER),
    OfferPressed(STANDBY),
    NotThisPressed(),
    ConfirmPressed(),
    ReprintPressed(),
    AnotherServicePressed(),
    CancelPressed(),
    DonePressed(),
    StillHerePressed(),
    ScreenTouched(),
)
SURROUNDINGS: tuple[Event, ...] = (
    ReaderChanged("error.card_reader.silent"),
    ReaderChanged(None),
    PrinterChanged("error.ticket_printer.paper_out"),
    PrinterChanged(None, is_paper_low=True),
    ScannerChanged("error.code_scanner.silent"),
    LightChanged(None),
    VoiceChanged("error.speech.no_sound_card"),
    CodeScanned(Secret(NUMBER)),
    CodeFailed("error.code_scanner.code_unreadable"),
    UnprintedChanged(("A001",)),
    *(OpeningChanged(opening) for opening in OPENINGS),
    *(ServicesChanged(catalogue) for catalogue in CATALOGUES),
)
CARD: tuple[Event, ...] = (
    CardFound(),
    CardTaken(),
    CardFailed("error.card_reader.moved"),
    *(CardRead(person) for person in PEOPLE),
)

SENSIBLE: dict[type[Screen], tuple[Move, ...]] = {
    Welcome: (CardFound(), CardFound(), NoCardPressed(), TypeNumberPressed(), SizePressed()),
    Reading: (
        CardRead(ADULT),
        Answers(0, 0),
        TimePasses(),
        *CARD[2:],
        Answers(0, 1),
        HelpPressed(),
    ),
    Keypad: (TypesWholeNumber(), NumberDonePressed(), Answers(0, 0), NumberDonePressed()),
    NoCard: (ServicePressed(ESTATE), Answers(0, 0)),
    Services: (ServicePressed(ESTATE), ServicePressed(SOCIAL), TimePasses()),
    When: (Answers(0, 3), OfferPressed(LATER), OfferPressed(STANDBY), BackPressed()),
    Pause: (TimePasses(), TimePasses(), ConfirmPressed(), HelpPressed(), NotThisPressed()),
    Issuing: (Answers(0, 0), Answers(0, 0), Answers(0, 5), TimePasses(), HelpPressed()),
    TicketShown: (Answers(0, 0), Answers(0, 1), CancelPressed(), ReprintPressed(), TimePasses()),
    KeepNumber: (ReprintPressed(), CancelPressed(), DonePressed(), Answers(0, 0)),
    AskCancel: (ConfirmPressed(), ConfirmPressed(), Answers(0, 0), Answers(0, 1), BackPressed()),
    Cancelled: (CardFound(), DonePressed(), TimePasses()),
    Again: (ReprintPressed(), CancelPressed(), AnotherServicePressed(), TimePasses()),
    Refused: (BackPressed(), Answers(0, 0), CardFound(), TimePasses()),
    Help: (BackPressed(), Answers(0, 0), Answers(0, 1), TimePasses()),
    StillThere: (StillHerePressed(), Answers(0, 0), TimePasses(), CardFound()),
    BeforeOpening: (OpeningChanged(OPEN),),
    Closed: (OpeningChanged(OPEN),),
}

VISIT_NO = st.integers(0, 12)
STRAY: st.SearchStrategy[Event] = st.one_of(
    st.builds(TimerFired, st.sampled_from(Timer), st.integers(0, 80)),
    st.builds(VisitLoaded, VISIT_NO, st.sampled_from(CATALOGUES), st.sampled_from([None, HELD])),
    st.builds(NumberIdentified, VISIT_NO, st.sampled_from(PEOPLE)),
    st.builds(OffersLoaded, VISIT_NO, st.just(ESTATE), st.just((LATER,))),
    st.builds(IssueRefused, VISIT_NO, st.just("error.issue.refused"), st.just((STANDBY,))),
    st.builds(TicketCancelled, st.just(ticket().ticket_id)),
)
MOVES: st.SearchStrategy[list[Move]] = st.lists(
    st.one_of(
        st.sampled_from(TOUCHES),
        st.sampled_from(CARD),
        st.sampled_from(SURROUNDINGS),
        STRAY,
        st.builds(Answers, st.integers(0, 2), st.integers(0, 5)),
        *(st.builds(Sensible, st.integers(0, 9)),) * 24,
    ),
    min_size=30,
    max_size=80,
)
SETTINGS = st.builds(
    FlowSettings,
    pause_seconds=st.sampled_from([0.0, 2.0]),
    is_confirm_asked=st.booleans(),
    languages=st.sampled_from([("zh_Hans", "en"), ("zh_Hans",)]),
)


@dataclass
class Hall:
    """Plays the moves, remembers what was asked and checks what must hold after every step."""

    journey: Journey
    asked: list[Effect] = field(default_factory=list)
    issues: Counter[int] = field(default_factory=Counter)
    refusals: Counter[int] = field(default_factory=Counter)
    prints: Counter[TicketId] = field(default_factory=Counter)
    confirmed: set[TicketId] = field(default_factory=set)
    tickets: int = 0
    kinds: set[type[Screen]] = field(default_factory=set)

    def play(self, move: Move) -> None:
        match move:
            case TimePasses():
                if clock_of(self.journey.kiosk):
                    self.journey.time_passes()
                    self.check()
            case TypesWholeNumber():
                for digit in NUMBER:
                    self.send(DigitPressed(digit))
            case Answers(index, mood):
                if index < len(self.asked):
                    self.send(self.answer(self.asked.pop(-1 - index), mood))
            case Sensible(choice):
                here = SENSIBLE[type(self.journey.kiosk.screen)]
                self.play(here[choice % len(here)])
            case _:
                self.send(move)

    def answer(self, effect: Effect, mood: int) -> Event:
        match effect:
            case LoadVisit(visit_no):
                held = HELD if mood == 1 else None
                return VisitLoaded(visit_no, self.journey.kiosk.site_services, held)
            case IdentifyTyped(visit_no):
                return NumberIdentified(visit_no, PEOPLE[mood % len(PEOPLE)])
            case LoadOffers(visit_no, service_id):
                return OffersLoaded(visit_no, service_id, (NOW, LATER, STANDBY)[:mood])
            case IssueTicket(visit_no) if mood < 4:
                return TicketIssued(visit_no, self.new_ticket())
            case IssueTicket(visit_no):
                return IssueRefused(visit_no, "error.issue.refused", (LATER, STANDBY)[: mood - 4])
            case _:
                return self.answer_about_ticket(effect, mood)

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
            case _:
                raise AssertionError(effect)

    def new_ticket(self) -> TicketView:
        self.tickets += 1
        return ticket(f"A{self.tickets:03}", self.tickets)

    def send(self, event: Event) -> None:
        if isinstance(event, IssueRefused):
            asked = {one.visit_no for one in self.journey.kiosk.unanswered}
            self.refusals[event.visit_no] += event.visit_no in asked
        self.journey.send(event)
        self.check()
        if isinstance(event, CardRead):
            self.check_owner(event.identity)

    def check(self) -> None:
        kiosk = self.journey.kiosk
        self.kinds.add(type(kiosk.screen))
        for effect in self.journey.last:
            self.keep(effect)
        assert all(count == 1 for count in self.prints.values())
        assert is_home(kiosk.screen) == (kiosk.visitor is None)
        match kiosk.screen:
            case TicketShown(shown) if shown.paper is Paper.CONFIRMED:
                assert shown.ticket_id in self.confirmed
            case Pause():
                assert kiosk.settings.pause_seconds or kiosk.settings.is_confirm_asked
            case _:
                pass
        nothing_personal_is_seen(kiosk, self.journey.last)
        if kiosk.visitor is None:
            nothing_personal_is_held(kiosk)

    def check_owner(self, identity: Identity) -> None:
        """Whoever is served after a card was read is its owner, unless a number is on its way."""
        visitor = self.journey.kiosk.visitor
        match innermost(self.journey.kiosk.screen):
            case Issuing() | AskCancel(is_cancelling=True):
                pass
            case TicketShown(shown) if shown.paper is Paper.PRINTING:
                pass
            case _ if visitor is not None:
                assert visitor.identity is not None
                assert visitor.identity.digest == identity.digest
            case _:
                pass

    def keep(self, effect: Effect) -> None:
        match effect:
            case StartTimer() | StopTimer():
                return
            case IssueTicket(visit_no):
                self.issues[visit_no] += 1
                assert self.issues[visit_no] <= 1 + self.refusals[visit_no]
            case PrintTicket(ticket_id):
                self.prints[ticket_id] += 1
            case _:
                pass
        self.asked.append(effect)


def nothing_personal_is_seen(kiosk: Kiosk, effects: tuple[Effect, ...]) -> None:
    seen = repr((kiosk, effects))
    assert NUMBER[:6] not in seen
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


def goes_home_by_itself(hall: Hall) -> None:
    for _ in range(20):
        hall.play(TimePasses())
    kiosk = hall.journey.kiosk
    assert clock_of(kiosk) is None
    assert is_home(kiosk.screen)
    assert kiosk.size is Size.NORMAL
    assert not kiosk.is_size_by_age
    assert kiosk.language == "zh_Hans"


@hypothesis_settings(max_examples=60)
@given(flow=SETTINGS, catalogue=st.sampled_from(CATALOGUES), moves=MOVES)
def test_whatever_happens_nothing_is_taken_or_printed_twice_and_time_alone_leads_home(
    flow: FlowSettings, catalogue: tuple[ServiceTile, ...], moves: list[Move]
) -> None:
    hall = Hall(kiosk_at(services=catalogue, settings=flow))
    for move in moves:
        hall.play(move)
    goes_home_by_itself(hall)


@hypothesis_settings(max_examples=10)
@given(flow=SETTINGS, chance=st.randoms(use_true_random=True))
def test_a_long_day_of_many_visitors_holds_the_same(flow: FlowSettings, chance: Random) -> None:
    hall = Hall(kiosk_at(settings=flow))
    wild = (*TOUCHES, *CARD, *SURROUNDINGS, *(Answers(0, mood) for mood in range(6)))
    for _ in range(600):
        move = chance.choice(wild) if chance.random() < 0.1 else Sensible(chance.randrange(60))
        hall.play(move)
    goes_home_by_itself(hall)
