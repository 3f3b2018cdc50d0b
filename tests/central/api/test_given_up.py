# SPDX-License-Identifier: Apache-2.0
"""A kiosk that was given up hears so as the answer to its own exchange, and cannot miss it."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.roles import Role
from hall.account import SILENT_AFTER
from hall.exchange import LogPart
from hall.wire.codec import pack, to_bytes
from hall.wire.translate import exchange_to_wire
from hall.wire.values import Exchange
from tests.central.api.booking import BookingCentre, booking_centre
from tests.central.api.everybody import KIOSK, everybody
from tests.hall.wire.samples import EXCHANGE_ID


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


async def test_its_exchange_is_answered_with_404_and_the_id_it_sent(centre: BookingCentre) -> None:
    said = Exchange(LogPart(KIOSK, 1, 0, (), 0), 0)
    body = pack(to_bytes(exchange_to_wire(said, EXCHANGE_ID)))
    packed = {"content-encoding": "gzip"}
    async with everybody(centre) as visitors:
        kiosk, manager = visitors[Role.KIOSK], visitors[Role.MANAGER]
        assert (await kiosk.post("/v1/exchange", content=body, headers=packed)).status_code == 200
        off_since = centre.http.clock.now().isoformat().replace("+00:00", "Z")
        centre.http.clock.pass_time(SILENT_AFTER + timedelta(seconds=1))
        wanted = {"off_since": off_since, "reason": "disk destroyed"}
        given_up = await manager.send_json(f"/v1/kiosks/{KIOSK}/give-up", wanted)
        assert given_up.status_code == 204, given_up.text
        answer = await kiosk.post("/v1/exchange", content=body, headers=packed)
    assert answer.status_code == 404
    found = answer.json()
    assert (found["key"], found["exchange_id"]) == ("error.hall.unknown_kiosk", str(EXCHANGE_ID))
