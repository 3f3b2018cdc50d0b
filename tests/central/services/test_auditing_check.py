# SPDX-License-Identifier: Apache-2.0
"""Whether a check of the audit finds what was done to a journal, and takes nothing else for it."""

import asyncio
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from central.services import auditing_check, day_round
from central.services.auditing_check import Checked, check_audit
from central.services.auditing_findings import MOST_SAID, Finding, Findings, Hint, Wrong
from central.services.auditing_journal import JournalWalk
from central.store.records import JournalRow
from hall.ids import KioskId
from hall.journal import KioskLogged, KioskRecovered
from hall.log import chain_hash
from tests.central.services.busy_days import DAY, first_day, forget, next_day, restore, short_days
from tests.central.services.hall import HALL, Hall, LogKiosk
from tests.fakes.central_rows import Rows

SOME = 5
"""Of so many rows one is tried."""


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    """What is kept after two days, after some were forgotten, and after a restore."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_round, "DAYS_AHEAD", 1)
        return asyncio.run(lived(short_days(tmp_path_factory.mktemp("keys"))))


async def lived(hall: Hall) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    async with hall.writers:
        kiosks = await first_day(hall)
        found["two days"] = deepcopy(hall.fake.rows)
        await next_day(hall, *kiosks)
        for _ in range(2):
            await next_day(hall, *kiosks)
            await forget(hall)
        found["forgotten"] = deepcopy(hall.fake.rows)
    backup = deepcopy(hall.fake.rows)
    found["restored"] = await restored(hall, kiosks)
    # What the first restored centre told the kiosks, the second one does not know of.
    hall.fake.rows = backup
    found["restored twice"] = await restored(hall, kiosks)
    return found


async def restored(hall: Hall, kiosks: list[LogKiosk]) -> Rows:
    """What is kept after a restore and one more day, by a process that began since."""
    hall.clock.pass_time(timedelta(minutes=1))
    again = Hall(hall.keys._folder, hall.units)
    again.clock.jump_to(hall.clock.now())
    async with again.writers:
        for kiosk in kiosks:
            kiosk.hall = again
        await restore(again, *kiosks)
        await next_day(again, *kiosks)
        hall.clock.jump_to(again.clock.now())
        await forget(again)
    return deepcopy(hall.fake.rows)


WHEN = ("two days", "forgotten", "restored", "restored twice")


class Kept:
    """A store with these rows, and one thing done to it."""

    def __init__(self, rows: Rows) -> None:
        self.hall = Hall(Path())
        self.hall.fake.rows = deepcopy(rows)

    @property
    def rows(self) -> dict[int, JournalRow]:
        return {seq: row for (_, seq), row in self.hall.fake.rows.journal.items()}

    def put(self, row: JournalRow) -> None:
        self.hall.fake.rows.journal[HALL, row.seq] = row

    def drop(self, seq: int) -> None:
        del self.hall.fake.rows.journal[HALL, seq]

    def check(self) -> Checked:
        return asyncio.run(check_audit(self.hall.units, HALL))

    def found(self) -> list[Finding]:
        return self.walked().first

    def walked(self) -> Findings:
        """As the check does, without a store to copy."""
        findings, rows = Findings(), self.rows
        store = self.hall.fake.rows
        walk = JournalWalk(
            store.sites[HALL], min(row.business_date for row in rows.values()), findings
        )
        for seq in sorted(rows):
            walk.see(rows[seq])
        walk.end(list(store.kiosks.values()))
        return findings

    def wrongs(self) -> set[Wrong]:
        return {each.what for each in self.found()}

    def of_kiosk(self, kiosk_id: str) -> list[JournalRow]:
        return [row for row in self.rows.values() if row.kiosk_id == kiosk_id]

    def seqs(self, *, of_kiosks: bool) -> list[int]:
        return [seq for seq, row in self.rows.items() if (row.kiosk_id is not None) == of_kiosks]


@pytest.fixture
def kept(days: dict[str, Rows]) -> Kept:
    return Kept(days["two days"])


@pytest.mark.parametrize("at_once", [7, 1000])
@pytest.mark.parametrize("when", WHEN)
def test_what_nobody_touched_is_whole(
    days: dict[str, Rows], when: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing_check, "AT_ONCE", at_once)
    kept = Kept(days[when])
    checked = kept.check()
    assert (checked.findings, checked.wrong) == ((), 0)
    assert checked.rows == len(kept.rows)
    assert checked.seq == max(kept.rows)
    assert checked.logged == len(kept.seqs(of_kiosks=True))
    assert checked.kiosks == 2
    assert (checked.forgotten > 0) == (when != "two days")


def change_body(row: JournalRow) -> JournalRow:
    """What the kiosk said is another thing, and can be read as well."""
    body = json.loads(row.body)
    body["at"] = body["at"].replace("2026", "2025")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(row, body=text)


def forge(row: JournalRow) -> JournalRow:
    """The same, with the hash it gives."""
    changed = change_body(row)
    body = json.loads(changed.body)
    text = json.dumps(body["body"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    at = row.at.fromisoformat(body["at"])
    previous = bytes.fromhex(body["previous_hash"])
    return replace(changed, hash=chain_hash(previous, body["position"], at, body["kind"], text))


OF_A_KIOSK: dict[str, Callable[[JournalRow], JournalRow]] = {
    "body": change_body,
    "hash": lambda row: replace(row, hash=bytes(32)),
    "position": lambda row: replace(row, position=(row.position or 0) + 100),
    "kiosk": lambda row: replace(row, kiosk_id=KioskId("k3")),
    "spelling": lambda row: replace(row, body=row.body.replace(",", ", ")),
}


@pytest.mark.parametrize("how", OF_A_KIOSK.values(), ids=OF_A_KIOSK)
@pytest.mark.parametrize("when", WHEN)
def test_an_entry_of_a_kiosk_that_was_changed_is_named(
    days: dict[str, Rows], when: str, how: Callable[[JournalRow], JournalRow]
) -> None:
    kept = Kept(days[when])
    for seq in kept.seqs(of_kiosks=True)[::SOME]:
        row = kept.rows[seq]
        kept.put(how(row))
        (found,) = kept.found()
        kept.put(row)
        assert found.what is Wrong.LOGGED_CHANGED
        on = row.business_date.isoformat()
        body = json.loads(how(row).body)
        where = {"seq": seq, "on": on, "kiosk_id": row.kiosk_id, "position": body["position"]}
        assert found.fields == where


def test_an_entry_that_was_forged_with_its_hash_does_not_fit_the_next_one(kept: Kept) -> None:
    for kiosk_id in ("k1", "k2"):
        entries = kept.of_kiosk(kiosk_id)
        for row, following in list(pairwise(entries))[::SOME]:
            kept.put(forge(row))
            (found,) = kept.found()
            kept.put(row)
            assert (found.what, found.fields["seq"]) == (Wrong.LOGGED_LOOSE, following.seq)
        kept.put(forge(entries[-1]))
        assert kept.wrongs() == {Wrong.KIOSK_OTHERWISE}
        kept.put(entries[-1])


def test_a_row_that_is_missing_is_named_whatever_it_was(kept: Kept) -> None:
    for seq, row in list(kept.rows.items())[::2]:
        kept.drop(seq)
        found = {each.what: each.fields for each in kept.found()}
        kept.put(row)
        gap = found.pop(Wrong.ROWS_MISSING)
        assert (gap["first"], gap["last"]) == (seq, seq)
        if row.kiosk_id:
            entry = found.pop(Wrong.LOGGED_MISSING)
            assert (entry["kiosk_id"], entry["first"]) == (row.kiosk_id, row.position)
            assert entry["last"] == row.position
        assert found == {}


@pytest.mark.parametrize("when", ["restored", "restored twice"])
def test_a_row_that_is_missing_after_a_restore_is_missed(days: dict[str, Rows], when: str) -> None:
    kept = Kept(days[when])
    since = max(seq for seq, row in kept.rows.items() if row.kind == KioskRecovered.kind)
    later = [seq for seq in kept.rows if seq > since]
    assert len(later) > 5
    for seq in later[::SOME]:
        row = kept.rows[seq]
        kept.drop(seq)
        (missing,) = kept.found()
        kept.put(row)
        assert (missing.what, missing.fields["count"]) == (Wrong.ROWS_MISSING_SOMEWHERE, 1)


def test_a_row_that_is_missing_among_forgotten_days_is_missed(days: dict[str, Rows]) -> None:
    kept = Kept(days["forgotten"])
    hinted = list[bool]()
    for seq, row in list(kept.rows.items())[::SOME]:
        kept.drop(seq)
        findings = kept.walked()
        kept.put(row)
        (found,) = findings.first
        assert (found.what, found.fields["count"]) == (Wrong.ROWS_MISSING_SOMEWHERE, 1)
        gaps = [hint.fields for hint in findings.hints if hint.what is Hint.ROWS]
        hinted.append(any(gap["first"] <= seq <= gap["last"] for gap in gaps))
        if row.kiosk_id and hinted[-1]:
            of_kiosk = [hint.fields for hint in findings.hints if hint.what is Hint.LOGGED]
            assert row.kiosk_id in {gap["kiosk_id"] for gap in of_kiosk}
    # Of what was written before the first day that is kept, nobody can tell where it is missing.
    assert hinted[-5:] == [True] * 5


@pytest.mark.parametrize("when", WHEN)
def test_two_entries_of_a_kiosk_in_each_others_place_are_found(
    days: dict[str, Rows], when: str
) -> None:
    kept = Kept(days[when])
    for kiosk_id in ("k1", "k2"):
        entries = kept.of_kiosk(kiosk_id)
        for row, following in list(pairwise(entries))[::SOME]:
            kept.put(replace(row, seq=following.seq))
            kept.put(replace(following, seq=row.seq))
            wrongs = kept.wrongs()
            kept.put(row)
            kept.put(following)
            assert wrongs == {Wrong.LOGGED_ELSEWHERE}


@pytest.mark.parametrize("forgotten", [0, 3])
def test_numbers_that_were_closed_up_after_rows_show_in_the_kiosks_entries(
    kept: Kept, forgotten: int
) -> None:
    """A few more are gone than the site says were forgotten, and no number is missing."""
    gone = kept.of_kiosk("k1")[4 : 5 + forgotten]
    store = kept.hall.fake.rows
    rows = [row for row in kept.rows.values() if row not in gone]
    store.journal = {
        (HALL, seq): replace(row, seq=seq) for seq, row in enumerate(rows, start=forgotten + 1)
    }
    site = store.sites[HALL]
    store.sites[HALL] = replace(site, seq=forgotten + len(rows), forgotten=forgotten)
    findings = kept.walked()
    (found,) = findings.first
    where = found if not forgotten else findings.hints[-1]
    assert found.what is (Wrong.LOGGED_MISSING_SOMEWHERE if forgotten else Wrong.LOGGED_MISSING)
    assert (where.fields["kiosk_id"], where.fields["first"]) == ("k1", gone[0].position)


@pytest.mark.parametrize("when", WHEN)
def test_an_end_that_is_cut_off_is_missed(days: dict[str, Rows], when: str) -> None:
    kept = Kept(days[when])
    for seq in sorted(kept.rows)[-3:]:
        kept.drop(seq)
    assert kept.wrongs() & {Wrong.ROWS_MISSING, Wrong.ROWS_MISSING_SOMEWHERE}


def test_rows_past_the_end_are_too_many(kept: Kept) -> None:
    sites = kept.hall.fake.rows.sites
    sites[HALL] = replace(sites[HALL], seq=max(kept.rows) - 1)
    assert kept.found() == [Finding(Wrong.ROWS_TOO_MANY, {"count": 1})]


OF_THE_CENTRE: dict[str, tuple[Callable[[JournalRow], JournalRow], Wrong]] = {
    "cut": (lambda row: replace(row, body=row.body[:-1]), Wrong.ROW_UNREADABLE),
    "kind": (lambda row: replace(row, kind="unheard_of"), Wrong.ROW_UNREADABLE),
    "a kiosk's": (
        lambda row: replace(row, kiosk_id=KioskId("k1"), position=1, hash=bytes(32)),
        Wrong.ROW_CHANGED,
    ),
}


@pytest.mark.parametrize(("how", "wrong"), OF_THE_CENTRE.values(), ids=OF_THE_CENTRE)
def test_a_row_of_the_centre_that_cannot_be_is_named(
    kept: Kept, how: Callable[[JournalRow], JournalRow], wrong: Wrong
) -> None:
    for seq in kept.seqs(of_kiosks=False)[::2]:
        row = kept.rows[seq]
        kept.put(how(row))
        (found,) = kept.found()
        kept.put(row)
        assert (found.what, found.fields["seq"]) == (wrong, seq)


@pytest.mark.parametrize(
    "kind", ["day_opened", "grant_made", "kiosk_added", "site_described", "kiosk_logged"]
)
def test_a_row_that_says_another_day_than_its_own_is_found(kept: Kept, kind: str) -> None:
    row = next(
        row
        for row in kept.rows.values()
        if row.kind == kind and ("issued" in row.body or kind != KioskLogged.kind)
    )
    kept.put(
        replace(
            row, business_date=min(row.business_date, kept.of_kiosk("k1")[0].business_date) - DAY
        )
    )
    assert kept.wrongs() == {
        Wrong.LOGGED_CHANGED if kind == KioskLogged.kind else Wrong.ROW_CHANGED
    }


def test_rows_that_were_put_where_some_were_forgotten_are_too_many(days: dict[str, Rows]) -> None:
    kept = Kept(days["forgotten"])
    gap = next(seq for seq in range(1, max(kept.rows)) if seq not in kept.rows)
    kept.put(replace(kept.rows[max(kept.seqs(of_kiosks=False))], seq=gap))
    (found,) = kept.found()
    assert (found.what, found.fields) == (Wrong.ROWS_TOO_MANY, {"count": 1})


def test_of_a_ruined_journal_not_everything_is_told(kept: Kept) -> None:
    for seq in kept.seqs(of_kiosks=True) + kept.seqs(of_kiosks=False):
        kept.put(replace(kept.rows[seq], body="{"))
    checked = kept.check()
    assert len(checked.findings) == MOST_SAID
    assert checked.wrong >= len(kept.rows)
