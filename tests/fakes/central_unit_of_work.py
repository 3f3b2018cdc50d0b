# SPDX-License-Identifier: Apache-2.0
"""The centre's store in memory, by the same interface; held to it by tests/contract/centre."""

import asyncio
from copy import deepcopy
from types import TracebackType
from typing import Self

from central.store.abstract import UnitOfWork
from tests.fakes.central_projections import FakeRetention, FakeTables
from tests.fakes.central_repositories import (
    FakeAccounts,
    FakeAudit,
    FakeEnrolments,
    FakeHelpCalls,
    FakeJournal,
    FakeKiosks,
    FakeSites,
)
from tests.fakes.central_rows import Rows


class FakeCentre:
    """Makes units on one store in memory; those that write wait for one another, as on SQLite."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.commits = 0
        self.writing = asyncio.Lock()

    def unit_of_work(self, *, is_read_only: bool = False) -> "FakeCentralUnitOfWork":
        return FakeCentralUnitOfWork(self, is_read_only=is_read_only)


class FakeCentralUnitOfWork(UnitOfWork):
    """What was rolled back is gone."""

    def __init__(self, centre: FakeCentre, *, is_read_only: bool) -> None:
        self._centre = centre
        self._is_read_only = is_read_only
        self._working: Rows | None = None

    async def __aenter__(self) -> Self:
        if self._working is not None:
            raise RuntimeError("entered within itself")
        if not self._is_read_only:
            await self._centre.writing.acquire()
        self._working = rows = deepcopy(self._centre.rows)
        self.sites = FakeSites(rows)
        self.journal = FakeJournal(rows)
        self.kiosks = FakeKiosks(rows)
        self.enrolments = FakeEnrolments(rows)
        self.accounts = FakeAccounts(rows)
        self.help_calls = FakeHelpCalls(rows)
        self.tables = FakeTables(rows)
        self.audit = FakeAudit(rows)
        self.retention = FakeRetention(rows)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._working = None
        if not self._is_read_only:
            self._centre.writing.release()

    async def commit(self) -> None:
        if self._working is None:
            raise RuntimeError("not entered")
        self._centre.rows = self._working
        self._centre.commits += 1
