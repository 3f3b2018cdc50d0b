# SPDX-License-Identifier: Apache-2.0
"""All that a kiosk prints.

The `kind` of each is that of its template (`ticket.html.j2`), of the thing in the template
(`ticket.number`), and of its words in the language files (`[ticket]`). Its `binding` names what
its paper must say; a template that leaves it out is faulty.
"""

from typing import get_args

from kiosk.printing.document import BookingDocument, DirectionDocument, TicketDocument
from kiosk.printing.staff_papers import DayReport, PrinterTestPage

PaperDocument = TicketDocument | BookingDocument | DirectionDocument | PrinterTestPage | DayReport

KINDS = tuple(made.kind for made in get_args(PaperDocument))
"""The templates there are, without their endings."""
