# SPDX-License-Identifier: Apache-2.0
"""An exchange at the centre: places that are wished for, granted, asked back and passed on."""

from collections import Counter
from datetime import timedelta

from central.services.centre_book import CentreBook
from hall.feed import ReturnAsked
from hall.ids import KioskId
from hall.log import Returned
from hall.owners import WITHDRAWN
from hall.place import Lane, Place, hops_of, runs_of
from hall.wire.values import Answer
from tests.central.services.clerks import issued
from tests.central.services.hall import ESTATE, HALL, NOON, TODAY, Hall, LogKiosk, wish
from tests.central.services.told import told


async def test_a_wish_is_granted_and_told_until_the_log_has_it(hall: Hall) -> None:
    zero, one = await hall.settled("k0", "k1")
    held = Place(ESTATE, NOON, Lane.WALK_IN, 0)
    zero.say(Returned(runs_of({held: 1})))
    await zero.exchange()
    first = await one.ask(wish(1, 3, 20))
    again = await one.ask(wish(1, 3, 20))
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert first.grants == again.grants
    (grant,) = first.grants
    assert hops_of(grant.places) == {held: 2}
    assert sum(map(len, grant.numbers)) == 20
    one.say(grant)
    assert (await one.exchange()).grants == ()


async def test_a_vain_wish_is_left_out_and_the_log_counts(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1))
    answer = await one.exchange(wish(9), wish(10, at=NOON + timedelta(days=400)))
    assert answer.grants == ()
    assert answer.acknowledged == len(one.log)


async def test_a_kiosk_that_has_places_is_asked_for_one_that_has_none(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    two = await hall.kiosk("k2")
    await two.exchange(wish(1))
    await two.exchange(wish(1))
    (asked,) = told(await one.exchange(), ReturnAsked)
    assert (asked.kiosk_id, asked.count, asked.for_kiosk) == ("k1", 7, None)
    given = {Place(ESTATE, NOON, Lane.WALK_IN, index): 1 for index in range(7)}
    one.say(Returned(runs_of(given), one.cursor))
    await one.exchange()
    # At once, and to it: k1, which has fewer now, is not granted them again.
    (grant,) = (await two.exchange()).grants
    assert hops_of(grant.places) == dict.fromkeys(given, 2)


async def test_of_a_day_that_was_not_granted_yet_there_is_nothing_to_wish_for(hall: Hall) -> None:
    await hall.kiosk("k0")
    hall.clock.pass_time(timedelta(seconds=1))
    one = await hall.kiosk("k1")
    await hall.round.go()  # the days are open, and kiosks are still being enrolled
    assert (await one.exchange(wish(1, 3, 20))).grants == ()
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    (today,) = (await one.exchange()).grants
    assert today.request_no is None


async def test_what_is_returned_in_vain_is_passed_on_to_nobody(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    two = await hall.kiosk("k2")
    await two.exchange(wish(1))
    assert told(await one.exchange(), ReturnAsked)
    one.say(Returned((), one.cursor))
    await one.exchange()
    assert (await two.exchange()).grants == ()
    await two.exchange(wish(1))
    told(await one.exchange(), ReturnAsked)
    await (hall.writers.of(HALL)).decide(lambda book, _: book.restore(2, TODAY))
    one.epoch = 2
    given = {Place(ESTATE, NOON, Lane.WALK_IN, index): 1 for index in range(7)}
    one.say(Returned(runs_of(given), one.cursor))
    await one.exchange()
    two.epoch = 2
    assert (await two.exchange()).grants == ()


async def test_kiosks_that_all_run_low_do_not_send_the_last_places_round(hall: Hall) -> None:
    kiosks = await hall.settled("k1", "k2", "k3")
    counts = zip(kiosks, (2, 1, 0), strict=True)
    await leave(hall, {kiosk.kiosk_id: count for kiosk, count in counts})
    moved = 0
    for number in range(1, 20):
        for kiosk in kiosks:
            is_low = len(await held_by(hall, kiosk)) < 2
            answer = await kiosk.exchange(*([wish(number)] if is_low else []))
            for asked in told(answer, ReturnAsked):
                if asked.kiosk_id == kiosk.kiosk_id:
                    places = sorted((await held_by(hall, kiosk)).items())[: asked.count]
                    kiosk.say(Returned(runs_of(dict(places)), answer.cursor))
                    await kiosk.exchange()
                    moved += 1
    assert moved == 1
    assert [len(await held_by(hall, kiosk)) for kiosk in kiosks] == [1, 1, 1]


async def held_by(hall: Hall, kiosk: LogKiosk) -> dict[Place, int]:
    """Of the slot at noon, for walk-ins, by the centre's book."""
    held = (await hall.book()).owners.of_kiosk(kiosk.kiosk_id)
    return {
        place: hop
        for place, hop in held.items()
        if place.slot_start == NOON and place.lane is Lane.WALK_IN
    }


async def leave(hall: Hall, counts: dict[KioskId, int]) -> None:
    """So many places of the slot at noon at each kiosk, and none at the centre."""

    def leaving(book: CentreBook) -> None:
        owners = book.days.at(NOON).owners
        seen: Counter[object] = Counter()
        for place, owner, hop in tuple(owners):
            if place.slot_start == NOON and place.lane is Lane.WALK_IN:
                seen[owner.of] += 1
                if seen[owner.of] > counts[KioskId(str(owner.of))]:
                    owners.move(place, WITHDRAWN, hop)

    await hall.writers.of(HALL).look(leaving)


async def test_places_that_nobody_booked_wait_for_a_kiosk_that_was_cut_off(hall: Hall) -> None:
    """R1 goes on in a cut: they lie at the centre, and who heals and runs low gets them at once."""
    linked, cut = await hall.settled("k1", "k2")
    (today, *_) = (await hall.book()).days
    unbooked = today.sale.left(ESTATE, NOON)
    assert unbooked > 0
    hall.clock.jump_to(NOON - timedelta(minutes=30))
    await hall.round.go()
    await linked.exchange()
    released = places_of(await cut.exchange(wish(1, places=100)))
    assert {place.lane for place in released} == {Lane.BOOKED}
    assert len(released) == unbooked
    assert not places_of(await linked.exchange(wish(1)))


def places_of(answer: Answer) -> set[Place]:
    return {place for granted in answer.grants for place in hops_of(granted.places)}
