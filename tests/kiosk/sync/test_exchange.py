# SPDX-License-Identifier: Apache-2.0
"""What goes over and what comes back while all is well."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hall.check_in import check_in
from hall.feed import BookingClosed, BookingMade, CloseReason, Reduced, ReturnAsked, Stopped
from hall.log import Actor, Cancelled, CheckedIn, FeedApplied, Granted, HelpCalled, Returned
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    SiteTicket,
    TicketsTold,
    Told,
)
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from hall.wire.values import Owner
from kiosk.store.site_edition import edition_of
from tests.contract.store_samples import BOB, ESTATE, EVENING, HALF_PAST, NOW, TODAY, ticket_id
from tests.fakes.centre import NOON, Centre, CentreServer
from tests.kiosk.sync.samples import (
    ALICE,
    CREDENTIAL,
    K1,
    K2,
    SyncedKiosk,
    booking,
    figures,
    grant,
    issue,
    log_of,
    walk_in,
)


def bodies(kiosk: SyncedKiosk) -> list[object]:
    return [entry.body for entry in log_of(kiosk.unit)]


def told_ticket(number: int, status: TicketStatus, kiosk_id: object = K1) -> SiteTicket:
    return SiteTicket(
        ticket_id=ticket_id(number),
        kiosk_id=kiosk_id,
        business_date=TODAY,
        service_id=ESTATE,
        number=TicketNumber("C", number),
        lane=Lane.WALK_IN,
        status=status,
        issued_at=NOW,
        digest=ALICE,
    )


# --- the log -------------------------------------------------------------------------------


def test_the_whole_log_arrives_in_order_with_its_chain(centre: Centre, kiosk: SyncedKiosk) -> None:
    with kiosk.unit as unit:
        for number in range(250):
            unit.log.append(NOW, HelpCalled(f"screen {number}", was_delivered=False))
        unit.commit()
    kiosk.settle()
    assert centre.log == log_of(kiosk.unit)
    assert kiosk.worker.link.unsent == 0
    assert max(len(each.part.entries) for each in centre.heard) <= 200


def test_whose_ticket_it_is_goes_beside_the_log(centre: Centre, kiosk: SyncedKiosk) -> None:
    issue(kiosk.unit, 1, ALICE)
    issue(kiosk.unit, 2)
    kiosk.settle()
    assert {at: owner.digest for at, owner in centre.owners.items()} == {1: ALICE}
    assert ALICE not in repr(centre.log)


def test_who_took_a_ticket_for_somebody_goes_beside_the_log_too(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    issue(kiosk.unit, 1, ALICE, BOB)
    issue(kiosk.unit, 2, None, BOB)
    with kiosk.unit as unit:
        for made, proxy in ((booking(3), BOB), (booking(4), None)):
            _, ticket = check_in(made, NOW, TODAY)
            unit.tickets.add(replace(ticket, proxy=proxy))
            body = CheckedIn(ticket.ticket_id, made.booking_id, TODAY, ESTATE, ticket.number)
            unit.log.append(NOW, body)
        unit.commit()
    kiosk.settle()
    # Whom a booking is for, the centre knows.
    assert centre.owners == {1: Owner(ALICE, proxy=BOB), 2: Owner(proxy=BOB), 3: Owner(proxy=BOB)}
    assert BOB not in repr(centre.log)
    assert BOB not in repr(centre.owners)


def test_what_others_took_for_somebody_is_known_here(centre: Centre, kiosk: SyncedKiosk) -> None:
    told = replace(told_ticket(7, TicketStatus.WAITING, K2), proxy=BOB)
    centre.tell(TicketsTold((told,)))
    kiosk.settle()
    with kiosk.unit as unit:
        assert unit.site_tickets.of_proxy(BOB, TODAY) == (told,)


def test_every_exchange_carries_the_credential(server: CentreServer, kiosk: SyncedKiosk) -> None:
    kiosk.settle()
    assert set(server.credentials) == {f"Bearer {CREDENTIAL}"}
    assert set(server.paths) == {"/v1/exchange"}


def test_a_kiosk_that_starts_asks_first_from_where_to_send(
    centre: Centre, server: CentreServer, kiosk: SyncedKiosk
) -> None:
    issue(kiosk.unit, 1)
    kiosk.settle()
    again = SyncedKiosk(kiosk.unit, server.url)
    issue(again.unit, 2)
    again.settle()
    again.end()
    sent = [[entry.position for entry in each.part.entries] for each in centre.heard]
    assert sent == [[], [1], [], [2]]


# --- grants --------------------------------------------------------------------------------


def test_a_grant_is_applied_once_however_often_it_comes(centre: Centre, kiosk: SyncedKiosk) -> None:
    granted = grant(1, walk_in(0, 2), numbers=(NumberRange("C", 1, 10),))
    centre.granted += [granted, granted]
    kiosk.settle()
    assert bodies(kiosk) == [granted]
    assert [entry.body for entry in centre.log] == [granted]
    with kiosk.unit as unit:
        assert len(unit.places.free(ESTATE, NOW)) == 2
        assert unit.numbers.left(TODAY, "C") == 10


def test_a_grant_is_told_to_the_centre_at_once(centre: Centre, kiosk: SyncedKiosk) -> None:
    centre.granted.append(grant(1, walk_in(0, 2)))
    assert kiosk.worker.step() == 0.0
    kiosk.settle()
    assert len(centre.log) == 1


@pytest.mark.usefixtures("caplog")
def test_numbers_that_are_here_already_are_not_taken_again(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.granted += [
        grant(1, numbers=(NumberRange("C", 1, 10),)),
        grant(2, walk_in(0, 1), numbers=(NumberRange("C", 10, 12),)),
    ]
    kiosk.settle()
    assert [body.lease_id for body in bodies(kiosk) if isinstance(body, Granted)] == ["1-1"]
    assert kiosk.worker.link.error is not None
    assert kiosk.worker.link.error.key == "error.sync.garbled"


@pytest.mark.usefixtures("caplog")
def test_a_grant_beyond_all_measure_is_refused(centre: Centre, kiosk: SyncedKiosk) -> None:
    centre.granted.append(grant(1, walk_in(0, 1_000_000)))
    kiosk.settle()
    assert bodies(kiosk) == []
    assert kiosk.worker.link.error is not None


# --- the feed ------------------------------------------------------------------------------


def test_bookings_are_known_here_and_the_log_says_up_to_where(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.tell(BookingMade(booking(1)), BookingMade(booking(2)))
    centre.tell(BookingClosed(booking(1).booking_id, CloseReason.NO_SHOW), skip=4)
    kiosk.settle()
    with kiosk.unit as unit:
        first = unit.bookings.find(booking(1).booking_id)
        second = unit.bookings.find(booking(2).booking_id)
        assert unit.centre.state().cursor == 7
    assert (first and first.closed) is CloseReason.NO_SHOW
    assert second is not None
    assert second.booking == booking(2)
    assert bodies(kiosk) == [FeedApplied(7)]


def test_what_was_told_before_does_nothing_again(kiosk: SyncedKiosk) -> None:
    told = (Told(3, BookingMade(booking(1))), Told(4, Reduced(ESTATE, NOW, Lane.GREEN, 1)))
    taker = kiosk.worker._work.taker
    for part in (told, told, told[:1]):
        taker.take(kiosk.unit, part, NOW)
    assert bodies(kiosk) == [FeedApplied(4), Returned((), 4)]


def test_a_long_feed_comes_in_parts(centre: Centre, kiosk: SyncedKiosk) -> None:
    centre.feed_part = 25
    centre.tell(*(BookingMade(booking(number)) for number in range(1, 61)))
    kiosk.settle()
    with kiosk.unit as unit:
        assert len(unit.bookings.of_slot(ESTATE, NOW)) == 60
        assert unit.centre.state().cursor == 60
    applied = [body.cursor for body in bodies(kiosk) if isinstance(body, FeedApplied)]
    assert applied == [10, 20, 25, 35, 45, 50, 60]


def test_the_log_does_not_speak_of_news_no_rule_depends_on(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.tell(
        DayKeyTold(TODAY, "k", bytes(32)),
        CatalogueTold("a = 1", 7),
        KioskKeyTold(K2, "YH1", b"key"),
        TicketsTold((told_ticket(7, TicketStatus.CALLED, K2),)),
    )
    kiosk.settle()
    assert bodies(kiosk) == []
    assert kiosk.keys == {TODAY: bytes(32)}
    assert kiosk.documents == 1
    with kiosk.unit as unit:
        assert unit.centre.state().cursor == 4
        assert unit.centre.document("catalogue") == "a = 1"
        edition = edition_of(unit)
        assert edition
        assert edition.number == 7
        assert edition.deployed_at.utcoffset() is not None
        assert unit.centre.kiosk_key(K2) is not None
        assert unit.site_tickets.find(ticket_id(7)) is not None


def test_stops_are_kept_for_the_time_of_a_cut(centre: Centre, kiosk: SyncedKiosk) -> None:
    stop = Stop(ESTATE, HALF_PAST, Standing.SUSPENDED)
    centre.tell(Stopped(stop))
    kiosk.settle()
    with kiosk.unit as unit:
        assert unit.centre.stops(NOW, EVENING) == (stop,)


# --- places asked back ---------------------------------------------------------------------


def test_what_the_feed_asks_back_is_returned_at_once_as_far_as_it_is_free(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.granted.append(grant(1, walk_in(0, 3, hop=5)))
    kiosk.settle()
    centre.tell(
        Reduced(ESTATE, NOW, Lane.WALK_IN, 2), ReturnAsked(K1, ESTATE, NOW, Lane.WALK_IN, 9)
    )
    kiosk.settle()
    assert bodies(kiosk)[1:] == [
        FeedApplied(2),
        Returned((walk_in(1, 2, hop=5),), 1),
        Returned((walk_in(0, 1, hop=5),), 2),
    ]
    assert centre.log == log_of(kiosk.unit)


def test_who_holds_nothing_says_so(centre: Centre, kiosk: SyncedKiosk) -> None:
    centre.tell(Reduced(ESTATE, NOW, Lane.GREEN, 1))
    kiosk.settle()
    assert bodies(kiosk) == [FeedApplied(1), Returned((), 1)]


def test_what_another_kiosk_is_asked_for_is_not_returned_here(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.granted.append(grant(1, walk_in(0, 3)))
    centre.tell(ReturnAsked(K2, ESTATE, NOW, Lane.WALK_IN, 1))
    kiosk.settle()
    assert not any(isinstance(body, Returned) for body in bodies(kiosk))


# --- tickets -------------------------------------------------------------------------------


def test_an_own_ticket_stands_as_the_centre_says(centre: Centre, kiosk: SyncedKiosk) -> None:
    issue(kiosk.unit, 1)
    centre.tell(TicketsTold((told_ticket(1, TicketStatus.CALLED),)))
    kiosk.settle()
    with kiosk.unit as unit:
        ticket = unit.tickets.find(ticket_id(1))
        assert unit.site_tickets.find(ticket_id(1)) is None
    assert ticket is not None
    assert ticket.status is TicketStatus.CALLED


def test_what_has_ended_here_is_not_opened_again_by_older_news(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    ticket = issue(kiosk.unit, 1)
    with kiosk.unit as unit:
        unit.tickets.update(ticket.cancelled(Actor.VISITOR))
        unit.commit()
    centre.tell(TicketsTold((told_ticket(1, TicketStatus.WAITING),)))
    kiosk.settle()
    with kiosk.unit as unit:
        found = unit.tickets.find(ticket_id(1))
    assert found is not None
    assert found.status is TicketStatus.CANCELLED


def test_a_ticket_cancelled_at_the_centre_frees_its_place_here_and_the_log_says_so(
    centre: Centre, kiosk: SyncedKiosk
) -> None:
    centre.granted.append(grant(1, walk_in(0, 1, hop=1)))
    kiosk.settle()
    issue(kiosk.unit, 1)
    place = Place(ESTATE, NOW, Lane.WALK_IN, 0)
    with kiosk.unit as unit:
        unit.places.take(place, ticket_id(1))
        unit.commit()
    centre.tell(TicketsTold((told_ticket(1, TicketStatus.CANCELLED),)))
    kiosk.settle()
    with kiosk.unit as unit:
        assert unit.places.free(ESTATE, NOW) == {place: 2}
    assert bodies(kiosk)[-1] == Cancelled(ticket_id(1), Actor.STAFF, "centre")
    assert centre.log == log_of(kiosk.unit)


# --- beside it -----------------------------------------------------------------------------


def test_figures_and_time_are_handed_on(centre: Centre, kiosk: SyncedKiosk) -> None:
    centre.figures = (figures(),)
    kiosk.settle()
    assert kiosk.figures == [(figures(),)]
    assert kiosk.worker.link.heard_at == NOON
    assert kiosk.worker.link.off_by_seconds == -2 * 3600
    kiosk.clock.pass_time(timedelta(seconds=5))
    kiosk.clock.jump_to(EVENING)
    assert kiosk.worker._work.clock.now() == NOON + timedelta(seconds=5)


def test_who_has_nothing_new_writes_nothing(centre: Centre, kiosk: SyncedKiosk) -> None:
    issue(kiosk.unit, 1)
    centre.tell(BookingMade(booking(1)))
    kiosk.settle()
    kiosk.settle()
    commits = kiosk.unit.commits
    kiosk.settle()
    assert kiosk.unit.commits == commits
    assert not any(isinstance(body, CheckedIn) for body in bodies(kiosk))
