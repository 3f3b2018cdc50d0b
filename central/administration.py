# SPDX-License-Identifier: Apache-2.0
"""Commands about who may enter and what they did, for a shell on the centre's own machine."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

from central.crypto import app_address
from central.services.accounts import add_account, disable_account
from central.services.auditing_check import Checked, check_audit
from central.services.enrolment import revoke
from central.services.restoring import declare_restored
from central.services.roles import Role
from central.settings.model import Settings
from central.store.backup import back_up
from central.store.database import Database
from central.texts import Texts
from common.clock import SystemClock
from hall.ids import KioskId, SiteId

FEW_NUMBERS = 100
"""Of a service; a few blocks for each kiosk."""


async def add(
    settings: Settings, site_id: SiteId, account_id: str, role: Role, *, texts: Texts, out: TextIO
) -> int:
    """Let a platform or somebody of the staff in; says the credential this once."""
    async with opened(settings, texts) as database:
        now = SystemClock().now()
        made = await add_account(database.unit_of_work, now, site_id, account_id, role)
    out.write(texts("command.credential", credential=made.credential.reveal()) + "\n")
    if made.second_factor:
        address = app_address(made.second_factor, f"{site_id}:{account_id}")
        out.write(texts("command.second_factor", address=address) + "\n")
    return 0


async def disable(
    settings: Settings, site_id: SiteId, account_id: str, *, texts: Texts, out: TextIO
) -> int:
    """Let somebody in no more."""
    async with opened(settings, texts) as database:
        now = SystemClock().now()
        await disable_account(database.unit_of_work, now, site_id, account_id)
    out.write(texts("command.disabled", account_id=account_id) + "\n")
    return 0


async def revoke_kiosk(
    settings: Settings, site_id: SiteId, kiosk_id: KioskId, *, texts: Texts, out: TextIO
) -> int:
    """Make a kiosk's credential worthless."""
    async with opened(settings, texts) as database:
        await revoke(database.unit_of_work, SystemClock(), site_id, kiosk_id)
    out.write(texts("command.revoked", kiosk_id=kiosk_id) + "\n")
    return 0


def back_up_into(settings: Settings, folder: Path, *, texts: Texts, out: TextIO) -> int:
    """One more backup, whether the centre runs or not; says where it is."""
    made = back_up(settings.database.url, folder, SystemClock().now())
    out.write(texts("command.backed_up", file=made, bytes=made.stat().st_size) + "\n")
    return 0


async def check(settings: Settings, site_id: SiteId, *, texts: Texts, out: TextIO) -> int:
    """Whether all that is kept of a site is whole; 1 when it was changed or something is missing."""
    async with opened(settings, texts) as database:
        checked = await check_audit(database.unit_of_work, site_id)
    out.writelines(line + "\n" for line in _said_of_audit(site_id, checked, texts))
    return 1 if checked.wrong else 0


def _said_of_audit(site_id: SiteId, checked: Checked, texts: Texts) -> Iterator[str]:
    if not checked.wrong:
        yield texts(
            "command.audit.whole",
            acts=checked.acts,
            last_act=checked.last_act,
            mark=checked.mark,
            rows=checked.rows,
            seq=checked.seq,
            forgotten=checked.forgotten,
            logged=checked.logged,
            kiosks=checked.kiosks,
        )
        return
    yield texts("command.audit.broken", site_id=site_id, count=checked.wrong)
    for finding in checked.findings:
        yield texts(finding.what, **finding.fields)
    if more := checked.wrong - len(checked.findings):
        yield texts("command.audit.more", count=more)
    for hint in checked.hints:
        yield texts(hint.what, **hint.fields)
    yield texts("command.audit.advice")


async def restored(
    settings: Settings, site_id: SiteId, stopped_at: str | None, *, texts: Texts, out: TextIO
) -> int:
    """Say that the database came back from a backup."""
    async with opened(settings, texts) as database:
        units = database.unit_of_work
        declared = await declare_restored(units, SystemClock(), site_id, stopped_at)
    epoch, numbers = declared.epoch, declared.numbers
    out.write(texts("command.restored", epoch=epoch, numbers=numbers) + "\n")
    if numbers < FEW_NUMBERS:
        out.write(texts("command.few_numbers", numbers=numbers) + "\n")
    return 0


@asynccontextmanager
async def opened(settings: Settings, texts: Texts) -> AsyncIterator[Database]:
    """The database for one command, which says which one it is; raises StoreError."""
    database = await Database.open(settings.database.url, connections=1)
    try:
        name_database(database.name, texts)
        yield database
    finally:
        await database.close()


def name_database(name: str, texts: Texts) -> None:
    """Beside what the command answers, which a script may read."""
    sys.stderr.write(texts("command.database", database=name) + "\n")
