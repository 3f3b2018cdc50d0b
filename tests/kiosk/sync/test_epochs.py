# SPDX-License-Identifier: Apache-2.0
"""A centre that was restored, one that is older, one that has other records: who gives way."""

import pytest

from hall.feed import BookingMade
from hall.log import HelpCalled, verify_chain
from kiosk.sync.errors import LogForgottenError
from tests.contract.store_samples import NOW
from tests.fakes.centre import Centre, CentreServer, Fault
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import SyncedKiosk, booking, grant, log_of, walk_in
from tests.kiosk.sync.test_faults import check, heal, say

pytestmark = pytest.mark.usefixtures("caplog")


def epoch(kiosk: SyncedKiosk) -> int:
    with kiosk.unit as unit:
        return unit.centre.state().epoch


def error_key(kiosk: SyncedKiosk) -> str | None:
    error = kiosk.worker.link.error
    return error.key if error else None


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_restored_centre_gets_the_log_again_and_is_met(
    server: CentreServer, kiosk: SyncedKiosk, *, is_restarted: bool
) -> None:
    centre = server.centre
    for _ in range(4):
        say(kiosk.unit)
    centre.tell(BookingMade(booking(1)))
    centre.granted.append(grant(1, walk_in(0, 2)))
    heal(kiosk)
    centre.restore(entries=2)
    say(kiosk.unit)
    if is_restarted:
        kiosk = SyncedKiosk(kiosk.unit, server.url)
    heal(kiosk)
    assert epoch(kiosk) == 2
    assert len(centre.log) == 7
    check(centre, kiosk.unit)
    kiosk.end()


def test_a_grant_that_was_on_its_way_when_the_centre_was_restored_is_void(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    centre = server.centre
    centre.granted.append(grant(1, walk_in(0, 2)))
    server.faults.append(Fault.ANSWER_LOST)
    kiosk.settle()
    centre.restore(entries=0)
    heal(kiosk)
    assert log_of(kiosk.unit) == []


def test_a_centre_from_before_its_restore_is_not_followed(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    server.centre.restore(entries=0)
    heal(kiosk)
    server.centre.epoch = 1
    server.centre.tell(BookingMade(booking(1)))
    kiosk.settle()
    assert error_key(kiosk) == "error.sync.older_centre"
    assert epoch(kiosk) == 2
    with kiosk.unit as unit:
        assert unit.bookings.find(booking(1).booking_id) is None


def test_a_kiosk_with_an_old_copy_of_its_records_sends_nothing(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    for _ in range(3):
        say(kiosk.unit)
    heal(kiosk)
    copy = SyncedKiosk(FakeUnitOfWork(), server.url)
    say(copy.unit)
    copy.settle()
    assert error_key(copy) == "error.sync.log_lost"
    assert len(server.centre.log) == 3
    copy.end()


def test_a_kiosk_whose_records_are_others_than_the_centre_has_says_so(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    say(kiosk.unit)
    heal(kiosk)
    other = SyncedKiosk(FakeUnitOfWork(), server.url)
    with other.unit as unit:
        for screen in ("a", "b"):
            unit.log.append(NOW, HelpCalled(screen, was_delivered=False))
        unit.commit()
    other.settle()
    assert error_key(other) == "error.sync.refused"
    assert len(server.centre.log) == 1
    other.end()


def test_a_centre_that_always_asks_for_other_entries_is_not_asked_for_ever(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    say(kiosk.unit)
    heal(kiosk)
    server.faults.extend([Fault.GAP] * 3)
    server.centre.log.clear()
    kiosk.settle(most=5)
    assert error_key(kiosk) == "error.sync.refused"
    heal(kiosk)
    check(Centre(log=server.centre.log), kiosk.unit)


def test_a_centre_so_old_that_it_asks_for_what_was_deleted_is_told_apart(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    for _ in range(4):
        say(kiosk.unit)
    heal(kiosk)
    assert kiosk.worker.link.acknowledged == 4
    with kiosk.unit as unit:
        assert unit.log.forget(None, 2, 9) == 2
        unit.commit()
    say(kiosk.unit)
    heal(kiosk)
    assert len(server.centre.log) == 5
    server.centre.restore(entries=1)
    for _ in range(3):
        kiosk.worker.step()
    error = kiosk.worker.link.error
    assert isinstance(error, LogForgottenError)
    assert dict(error.fields) == {"acknowledged": 1, "start": 2}
    assert len(server.centre.log) == 1


def test_what_is_kept_is_all_that_a_centre_from_a_younger_backup_needs(
    server: CentreServer, kiosk: SyncedKiosk
) -> None:
    for _ in range(4):
        say(kiosk.unit)
    heal(kiosk)
    with kiosk.unit as unit:
        assert unit.log.forget(None, 2, 9) == 2
        unit.commit()
    server.centre.restore(entries=2)
    say(kiosk.unit)
    heal(kiosk)
    assert [entry.position for entry in server.centre.log] == [1, 2, 3, 4, 5]
    verify_chain(server.centre.log)
