# SPDX-License-Identifier: Apache-2.0
"""Whether what is kept of a site was changed, or cut: staff's acts, its journal, its kiosks' logs."""

from dataclasses import dataclass

from central.services.auditing_findings import Finding, Findings, Wrong
from central.services.auditing_journal import JournalWalk
from central.services.errors import UnknownSiteError
from central.store.abstract import UnitOfWork, Units
from central.store.records import AuditEntry
from hall.ids import SiteId
from hall.log import chain_hash

AT_ONCE = 1000
"""Rows read in one look; a journal may have millions."""
MARK = 16
"""Digits of a hash that somebody can copy by hand."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is wrong with it.

    The end of a chain can be cut off, or all of it made anew, and the rest is whole; only figures
    that were noted before tell.

    Attributes:
        acts, last_act, mark: acts of staff, the position of the last one and the begin of its hash.
        rows, seq, forgotten: rows of the journal, its end, and how many went with their days.
        logged, kiosks: how many of the rows are of kiosks' logs, and of how many kiosks.
        wrong, findings: how much is wrong, and the first of it.
        hints: where what is missing may be missing, the latest first.
    """

    acts: int
    last_act: int
    mark: str
    rows: int
    seq: int
    forgotten: int
    logged: int
    kiosks: int
    wrong: int
    findings: tuple[Finding, ...]
    hints: tuple[Finding, ...]


async def check_audit(units: Units, site_id: SiteId) -> Checked:
    """Look at all that is kept of a site, of one moment and so much at a time.

    Raises UnknownSiteError, StoreError.
    """
    findings = Findings()
    async with units(is_read_only=True) as unit:
        site = await unit.sites.find(site_id)
        if site is None:
            raise UnknownSiteError(site_id=site_id)
        acts = await _check_acts(unit, site_id, findings)
        walk = JournalWalk(site, await unit.journal.first_day(site_id), findings)
        seq = 0
        while rows := await unit.journal.after(site_id, seq, AT_ONCE):
            for row in rows:
                walk.see(row)
            seq = rows[-1].seq
        walk.end(await unit.kiosks.of_site(site_id))
    return Checked(
        acts=acts.count,
        last_act=acts.last.position if acts.last else 0,
        mark=acts.last.hash.hex()[:MARK] if acts.last else "-",
        rows=walk.rows,
        seq=site.seq,
        forgotten=site.forgotten,
        logged=walk.logged,
        kiosks=walk.kiosks,
        wrong=findings.count,
        findings=tuple(findings.first),
        hints=tuple(findings.hints),
    )


@dataclass(slots=True)
class _Acts:
    """Staff's acts as far as they were followed; a changed one has no say on the next."""

    count: int = 0
    last: AuditEntry | None = None
    is_sure: bool = False

    def see(self, entry: AuditEntry, findings: Findings) -> None:
        """Entries whose time is over are gone from the beginning; nothing may be missing after it."""
        after = self.last.position if self.last else entry.position - 1
        if entry.position != after + 1:
            findings.add(Wrong.ACTS_MISSING, first=after + 1, last=entry.position - 1)
            self.is_sure = False
        is_itself = entry.hash == chain_hash(
            entry.previous_hash, entry.position, entry.at, entry.act, entry.body
        )
        is_next = not self.last or not self.is_sure or entry.previous_hash == self.last.hash
        if not is_itself or not is_next:
            findings.add(Wrong.ACT_CHANGED, position=entry.position, on=entry.business_date)
        self.count += 1
        self.last, self.is_sure = entry, is_itself


async def _check_acts(unit: UnitOfWork, site_id: SiteId, findings: Findings) -> _Acts:
    acts = _Acts()
    while entries := await unit.audit.entries(
        site_id, acts.last.position if acts.last else 0, AT_ONCE
    ):
        for entry in entries:
            acts.see(entry, findings)
    return acts
