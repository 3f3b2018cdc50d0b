# SPDX-License-Identifier: Apache-2.0
"""Everything the centre's store in memory keeps."""

from dataclasses import dataclass, field
from datetime import date

from central.store.records import (
    Account,
    Answered,
    AuditEntry,
    BookingRecord,
    EnrolmentToken,
    HelpCall,
    JournalRow,
    KioskRecord,
    SiteRecord,
    TicketRecord,
)
from hall.ids import BookingId, HelpCallId, KioskId, SiteId, TicketId


@dataclass
class Rows:
    """Everything that is kept; copied when a unit is entered, put in place at its commit."""

    sites: dict[SiteId, SiteRecord] = field(default_factory=dict)
    journal: dict[tuple[SiteId, int], JournalRow] = field(default_factory=dict)
    kiosks: dict[tuple[SiteId, KioskId], KioskRecord] = field(default_factory=dict)
    tokens: dict[tuple[SiteId, KioskId], EnrolmentToken] = field(default_factory=dict)
    accounts: dict[tuple[SiteId, str], Account] = field(default_factory=dict)
    tickets: dict[tuple[SiteId, date, TicketId], TicketRecord] = field(default_factory=dict)
    bookings: dict[tuple[SiteId, date, BookingId], BookingRecord] = field(default_factory=dict)
    answered: dict[tuple[SiteId, date, str, str], Answered] = field(default_factory=dict)
    help_calls: dict[tuple[SiteId, HelpCallId], HelpCall] = field(default_factory=dict)
    audit: dict[tuple[SiteId, int], AuditEntry] = field(default_factory=dict)
