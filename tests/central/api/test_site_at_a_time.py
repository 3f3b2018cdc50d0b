# SPDX-License-Identifier: Apache-2.0
"""Reading a site's text may take a while: two are not read at once, and others are answered meanwhile."""

import asyncio
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from central.api import site
from central.services import day_round
from central.services.roles import Role
from common.settings.problems import Problem
from common.settings.site_file import SiteFile, read_site
from tests.central.api.booking import BookingCentre, booking_centre
from tests.central.api.everybody import everybody

TOGETHER_SECONDS = 0.2
"""For a second reader to come, if it may."""


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


async def test_two_texts_are_read_one_after_the_other_and_others_are_answered_meanwhile(
    centre: BookingCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, begun, asked = threading.Barrier(2), threading.Event(), threading.Event()
    met = list[int]()

    def read(data: bytes, year: int) -> SiteFile | tuple[Problem, ...]:
        begun.set()
        asked.wait()
        with suppress(threading.BrokenBarrierError):
            met.append(both.wait(TOGETHER_SECONDS))
        return read_site(data, year)

    monkeypatch.setattr(site, "read_site", read)
    async with everybody(centre) as ours:
        headers = {"content-type": "application/toml"}
        put = partial(ours[Role.TECHNICIAN].put, "/v1/site", content=b"x = 1", headers=headers)
        puts = asyncio.gather(put(), put())
        await asyncio.to_thread(begun.wait)
        assert (await ours[Role.CLERK].get("/v1/services")).status_code == 200
        asked.set()
        assert [answer.status_code for answer in await puts] == [422, 422]
    assert met == []
