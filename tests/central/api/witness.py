# SPDX-License-Identifier: Apache-2.0
"""Sends what means harm to a centre and looks at each refusal."""

from collections.abc import Iterable, Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from central.services.entrance import limits
from central.services.roles import Role
from hall.wire.codec import from_bytes
from hall.wire.v1 import ProblemV1
from tests.central.api.booking import ALICE, BookingCentre, Visitor, booking_centre
from tests.central.api.centre import HttpCentre

NOTHING = "00000000-0000-4000-8000-000000000000"
ACT = "00000000-0000-4000-8000-0000000000a1"
BODIES: Mapping[Role, Mapping[str, dict[str, object]]] = {
    Role.KIOSK: {
        "/v1/exchange": {
            "exchange_id": NOTHING,
            "epoch": 1,
            "after": 0,
            "after_hash": None,
            "entries": [],
            "end": 0,
            "cursor": 0,
        },
        "/v1/help-calls": {"call_id": ACT, "raised_at": "2026-03-02T02:00:00Z"},
    },
    Role.PLATFORM: {
        "/v1/holds": {"service_id": "estate", "slot_start": "2026-03-02T09:00:00Z"},
        "/v1/bookings": {"hold_id": NOTHING, "identity_number": ALICE},
    },
    Role.CLERK: {
        "/v1/counters/1/open": {"act_id": ACT, "service_id": "estate"},
        "/v1/counters/1/next": {"act_id": ACT},
        "/v1/counters/1/start": {"act_id": ACT, "ticket_id": NOTHING},
        "/v1/counters/1/transfer": {"act_id": ACT, "ticket_id": NOTHING, "service_id": "estate"},
    },
    Role.MANAGER: {
        "/v1/services/estate/standing": {"standing": "stopped", "reason": "r"},
        "/v1/services/estate/extras": {"act_id": ACT, "count": 1, "reason": "r"},
        "/v1/kiosks/k1/give-up": {"off_since": "2026-03-01T00:00:00Z", "reason": "r"},
    },
}
"""A good body of every route that reads one, and who may send it; `/v1/enrol` takes a token."""


def attacked(folder: Path) -> BookingCentre:
    """A centre that refuses nobody for coming too often."""
    made = booking_centre(folder)
    made.http.parts.entrance.limits = limits(10_000, 10_000) | {
        role: limits(10_000, 1)[Role.PLATFORM] for role in (Role.CLERK, Role.MANAGER)
    }
    return made


@cache
def documented() -> Mapping[str, Any]:
    """The routes of every centre, by path."""
    paths: Mapping[str, Any] = HttpCentre().app.openapi()["paths"]
    return paths


class Witness:
    """Looks at every answer: as documented, a problem, and nothing behind it has changed."""

    def __init__(self, centre: BookingCentre, broken: Iterable[str] = ()) -> None:
        self._centre = centre
        self.before = self.kept()
        self.broken: list[str] = [*broken]

    def kept(self) -> str:
        return repr(self._centre.http.fake.rows)

    def see(self, answer: httpx.Response, allowed: Iterable[int], what: object) -> None:
        try:
            assert answer.status_code in allowed
            assert str(answer.status_code) in self._documented(answer.request)
            assert answer.headers["content-type"] == "application/problem+json"
            assert from_bytes(ProblemV1, answer.content).status == answer.status_code
            assert ALICE[:-1] not in answer.text
            assert self.kept() == self.before
        except AssertionError as error:
            said = f"{answer.status_code} {answer.text[:200]}"
            self.broken.append(f"{answer.request.url.path} {str(what)[:80]}: {said} {error}")

    def _documented(self, request: httpx.Request) -> MutableMapping[str, Any]:
        steps = request.url.path.split("/")
        for path, each in documented().items():
            wanted = path.split("/")
            is_same = all(a == b or a.startswith("{") for a, b in zip(wanted, steps, strict=False))
            if len(wanted) == len(steps) and is_same:
                found: MutableMapping[str, Any] = each[request.method.lower()]["responses"]
                return found
        raise AssertionError(request.url.path)


async def send(visitor: Visitor, path: str, content: bytes | str, **headers: str) -> httpx.Response:
    return await visitor.post(path, content=content, headers={"idempotency-key": "k", **headers})
