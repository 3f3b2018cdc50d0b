# SPDX-License-Identifier: Apache-2.0
"""Requests made up from the OpenAPI document by somebody who may: no 5xx, no answer that it lacks.

On PostgreSQL, which refuses what a fake takes; and three of four good requests name what there is, so
that the rules are asked and not only the form.
"""

import asyncio
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from random import Random
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from central.services import day_round
from central.services.roles import Role
from central.store.database import Database, database_url, open_engine
from tests.central.api.busy_hall import CLOSING, BusyHall, busy_hall
from tests.central.api.centre import HttpCentre
from tests.central.api.made_up import CONFIG
from tests.central.api.served import served
from tests.central.api.test_role_matrix import MAY
from tests.central.small_site import SMALL_SITE
from tests.cluster import Cluster

schema = schemathesis.openapi.from_dict(HttpCentre().app.openapi(), config=CONFIG)

CONNECTIONS = 4
NAMED = 0.75
"""Of the requests name what there is, as far as they are good."""
FORM = {400, 401, 403, 404, 405, 413, 415, 422, 429}
"""Statuses of requests that the rules never saw."""
SESSIONS = ("POST", "/v1/sessions")
SITE = ("PUT", "/v1/site")


class Callers:
    """Everybody, at a hall that is served; what was answered is counted."""

    def __init__(self, hall: BusyHall, url: str) -> None:
        self.hall = hall
        self.url = url
        self.answers: defaultdict[tuple[str, str], Counter[int]] = defaultdict(Counter)

    def ask(self, case: Case[Any]) -> None:
        # By what was made up alone: the same once more, when a failure is looked at.
        made_up = repr((case.path_parameters, case.query, case.body)).encode()
        draw = Random(zlib.crc32(made_up))  # noqa: S311 - no secret comes of it
        route = case.operation.method.upper(), case.operation.path
        good = _good_parts(case)
        if draw.random() < NAMED:
            self._name_what_there_is(case, good, route, draw)
        response = case.call_and_validate(
            base_url=self.url,
            headers={"Authorization": f"Bearer {self._credential(route, draw)}"},
            excluded_checks=_left_out(good),
        )
        self.answers[route][response.status_code] += 1

    def never_asked(self) -> list[tuple[str, str]]:
        """Routes whose every request ended before the rules."""
        return sorted(route for route, each in self.answers.items() if each.keys() <= FORM)

    def _credential(self, route: tuple[str, str], draw: Random) -> str:
        if route == SESSIONS:
            return self.hall.way_in
        return self.hall.credentials[draw.choice(sorted(MAY.get(route, set(Role))))]

    def _name_what_there_is(
        self,
        case: Case[Any],
        good: Collection[ParameterLocation],
        route: tuple[str, str],
        draw: Random,
    ) -> None:
        if ParameterLocation.PATH in good:
            case.path_parameters = self.hall.named(case.path_parameters, draw)
            if route[1].endswith("/close"):
                case.path_parameters = {"counter_id": draw.choice(CLOSING)}
        if ParameterLocation.QUERY in good:
            case.query = self.hall.named(case.query, draw)
        if ParameterLocation.BODY in good:
            case.body = SMALL_SITE if route == SITE else self.hall.named(case.body, draw)


def _good_parts(case: Case[Any]) -> set[ParameterLocation]:
    parts = case.meta.components if case.meta else {}
    return {where for where, part in parts.items() if part.mode is GenerationMode.POSITIVE}


def _left_out(good: Collection[ParameterLocation]) -> list[CheckFunction]:
    """A document cannot say what the rules refuse: an id that is unknown, a slot that is full.

    A request that is only bad because its credential is missing gets one here; an unknown word behind
    `?` is passed over.
    """
    is_bad_elsewhere = {ParameterLocation.HEADER, ParameterLocation.QUERY} - set(good)
    return [positive_data_acceptance, *([negative_data_rejection] if is_bad_elsewhere else [])]


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Iterator[Callers]:
    address = cluster.make("made_up")
    asyncio.run(Database.migrate(address))
    database = Database(open_engine(database_url(address), connections=CONNECTIONS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_round, "DAYS_AHEAD", 1)
        hall = busy_hall(tmp_path_factory.mktemp("keys"), database)
        with served(hall.http.app, hall.life) as url:
            made = Callers(hall, url)
            yield made
    assert made.never_asked() == []


@schema.parametrize()
@settings(max_examples=20)
def test_who_may_ask_gets_documented_answers(case: Case[Any], callers: Callers) -> None:
    callers.ask(case)


def test_no_name_in_an_address_breaks_the_database(callers: Callers) -> None:
    """What the document would not make up: PostgreSQL takes no NUL."""
    for (method, path), roles in MAY.items():
        if "{" not in path:
            continue
        credential = callers.hall.credentials[min(roles)]
        headers = {"Authorization": f"Bearer {credential}", "Idempotency-Key": "k"}
        for name in ("%00", "k2%00", "%ED%A0%80"):
            url = callers.url + re.sub("{[a-z_]+}", name, path)
            for body in (b"", b'{"off_since": "2026-03-01T00:00:00Z", "reason": "r"}'):
                answer = httpx.request(method, url, headers=headers, content=body)
                assert answer.status_code == 422, (method, url, answer.text)
