# SPDX-License-Identifier: Apache-2.0
"""Who may do what (protocol.md 5). There is no act that changes or deletes a log: nobody may."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What somebody is to the centre."""

    PLATFORM = "platform"
    """A booking platform; sees its own bookings alone."""
    KIOSK = "kiosk"
    CLERK = "clerk"
    """At a counter, or on the phone for visitors."""
    MANAGER = "manager"
    """Runs the hall's day."""
    TECHNICIAN = "technician"
    AUDITOR = "auditor"
    """Reads what others did, and does nothing himself."""
    SECURITY_ADMIN = "security_admin"
    """Says who is what, and does nothing else."""


class Act(StrEnum):
    """What can be asked of the centre."""

    EXCHANGE = "exchange"
    CALL_HELP = "call_help"
    """For a visitor who stands before the kiosk."""
    ANSWER_HELP = "answer_help"
    """See who wants help, say that one comes, and that it is done."""
    READ_SERVICES = "read_services"
    BOOK = "book"
    """Hold, confirm, and cancel what one has booked oneself."""
    BOOK_FOR_VISITOR = "book_for_visitor"
    """By phone or for a home visit; also cancel any booking."""
    CALL = "call"
    OPEN_COUNTER = "open_counter"
    GIVE_EXTRA = "give_extra"
    STOP_SERVICE = "stop_service"
    IMPORT_SITE = "import_site"
    ENROL_KIOSK = "enrol_kiosk"
    REVOKE_KIOSK = "revoke_kiosk"
    GIVE_UP_KIOSK = "give_up_kiosk"
    READ_HEALTH = "read_health"
    READ_AUDIT = "read_audit"
    CHANGE_ACCOUNTS = "change_accounts"


_COUNTER = frozenset(
    {Act.READ_SERVICES, Act.BOOK_FOR_VISITOR, Act.CALL, Act.OPEN_COUNTER, Act.ANSWER_HELP}
)
_HALL = frozenset({Act.GIVE_EXTRA, Act.STOP_SERVICE, Act.GIVE_UP_KIOSK})

MAY: Mapping[Role, frozenset[Act]] = MappingProxyType(
    {
        Role.PLATFORM: frozenset({Act.READ_SERVICES, Act.BOOK}),
        Role.KIOSK: frozenset({Act.EXCHANGE, Act.CALL_HELP}),
        Role.CLERK: _COUNTER,
        Role.MANAGER: _COUNTER | _HALL | {Act.READ_HEALTH},
        Role.TECHNICIAN: frozenset(
            {
                Act.IMPORT_SITE,
                Act.ENROL_KIOSK,
                Act.REVOKE_KIOSK,
                Act.READ_HEALTH,
                Act.ANSWER_HELP,
            }
        ),
        Role.AUDITOR: frozenset({Act.READ_AUDIT, Act.READ_HEALTH}),
        Role.SECURITY_ADMIN: frozenset({Act.CHANGE_ACCOUNTS}),
    }
)

NEEDS_SECOND_FACTOR = frozenset({Role.MANAGER, Role.TECHNICIAN})
"""Their accounts are no good without one."""
