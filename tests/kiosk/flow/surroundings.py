# SPDX-License-Identifier: Apache-2.0
"""Whatever visitors and devices may do, on whatever screen, and who and what there is."""

from dataclasses import replace
from datetime import UTC, datetime

from hall.booking_code import digits
from hall.documents import Document
from hall.green import GreenReason
from hall.identity import Secret
from hall.words import Words
from kiosk.flow.effects import Timer
from kiosk.flow.events import (
    CardFailed,
    CardFound,
    CardRead,
    CardTaken,
    CodeFailed,
    CodeScanned,
    DiskChanged,
    Event,
    HeadphonesChanged,
    HelpChanged,
    LampChanged,
    LightChanged,
    LinkChanged,
    OpeningChanged,
    PrinterChanged,
    ReaderChanged,
    ScannerChanged,
    ServicesChanged,
    SpeechBegan,
    SpeechEnded,
    TimerFired,
    UnprintedChanged,
    VoiceChanged,
)
from kiosk.flow.staff_events import StaffCardRead
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
    ReadBackPressed,
    ReasonPressed,
    RepeatPressed,
    ReprintPressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
    SlipPressed,
    StillHerePressed,
    TypeNumberPressed,
    VoicePressed,
    VolumePressed,
)
from kiosk.flow.values import (
    Availability,
    BookingState,
    BookingView,
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
    SOCIAL,
    STANDBY,
    THREE,
    booking,
    ticket,
    tile,
)
from tests.kiosk.flow.staff_moves import STAFF, STAFF_TOUCHES

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


TOUCHES: tuple[Event, ...] = (
    SizePressed(),
    LanguagePressed("zh_Hans"),
    LanguagePressed("en"),
    ContrastPressed(),
    LowerPressed(),
    VoicePressed(),
    RepeatPressed(),
    ReadBackPressed(),
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
    SlipPressed(),
    *(AboutPressed(topic) for topic in Topic),
    DonePressed(),
    StillHerePressed(),
    ScreenTouched(),
    *STAFF_TOUCHES,
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
    DiskChanged(is_full=True),
    DiskChanged(is_full=False),
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
    StaffCardRead(STAFF),
)
