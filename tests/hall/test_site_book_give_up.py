# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import timedelta

import pytest

from hall.errors import BadValueError, LogNotHereError, StillHeardError, UnknownKioskError
from hall.ids import KioskId, TransferId
from hall.numbering import NumberRange
from hall.owners import CENTRE, FROZEN, Owner, OwnerKind
from hall.place import Lane
from hall.site_book import SiteBook
from tests.hall.leases import (
    K1,
    K2,
    K3,
    NOON,
    SILENT,
    Kiosk,
    at_kiosk,
    centre,
    lease,
    on_ticket,
    owner,
    refused,
    replayed,
    restore_of,
    state,
    tell,
    walk_ins,
    wish,
    written,
)
from tests.hall.samples import ESTATE_ID, MONDAY, SHANGHAI, ticket_id

W = list(walk_ins().places())
SECOND = timedelta(seconds=1)


def hall() -> tuple[SiteBook, Kiosk, Kiosk]:
    """Kiosk 1 holds the four walk-in places of 09:00 and has sold the first one."""
    site = centre()
    one, two = Kiosk(K1), Kiosk(K2)
    one.commit(site.grant(K1, wish(1, 4, 10)))
    one.commit(one.holding.issue(ticket_id(1), MONDAY, ESTATE_ID, "A", W[0]))
    return site, one, two


def gift(one: Kiosk, two: Kiosk, *places) -> None:
    one.commit(one.holding.give(TransferId(f"{one.kiosk_id}-1"), two.kiosk_id, places))


def receive(one: Kiosk, two: Kiosk) -> None:
    given = next(iter(one.holding.unconfirmed.values()))
    two.commit(two.holding.receive(given, one.kiosk_id))


def test_the_places_of_a_kiosk_that_is_gone_are_the_centre_s_and_its_tickets_stay():
    site, one, _ = hall()
    tell(site, one)
    site.give_up(K1, NOON, SILENT)
    assert site.kiosks == (K2, K3)
    assert [owner(site, each) for each in W] == [on_ticket(1)] + [CENTRE] * 3
    assert site.grant(K2, wish(1, 4)).places == (walk_ins(1, 3, hop=3),)


def test_its_numbers_are_a_gap():
    site, one, _ = hall()
    tell(site, one)
    site.give_up(K1, NOON, SILENT)
    assert site.grant(K2, wish(1, 0, 1)).numbers == (NumberRange("A", 11, 20),)


def test_what_was_on_its_way_to_it_is_the_centre_s():
    site, one, two = hall()
    gift(one, two, *W[1:3])
    tell(site, one, two)
    assert owner(site, W[1]) == Owner(OwnerKind.TRANSFER, K2)
    site.give_up(K2, NOON, SILENT)
    assert [owner(site, each) for each in W[1:]] == [CENTRE, CENTRE, at_kiosk(K1)]
    assert site.owners.hop(W[1]) == 3


def test_what_is_given_to_it_later_is_the_centre_s():
    site, one, two = hall()
    tell(site, two)
    site.give_up(K2, NOON, SILENT)
    gift(one, two, W[1])
    tell(site, one)
    assert owner(site, W[1]) == CENTRE


def test_what_it_gave_is_who_received_it_s():
    site, one, two = hall()
    gift(one, two, W[1])
    receive(one, two)
    tell(site, one)
    site.give_up(K1, NOON, SILENT)
    tell(site, two)
    assert site.owners.of_kiosk(K2) == {W[1]: 2}


def test_what_it_had_received_is_not_its_again_when_the_giver_is_heard():
    site, one, two = hall()
    gift(one, two, W[1])
    receive(one, two)
    tell(site, two)
    site.give_up(K2, NOON, SILENT)
    site.grant(K3, wish(1, 1))
    tell(site, one)
    assert site.owners.of_kiosk(K3) == {W[1]: 4}


def test_nothing_is_heard_of_it_again():
    site, one, _ = hall()
    tell(site, one)
    site.give_up(K1, NOON, SILENT)
    for ask in (
        lambda: tell(site, one),
        lambda: site.grant(K1, wish(2)),
        lambda: site.acknowledged(K1),
        lambda: site.give_up(K1, NOON, SILENT),
    ):
        with refused(UnknownKioskError, site) as caught:
            ask()
        assert caught.value.fields == {"kiosk_id": K1}


def test_a_kiosk_nobody_heard_of_is_not_given_up():
    site, _, _ = hall()
    with refused(LogNotHereError, site) as caught:
        site.give_up(K1, NOON, SILENT)
    assert caught.value.fields == {"kiosk_id": K1, "heard_at": None}


@pytest.mark.parametrize("apart", [SECOND, -timedelta(seconds=61), -timedelta(hours=6)])
def test_a_kiosk_that_was_on_when_it_is_said_to_be_off_is_not_given_up(apart):
    site, one, _ = hall()
    tell(site, one)
    with refused(BadValueError, site) as caught:
        site.give_up(K1, NOON + apart, SILENT)
    assert caught.value.fields == {"name": "off_since", "value": NOON + apart, "allowed": NOON}


def test_staff_may_tell_the_time_to_the_minute():
    site, one, _ = hall()
    tell(site, one)
    site.give_up(K1, NOON - timedelta(minutes=1), SILENT)


@pytest.mark.parametrize("now", [NOON - SECOND, NOON, SILENT - SECOND, SILENT - SECOND / 1000])
def test_a_kiosk_that_was_heard_half_a_minute_ago_is_not_given_up(now):
    site, one, _ = hall()
    tell(site, one)
    with refused(StillHeardError, site) as caught:
        site.give_up(K1, NOON, now)
    assert caught.value.fields["kiosk_id"] == K1
    assert caught.value.fields["heard_at"] == NOON
    seconds = caught.value.fields["seconds"]
    assert isinstance(seconds, int)
    assert now + timedelta(seconds=seconds) >= NOON + timedelta(seconds=30)


def test_nor_is_one_that_sends_its_log_to_a_restored_centre():
    site, one, _ = hall()
    tell(site, one)
    restored = restore_of(site, 2)
    one.meet(2)
    restored.take_log(one.part(0, 1), NOON)
    with refused(StillHeardError, restored):
        restored.give_up(K1, NOON, NOON)
    restored.give_up(K1, NOON, SILENT)


def test_a_kiosk_whose_log_is_not_all_here_is_not_given_up():
    site, one, _ = hall()
    site.take_log(one.part(0, 1), NOON)
    with refused(LogNotHereError, site):
        site.give_up(K1, NOON, SILENT)
    tell(site, one)
    site.give_up(K1, NOON, SILENT)


def test_a_kiosk_that_says_that_its_log_goes_on_is_not_given_up():
    site, one, _ = hall()
    tell(site, one)
    site.take_log(replace(one.part(2), end=3), NOON)
    with refused(LogNotHereError, site):
        site.give_up(K1, NOON, SILENT)


def test_an_unknown_kiosk_is_not_given_up():
    site, _, _ = hall()
    with refused(UnknownKioskError, site):
        site.give_up(KioskId("k9"), NOON, SILENT)


def test_off_since_is_an_instant():
    site, one, _ = hall()
    tell(site, one)
    with refused(BadValueError, site):
        site.give_up(K1, NOON.replace(tzinfo=None), SILENT)
    with refused(BadValueError, site):
        site.give_up(K1, NOON, SILENT.replace(tzinfo=None))
    site.give_up(K1, NOON.astimezone(SHANGHAI), SILENT)


def test_nobody_has_the_places_of_one_that_a_restored_centre_never_heard():
    """What it sold, gave or returned since the backup is not known and never will be."""
    site, one, two = hall()
    tell(site, one)
    three = Kiosk(K3)
    restored = restore_of(site, 2)
    restored.give_up(K1, NOON, SILENT)
    assert restored.kiosks == (K2, K3)
    assert [owner(restored, each) for each in W] == [on_ticket(1)] + [FROZEN] * 3
    two.meet(2)
    two.commit(two.holding.accept(site.grant(K2, wish(1, 1, 10, lane=Lane.GREEN)), 2))
    (green,) = two.holding.free
    gift(two, one, green)
    tell(restored, two)
    three.meet(2)
    tell(restored, three)
    assert owner(restored, green) == FROZEN
    assert not restored.is_recovering
    assert written(replayed(restored)) == written(restored)


def test_what_is_given_later_to_one_that_was_never_heard_is_nobody_s_either():
    restored = restore_of(centre(), 2)
    restored.give_up(K1, NOON, SILENT)
    two = Kiosk(K2)
    two.meet(2)
    tell(restored, two)
    two.commit(lease("1-1", walk_ins(0, 2)))
    gift(two, Kiosk(K1), W[0])
    tell(restored, two)
    assert [owner(restored, each) for each in W[:2]] == [FROZEN, at_kiosk(K2)]


@pytest.mark.parametrize("hour", [NOON, NOON - SECOND])
def test_a_kiosk_that_has_nothing_is_given_up_too(hour):
    site = centre()
    tell(site, Kiosk(K3))
    site.give_up(K3, hour, SILENT)
    assert site.kiosks == (K1, K2)


def test_a_kiosk_is_added_once():
    site = centre(K1)
    before = state(site)
    site.add_kiosk(K1)
    assert state(site) == before
    site.add_kiosk(K2)
    assert site.kiosks == (K1, K2)


def test_a_kiosk_that_was_given_up_comes_back_under_another_name():
    site = centre(K1, K2)
    tell(site, Kiosk(K1))
    site.give_up(K1, NOON, SILENT)
    with refused(UnknownKioskError, site):
        site.add_kiosk(K1)
