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


def sold(number: int, which: int = 0, hop: int = 1) -> Issued:
    return replace(issued(number, W[which]), hop=hop)


def granted_to(ledger, kiosk_id: KioskId = K1) -> Kiosk:
    """A kiosk that holds the four walk-in places of 09:00 and numbers."""
    made = Kiosk(kiosk_id)
    made.commit(ledger.grant(kiosk_id, wish(1, 4, 10)))
    return made


def given(number: int, hop: int = 2, to_kiosk: KioskId = K2) -> Given:
    return Given(TransferId(f"t-{number}"), to_kiosk, (walk_ins(hop=hop),))


def received(number: int, hop: int = 2, from_kiosk: KioskId = K1) -> Received:
    return Received(TransferId(f"t-{number}"), from_kiosk, (walk_ins(hop=hop),))


# Positions


def test_a_log_counts_up_to_its_last_entry():
    ledger = centre()
    assert ledger.acknowledged(K1) == 0
    assert ledger.apply_log(part(PrintStarted(ticket_id(1)), PrintStarted(ticket_id(2))), NOON) == 2
    assert ledger.acknowledged(K1) == 2
    assert ledger.acknowledged(K2) == 0


def test_what_counted_before_counts_once():
    ledger = centre()
    made = granted_to(ledger)
    made.commit(made.holding.issue(ticket_id(1), MONDAY, ESTATE_ID, "A", W[0]))
    tell(ledger, made)
    made.commit(Cancelled(ticket_id(1)))
    tell(ledger, made)
    before = state(ledger)
    for after in range(4):
        for end in range(after, 4):
            assert ledger.apply_log(made.part(after, end), NOON) == 3
            assert state(ledger) == before


def test_entries_that_were_left_out_are_asked_for_again():
    ledger = centre()
    ledger.apply_log(part(PrintStarted(ticket_id(1))), NOON)
    with refused(LogError, ledger) as caught:
        ledger.apply_log(part(PrintStarted(ticket_id(3)), after=2), NOON)
    assert caught.value.fields == {"position": 2, "problem": "entries are missing from 2"}


def test_a_gap_among_the_entries_is_refused_with_all_of_them():
    ledger = centre()
    granted_to(ledger)
    entries = log(sold(1), sold(2, 1), sold(3, 2))
    with refused(LogError, ledger) as caught:
        ledger.apply_log(LogPart(K1, 1, 0, (entries[0], entries[2]), 3), NOON)
    assert caught.value.fields == {"position": 3, "problem": "expected 2"}


@pytest.mark.parametrize("epoch", [0, 2])
def test_a_log_of_another_epoch_is_refused(epoch: int):
    ledger = centre()
    with refused(EpochError, ledger) as caught:
        ledger.apply_log(part(sold(1), epoch=epoch), NOON)
    assert caught.value.fields == {"epoch": epoch, "known": 1}


def test_a_log_of_an_unknown_kiosk_is_refused():
    ledger = centre(K1, K2)
    for ask in (lambda: ledger.apply_log(part(kiosk_id=K3), NOON), lambda: ledger.acknowledged(K3)):
        with refused(UnknownKioskError, ledger) as caught:
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
    ledger = centre()
    granted_to(ledger)
    with refused(UnknownPlaceError, ledger):
        ledger.apply_log(part(sold(1), body), NOON)


def test_numbers_of_no_service_are_refused_with_the_whole_part():
    ledger = centre()
    strange = replace(lease("1-9"), numbers=(NumberRange("X", 1, 9),))
    with refused(BadValueError, ledger) as caught:
        ledger.apply_log(part(sold(1), strange), NOON)
    assert caught.value.fields == {"name": "letter", "value": "X", "allowed": "A C"}


def test_the_hour_of_hearing_has_a_time_zone():
    ledger = centre()
    with refused(BadValueError, ledger):
        ledger.apply_log(part(sold(1)), NOON.replace(tzinfo=None))


# Tickets


def test_a_ticket_takes_its_place_for_good():
    ledger = centre()
    granted_to(ledger)
    assert not ledger.knows_ticket(ticket_id(1))
    ledger.apply_log(part(sold(1)), NOON)
    assert owner(ledger, W[0]) == on_ticket(1)
    assert ledger.knows_ticket(ticket_id(1))


def test_a_ticket_without_a_place_is_known_too():
    ledger = centre()
    ledger.apply_log(part(issued(1)), NOON)
    assert ledger.knows_ticket(ticket_id(1))


def test_a_cancelled_ticket_s_place_is_its_kiosk_s_at_the_next_hop():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(sold(1), Cancelled(ticket_id(1))), NOON)
    assert ledger.owners.of_kiosk(K1)[W[0]] == 2
    ledger.apply_log(part(sold(2, hop=2), after=2), NOON)
    assert owner(ledger, W[0]) == on_ticket(2)


def test_a_colleague_s_cancel_frees_no_place():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(sold(1)), NOON)
    ledger.apply_log(part(Cancelled(ticket_id(1)), kiosk_id=K2), NOON)
    assert owner(ledger, W[0]) == on_ticket(1)
    ledger.apply_log(part(Cancelled(ticket_id(1)), after=1), NOON)
    assert owner(ledger, W[0]) == at_kiosk(K1)


def test_a_cancel_of_a_ticket_without_a_place_or_nobody_knows_frees_none():
    ledger = centre()
    before = state(ledger.owners)
    ledger.apply_log(part(issued(1), Cancelled(ticket_id(1)), Cancelled(ticket_id(7))), NOON)
    assert state(ledger.owners) == before


def test_a_ticket_whose_place_went_on_does_not_take_it_back():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(received(1, hop=3), sold(2, hop=3), kiosk_id=K2), NOON)
    ledger.apply_log(part(sold(1), Cancelled(ticket_id(1)), given(1, hop=3)), NOON)
    assert owner(ledger, W[0]) == on_ticket(2)
    assert ledger.knows_ticket(ticket_id(1))


# Check-ins


def test_a_check_in_takes_the_booking_s_place():
    ledger = centre()
    place_ = place("09:00", Lane.BOOKED)
    checked_in = CheckedIn(
        ticket_id(9),
        BookingId(ticket_id(9)),
        MONDAY,
        ESTATE_ID,
        TicketNumber("A", 1, is_booked=True),
        place_,
    )
    assert owner(ledger, place_) == ONLINE
    ledger.apply_log(part(checked_in), NOON)
    assert owner(ledger, place_) == on_ticket(9)
    assert ledger.knows_ticket(ticket_id(9))


# Gifts


@pytest.mark.parametrize("step", [1, -1])
def test_the_halves_of_a_gift_come_in_any_order(step: int):
    ledger = centre()
    granted_to(ledger)
    halves = [part(given(1)), part(received(1), kiosk_id=K2)]
    for half in halves[::step]:
        ledger.apply_log(half, NOON)
    assert ledger.owners.of_kiosk(K2) == dict.fromkeys(W, 2)


def test_a_gift_is_on_its_way_until_it_is_received():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(given(1)), NOON)
    assert [owner(ledger, each) for each in W] == [ON_ITS_WAY_TO_K2] * 4
    assert ledger.owners.of_kiosk(K1) == {}


def test_a_chain_of_gifts_told_backwards_ends_with_the_last_one():
    """The model found that without hops this corrupts the centre's book (rules.md 3, point 5)."""
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(received(2, 3, K2), kiosk_id=K3), NOON)
    ledger.apply_log(part(received(1), given(2, 3, K3), kiosk_id=K2), NOON)
    ledger.apply_log(part(given(1)), NOON)
    assert ledger.owners.of_kiosk(K3) == dict.fromkeys(W, 3)


def test_a_place_sold_by_who_received_it_stays_sold_when_the_giver_is_heard():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(received(1), sold(1, hop=2), kiosk_id=K2), NOON)
    ledger.apply_log(part(given(1)), NOON)
    assert owner(ledger, W[0]) == on_ticket(1)


# Returns


def test_returned_places_are_granted_again_at_the_next_hop():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(Returned((walk_ins(0, 2),))), NOON)
    assert [owner(ledger, each) for each in W] == [CENTRE] * 2 + [at_kiosk(K1)] * 2
    assert ledger.owners.hop(W[0]) == 1
    assert ledger.grant(K2, wish(1, 4)).places == (walk_ins(0, 2, hop=2),)


def test_a_return_is_forgotten_when_the_place_was_returned_by_who_had_it_later():
    ledger = centre()
    granted_to(ledger)
    ledger.apply_log(part(received(1), Returned((walk_ins(hop=2),)), kiosk_id=K2), NOON)
    ledger.grant(K3, wish(1, 4))
    ledger.apply_log(part(given(1)), NOON)
    assert ledger.owners.of_kiosk(K3) == dict.fromkeys(W, 3)
    ledger.apply_log(part(Returned((walk_ins(hop=1),)), after=1), NOON)
    assert ledger.owners.of_kiosk(K3) == dict.fromkeys(W, 3)


def test_a_grant_in_a_log_is_known_already():
    ledger = centre()
    made = granted_to(ledger)
    before = state(ledger.owners)
    tell(ledger, made)
    assert state(ledger.owners) == before
    assert ledger.grant(K2, wish(1, 0, 1)).numbers == (NumberRange("A", 11, 20),)


def test_a_grant_to_itself_has_no_request():
    ledger = centre()
    ledger.apply_log(part(lease("2026-03-02", walk_ins(hop=0))), NOON)
    assert ledger.grants_of(K1) == ()


def test_the_feed_goes_on_past_what_a_kiosk_applied():
    ledger = centre()
    ledger.apply_log(part(FeedApplied(44)), NOON)
    assert ledger.feed.cursor == 44
