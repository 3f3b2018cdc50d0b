# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from hall.errors import BadValueError, UnknownPlaceError
from hall.ids import HoldId
from hall.owners import CENTRE, FROZEN, ONLINE, WITHDRAWN, Owner, OwnerKind, Owners
from hall.place import Lane, Place
from tests.hall.leases import HALF_PAST, K1, K2, NINE, check_pools, pools, refused
from tests.hall.samples import place, ticket_id

W = [place("09:00", Lane.WALK_IN, index) for index in range(3)]
B = place("09:00", Lane.BOOKED)
LATER = place("09:30")
AT_K1, AT_K2 = Owner(OwnerKind.KIOSK, K1), Owner(OwnerKind.KIOSK, K2)


def owners(*places: Place) -> Owners:
    book = Owners()
    for each in places:
        book.add(each, CENTRE)
    return book


def test_a_new_place_has_its_owner_and_has_never_moved():
    book = owners(W[0])
    assert (book.owner(W[0]), book.hop(W[0])) == (CENTRE, 0)
    assert W[0] in book
    assert W[1] not in book
    assert list(book) == [(W[0], CENTRE, 0)]


def test_a_place_is_made_once():
    book = owners(W[0])
    book.move(W[0], AT_K1, 1)
    with refused(BadValueError, book) as caught:
        book.add(W[0], CENTRE)
    assert caught.value.fields["value"] == W[0]


def test_a_place_there_never_was_has_no_owner():
    book = owners(W[0])
    for ask in (book.owner, book.hop, lambda it: book.move(it, CENTRE)):
        with refused(UnknownPlaceError, book) as caught:
            ask(W[1])
        assert caught.value.fields == {"place": W[1]}


def test_a_place_moves_with_a_hop_or_keeps_the_one_it_had():
    book = owners(W[0])
    book.move(W[0], AT_K1, 3)
    assert (book.owner(W[0]), book.hop(W[0])) == (AT_K1, 3)
    book.move(W[0], WITHDRAWN)
    assert (book.owner(W[0]), book.hop(W[0])) == (WITHDRAWN, 3)
    book.move(W[0], CENTRE, 0)
    assert book.hop(W[0]) == 0


def test_a_pool_names_its_places_lane_by_lane_and_then_by_index():
    book = owners(W[2], B, W[0], W[1], LATER)
    both = (Lane.WALK_IN, Lane.BOOKED)
    assert book.pooled(OwnerKind.CENTRE, NINE, both) == [*W, B]
    assert book.pooled(OwnerKind.CENTRE, NINE, both[::-1]) == [B, *W]
    assert book.pooled(OwnerKind.CENTRE, NINE, (Lane.GREEN,)) == []
    assert book.pooled(OwnerKind.CENTRE, HALF_PAST, both) == [LATER]
    assert book.pooled(OwnerKind.ONLINE, NINE, both) == []


def test_a_place_leaves_one_pool_for_the_other():
    book = owners(W[0], W[1])
    book.move(W[0], ONLINE)
    assert pools(book) == {OwnerKind.CENTRE: {W[1]}, OwnerKind.ONLINE: {W[0]}}
    book.move(W[0], AT_K1)
    assert pools(book) == {OwnerKind.CENTRE: {W[1]}, OwnerKind.ONLINE: set()}


def test_what_a_kiosk_holds_is_its_own_alone():
    book = owners(*W)
    book.move(W[0], AT_K1, 1)
    book.move(W[1], AT_K2, 2)
    book.move(W[2], Owner(OwnerKind.TRANSFER, K1), 3)
    assert book.of_kiosk(K1) == {W[0]: 1}
    assert book.of_kiosk(K2) == {W[1]: 2}


ANYBODY = st.sampled_from(
    [
        CENTRE,
        ONLINE,
        WITHDRAWN,
        FROZEN,
        AT_K1,
        AT_K2,
        Owner(OwnerKind.TRANSFER, K1),
        Owner(OwnerKind.HOLD, HoldId(ticket_id(1))),
        Owner(OwnerKind.TICKET, ticket_id(1)),
    ]
)
PLACES = [*W, B, LATER]


class Book(RuleBasedStateMachine):
    """Places are made and moved at will, beside a plain table of who has what."""

    @initialize()
    def begins(self) -> None:
        self.book = Owners()
        self.known: dict[Place, tuple[Owner, int]] = {}

    @rule(new=st.sampled_from(PLACES), owner=ANYBODY)
    def makes(self, new: Place, owner: Owner) -> None:
        if new in self.known:
            with pytest.raises(BadValueError):
                self.book.add(new, owner)
        else:
            self.book.add(new, owner)
            self.known[new] = owner, 0

    @rule(which=st.sampled_from(PLACES), owner=ANYBODY, hop=st.none() | st.integers(0, 9))
    def moves(self, which: Place, owner: Owner, hop: int | None) -> None:
        if which in self.known:
            self.book.move(which, owner, hop)
            self.known[which] = owner, self.known[which][1] if hop is None else hop
        else:
            with pytest.raises(UnknownPlaceError):
                self.book.move(which, owner, hop)

    @invariant()
    def every_place_has_the_one_owner_it_was_moved_to(self) -> None:
        assert {place: (owner, hop) for place, owner, hop in self.book} == self.known

    @invariant()
    def the_pools_hold_what_is_the_centres_and_nothing_else(self) -> None:
        check_pools(self.book)

    @invariant()
    def no_place_is_held_by_two_kiosks(self) -> None:
        assert not self.book.of_kiosk(K1).keys() & self.book.of_kiosk(K2).keys()


Book.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestBook = Book.TestCase


def test_what_lies_at_kiosks_is_known_slot_by_slot():
    book = owners(*W, LATER)
    book.move(W[0], AT_K1, 1)
    book.move(W[1], AT_K1, 1)
    book.move(W[2], Owner(OwnerKind.TRANSFER, K2), 1)
    book.move(LATER, AT_K1, 1)
    book.move(LATER, Owner(OwnerKind.TICKET, ticket_id(1)))
    nine = (W[0].service_id, W[0].slot_start)
    assert sorted(book.at_kiosks()) == [(K1, nine, 2), (K2, nine, 1)]
    assert book.of_kiosk(K1) == {W[0]: 1, W[1]: 1}
