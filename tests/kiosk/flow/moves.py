# SPDX-License-Identifier: Apache-2.0
"""What visitors, devices and services do: anything, and what would be sensible on each screen."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from hall.booking_code import digits
from hall.documents import Document
from hall.green import GreenReason
from hall.identity import Secret
from hall.words import Words
from kiosk.flow.effects import Timer
from kiosk.flow.events import (
    BookingRefused,
    CardFailed,
    CardFound,
    CardRead,
    CardTaken,
    CheckInRefused,
    CodeFailed,
    CodeScanned,
    Event,
    HeadphonesChanged,
    HelpChanged,
    IssueRefused,
    LampChanged,
    LightChanged,
    LinkChanged,
    NumberIdentified,
    OffersLoaded,
    OpeningChanged,
    PrinterChanged,
    ReaderChanged,
    ScannerChanged,
    ServicesChanged,
    SpeechBegan,
    SpeechEnded,
    TicketCancelled,
    TimerFired,
    UnprintedChanged,
    VisitLoaded,
    VoiceChanged,
)
from kiosk.flow.states import (
    About,
    Again,
    AskCancel,
    BeforeOpening,
    Bookings,
    Cancelled,
    CheckingIn,
    CheckInPause,
    Closed,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    Help,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Keypad,
    Materials,
    NoCard,
    Pause,
    Privacy,
    Reading,
    Refused,
    Screen,
    Services,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.touches import (
    AboutPressed,
    AnotherServicePressed,
    BackPressed,
    BookingCodePressed,
    BookingPressed,
    CancelPressed,
    ConfirmPressed,
    ContrastPressed,
    DeletePressed,
    DigitPressed,
    DocumentPressed,
    DonePressed,
    ForFamilyPressed,
    GreenPressed,
    HeldTicketPressed,
    HelpPressed,
    InPersonPressed,
    LanguagePressed,
    LowerPressed,
    NoCardPressed,
    NotThisPressed,
    NumberDonePressed,
    OfferPressed,
    OtherDocumentPressed,
    OtherKeysPressed,
    PacePressed,
    PagePressed,
    PrivacyPressed,
    ReasonPressed,
    RepeatPressed,
    ReprintPressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
    StillHerePressed,
    TypeNumberPressed,
    VoicePressed,
    VolumePressed,
)
from kiosk.flow.values import (
    Availability,
    BookingState,
    BookingView,
    FlowSettings,
    HelpReach,
    Opening,
    Paper,
    Phase,
    Topic,
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
    booking,
    ticket,
    tile,
)

REASONS = (GreenReason(Words.of({"zh_Hans": "残疾人"}), "accessibility"),) * 7
AT_ONCE = (replace(tile(ESTATE), direct=Words.of({"zh_Hans": "一楼"})), tile(SOCIAL))
MIXED = (tile(ESTATE, is_green=True), tile(SOCIAL, Availability.LATER))
CATALOGUES = (THREE, AT_ONCE, MIXED, ONE, THREE, (), (tile(ESTATE, Availability.FULL),))
OPENINGS = tuple(Opening(MONDAY, phase) for phase in Phase)
PEOPLE = (ADULT, ELDER, FOREIGNER)
HELD = ticket("A900", 900, Paper.CONFIRMED)
READY = booking(no=1)
EARLY = booking(BookingState.EARLY, 2, SOCIAL)
LATE = booking(BookingState.LATE, 3)
KNOWN_BOOKINGS: tuple[tuple[BookingView, ...], ...] = ((), (READY,), (READY, EARLY, LATE), (LATE,))
PAPERS = {
    Document.PASSPORT: "QZ1234567",
    Document.HONG_KONG_MACAO: "H12345678",
    Document.TAIWAN: "01234567",
    Document.PERMANENT_RESIDENCE: "QQZ110088080810",
}
"""Nobody's."""
CODE = digits(READY.booking.booking_id)


@dataclass(frozen=True)
class TimePasses:
    """The running clock runs out."""


@dataclass(frozen=True)
class TypesWholeNumber:
    """As if the visitor pressed the keys one by one, of his ID number or his other document's."""


@dataclass(frozen=True)
class TypesWholeCode:
    """As if the visitor pressed the keys of his booking's digits."""


@dataclass(frozen=True)
class Answers:
    """The service that was asked at `index` (from the newest) answers; `mood` says how."""

    index: int
    mood: int


@dataclass(frozen=True)
class Sensible:
    """What a visitor, a device or a service would do on this screen; `choice` picks one."""

    choice: int


Move = Event | TimePasses | TypesWholeNumber | TypesWholeCode | Answers | Sensible

TOUCHES: tuple[Event, ...] = (
    SizePressed(),
    LanguagePressed("zh_Hans"),
    LanguagePressed("en"),
    ContrastPressed(),
    LowerPressed(),
    VoicePressed(),
    RepeatPressed(),
    PacePressed(),
    InPersonPressed(),
    VolumePressed(),
    BackPressed(),
    RestartPressed(),
    HelpPressed(),
    NoCardPressed(),
    TypeNumberPressed(),
    BookingCodePressed(),
    ForFamilyPressed(),
    GreenPressed(),
    ReasonPressed(),
    BookingPressed(READY.booking.booking_id),
    BookingPressed(LATE.booking.booking_id),
    HeldTicketPressed(),
    OtherDocumentPressed(),
    *(DocumentPressed(document) for document in Document),
    OtherKeysPressed(),
    PrivacyPressed(),
    DigitPressed("1"),
    DigitPressed("H"),
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
    *(AboutPressed(topic) for topic in Topic),
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
    LightChanged("error.signal_light.silent"),
    *(LampChanged(is_on) for is_on in (True, False)),
    *(HelpChanged(call_no, reach) for call_no in (1, 2) for reach in HelpReach),
    *(TimerFired(Timer.HELP, call_no) for call_no in (1, 2)),
    VoiceChanged("error.speech.no_sound_card"),
    HeadphonesChanged(are_in=True),
    HeadphonesChanged(are_in=False),
    VoiceChanged(None),
    SpeechBegan(1),
    SpeechEnded(1),
    CodeScanned(Secret(NUMBER)),
    CodeFailed("error.code_scanner.code_unreadable"),
    TimerFired(Timer.CODES, 0),
    UnprintedChanged(("A001",)),
    *(OpeningChanged(opening) for opening in OPENINGS),
    OpeningChanged(None, ("screen.missing.no_places",)),
    LinkChanged(None),
    LinkChanged(datetime(2026, 3, 2, 9, 42, tzinfo=UTC)),
    *(ServicesChanged(catalogue) for catalogue in CATALOGUES),
    *(ServicesChanged(catalogue, REASONS) for catalogue in CATALOGUES),
)
CARD: tuple[Event, ...] = (
    CardFound(),
    CardTaken(),
    CardFailed("error.card_reader.moved"),
    *(CardRead(person) for person in PEOPLE),
)

SENSIBLE: dict[type[Screen], tuple[Move, ...]] = {
    Welcome: (
        CardFound(),
        CardFound(),
        NoCardPressed(),
        TypeNumberPressed(),
        SizePressed(),
        OtherDocumentPressed(),
        PrivacyPressed(),
        BookingCodePressed(),
        CodeScanned(Secret(CODE)),
    ),
    Reading: (
        CardRead(ADULT),
        Answers(0, 0),
        TimePasses(),
        *CARD[2:],
        Answers(0, 1),
        Answers(0, 7),
        Answers(0, 14),
        Answers(0, 21),
        HelpPressed(),
    ),
    Keypad: (TypesWholeNumber(), NumberDonePressed(), Answers(0, 0), NumberDonePressed()),
    Documents: (*(DocumentPressed(document) for document in Document), BackPressed()),
    DocumentKeypad: (
        TypesWholeNumber(),
        TypesWholeNumber(),
        NumberDonePressed(),
        Answers(0, 0),
        DeletePressed(),
        OtherKeysPressed(),
        TimePasses(),
    ),
    Privacy: (BackPressed(), CardFound(), SizePressed(), HelpPressed(), TimePasses()),
    CodeKeypad: (TypesWholeCode(), NumberDonePressed(), Answers(0, 7), Answers(0, 3), TimePasses()),
    Finding: (Answers(0, 7), Answers(0, 21), Answers(0, 3), TimePasses()),
    Bookings: (
        BookingPressed(READY.booking.booking_id),
        BookingPressed(LATE.booking.booking_id),
        HeldTicketPressed(),
        AnotherServicePressed(),
        BackPressed(),
    ),
    InsteadOfBooking: (
        OfferPressed(NOW),
        OfferPressed(LATER),
        AnotherServicePressed(),
        TimePasses(),
    ),
    CheckInPause: (TimePasses(), TimePasses(), ConfirmPressed(), HelpPressed(), NotThisPressed()),
    CheckingIn: (Answers(0, 0), Answers(0, 0), Answers(0, 4), Answers(0, 5), TimePasses()),
    NoCard: (ServicePressed(ESTATE), Answers(0, 0), GreenPressed()),
    Direct: (DonePressed(), BackPressed(), TimePasses()),
    GreenReasons: (ReasonPressed(), ReasonPressed(), PagePressed(), BackPressed(), Answers(0, 0)),
    Family: (
        CardFound(),
        CardRead(ADULT),
        CardRead(ELDER),
        TypeNumberPressed(),
        CodeScanned(Secret(CODE)),
        BackPressed(),
    ),
    Services: (
        ServicePressed(ESTATE),
        ServicePressed(SOCIAL),
        ForFamilyPressed(),
        ForFamilyPressed(),
        GreenPressed(),
        TimePasses(),
    ),
    Materials: (ConfirmPressed(), ConfirmPressed(), NotThisPressed(), BackPressed(), PagePressed()),
    When: (Answers(0, 3), OfferPressed(LATER), OfferPressed(STANDBY), BackPressed()),
    Pause: (TimePasses(), TimePasses(), ConfirmPressed(), HelpPressed(), NotThisPressed()),
    Issuing: (Answers(0, 0), Answers(0, 0), Answers(0, 5), TimePasses(), HelpPressed()),
    TicketShown: (
        Answers(0, 0),
        Answers(0, 1),
        CancelPressed(),
        ReprintPressed(),
        TimePasses(),
        AboutPressed(Topic.WHY),
        AboutPressed(Topic.MORE),
        AnotherServicePressed(),
        AnotherServicePressed(),
    ),
    KeepNumber: (
        ReprintPressed(),
        CancelPressed(),
        DonePressed(),
        Answers(0, 0),
        AboutPressed(Topic.MORE),
    ),
    About: (
        BackPressed(),
        AboutPressed(Topic.WAY),
        AboutPressed(Topic.WHY),
        ReprintPressed(),
        AnotherServicePressed(),
        Answers(0, 0),
        CardFound(),
        HelpPressed(),
        TimePasses(),
    ),
    AskCancel: (ConfirmPressed(), ConfirmPressed(), Answers(0, 0), Answers(0, 1), BackPressed()),
    Cancelled: (CardFound(), DonePressed(), TimePasses()),
    Again: (ReprintPressed(), CancelPressed(), AnotherServicePressed(), TimePasses()),
    Refused: (BackPressed(), Answers(0, 0), CardFound(), TimePasses(), CodeScanned(Secret(CODE))),
    Help: (BackPressed(), HelpPressed(), *(Answers(0, mood) for mood in range(5)), TimePasses()),
    StillThere: (StillHerePressed(), Answers(0, 0), TimePasses(), CardFound()),
    Starting: (OpeningChanged(OPEN),),
    BeforeOpening: (OpeningChanged(OPEN), CardFound()),
    Closed: (OpeningChanged(OPEN), BookingCodePressed()),
}

VISIT_NO = st.integers(0, 12)
STRAY: st.SearchStrategy[Event] = st.one_of(
    st.builds(TimerFired, st.sampled_from(Timer), st.integers(0, 80)),
    st.builds(
        VisitLoaded,
        VISIT_NO,
        st.sampled_from(CATALOGUES),
        st.sampled_from([None, HELD]),
        st.sampled_from(KNOWN_BOOKINGS),
    ),
    st.builds(BookingRefused, VISIT_NO, st.just("error.booking_code.no_code")),
    st.builds(CheckInRefused, VISIT_NO, st.just("error.check_in.late"), st.just(LATE)),
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
        st.builds(Answers, st.integers(0, 2), st.integers(0, 27)),
        *(st.builds(Sensible, st.integers(0, 9)),) * 24,
    ),
    min_size=30,
    max_size=80,
)
SETTINGS = st.builds(
    FlowSettings,
    pause_seconds=st.sampled_from([0.0, 2.0]),
    is_confirm_asked=st.booleans(),
    has_bookings=st.booleans(),
    calls_centre=st.booleans(),
    has_lamp=st.booleans(),
    has_voice=st.booleans(),
    is_check_in_asked=st.booleans(),
    proxy_limit=st.sampled_from([0, 3]),
    languages=st.sampled_from([("zh_Hans", "zh_Hant", "en"), ("zh_Hans",)]),
)
