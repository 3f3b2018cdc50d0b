# SPDX-License-Identifier: Apache-2.0
"""Requests made up from the OpenAPI document: no 5xx, and no answer that the document lacks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import settings
from schemathesis import Case, SerializationContext
from schemathesis.specs.openapi.checks import positive_data_acceptance

from central.services import day_round
from central.services.day_round import DayRound
from central.services.entrance import limits
from central.services.sites import SiteFiles
from tests.central.api.booking import booking_centre
from tests.central.api.centre import HttpCentre

CENTRE = HttpCentre()
CENTRE.add_site()
schema = schemathesis.openapi.from_asgi("/openapi.json", CENTRE.app)
over_the_network = schemathesis.openapi.from_dict(CENTRE.app.openapi())


@schemathesis.serializer("application/toml")
def as_toml(_context: SerializationContext, value: object) -> bytes:
    """A site file is a text."""
    return str(value).encode("utf-8", "replace")


@schema.parametrize()
@settings(max_examples=25)
def test_every_answer_is_as_documented(case: Case[Any]) -> None:
    # A document cannot say what the rules refuse: a token that is unknown, a key that is none.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


class _Serving(uvicorn.Server):
    """On a thread of its own, for a centre whose writers live in its event loop."""

    def __init__(self, centre: HttpCentre) -> None:
        super().__init__(
            uvicorn.Config(centre.app, port=0, log_config=None, access_log=False, lifespan="off")
        )
        self._parts = centre.parts
        self.is_open = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    async def startup(self, *arguments: Any, **named: Any) -> None:
        await super().startup(*arguments, **named)
        self.is_open.set()

    async def serve(self, *arguments: Any, **named: Any) -> None:
        parts = self._parts
        async with parts.writers:
            await DayRound(parts.units, parts.writers, SiteFiles(), parts.clock).go()
            await super().serve(*arguments, **named)


@contextmanager
def _served(centre: HttpCentre) -> Iterator[str]:
    server = _Serving(centre)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.is_open.wait(30)
        yield server.url
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A centre with open days, and the credential of who may book there, as often as he likes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_round, "DAYS_AHEAD", 0)
        centre = booking_centre(tmp_path_factory.mktemp("keys"))
        centre.http.parts.entrance.limits = limits(10_000, 1)
        with _served(centre.http) as url:
            yield url, centre.credentials["web"]


@over_the_network.include(tag="booking").parametrize()
@settings(max_examples=25)
def test_who_may_book_gets_documented_answers_too(
    case: Case[Any], platform: tuple[str, str]
) -> None:
    url, credential = platform
    headers = {"Authorization": f"Bearer {credential}"}
    case.call_and_validate(
        base_url=url, headers=headers, excluded_checks=[positive_data_acceptance]
    )
