# SPDX-License-Identifier: Apache-2.0
"""What staff can touch, beside the bar and the keys of a keypad."""

from dataclasses import dataclass
from datetime import datetime

from hall.ids import ServiceId, TicketId
from kiosk.flow.staff_values import CheckSeen, HoldReason, StopReason
from kiosk.flow.values import Volume


@dataclass(frozen=True)
class StaffPressed:
    """工作人员, on the help screen: the way into staff mode."""


@dataclass(frozen=True)
class StaffLeavePressed:
    """退出: the visitor's screen comes back."""


@dataclass(frozen=True)
class FindPressed:
    """找号: the tickets given last."""


@dataclass(frozen=True)
class FindByNumberPressed:
    """按号码找."""


@dataclass(frozen=True)
class FoundPressed:
    """One of the tickets that were found."""

    ticket_id: TicketId


@dataclass(frozen=True)
class StaffReprintPressed:
    """补打."""


@dataclass(frozen=True)
class StaffCancelPressed:
    """取消此号."""


@dataclass(frozen=True)
class WhyPressed:
    """One of the reasons for an act, as the log will have it."""

    reason: str


@dataclass(frozen=True)
class GivePressed:
    """代取号 on the menu."""


@dataclass(frozen=True)
class GreenForVisitorPressed:
    """优先: staff have seen why, and nothing keeps it."""


@dataclass(frozen=True)
class ItemsPressed:
    """One item more, or less."""

    is_more: bool


@dataclass(frozen=True)
class CountPressed:
    """One number more, or less."""

    is_more: bool


@dataclass(frozen=True)
class GiveNumberPressed:
    """出号."""


@dataclass(frozen=True)
class ExtraPressed:
    """加号: a number beyond quota."""


@dataclass(frozen=True)
class StaffCardPressed:
    """登记工卡 on the menu."""


GiveTouch = (
    GivePressed
    | GreenForVisitorPressed
    | ItemsPressed
    | CountPressed
    | GiveNumberPressed
    | ExtraPressed
)


@dataclass(frozen=True)
class HoldPressed:
    """暂停使用: the kiosk shall serve nobody."""


@dataclass(frozen=True)
class HoldReasonPressed:
    """Why; with this the kiosk is held."""

    reason: HoldReason


@dataclass(frozen=True)
class ReleasePressed:
    """恢复使用."""


@dataclass(frozen=True)
class ChangePaperPressed:
    """换纸."""


@dataclass(frozen=True)
class NewRollPressed:
    """装好了，试印一张."""


@dataclass(frozen=True)
class TryPrinterPressed:
    """试印, on the menu and on its own page."""


@dataclass(frozen=True)
class TodayPressed:
    """今日数字."""


@dataclass(frozen=True)
class PrintReportPressed:
    """打印日报."""


@dataclass(frozen=True)
class StaffVolumePressed:
    """音量 on the menu."""


@dataclass(frozen=True)
class VolumeStepPressed:
    """小, 中 or 大: until the day ends."""

    volume: Volume


@dataclass(frozen=True)
class KeepVolumePressed:
    """以后都用这一档."""


@dataclass(frozen=True)
class StopPressed:
    """停止取号 on the menu."""


@dataclass(frozen=True)
class StopServicePressed:
    """Which service."""

    service_id: ServiceId


@dataclass(frozen=True)
class StopTimePressed:
    """When it stops; None: now."""

    at: datetime | None


@dataclass(frozen=True)
class StopReasonPressed:
    """Why; with this it stops."""

    reason: StopReason


@dataclass(frozen=True)
class GoOnPressed:
    """恢复取号: it goes on, or does not stop."""


StopTouch = StopPressed | StopServicePressed | StopTimePressed | StopReasonPressed | GoOnPressed

PaperTouch = ChangePaperPressed | NewRollPressed | TryPrinterPressed

TodayTouch = TodayPressed | PrintReportPressed

StaffVolumeTouch = StaffVolumePressed | VolumeStepPressed | KeepVolumePressed


@dataclass(frozen=True)
class DevicesPressed:
    """设备情况 on the menu."""


@dataclass(frozen=True)
class DevicePressed:
    """Which one."""

    seen: CheckSeen


DeviceTouch = DevicesPressed | DevicePressed

MachineTouch = PaperTouch | TodayTouch | StaffVolumeTouch | DeviceTouch
"""About this machine."""

CareTouch = HoldPressed | HoldReasonPressed | ReleasePressed | StopTouch | MachineTouch
"""About the kiosk and the hall rather than one ticket."""

StaffTouch = (
    CareTouch
    | StaffPressed
    | StaffLeavePressed
    | FindPressed
    | FindByNumberPressed
    | FoundPressed
    | StaffReprintPressed
    | StaffCancelPressed
    | WhyPressed
    | StaffCardPressed
    | GiveTouch
)
