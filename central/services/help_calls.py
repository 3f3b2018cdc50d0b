# SPDX-License-Identifier: Apache-2.0
"""Visitors at kiosks want help: the staff are shown them, say that they come, and that it is done.

Nothing is kept of the visitor, and of the staff here only the role; who acted stands in the audit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from central.services.access import Caller
from central.services.auditing import Noted, note
from central.services.errors import UnknownHelpCallError
from central.store.abstract import UnitOfWork, Units
from central.store.records import HelpCall
from common.clock import Clock
from hall.ids import HelpCallId, SiteId
from hall.wire.values import HelpProgress, HelpWish

LOST_AFTER = timedelta(minutes=5)
"""A kiosk that was not heard for so long is off or cut: nobody is sent there any more."""

HEARD_EVERY = timedelta(seconds=10)
"""A kiosk asks more often; that he still waits is written down so often."""


@dataclass(frozen=True)
class HelpDesk:
    """Concurrency: one event loop. All raise StoreError besides."""

    units: Units
    clock: Clock

    async def hear(self, caller: Caller, wish: HelpWish) -> HelpProgress:
        """A kiosk's visitor wants help, still wants it, or wants it no more; any number of times.

        Another call of the same kiosk ends those before it; so does the end of one that was never
        heard, which is what a kiosk says when it starts. Raises UnknownHelpCallError: another
        kiosk's.
        """
        now = self.clock.now()
        async with self.units(is_read_only=True) as unit:
            known = await unit.help_calls.find(caller.site_id, wish.call_id)
        if known is None and wish.is_over:
            await self._end_earlier(caller, wish, now)
            return HelpProgress(wish.call_id, ended_at=now)
        if known is None or _is_news(known, wish, now):
            known = await self._write(caller, wish, now)
        if known.kiosk_id != caller.kiosk_id:
            raise UnknownHelpCallError(call_id=wish.call_id)
        return HelpProgress(known.call_id, known.told_at, known.answered_at, known.ended_at)

    async def _write(self, caller: Caller, wish: HelpWish, now: datetime) -> HelpCall:
        async with self.units() as unit:
            known = await unit.help_calls.lock(caller.site_id, wish.call_id)
            if known is None:
                known = await _begun(unit, caller, wish, now)
            elif known.kiosk_id == caller.kiosk_id and known.ended_at is None:
                known = replace(known, heard_at=now, ended_at=now if wish.is_over else None)
                await unit.help_calls.keep(known)
            await unit.commit()
        return known

    async def _end_earlier(self, caller: Caller, wish: HelpWish, now: datetime) -> None:
        async with self.units() as unit:
            await unit.help_calls.end(caller.site_id, caller.kiosk_id, now, wish.raised_at)
            await unit.commit()

    async def open(self, site_id: SiteId) -> Sequence[HelpCall]:
        """Who waits for help now, the longest first; whoever asks this was told of them."""
        now = self.clock.now()
        since = now - LOST_AFTER
        async with self.units(is_read_only=True) as unit:
            calls = await unit.help_calls.open(site_id, since)
        if all(call.told_at for call in calls):
            return calls
        async with self.units() as unit:
            await unit.help_calls.tell(site_id, since, now)
            calls = await unit.help_calls.open(site_id, since)
            await unit.commit()
        return calls

    async def answer(self, caller: Caller, call_id: HelpCallId) -> HelpCall:
        """Somebody comes; the first one counts, and after the end nobody. Raises UnknownHelpCallError."""
        now = self.clock.now()
        async with self.units() as unit:
            call = await _locked(unit, caller, call_id)
            if call.answered_at is None and call.ended_at is None:
                role = caller.role.value
                told_at = call.told_at or now
                call = replace(call, told_at=told_at, answered_at=now, answered_by=role)
                await self._keep(unit, caller, call, Noted.HELP_ANSWERED)
        return call

    async def end(self, caller: Caller, call_id: HelpCallId) -> HelpCall:
        """The visitor was helped; twice is once. Raises UnknownHelpCallError."""
        now = self.clock.now()
        async with self.units() as unit:
            call = await _locked(unit, caller, call_id)
            if call.ended_at is None:
                call = replace(call, ended_at=now)
                await self._keep(unit, caller, call, Noted.HELP_ENDED)
        return call

    async def _keep(self, unit: UnitOfWork, caller: Caller, call: HelpCall, act: Noted) -> None:
        await unit.help_calls.keep(call)
        await note(
            unit,
            caller.site_id,
            self.clock.now(),
            act,
            caller.name,
            role=caller.role.value,
            kiosk_id=call.kiosk_id,
            call_id=str(call.call_id),
        )
        await unit.commit()


def _is_news(known: HelpCall, wish: HelpWish, now: datetime) -> bool:
    if known.ended_at is not None:
        return False
    return wish.is_over or now - known.heard_at >= HEARD_EVERY


async def _begun(unit: UnitOfWork, caller: Caller, wish: HelpWish, now: datetime) -> HelpCall:
    call = HelpCall(
        site_id=caller.site_id,
        business_date=now.date(),
        call_id=wish.call_id,
        kiosk_id=caller.kiosk_id,
        raised_at=wish.raised_at,
        heard_at=now,
    )
    await unit.help_calls.end(caller.site_id, caller.kiosk_id, now)
    if await unit.help_calls.add(call):
        return call
    # The same kiosk said it twice at once, to two processes.
    return await unit.help_calls.lock(caller.site_id, wish.call_id) or call


async def _locked(unit: UnitOfWork, caller: Caller, call_id: HelpCallId) -> HelpCall:
    call = await unit.help_calls.lock(caller.site_id, call_id)
    if call is None:
        raise UnknownHelpCallError(call_id=call_id)
    return call
