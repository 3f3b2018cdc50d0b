# SPDX-License-Identifier: Apache-2.0
"""A kiosk whose centre says that it is none of its own gives nothing; given up, it never does again."""

from datetime import timedelta

import pytest

from hall.feed import Reduced
from hall.place import Lane
from kiosk.store.abstract_centre import CentreState
from kiosk.sync.errors import GivenUpError
from kiosk.sync.incoming import disown, own
from kiosk.sync.worker import IDLE_SECONDS
from tests.contract.store_samples import ESTATE, NOW
from tests.fakes.centre import CentreServer, Fault
from tests.kiosk.sync.samples import SyncedKiosk, log_of
from tests.kiosk.sync.test_faults import say

pytestmark = pytest.mark.usefixtures("caplog")

SAID = [Fault.DISOWNED, Fault.REVOKED]


def is_disowned(kiosk: SyncedKiosk) -> bool:
    with kiosk.unit as unit:
        return unit.centre.state().disowned_at is not None


@pytest.mark.parametrize("said", SAID)
def test_it_is_kept_from_the_moment_it_is_heard(
    server: CentreServer, kiosk: SyncedKiosk, said: Fault
) -> None:
    kiosk.settle()
    server.faults.extend([said] * 2)
    say(kiosk.unit)
    assert kiosk.worker.step() >= IDLE_SECONDS
    with kiosk.unit as unit:
        first = unit.centre.state().disowned_at
    assert first == server.centre.now
    kiosk.clock.pass_time(timedelta(seconds=10))
    kiosk.worker.step()
    with kiosk.unit as unit:
        assert unit.centre.state().disowned_at == first


@pytest.mark.parametrize("fault", [Fault.UNKNOWN, Fault.BROKEN, Fault.LOST, Fault.MIXED_UP])
def test_what_the_centre_itself_does_not_say_disowns_nobody(
    server: CentreServer, kiosk: SyncedKiosk, fault: Fault
) -> None:
    server.faults.append(fault)
    kiosk.worker.step()
    assert not is_disowned(kiosk)


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.BROKEN, Fault.UNKNOWN])
def test_a_fault_afterwards_changes_nothing(
    server: CentreServer, kiosk: SyncedKiosk, fault: Fault
) -> None:
    server.faults.extend([Fault.DISOWNED, fault])
    kiosk.worker.step()
    kiosk.worker.step()
    assert is_disowned(kiosk)


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_centre_that_knows_a_revoked_one_again_owns_it_again(
    server: CentreServer, kiosk: SyncedKiosk, *, is_restarted: bool
) -> None:
    kiosk.settle()
    server.faults.append(Fault.REVOKED)
    kiosk.worker.step()
    if is_restarted:
        kiosk = SyncedKiosk(kiosk.unit, server.url)
        assert is_disowned(kiosk)
    kiosk.settle()
    assert not is_disowned(kiosk)
    kiosk.end()


@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize("said", [[Fault.DISOWNED], [Fault.REVOKED, Fault.DISOWNED]])
def test_one_that_was_given_up_never_speaks_again_with_a_centre_that_was_restored(
    server: CentreServer, kiosk: SyncedKiosk, said: list[Fault], *, is_restarted: bool
) -> None:
    kiosk.settle()
    server.faults.extend(said)
    for _ in said:
        kiosk.worker.step()
    if is_restarted:
        kiosk = SyncedKiosk(kiosk.unit, server.url)
    server.centre.epoch += 1
    server.centre.tell(Reduced(ESTATE, NOW, Lane.WALK_IN, 2))
    say(kiosk.unit)
    heard, log = len(server.centre.log), log_of(kiosk.unit)
    assert kiosk.worker.step() >= IDLE_SECONDS
    assert isinstance(kiosk.worker.link.error, GivenUpError)
    assert is_disowned(kiosk)
    assert (len(server.centre.log), log_of(kiosk.unit)) == (heard, log)
    kiosk.end()


def test_of_one_that_was_given_up_that_is_the_last_word(kiosk: SyncedKiosk) -> None:
    disown(kiosk.unit, NOW, is_given_up=True)
    disown(kiosk.unit, NOW, is_given_up=False)
    own(kiosk.unit)
    with kiosk.unit as unit:
        assert unit.centre.state() == CentreState(disowned_at=NOW, is_given_up=True)
