# SPDX-License-Identifier: Apache-2.0
"""What a visitor can touch; each is an event of the flow."""

from dataclasses import dataclass

from hall.documents import Document
from hall.ids import BookingId, ServiceId
from kiosk.flow.staff_touches import StaffTouch
from kiosk.flow.values import Offer, Topic


@dataclass(frozen=True)
class SizePressed:
    """大字: the next size."""


@dataclass(frozen=True)
class LanguagePressed:
    """A language by its own name: 简体中文, English."""

    language: str


@dataclass(frozen=True)
class ContrastPressed:
    """The other set of colours."""


@dataclass(frozen=True)
class LowerPressed:
    """All controls low, for somebody who sits; or as they were."""


@dataclass(frozen=True)
class VoicePressed:
    """语音播报: on, or off."""


@dataclass(frozen=True)
class RepeatPressed:
    """再听一遍."""


@dataclass(frozen=True)
class ReadBackPressed:
    """读一遍: what was typed; aloud never which keys they were."""


@dataclass(frozen=True)
class PacePressed:
    """Slower or faster: the next pace."""


@dataclass(frozen=True)
class VolumePressed:
    """音量: the next volume."""


@dataclass(frozen=True)
class InPersonPressed:
    """听不清: staff are to come to the visitor; or not, after all."""


@dataclass(frozen=True)
class BackPressed:
    """返回."""


@dataclass(frozen=True)
class RestartPressed:
    """重新开始."""


@dataclass(frozen=True)
class HelpPressed:
    """找人帮忙."""


@dataclass(frozen=True)
class NoCardPressed:
    """没带身份证."""


@dataclass(frozen=True)
class TypeNumberPressed:
    """输入身份证号."""


@dataclass(frozen=True)
class BookingCodePressed:
    """预约码."""


@dataclass(frozen=True)
class OtherDocumentPressed:
    """其他证件."""


@dataclass(frozen=True)
class DocumentPressed:
    """The document that the visitor has."""

    document: Document


@dataclass(frozen=True)
class OtherKeysPressed:
    """字母, 数字: the other keys of a keypad that has both."""


@dataclass(frozen=True)
class PrivacyPressed:
    """What is read of a visitor and what is kept."""


@dataclass(frozen=True)
class ForFamilyPressed:
    """替家人办."""


@dataclass(frozen=True)
class GreenPressed:
    """优先."""


@dataclass(frozen=True)
class ReasonPressed:
    """One of the reasons to be served first; not which one, so that nothing can keep it."""


@dataclass(frozen=True)
class DigitPressed:
    """One key of a keypad: 0-9, or a letter."""

    digit: str

    def __repr__(self) -> str:
        """Blank: a row of these would be an ID number."""
        return "DigitPressed(…)"


@dataclass(frozen=True)
class DeletePressed:
    """Takes the last digit back."""


@dataclass(frozen=True)
class NumberDonePressed:
    """The number is complete."""


@dataclass(frozen=True)
class ServicePressed:
    """A tile."""

    service_id: ServiceId


@dataclass(frozen=True)
class PagePressed:
    """More services; wraps around."""


@dataclass(frozen=True)
class OfferPressed:
    """One of the offers of S5."""

    offer: Offer


@dataclass(frozen=True)
class BookingPressed:
    """One of the visitor's bookings."""

    booking_id: BookingId


@dataclass(frozen=True)
class HeldTicketPressed:
    """已取的号, beside the bookings."""


@dataclass(frozen=True)
class NotThisPressed:
    """不是这个, in the pause; 还缺，先不取."""


@dataclass(frozen=True)
class ConfirmPressed:
    """Yes: take the number (ticket.confirm, checkin.confirm), 我带齐了, give it up (AskCancel)."""


@dataclass(frozen=True)
class ReprintPressed:
    """重新打印."""


@dataclass(frozen=True)
class SlipPressed:
    """打印指路条."""


@dataclass(frozen=True)
class AnotherServicePressed:
    """还要办别的, 换一项业务: one more number in the same visit."""


@dataclass(frozen=True)
class CancelPressed:
    """取错了，取消此号."""


@dataclass(frozen=True)
class AboutPressed:
    """为什么？ and what else can be asked about the number on the screen."""

    topic: Topic


@dataclass(frozen=True)
class DonePressed:
    """完成, 我记住了, 不办了."""


@dataclass(frozen=True)
class StillHerePressed:
    """继续办理."""


@dataclass(frozen=True)
class ScreenTouched:
    """A touch that hit nothing; only says that somebody is there."""


VoiceTouch = VoicePressed | RepeatPressed | ReadBackPressed | PacePressed | VolumePressed
ModeTouch = (
    SizePressed | LanguagePressed | ContrastPressed | LowerPressed | InPersonPressed | VoiceTouch
)
BarTouch = ModeTouch | BackPressed | RestartPressed | HelpPressed
KeypadTouch = DigitPressed | DeletePressed | NumberDonePressed
DocumentTouch = OtherDocumentPressed | DocumentPressed | OtherKeysPressed
IdentifyTouch = (
    NoCardPressed
    | TypeNumberPressed
    | BookingCodePressed
    | ForFamilyPressed
    | DocumentTouch
    | KeypadTouch
)
GreenTouch = GreenPressed | ReasonPressed
BookingTouch = BookingPressed | HeldTicketPressed
ChoiceTouch = ServicePressed | PagePressed | OfferPressed | NotThisPressed
NumberTouch = AboutPressed | AnotherServicePressed
TicketTouch = ConfirmPressed | ReprintPressed | CancelPressed
PresenceTouch = PrivacyPressed | SlipPressed | DonePressed | StillHerePressed | ScreenTouched

Touch = (
    BarTouch
    | IdentifyTouch
    | GreenTouch
    | BookingTouch
    | ChoiceTouch
    | TicketTouch
    | NumberTouch
    | PresenceTouch
    | StaffTouch
)
