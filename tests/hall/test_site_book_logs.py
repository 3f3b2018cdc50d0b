# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    UnknownKioskError,
    UnknownPlaceError,
)
from hall.exchange import LogPart
from hall.ids import BookingId, KioskId, TransferId
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    Entry,
    FeedApplied,
    Given,
    Issued,
    PrintStarted,
    Received,
    Returned,
)
from hall.numbering import NumberRange, TicketNumber
from hall.owners import CENTRE, ONLINE, Owner, OwnerKind
from hall.place import Lane
from hall.site_book import SiteBook
from tests.hall.leases import (
    K1,
    K2,
    K3,
    NOON,
    Kiosk,
    at_kiosk,
    centre,
    lease,
    on_ticket,
    owner,
    refused,
    restore_of,
    state,
    tell,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, issued, log, place, ticket_id

W = list(walk_ins().places())
ON_ITS_WAY_TO_K2 = Owner(OwnerKind.TRANSFER, K2)


def part(*bodies: Body, kiosk_id: KioskId = K1, after: int = 0, epoch: int = 1) -> LogPart:
    """Those bodies as the log of a kiosk past `after`."""
    entries = tuple(replace(entry, position=entry.position + after) for entry in log(*bodies))
    return LogPart(kiosk_id, epoch, after, entries, after + len(entries))


def more(site: SiteBook, *bodies: Body, kiosk_id: KioskId = K1) -> LogPart:
    """Those bodies as the log of a kiosk past what the centre has of it."""
    account = site.account(kiosk_id)
    position, previous_hash = account.applied, account.last_hash
    entries = []
    for body in bodies:
        position += 1
        entries.append(Entry(position, NOON, body, previous_hash))
        previous_hash = entries[-1].hash
    return LogPart(kiosk_id, 1, account.applied, tuple(entries), position)


def sold(number: int, which: int = 0, hop: int = 1) -> Issued:
    return replace(issued(number, W[which]), hop=hop)


def granted_to(site, kiosk_id: KioskId = K1) -> Kiosk:
    """A kiosk that holds the four walk-in places of 09:00 and numbers."""
    made = Kiosk(kiosk_id)
    made.commit(site.grant(kiosk_id, wish(1, 4, 10)))
    return made


def given(number: int, hop: int = 2, to_kiosk: KioskId = K2) -> Given:
    return Given(TransferId(f"t-{number}"), to_kiosk, (walk_ins(hop=hop),))


def received(number: int, hop: int = 2, from_kiosk: KioskId = K1) -> Received:
    return Received(TransferId(f"t-{number}"), from_kiosk, (walk_ins(hop=hop),))


# Positions


def test_a_log_counts_up_to_its_last_entry():
    site = centre()
    assert site.acknowledged(K1) == 0
    assert site.take_log(part(PrintStarted(ticket_id(1)), PrintStarted(ticket_id(2))), NOON) == 2
    assert site.acknowledged(K1) == 2
    assert site.acknowledged(K2) == 0


def test_what_counted_before_counts_once():
    site = centre()
    made = granted_to(site)
    made.commit(made.holding.issue(ticket_id(1), MONDAY, ESTATE_ID, "A", W[0]))
    tell(site, made)
    made.commit(Cancelled(ticket_id(1)))
    tell(site, made)
    before = state(site)
    for after in range(4):
        for end in range(after, 4):
            assert site.take_log(made.part(after, end), NOON) == 3
            assert state(site) == before


def test_entries_that_were_left_out_are_asked_for_again():
    site = centre()
    site.take_log(part(PrintStarted(ticket_id(1))), NOON)
    with refused(LogError, site) as caught:
        site.take_log(part(PrintStarted(ticket_id(3)), after=2), NOON)
    assert caught.value.fields == {"position": 2, "problem": "entries are missing from 2"}


def test_a_gap_among_the_entries_is_refused_with_all_of_them():
    site = centre()
    granted_to(site)
    entries = log(sold(1), sold(2, 1), sold(3, 2))
    with refused(LogError, site) as caught:
        site.take_log(LogPart(K1, 1, 0, (entries[0], entries[2]), 3), NOON)
    assert caught.value.fields == {"position": 3, "problem": "expected 2"}


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_log_of_another_epoch_is_refused(epoch: int):
    site = centre()
    with refused(EpochError, site) as caught:
        site.take_log(part(sold(1), epoch=epoch), NOON)
    assert caught.value.fields == {"epoch": epoch, "known": 1}


def test_a_log_of_an_unknown_kiosk_is_refused():
    site = centre(K1, K2)
    for ask in (lambda: site.take_log(part(kiosk_id=K3), NOON), lambda: site.acknowledged(K3)):
        with refused(UnknownKioskError, site) as caught:
            ask()
        assert caught.value.fields == {"kiosk_id": K3}


NOWHERE = place("16:30")


@pytest.mark.parametrize(
    "body",
    [
        issued(2, NOWHERE),
        CheckedIn(
            ticket_id(2),
            BookingId(ticket_id(2)),
            MONDAY,
            ESTATE_ID,
            TicketNumber("A", 1, is_booked=True),
            NOWHERE,
        ),
        lease("1-9", walk_ins(clock="16:30")),
        Returned((walk_ins(0, 5),)),
        Given(TransferId("t"), K2, (walk_ins(0, 5),)),
        Received(TransferId("t"), K2, (walk_ins(clock="16:30"),)),
    ],
)
def test_a_place_there_never_was_is_refused_with_the_whole_part(body: Body):
    site = centre()
    granted_to(site)
    with refused(UnknownPlaceError, site):
        site.take_log(part(sold(1), body), NOON)


def test_numbers_of_no_service_are_refused_with_the_whole_part():
    site = centre()
    strange = replace(lease("1-9"), numbers=(NumberRange("X", 1, 9),))
    with refused(BadValueError, site) as caught:
        site.take_log(part(sold(1), strange), NOON)
    assert caught.value.fields == {"name": "letter", "value": "X", "allowed": "A C"}


def test_the_hour_of_hearing_has_a_time_zone():
    site = centre()
    with refused(BadValueError, site):
        site.take_log(part(sold(1)), NOON.replace(tzinfo=None))


# Tickets


def test_a_ticket_takes_its_place_for_good():
    site = centre()
    granted_to(site)
    assert not site.knows_ticket(ticket_id(1))
    site.take_log(part(sold(1)), NOON)
    assert owner(site, W[0]) == on_ticket(1)
    assert site.knows_ticket(ticket_id(1))


def test_a_ticket_without_a_place_is_known_too():
    site = centre()
    site.take_log(part(issued(1)), NOON)
    assert site.knows_ticket(ticket_id(1))


def test_a_cancelled_ticket_s_place_is_its_kiosk_s_at_the_next_hop():
    site = centre()
    granted_to(site)
    site.take_log(part(sold(1), Cancelled(ticket_id(1))), NOON)
    assert site.owners.of_kiosk(K1)[W[0]] == 2
    site.take_log(more(site, sold(2, hop=2)), NOON)
    assert owner(site, W[0]) == on_ticket(2)


def test_a_colleague_s_cancel_frees_no_place():
    site = centre()
    granted_to(site)
    site.take_log(part(sold(1)), NOON)
    site.take_log(part(Cancelled(ticket_id(1)), kiosk_id=K2), NOON)
    assert owner(site, W[0]) == on_ticket(1)
    site.take_log(more(site, Cancelled(ticket_id(1))), NOON)
    assert owner(site, W[0]) == at_kiosk(K1)


def test_a_cancel_of_a_ticket_without_a_place_or_nobody_knows_frees_none():
    site = centre()
    before = state(site.owners)
    site.take_log(part(issued(1), Cancelled(ticket_id(1)), Cancelled(ticket_id(7))), NOON)
    assert state(site.owners) == before


def test_a_ticket_whose_place_went_on_does_not_take_it_back():
    site = centre()
    granted_to(site)
    site.take_log(part(received(1, hop=3), sold(2, hop=3), kiosk_id=K2), NOON)
    site.take_log(part(sold(1), Cancelled(ticket_id(1)), given(1, hop=3)), NOON)
    assert owner(site, W[0]) == on_ticket(2)
    assert site.knows_ticket(ticket_id(1))


# Check-ins


def test_a_check_in_takes_the_booking_s_place():
    site = centre()
    place_ = place("09:00", Lane.BOOKED)
    checked_in = CheckedIn(
        ticket_id(9),
        BookingId(ticket_id(9)),
        MONDAY,
        ESTATE_ID,
        TicketNumber("A", 1, is_booked=True),
        place_,
    )
    assert owner(site, place_) == ONLINE
    site.take_log(part(checked_in), NOON)
    assert owner(site, place_) == on_ticket(9)
    assert site.knows_ticket(ticket_id(9))


# Gifts


@pytest.mark.parametrize("step", [1, -1])
def test_the_halves_of_a_gift_come_in_any_order(step: int):
    site = centre()
    granted_to(site)
    halves = [part(given(1)), part(received(1), kiosk_id=K2)]
    for half in halves[::step]:
        site.take_log(half, NOON)
    assert site.owners.of_kiosk(K2) == dict.fromkeys(W, 2)


def test_a_gift_is_on_its_way_until_it_is_received():
    site = centre()
    granted_to(site)
    site.take_log(part(given(1)), NOON)
    assert [owner(site, each) for each in W] == [ON_ITS_WAY_TO_K2] * 4
    assert site.owners.of_kiosk(K1) == {}


def test_a_chain_of_gifts_told_backwards_ends_with_the_last_one():
    """The model found that without hops this corrupts the centre's book (rules.md 3, point 5)."""
    site = centre()
    granted_to(site)
    site.take_log(part(received(2, 3, K2), kiosk_id=K3), NOON)
    site.take_log(part(received(1), given(2, 3, K3), kiosk_id=K2), NOON)
    site.take_log(part(given(1)), NOON)
    assert site.owners.of_kiosk(K3) == dict.fromkeys(W, 3)


def test_a_place_sold_by_who_received_it_stays_sold_when_the_giver_is_heard():
    site = centre()
    granted_to(site)
    site.take_log(part(received(1), sold(1, hop=2), kiosk_id=K2), NOON)
    site.take_log(part(given(1)), NOON)
    assert owner(site, W[0]) == on_ticket(1)


# Returns


def test_returned_places_are_granted_again_at_the_next_hop():
    site = centre()
    granted_to(site)
    site.take_log(part(Returned((walk_ins(0, 2),))), NOON)
    assert [owner(site, each) for each in W] == [CENTRE] * 2 + [at_kiosk(K1)] * 2
    assert site.owners.hop(W[0]) == 1
    assert site.grant(K2, wish(1, 4)).places == (walk_ins(0, 2, hop=2),)


def test_a_return_is_forgotten_when_the_place_was_returned_by_who_had_it_later():
    site = centre()
    granted_to(site)
    site.take_log(part(received(1), Returned((walk_ins(hop=2),)), kiosk_id=K2), NOON)
    site.grant(K3, wish(1, 4))
    site.take_log(part(given(1)), NOON)
    assert site.owners.of_kiosk(K3) == dict.fromkeys(W, 3)
    site.take_log(more(site, Returned((walk_ins(hop=1),))), NOON)
    assert site.owners.of_kiosk(K3) == dict.fromkeys(W, 3)


def test_a_grant_in_a_log_is_known_already():
    site = centre()
    made = granted_to(site)
    before = state(site.owners)
    tell(site, made)
    assert state(site.owners) == before
    assert site.grant(K2, wish(1, 0, 1)).numbers == (NumberRange("A", 11, 20),)


def test_a_grant_to_itself_has_no_request():
    site = centre()
    site.take_log(part(lease("2026-03-02", walk_ins(hop=0))), NOON)
    assert site.grants_of(K1) == ()


def test_no_kiosk_can_have_applied_what_it_was_never_told():
    site = centre()
    with refused(LogError, site) as caught:
        site.take_log(part(FeedApplied(44)), NOON)
    assert caught.value.fields == {"position": 1, "problem": "the feed ends at 0"}


# The chain of hashes


def test_an_entry_that_was_changed_is_refused_with_the_whole_part():
    site = centre()
    first, second = log(PrintStarted(ticket_id(1)), PrintStarted(ticket_id(2)))
    changed = replace(first, body=PrintStarted(ticket_id(3)))
    with refused(LogError, site) as caught:
        site.take_log(LogPart(K1, 1, 0, (changed, second), 2), NOON)
    assert caught.value.fields == {"position": 2, "problem": "does not follow the entry before it"}


def test_a_log_that_begins_anew_or_goes_on_another_way_is_refused():
    site = centre()
    for strange in (
        part(PrintStarted(ticket_id(1)), after=0),
        part(PrintStarted(ticket_id(2)), after=1),
    ):
        site.take_log(part(PrintStarted(ticket_id(1))), NOON)
        if strange.after:
            with refused(LogError, site):
                site.take_log(strange, NOON)
        else:
            assert site.take_log(strange, NOON) == 1


def test_a_restored_centre_goes_on_past_all_that_a_kiosk_heard_of_the_lost_one():
    site = restore_of(centre(K1), 2)
    heard = site.seq + 5
    site.take_log(part(FeedApplied(heard), epoch=2), NOON)
    assert site.seq > heard
