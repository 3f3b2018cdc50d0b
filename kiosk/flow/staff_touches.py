# SPDX-License-Identifier: Apache-2.0
"""What staff can touch, beside the bar and the keys of a keypad."""

from dataclasses import dataclass

from hall.ids import TicketId


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


StaffTouch = (
    StaffPressed
    | StaffLeavePressed
    | FindPressed
    | FindByNumberPressed
    | FoundPressed
    | StaffReprintPressed
    | StaffCancelPressed
    | WhyPressed
)
