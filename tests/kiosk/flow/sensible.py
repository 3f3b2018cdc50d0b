# SPDX-License-Identifier: Apache-2.0
"""What visitors, devices and services would do on each screen."""

from dataclasses import dataclass

from hall.documents import Document
from hall.identity import Secret
from kiosk.flow.events import (
    CardFound,
    CardRead,
    CodeScanned,
    Event,
    OpeningChanged,
)
from kiosk.flow.staff_events import HeldTold, StaffCardRead
from kiosk.flow.staff_touches import StaffPressed
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
    OutOfService,
    Pause,
    Privacy,
    Reading,
    Refused,
    Screen,
    Services,
    StaffMode,
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
    DeletePressed,
    DigitPressed,
    DocumentPressed,
    DonePressed,
    ForFamilyPressed,
    GreenPressed,
    HeldTicketPressed,
    HelpPressed,
    NoCardPressed,
    NotThisPressed,
    NumberDonePressed,
    OfferPressed,
    OtherDocumentPressed,
    OtherKeysPressed,
    PagePressed,
    PrivacyPressed,
    ReasonPressed,
    ReprintPressed,
    ServicePressed,
    SizePressed,
    SlipPressed,
    StillHerePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import (
    Topic,
)
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    LATER,
    NOW,
    OPEN,
    SOCIAL,
    STANDBY,
)
from tests.kiosk.flow.staff_moves import STAFF, STAFF_ANSWERS, STAFF_TOUCHES
from tests.kiosk.flow.surroundings import CARD, CODE, LATE, READY


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
    Direct: (SlipPressed(), Answers(0, 0), DonePressed(), BackPressed(), TimePasses()),
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
    OutOfService: (
        HeldTold(is_held=False),
        HelpPressed(),
        CardFound(),
        StaffCardRead(STAFF),
        *CARD,
    ),
    StaffMode: (
        *STAFF_TOUCHES,
        *STAFF_ANSWERS,
        DigitPressed("1"),
        NumberDonePressed(),
        StaffCardRead(STAFF),
        CardRead(ADULT),
        CodeScanned(Secret(CODE)),
        Answers(0, 0),
        BackPressed(),
        SizePressed(),
        TimePasses(),
    ),
    Help: (
        StaffPressed(),
        BackPressed(),
        HelpPressed(),
        *(Answers(0, mood) for mood in range(5)),
        TimePasses(),
    ),
    StillThere: (StillHerePressed(), Answers(0, 0), TimePasses(), CardFound()),
    Starting: (OpeningChanged(OPEN),),
    BeforeOpening: (OpeningChanged(OPEN), CardFound()),
    Closed: (OpeningChanged(OPEN), BookingCodePressed()),
}
