# SPDX-License-Identifier: Apache-2.0
import pytest

from central.services.access import Caller
from central.services.errors import NotAllowedToError
from central.services.roles import MAY, NEEDS_SECOND_FACTOR, Act, Role
from hall.ids import SiteId


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, act: Act) -> None:
    caller = Caller(SiteId("hall_1"), "somebody", role)
    if act in MAY[role]:
        caller.check_may(act)
        return
    with pytest.raises(NotAllowedToError) as caught:
        caller.check_may(act)
    assert caught.value.fields == {"role": role, "act": act}


def test_every_role_may_do_something_and_every_act_is_somebodys() -> None:
    assert set(MAY) == set(Role)
    assert all(MAY.values())
    assert frozenset().union(*MAY.values()) == set(Act)


def test_who_can_act_does_not_read_what_others_did_and_who_reads_does_not_act() -> None:
    reading = {Act.READ_AUDIT, Act.READ_HEALTH}
    assert MAY[Role.AUDITOR] == reading
    assert {role for role in Role if Act.READ_AUDIT in MAY[role]} == {Role.AUDITOR}


def test_who_says_who_is_what_does_nothing_else() -> None:
    assert MAY[Role.SECURITY_ADMIN] == {Act.CHANGE_ACCOUNTS}
    assert {role for role in Role if Act.CHANGE_ACCOUNTS in MAY[role]} == {Role.SECURITY_ADMIN}


def test_no_act_changes_or_deletes_a_log() -> None:
    words = ("delete", "edit", "erase", "change_log", "change_audit")
    assert not [act for act in Act for word in words if word in act]


def test_platforms_and_kiosks_do_only_their_own_business() -> None:
    assert MAY[Role.KIOSK] == {Act.EXCHANGE, Act.CALL_HELP}
    assert MAY[Role.PLATFORM] == {Act.READ_SERVICES, Act.BOOK}


def test_manager_and_technician_need_a_second_factor() -> None:
    assert {Role.MANAGER, Role.TECHNICIAN} == NEEDS_SECOND_FACTOR
