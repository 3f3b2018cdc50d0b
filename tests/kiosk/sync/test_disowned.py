# SPDX-License-Identifier: Apache-2.0
"""A kiosk whose centre says that it is none of its own gives nothing, until that speaks with it again."""

from datetime import timedelta

import pytest

from kiosk.sync.worker import IDLE_SECONDS
from tests.fakes.centre import CentreServer, Fault
from tests.kiosk.sync.samples import SyncedKiosk
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
@pytest.mark.parametrize("said", SAID)
def test_a_centre_that_speaks_with_it_again_owns_it_again(
    server: CentreServer, kiosk: SyncedKiosk, said: Fault, *, is_restarted: bool
) -> None:
    kiosk.settle()
    server.faults.append(said)
    kiosk.worker.step()
    if is_restarted:
        kiosk = SyncedKiosk(kiosk.unit, server.url)
        assert is_disowned(kiosk)
    kiosk.settle()
    assert not is_disowned(kiosk)
    kiosk.end()
