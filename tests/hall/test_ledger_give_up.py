# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import timedelta

import pytest

from hall.errors import BadValueError, RecoveringError, UnknownKioskError
from hall.ids import KioskId, TransferId
from hall.ledger import Ledger
from hall.numbering import NumberRange
from hall.owners import CENTRE, Owner, OwnerKind
from tests.hall.leases import (
    K1,
    K2,
    K3,
    NOON,
    Kiosk,
    at_kiosk,
    centre,
    on_ticket,
    owner,
    refused,
    tell,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, SHANGHAI, ticket_id

W = list(walk_ins().places())
SECOND = timedelta(seconds=1)


def hall() -> tuple[Ledger, Kiosk, Kiosk]:
    """Kiosk 1 holds the four walk-in places of 09:00 and has sold the first one."""
    ledger = centre()
    one, two = Kiosk(K1), Kiosk(K2)
    one.commit(ledger.grant(K1, wish(1, 4, 10)))
    one.commit(one.holding.issue(ticket_id(1), MONDAY, ESTATE_ID, "A", W[0]))
    return ledger, one, two


def gift(one: Kiosk, two: Kiosk, *places) -> None:
    one.commit(one.holding.give(TransferId(f"{one.kiosk_id}-1"), two.kiosk_id, places))


def receive(one: Kiosk, two: Kiosk) -> None:
    given = next(iter(one.holding.unconfirmed.values()))
    two.commit(two.holding.receive(given, one.kiosk_id))


def test_the_places_of_a_kiosk_that_is_gone_are_the_centre_s_and_its_tickets_stay():
    ledger, one, _ = hall()
    tell(ledger, one)
    ledger.give_up(K1, NOON)
    assert ledger.kiosks == (K2, K3)
    assert [owner(ledger, each) for each in W] == [on_ticket(1)] + [CENTRE] * 3
    assert ledger.grant(K2, wish(1, 4)).places == (walk_ins(1, 3, hop=3),)


def test_its_numbers_are_a_gap():
    ledger, one, _ = hall()
    tell(ledger, one)
    ledger.give_up(K1, NOON)
    assert ledger.grant(K2, wish(1, 0, 1)).numbers == (NumberRange("A", 11, 20),)


def test_what_was_on_its_way_to_it_is_the_centre_s():
    ledger, one, two = hall()
    gift(one, two, *W[1:3])
    tell(ledger, one, two)
    assert owner(ledger, W[1]) == Owner(OwnerKind.TRANSFER, K2)
    ledger.give_up(K2, NOON)
    assert [owner(ledger, each) for each in W[1:]] == [CENTRE, CENTRE, at_kiosk(K1)]
    assert ledger.owners.hop(W[1]) == 3


def test_what_is_given_to_it_later_is_the_centre_s():
    ledger, one, two = hall()
    tell(ledger, two)
    ledger.give_up(K2, NOON)
    gift(one, two, W[1])
    tell(ledger, one)
    assert owner(ledger, W[1]) == CENTRE


def test_what_it_gave_is_who_received_it_s():
    ledger, one, two = hall()
    gift(one, two, W[1])
    receive(one, two)
    tell(ledger, one)
    ledger.give_up(K1, NOON)
    tell(ledger, two)
    assert ledger.owners.of_kiosk(K2) == {W[1]: 2}


def test_what_it_had_received_is_not_its_again_when_the_giver_is_heard():
    ledger, one, two = hall()
    gift(one, two, W[1])
    receive(one, two)
    tell(ledger, two)
    ledger.give_up(K2, NOON)
    ledger.grant(K3, wish(1, 1))
    tell(ledger, one)
    assert ledger.owners.of_kiosk(K3) == {W[1]: 4}


def test_nothing_is_heard_of_it_again():
    ledger, one, _ = hall()
    tell(ledger, one)
    ledger.give_up(K1, NOON)
    for ask in (
        lambda: tell(ledger, one),
        lambda: ledger.grant(K1, wish(2)),
        lambda: ledger.acknowledged(K1),
        lambda: ledger.give_up(K1, NOON),
    ):
        with refused(UnknownKioskError, ledger) as caught:
            ask()
        assert caught.value.fields == {"kiosk_id": K1}


def test_a_kiosk_nobody_heard_of_is_not_given_up():
    ledger, _, _ = hall()
    with refused(BadValueError, ledger) as caught:
        ledger.give_up(K1, NOON)
    assert caught.value.fields == {"name": "off_since", "value": NOON, "allowed": None}


def test_a_kiosk_that_was_on_after_it_was_heard_of_is_not_given_up():
    ledger, one, _ = hall()
    tell(ledger, one)
    with refused(BadValueError, ledger) as caught:
        ledger.give_up(K1, NOON + SECOND)
    assert caught.value.fields["allowed"] == NOON
    ledger.give_up(K1, NOON - SECOND)


def test_a_kiosk_whose_log_is_not_all_here_is_not_given_up():
    ledger, one, _ = hall()
    ledger.apply_log(one.part(0, 1), NOON)
    with refused(BadValueError, ledger):
        ledger.give_up(K1, NOON)
    tell(ledger, one)
    ledger.give_up(K1, NOON)


def test_a_kiosk_that_says_that_its_log_goes_on_is_not_given_up():
    ledger, one, _ = hall()
    tell(ledger, one)
    ledger.apply_log(replace(one.part(2), end=3), NOON)
    with refused(BadValueError, ledger):
        ledger.give_up(K1, NOON)


def test_an_unknown_kiosk_is_not_given_up():
    ledger, _, _ = hall()
    with refused(UnknownKioskError, ledger):
        ledger.give_up(KioskId("k9"), NOON)


def test_off_since_is_an_instant():
    ledger, one, _ = hall()
    tell(ledger, one)
    with refused(BadValueError, ledger):
        ledger.give_up(K1, NOON.replace(tzinfo=None))
    ledger.give_up(K1, NOON.astimezone(SHANGHAI))


def test_a_restored_centre_gives_nobody_up():
    ledger, one, _ = hall()
    tell(ledger, one)
    restored = ledger.restored(2)
    with refused(RecoveringError, restored):
        restored.give_up(K1, NOON)


@pytest.mark.parametrize("hour", [NOON, NOON - SECOND])
def test_a_kiosk_that_has_nothing_is_given_up_too(hour):
    ledger = centre()
    tell(ledger, Kiosk(K3))
    ledger.give_up(K3, hour)
    assert ledger.kiosks == (K1, K2)
