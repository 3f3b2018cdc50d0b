# SPDX-License-Identifier: Apache-2.0
"""What the services refuse; nothing has changed then."""

from typing import ClassVar

from kiosk.errors import KioskError
from kiosk.flow.values import Offer


class NotReadyError(KioskError):
    """The kiosk does not know its site yet; nobody can begin a visit then."""

    key: ClassVar[str] = "error.kiosk_not_ready"


class UnreadableCatalogueError(KioskError):
    """What the centre said of the site is beyond this version. Fields: `count` of mistakes."""

    key: ClassVar[str] = "error.centre.unreadable_catalogue"


class IssueRefusedError(KioskError):
    """No number was taken; `offers` is what the visitor can still have. Fields: `service_id`."""

    key: ClassVar[str] = "error.issue.refused"

    def __init__(self, *, offers: tuple[Offer, ...] = (), **fields: object) -> None:
        super().__init__(**fields)
        self.offers = offers


class FullError(IssueRefusedError):
    """What the visitor chose is no longer there."""

    key: ClassVar[str] = "error.issue.full"


class LaterError(IssueRefusedError):
    """The earliest place is later than the tile had said; the visitor is asked again."""

    key: ClassVar[str] = "error.issue.later"


class NotBegunError(IssueRefusedError):
    """Numbers of this service have not begun today. Fields: `service_id`, `from_at` (local)."""

    key: ClassVar[str] = "error.issue.not_begun"


class StoppedError(IssueRefusedError):
    """Numbers of this service have ended for this business day."""

    key: ClassVar[str] = "error.issue.stopped"


class AlreadyOpenError(IssueRefusedError):
    """The person has as many open tickets of this service as are allowed. Fields: `number`."""

    key: ClassVar[str] = "error.issue.already_open"


class NumbersUsedUpError(IssueRefusedError):
    """The service has no number left, or its day was not opened."""

    key: ClassVar[str] = "error.issue.numbers_used_up"


class UnknownTicketError(KioskError):
    """No such ticket on this kiosk. Fields: `ticket_id`."""

    key: ClassVar[str] = "error.ticket.unknown"


class NotOpenError(KioskError):
    """The ticket is cancelled, expired or served. Fields: `ticket_id`, `status`."""

    key: ClassVar[str] = "error.ticket.not_open"


class AlreadyPrintedError(KioskError):
    """That paper was begun and may be out; only a reprint may follow. Fields: `ticket_id`."""

    key: ClassVar[str] = "error.ticket.already_printed"


class CancelRefusedError(KioskError):
    """The ticket stays valid: it is not waiting any more. Fields: `ticket_id`, `status`."""

    key: ClassVar[str] = "error.cancel.refused"
