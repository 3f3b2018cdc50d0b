# SPDX-License-Identifier: Apache-2.0
"""Kiosks, accounts, tickets, bookings, answers, audit and retention, on any store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from central.store.abstract import Kept, Units
from central.store.records import Answered, Changes, KioskProgress
from hall.booking import BookingStatus
from hall.ids import KioskId
from hall.log import GENESIS, chain_hash
from hall.place import Lane
from hall.ticket import TicketStatus
from tests.contract.centre.samples import (
    ESTATE,
    HALL,
    K1,
    NOW,
    OTHER,
    PERSON,
    TODAY,
    YESTERDAY,
    account,
    booking,
    booking_id,
    help_call,
    kiosk,
    logged,
    row,
    site,
    ticket,
    ticket_id,
    token,
)

K2 = KioskId("K2")
LATER = NOW + timedelta(minutes=5)
SECOND = timedelta(seconds=1)


async def put_sites(units: Units) -> None:
    async with units() as unit:
        await unit.sites.add(site(HALL))
        await unit.sites.add(site(OTHER))
        await unit.commit()


async def write(units: Units, changes: Changes) -> None:
    async with units() as unit:
        await unit.tables.write(HALL, changes)
        await unit.commit()


# --- who may speak -------------------------------------------------------------------------


async def test_a_kiosk_is_found_by_its_credential_until_it_is_revoked(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        assert await unit.kiosks.add(kiosk())
        assert not await unit.kiosks.add(replace(kiosk(), credential_hash="sha256:other"))
        assert await unit.kiosks.add(kiosk(K1, OTHER))
        await unit.commit()
    async with units() as unit:
        assert await unit.kiosks.by_credential(kiosk().credential_hash) == kiosk()
        await unit.kiosks.renew(HALL, K1, "sha256:new")
        assert await unit.kiosks.by_credential(kiosk().credential_hash) is None
        assert await unit.kiosks.revoke(HALL, K1, LATER)
        assert not await unit.kiosks.revoke(HALL, K1, LATER)
        assert not await unit.kiosks.revoke(HALL, K2, LATER)
        assert await unit.kiosks.by_credential("sha256:new") is None
        await unit.kiosks.renew(HALL, K1, "sha256:newer")
        assert await unit.kiosks.by_credential("sha256:newer") is None
        assert [found.kiosk_id for found in await unit.kiosks.of_site(HALL)] == [K1]
        assert await unit.kiosks.by_credential(kiosk(K1, OTHER).credential_hash)


async def test_a_token_lets_one_kiosk_enrol_once_and_in_time(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        await unit.enrolments.put(token("sha256:t0"))
        await unit.enrolments.put(token("sha256:t1"))
        await unit.enrolments.put(token("sha256:t2", K2))
        await unit.commit()
    async with units() as unit:
        assert await unit.enrolments.use("sha256:t0", LATER) is None
        assert await unit.enrolments.use("sha256:t2", token().expires_at) is None
        used = await unit.enrolments.use("sha256:t1", LATER)
        assert used == replace(token(), used_at=LATER)
        assert await unit.enrolments.use("sha256:t1", LATER) is None
        assert await unit.enrolments.use("sha256:t9", LATER) is None
        assert await unit.enrolments.find("sha256:t1") == used
        assert await unit.enrolments.find("sha256:t9") is None


async def test_a_token_is_kept_as_long_as_it_may_be_shown_again(units: Units) -> None:
    await put_sites(units)
    over = token().expires_at
    async with units() as unit:
        await unit.enrolments.put(token("sha256:t1"))
        await unit.enrolments.put(replace(token("sha256:t2", K2), expires_at=over + SECOND))
        await unit.enrolments.put(replace(token("sha256:t3"), site_id=OTHER))
        assert await unit.enrolments.use("sha256:t1", LATER)
        await unit.commit()
    async with units() as unit:
        assert await unit.retention.forget_tokens(HALL, over - SECOND) == 0
        assert await unit.retention.forget_tokens(HALL, over) == 1
        assert await unit.retention.forget_tokens(HALL, over) == 0
        await unit.commit()
    async with units(is_read_only=True) as unit:
        found = [await unit.enrolments.find(f"sha256:t{number}") for number in (1, 2, 3)]
    assert [each is not None for each in found] == [False, True, True]


async def test_an_account_is_found_by_its_secret_until_it_is_disabled(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        assert await unit.accounts.add(account())
        assert not await unit.accounts.add(replace(account(), credential_hash="sha256:other"))
        assert await unit.accounts.add(account("clerk-1"))
        assert await unit.accounts.by_credential(account().credential_hash) == account()
        assert await unit.accounts.disable(HALL, "platform-1", LATER)
        assert not await unit.accounts.disable(HALL, "platform-1", LATER)
        assert await unit.accounts.by_credential(account().credential_hash) is None
        found = await unit.accounts.of_site(HALL)
        assert found == [account("clerk-1"), replace(account(), disabled_at=LATER)]
        assert await unit.accounts.of_site(OTHER) == []


async def test_what_an_account_did_with_its_codes_is_kept_with_it(units: Units) -> None:
    await put_sites(units)
    tried = replace(account(), used_step=59, wrong_codes=3, wrong_at=LATER)
    async with units() as unit:
        await unit.accounts.add(account())
        await unit.accounts.add(account("clerk-1"))
        assert await unit.accounts.lock(HALL, "platform-1") == account()
        await unit.accounts.note_codes(tried)
        await unit.commit()
    async with units() as unit:
        assert await unit.accounts.lock(HALL, "platform-1") == tried
        assert await unit.accounts.lock(HALL, "clerk-1") == account("clerk-1")
        assert await unit.accounts.lock(HALL, "nobody") is None
        await unit.accounts.disable(HALL, "platform-1", LATER)
        assert await unit.accounts.lock(HALL, "platform-1") is None


# --- what the journal explains -------------------------------------------------------------


async def test_the_progress_of_a_kiosk_is_written_with_the_rest(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        await unit.kiosks.add(kiosk())
        await unit.kiosks.add(kiosk(K2))
        await unit.commit()
    progress = KioskProgress(K1, 17, 20, bytes([7]) * 32, 5, NOW, "{}")
    await write(units, Changes(kiosks={K1: progress}))
    async with units() as unit:
        assert await unit.kiosks.find(HALL, K1) == replace(kiosk(), progress=progress)
        assert await unit.kiosks.find(HALL, K2) == kiosk(K2)
    await write(units, Changes(kiosks={K1: replace(progress, applied=18, health=None)}))
    async with units() as unit:
        found = await unit.kiosks.find(HALL, K1)
    assert found == replace(kiosk(), progress=replace(progress, applied=18))


async def test_tickets_come_back_as_they_were_written(units: Units) -> None:
    await put_sites(units)
    tickets = {ticket_id(n): ticket(n, digest=PERSON) for n in (2, 1)}
    tickets[ticket_id(3)] = ticket(3)
    tickets[ticket_id(4)] = replace(ticket(4), proxy=PERSON)
    await write(units, Changes(tickets=tickets))
    async with units() as unit:
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(3)) == ticket(3)
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(4)) == tickets[ticket_id(4)]
        assert await unit.tables.ticket(HALL, YESTERDAY, ticket_id(3)) is None
        assert await unit.tables.ticket(OTHER, TODAY, ticket_id(3)) is None
        some = await unit.tables.tickets(HALL, TODAY, [ticket_id(3), ticket_id(9)])
        assert some == {ticket_id(3): ticket(3)}
        found = await unit.tables.tickets_of_person(HALL, TODAY, PERSON)
        assert found == [ticket(1, digest=PERSON), ticket(2, digest=PERSON)]
        assert await unit.tables.tickets_of_person(HALL, YESTERDAY, PERSON) == []


async def test_who_came_without_booking_is_counted_by_service_and_kiosk(units: Units) -> None:
    await put_sites(units)
    given = [ticket(1, YESTERDAY), ticket(2, YESTERDAY), ticket(3), ticket(4)]
    given[1] = replace(given[1], kiosk_id=K2, lane=Lane.GREEN)
    given[3] = replace(given[3], lane=Lane.BOOKED)
    await write(units, Changes(tickets={each.ticket_id: each for each in given}))
    tomorrow = TODAY + timedelta(days=1)
    async with units(is_read_only=True) as unit:
        assert await unit.tables.came(HALL, YESTERDAY, TODAY) == {(ESTATE, K1): 1, (ESTATE, K2): 1}
        assert await unit.tables.came(HALL, TODAY, tomorrow) == {(ESTATE, K1): 1}
        assert await unit.tables.came(OTHER, YESTERDAY, tomorrow) == {}


async def test_of_one_booking_checked_in_twice_the_earlier_time_counts(units: Units) -> None:
    await put_sites(units)
    first = replace(ticket(1), issued_at=NOW, kiosk_id=K2, proxy=PERSON)
    later = replace(ticket(1), issued_at=LATER, kiosk_id=K2, proxy=PERSON)
    for told, kept in ((ticket(1), ticket(1)), (later, ticket(1)), (first, first)):
        await write(units, Changes(tickets={ticket_id(1): told}))
        async with units() as unit:
            assert await unit.tables.ticket(HALL, TODAY, ticket_id(1)) == kept


async def test_statuses_change_and_what_is_unknown_stays_so(units: Units) -> None:
    await put_sites(units)
    await write(
        units,
        Changes(tickets={ticket_id(1): ticket(1)}, bookings={booking_id(2): booking(2)}),
    )
    await write(
        units,
        Changes(
            ticket_statuses={
                (TODAY, ticket_id(1)): TicketStatus.CANCELLED,
                (TODAY, ticket_id(9)): TicketStatus.CANCELLED,
            },
            booking_statuses={(TODAY, booking_id(2)): BookingStatus.CHECKED_IN},
        ),
    )
    async with units() as unit:
        found = await unit.tables.ticket(HALL, TODAY, ticket_id(1))
        assert found == replace(ticket(1), status=TicketStatus.CANCELLED)
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(9)) is None
        booked = await unit.tables.booking(HALL, TODAY, booking_id(2))
        assert booked == replace(booking(2), status=BookingStatus.CHECKED_IN)


async def test_a_booking_that_was_cancelled_stays_so_whoever_checks_in(units: Units) -> None:
    await put_sites(units)
    await write(units, Changes(bookings={booking_id(2): booking(2)}))
    for status in (BookingStatus.CANCELLED, BookingStatus.CHECKED_IN):
        await write(units, Changes(booking_statuses={(TODAY, booking_id(2)): status}))
    async with units() as unit:
        booked = await unit.tables.booking(HALL, TODAY, booking_id(2))
    assert booked == replace(booking(2), status=BookingStatus.CANCELLED)


async def test_a_booking_is_written_once_and_its_digest_found(units: Units) -> None:
    await put_sites(units)
    first = {booking_id(1): booking(1, digest=PERSON), booking_id(2): booking(2)}
    await write(units, Changes(bookings=first))
    await write(units, Changes(bookings={booking_id(1): booking(1)}))
    async with units() as unit:
        assert await unit.tables.booking(HALL, TODAY, booking_id(1)) == booking(1, digest=PERSON)
        wanted = [booking_id(n) for n in (1, 2, 3)]
        assert await unit.tables.digests(HALL, TODAY, wanted) == {booking_id(1): PERSON}
        assert await unit.tables.digests(HALL, TODAY, []) == {}


async def test_an_answer_is_found_by_its_key_and_account(units: Units) -> None:
    await put_sites(units)
    answered = Answered(TODAY, "platform-1", "k-1", bytes(32), '{"ok":true}')
    before = replace(answered, request_hash=bytes(31) + b"x", answer="{}")
    await write(units, Changes(answered=[before]))
    await write(units, Changes(answered=[answered]))
    async with units() as unit:
        find = unit.tables.answered
        assert await find(HALL, YESTERDAY, "platform-1", "k-1") == answered
        assert await find(HALL, TODAY + timedelta(days=1), "platform-1", "k-1") is None
        assert await find(HALL, YESTERDAY, "platform-2", "k-1") is None
        assert await find(OTHER, YESTERDAY, "platform-1", "k-1") is None


# --- audit ---------------------------------------------------------------------------------


async def test_what_staff_did_is_a_chain_for_each_site(units: Units) -> None:
    await put_sites(units)
    for number in range(3):
        async with units() as unit:
            await unit.audit.append(HALL, TODAY, NOW, "stopped", {"n": number})
            await unit.commit()
    async with units() as unit:
        other = await unit.audit.append(OTHER, TODAY, NOW, "stopped", {})
        entries = await unit.audit.entries(HALL, 0, 10)
        assert await unit.audit.entries(HALL, 1, 1) == [entries[1]]
    assert (other.position, other.previous_hash) == (1, GENESIS)
    previous = GENESIS
    for position, entry in enumerate(entries, start=1):
        assert (entry.position, entry.previous_hash) == (position, previous)
        previous = chain_hash(previous, position, entry.at, entry.act, entry.body)
        assert entry.hash == previous


# --- forgetting ----------------------------------------------------------------------------


async def test_digests_and_names_go_when_their_day_ends(units: Units) -> None:
    await put_sites(units)
    for on in (YESTERDAY, TODAY):
        await write(
            units,
            Changes(
                tickets={
                    **{ticket_id(n): ticket(n, on, PERSON) for n in (1, 2, 3)},
                    ticket_id(5): replace(ticket(5, on), proxy=PERSON),
                },
                bookings={booking_id(4): booking(4, on, PERSON)},
            ),
        )
    async with units() as unit:
        assert await unit.retention.wipe(HALL, TODAY, most=2) == 4
        assert await unit.retention.wipe(HALL, TODAY, most=2) == 1
        assert await unit.retention.wipe(HALL, TODAY, most=2) == 0
        assert await unit.retention.wipe(OTHER, TODAY, most=2) == 0
        await unit.commit()
    async with units() as unit:
        assert await unit.tables.ticket(HALL, YESTERDAY, ticket_id(1)) == ticket(1, YESTERDAY)
        assert await unit.tables.ticket(HALL, YESTERDAY, ticket_id(5)) == ticket(5, YESTERDAY)
        today = await unit.tables.ticket(HALL, TODAY, ticket_id(5))
        assert today == replace(ticket(5), proxy=PERSON)
        assert await unit.tables.booking(HALL, YESTERDAY, booking_id(4)) == booking(4, YESTERDAY)
        assert len(await unit.tables.tickets_of_person(HALL, TODAY, PERSON)) == 3
        assert await unit.tables.digests(HALL, TODAY, [booking_id(4)])


async def test_rows_and_what_they_come_to_are_kept_together_or_not_at_all(units: Units) -> None:
    await put_sites(units)
    changes = Changes(
        tickets={ticket_id(1): ticket(1)},
        ticket_statuses={(TODAY, ticket_id(1)): TicketStatus.CANCELLED},
        bookings={booking_id(2): booking(2)},
        answered=[Answered(TODAY, "platform-1", "k-1", bytes(32), "{}")],
    )
    async with units() as unit:
        await unit.kiosks.add(kiosk())
        await unit.journal.append(HALL, [row(1), logged(2, 1)], changes)
        changes = Changes(kiosks={K1: KioskProgress(K1, applied=1)})
        await unit.journal.append(HALL, [], changes)
        await unit.commit()
    with pytest.raises(RuntimeError):
        async with units() as unit:
            await unit.journal.append(HALL, [row(2)], Changes(tickets={ticket_id(3): ticket(3)}))
    async with units() as unit:
        assert [each.seq for each in await unit.journal.after(HALL, 0)] == [1, 2]
        cancelled = replace(ticket(1), status=TicketStatus.CANCELLED)
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(1)) == cancelled
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(3)) is None
        assert await unit.tables.booking(HALL, TODAY, booking_id(2)) == booking(2)
        assert await unit.tables.answered(HALL, TODAY, "platform-1", "k-1")
        found = await unit.kiosks.find(HALL, K1)
        assert found
        assert found.progress.applied == 1


async def test_old_rows_are_deleted_so_many_at_a_time(units: Units) -> None:
    await put_sites(units)
    rows = [row(1, YESTERDAY), logged(2, 1, on=YESTERDAY), row(3), row(4, YESTERDAY)]
    async with units() as unit:
        await unit.journal.append(HALL, rows)
        await unit.journal.append(OTHER, rows)
        await unit.audit.append(HALL, YESTERDAY, NOW, "stopped", {})
        await unit.audit.append(HALL, TODAY, NOW, "stopped", {})
        await unit.help_calls.add(help_call(1, YESTERDAY))
        await unit.help_calls.add(help_call(2, TODAY))
        await unit.commit()
    for on in (YESTERDAY, TODAY):
        changes = Changes(
            tickets={ticket_id(1): ticket(1, on)},
            bookings={booking_id(4): booking(4, on)},
            answered=[Answered(on, "platform-1", "k-1", bytes(32), "{}")],
        )
        await write(units, changes)
    async with units() as unit:
        delete = unit.retention.delete
        assert [await delete(Kept.JOURNAL, HALL, TODAY, 2) for _ in range(3)] == [2, 1, 0]
        for kept in set(Kept) - {Kept.JOURNAL}:
            assert [await delete(kept, HALL, TODAY, 2) for _ in range(2)] == [1, 0], kept
        answered = await unit.tables.answered(HALL, YESTERDAY, "platform-1", "k-1")
        assert answered is not None
        assert answered.business_date == TODAY
        await unit.commit()
    async with units() as unit:
        assert await unit.journal.after(HALL, 0) == [rows[2]]
        assert await unit.journal.after(OTHER, 0) == rows
        counted = [each.forgotten for each in await unit.sites.all()]
        assert counted == [3, 0]
        assert await unit.tables.ticket(HALL, TODAY, ticket_id(1))
        assert await unit.tables.booking(HALL, TODAY, booking_id(4))
        (entry,) = await unit.audit.entries(HALL, 0, 10)
        assert entry.position == 2
        assert await unit.help_calls.open(HALL, NOW) == [help_call(2)]
        assert (await unit.audit.append(HALL, TODAY, NOW, "resumed", {})).position == 3
