# SPDX-License-Identifier: Apache-2.0
"""What staff mode wants done."""

from dataclasses import dataclass
from datetime import datetime

from hall.identity import Secret
from hall.ids import ServiceId, TicketId
from kiosk.flow.staff_values import HoldReason, Sought, StaffAct, StopReason
from kiosk.flow.values import Volume


@dataclass(frozen=True)
class CheckPin:
    """Whose number and PIN these are. Answer: StaffKnown or StaffUnknown."""

    number: Secret
    pin: Secret


@dataclass(frozen=True)
class FindTickets:
    """Tickets of today. Answer: TicketsFound."""

    sought: Sought


@dataclass(frozen=True)
class NoteAct:
    """Write an act down that nothing else writes down. No answer."""

    staff_id: str
    act: StaffAct
    reason: str | None = None


@dataclass(frozen=True)
class CancelForVisitor:
    """Give a number up, for that reason. Answer: TicketActed."""

    ticket_id: TicketId
    staff_id: str
    reason: str


@dataclass(frozen=True)
class GiveNumbers:
    """Take numbers for a visitor, durably. Answer: NumbersGiven or NumbersRefused.

    `extra_reason` is why it goes beyond quota; None: it does not.
    """

    service_id: ServiceId
    staff_id: str
    is_green: bool
    items: int
    count: int
    extra_reason: str | None = None


@dataclass(frozen=True)
class HoldKiosk:
    """The kiosk serves nobody from now on, also after a restart; or, without a reason, everybody again.

    Answer: HeldTold, or ActEnded where it was refused.
    """

    staff_id: str
    reason: HoldReason | None


@dataclass(frozen=True)
class AwaitCard:
    """Keep the next card that is laid as this person's; None: as nobody's. Answer: StaffCardRead."""

    staff_id: str | None


@dataclass(frozen=True)
class NewRoll:
    """Count the paper of a new roll from now on. No answer."""

    staff_id: str


@dataclass(frozen=True)
class LoadStops:
    """How the services stand. Answer: StopsLoaded, or ActEnded."""


@dataclass(frozen=True)
class StopService:
    """A service stops at every kiosk, now or at an instant; or, without a reason, goes on.

    Answer: ActEnded.
    """

    staff_id: str
    service_id: ServiceId
    reason: StopReason | None
    at: datetime | None = None


@dataclass(frozen=True)
class LoadToday:
    """The figures of the day. Answer: TodayLoaded, or ActEnded."""


@dataclass(frozen=True)
class SetVolume:
    """How loud the kiosk speaks, until the business day ends or for good.

    Answer: VolumeTold, or ActEnded where it was refused.
    """

    staff_id: str
    volume: Volume
    is_for_good: bool = False


@dataclass(frozen=True)
class LoadDevices:
    """How the devices and the machine are. Answer: DevicesLoaded."""


CareEffect = HoldKiosk | LoadStops | StopService | LoadToday | SetVolume | LoadDevices
"""About the kiosk and the hall rather than one ticket."""

StaffEffect = (
    AwaitCard
    | NewRoll
    | CareEffect
    | CheckPin
    | FindTickets
    | NoteAct
    | CancelForVisitor
    | GiveNumbers
)
