# SPDX-License-Identifier: Apache-2.0
"""Records for the tests of the centre's store."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from central.store.records import (
    Account,
    BookingRecord,
    EnrolmentToken,
    HelpCall,
    JournalRow,
    KioskProgress,
    KioskRecord,
    SiteRecord,
    TicketRecord,
)
from hall.booking import BookingStatus
from hall.identity import IdentityDigest
from hall.ids import BookingId, HelpCallId, KioskId, ServiceId, SiteId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus

NOW = datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC)
TODAY = date(2026, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)
HALL = SiteId("hall-1")
OTHER = SiteId("hall-2")
K1 = KioskId("K1")
ESTATE = ServiceId("estate")
PERSON = IdentityDigest("h1:00112233445566778899aabbccddeeff")


def site(site_id: SiteId = HALL) -> SiteRecord:
    return SiteRecord(site_id, "政务服务中心", "Asia/Shanghai", "{}")


def row(seq: int, on: date = TODAY) -> JournalRow:
    return JournalRow(seq, on, NOW, "counted", '{"n":1}')


def logged(seq: int, position: int, kiosk_id: KioskId = K1, on: date = TODAY) -> JournalRow:
    body = '{"words":"叫号"}'
    return JournalRow(
        seq, on, NOW, "logged", body, kiosk_id=kiosk_id, position=position, hash=bytes([seq]) * 32
    )


def kiosk(kiosk_id: KioskId = K1, site_id: SiteId = HALL) -> KioskRecord:
    return KioskRecord(
        site_id=site_id,
        progress=KioskProgress(kiosk_id),
        public_key=b"\x00key",
        algorithm="ed25519",
        credential_hash=f"sha256:{site_id}:{kiosk_id}",
        enrolled_at=NOW,
    )


def token(digest: str = "sha256:t1", kiosk_id: KioskId = K1) -> EnrolmentToken:
    return EnrolmentToken(HALL, kiosk_id, digest, NOW, NOW + timedelta(minutes=30))


def account(account_id: str = "platform-1", site_id: SiteId = HALL) -> Account:
    return Account(site_id, account_id, "platform", f"sha256:{site_id}:{account_id}", NOW)


def help_call(number: int, on: date = TODAY, site_id: SiteId = HALL) -> HelpCall:
    at = NOW + timedelta(seconds=number)
    return HelpCall(site_id, on, call_id(number), K1, raised_at=at, heard_at=at)


def call_id(number: int) -> HelpCallId:
    return HelpCallId(UUID(int=number))


def ticket_id(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def booking_id(number: int) -> BookingId:
    return BookingId(UUID(int=number))


def ticket(number: int, on: date = TODAY, digest: IdentityDigest | None = None) -> TicketRecord:
    return TicketRecord(
        business_date=on,
        ticket_id=ticket_id(number),
        kiosk_id=K1,
        number=TicketNumber("C", number),
        service_id=ESTATE,
        lane=Lane.WALK_IN,
        status=TicketStatus.WAITING,
        issued_at=NOW + timedelta(minutes=number),
        digest=digest,
    )


def booking(number: int, on: date = TODAY, digest: IdentityDigest | None = None) -> BookingRecord:
    return BookingRecord(
        business_date=on,
        booking_id=booking_id(number),
        service_id=ESTATE,
        slot_start=NOW,
        number=TicketNumber("C", number, is_booked=True),
        status=BookingStatus.BOOKED,
        channel="app",
        platform_id="platform-1",
        digest=digest,
    )
