# SPDX-License-Identifier: Apache-2.0
"""What a shell can do at the centre, asked by those who may: accounts, kiosks, the site, the audit."""

import json
from base64 import b32decode
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest

from central.crypto import TimedCode
from central.services import day_round
from central.services.auditing_check import check_audit
from central.services.roles import NEEDS_SECOND_FACTOR, Role
from common.settings.site_file import MOST_SITE_BYTES
from tests.central.api.booking import OTHER_HALL, BookingCentre, Visitor, booking_centre
from tests.central.api.centre import public_key
from tests.central.api.everybody import everybody
from tests.central.services.hall import HALL
from tests.central.small_site import SMALL_SITE

AS_TOML = {"content-type": "application/toml"}


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


def audited(centre: BookingCentre, act: str) -> list[dict[str, object]]:
    rows = centre.http.fake.rows.audit.values()
    return [json.loads(each.body) for each in rows if each.act == act]


async def test_an_account_is_added_by_name_enters_and_is_let_in_no_more(
    centre: BookingCentre,
) -> None:
    async with everybody(centre) as ours:
        admin = ours[Role.SECURITY_ADMIN]
        made = await admin.send_json("/v1/accounts", {"account_id": "zhou", "role": "clerk"})
        assert made.status_code == 201
        zhou = Visitor(centre.http, made.json()["credential"])
        assert (await zhou.get("/v1/counters")).status_code == 200
        accounts = (await admin.get("/v1/accounts")).json()["accounts"]
        (listed,) = (each for each in accounts if each["account_id"] == "zhou")
        assert (listed["role"], listed["is_disabled"]) == ("clerk", False)
        again = await admin.send_json("/v1/accounts", {"account_id": "zhou", "role": "auditor"})
        assert (again.status_code, again.json()["key"]) == (409, "error.central.account_id_taken")
        assert (await admin.delete("/v1/accounts/zhou")).status_code == 204
        assert (await admin.delete("/v1/accounts/zhou")).status_code == 404
        centre.http.clock.pass_time(timedelta(seconds=3))
        assert (await zhou.get("/v1/counters")).status_code == 401
    assert audited(centre, "account_added")[-1] == {
        "by": "the_security_admin",
        "account_id": "zhou",
        "role": "clerk",
    }
    assert audited(centre, "account_disabled") == [
        {"by": "the_security_admin", "account_id": "zhou"}
    ]
    assert made.json()["credential"] not in repr(centre.http.fake.rows)


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
async def test_who_needs_a_second_factor_gets_one(role: Role, centre: BookingCentre) -> None:
    async with everybody(centre) as ours:
        wanted = {"account_id": "zhou", "role": role}
        made = (await ours[Role.SECURITY_ADMIN].send_json("/v1/accounts", wanted)).json()
        zhou = Visitor(centre.http, made["credential"])
        assert (await zhou.get("/v1/kiosks")).status_code == 401
        (secret,) = parse_qs(urlparse(made["second_factor"]).query)["secret"]
        step = int(centre.http.clock.now().timestamp()) // TimedCode.SECONDS
        code = TimedCode().code(b32decode(secret + "=" * (-len(secret) % 8)), step)
        assert (await zhou.send_json("/v1/sessions", {"code": code})).status_code == 201


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"account_id": "zhou", "role": "kiosk"}, "field_choice"),
        ({"account_id": "zhou", "role": "root"}, "field_choice"),
        ({"account_id": "周", "role": "clerk"}, "field_pattern"),
        ({"account_id": "a b", "role": "clerk"}, "field_pattern"),
        ({"account_id": "x" * 65, "role": "clerk"}, "field_pattern"),
        ({"account_id": "zhou"}, "field_missing"),
    ],
)
async def test_what_can_be_no_account_is_refused(
    body: dict[str, str], key: str, centre: BookingCentre
) -> None:
    async with everybody(centre) as ours:
        before = len(centre.http.fake.rows.audit)
        answer = await ours[Role.SECURITY_ADMIN].send_json("/v1/accounts", body)
        assert (answer.status_code, answer.json()["key"]) == (422, f"error.hall.{key}")
        assert len(centre.http.fake.rows.audit) == before


async def test_accounts_of_another_site_are_out_of_reach(centre: BookingCentre) -> None:
    async with everybody(centre) as ours, everybody(centre, OTHER_HALL) as theirs:
        zhou = {"account_id": "zhou", "role": "clerk"}
        await ours[Role.SECURITY_ADMIN].send_json("/v1/accounts", zhou)
        found = (await theirs[Role.SECURITY_ADMIN].get("/v1/accounts")).json()["accounts"]
        assert "zhou" not in {each["account_id"] for each in found}
        assert (await theirs[Role.SECURITY_ADMIN].delete("/v1/accounts/zhou")).status_code == 404
        for site, is_there in ((ours, True), (theirs, False)):
            entries = (await site[Role.AUDITOR].get("/v1/audit")).json()["entries"]
            assert any("zhou" in each["body"] for each in entries) is is_there


async def test_a_technician_invites_a_kiosk_and_makes_it_worthless(centre: BookingCentre) -> None:
    async with everybody(centre) as ours:
        technician = ours[Role.TECHNICIAN]
        made = await technician.post("/v1/kiosks/k2/token")
        assert made.status_code == 201
        wanted = {"token": made.json()["token"], "algorithm": "YH1", "public_key": public_key()}
        enrolled = (await technician.send_json("/v1/enrol", wanted)).json()
        assert (enrolled["site_id"], enrolled["kiosk_id"]) == (HALL, "k2")
        taken = await technician.post("/v1/kiosks/k2/token")
        assert (taken.status_code, taken.json()["key"]) == (409, "error.central.kiosk_id_taken")
        for status in (204, 404):
            gone = await technician.send_json("/v1/kiosks/k2/revoke", {"reason": "丢了"})
            assert gone.status_code == status
        centre.http.clock.pass_time(timedelta(seconds=3))
        kiosk = Visitor(centre.http, enrolled["credential"])
        assert (await kiosk.get("/v1/wake")).status_code == 401
    assert audited(centre, "kiosk_invited")[-1] == {"by": "the_technician", "kiosk_id": "k2"}
    assert audited(centre, "kiosk_revoked") == [
        {"by": "the_technician", "kiosk_id": "k2", "reason": "丢了"}
    ]


async def test_a_technician_describes_his_site_anew(centre: BookingCentre) -> None:
    async with everybody(centre) as ours:
        text = SMALL_SITE.replace("不动产", "不动产登记")
        technician = ours[Role.TECHNICIAN]
        done = await technician.put("/v1/site", content=text.encode(), headers=AS_TOML)
        assert (done.status_code, done.json()["site_id"]) == (200, HALL)
        assert done.json()["edition"] == 2
        services = (await ours[Role.CLERK].get("/v1/services")).json()["services"]
        assert "不动产登记" in {each["name"]["zh_Hans"] for each in services}
    assert audited(centre, "site_imported")[-1] == {"by": "the_technician", "edition": 2}


async def test_what_a_new_description_leaves_as_it_was_is_told_and_what_it_breaks_refused(
    centre: BookingCentre,
) -> None:
    async with everybody(centre) as ours:
        assert (await ours[Role.PLATFORM].hold()).status_code == 201
        put = partial(ours[Role.TECHNICIAN].put, "/v1/site", headers=AS_TOML)
        fewer = await put(content=SMALL_SITE.replace("counters = 6", "counters = 3").encode())
        assert fewer.json()["kept"] == [{"business_date": "2026-03-02", "services": ["estate"]}]
        same = await put(content=SMALL_SITE.encode())
        assert (same.status_code, same.json().get("kept")) == (200, None)
        without = SMALL_SITE.replace('service_id = "estate"', 'service_id = "land"')
        refused = await put(content=without.encode())
        assert (refused.status_code, refused.json()["key"]) == (409, "error.central.service_booked")
        assert refused.json()["fields"]["until"] == "2026-03-02"
    assert audited(centre, "site_imported")[-1]["edition"] == 3


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (SMALL_SITE.replace('timezone = "UTC"', 'timezone = "Nowhere"'), 7, "not_allowed"),
        (SMALL_SITE + "\nnonsense\n", SMALL_SITE.count("\n") + 2, "syntax"),
        ("", 1, "empty"),
        ("a=" + "[" * 100_000, 1, ""),
    ],
    ids=["a zone", "no TOML", "nothing", "deep"],
)
async def test_mistakes_of_a_site_are_told_with_their_lines_and_nothing_changes(
    text: str, line: int, key: str, centre: BookingCentre
) -> None:
    async with everybody(centre) as ours:
        before = len(centre.http.fake.rows.audit)
        answer = await ours[Role.TECHNICIAN].put("/v1/site", content=text.encode())
        assert (answer.status_code, answer.json()["key"]) == (422, "error.settings.refused")
        found = answer.json()["mistakes"]
        assert found[0]["line"] == line
        assert key in found[0]["key"]
        assert found[0]["text"]
        assert answer.json()["fields"] == {"file": "site.toml", "count": len(found)}
        assert len(centre.http.fake.rows.audit) == before


async def test_a_site_that_is_no_text_too_long_or_another_s_is_refused(
    centre: BookingCentre,
) -> None:
    other = SMALL_SITE.replace('"hall"', f'"{OTHER_HALL}"')
    long = SMALL_SITE + "#" * MOST_SITE_BYTES
    refusals: Sequence[tuple[bytes, int, str]] = (
        (b"\xff\xfe", 422, "error.settings.refused"),
        (other.encode(), 403, "error.central.other_site"),
        (long.encode(), 422, "error.settings.refused"),
    )
    async with everybody(centre) as ours:
        before = len(centre.http.fake.rows.audit)
        for data, status, key in refusals:
            answer = await ours[Role.TECHNICIAN].put("/v1/site", content=data)
            assert (answer.status_code, answer.json()["key"]) == (status, key)
        assert len(centre.http.fake.rows.audit) == before


async def test_an_id_number_in_a_site_is_not_repeated(centre: BookingCentre) -> None:
    text = SMALL_SITE.replace('timezone = "UTC"', 'timezone = "11010519491231002X"')
    async with everybody(centre) as ours:
        answer = await ours[Role.TECHNICIAN].put("/v1/site", content=text.encode())
        assert answer.status_code == 422
        assert "11010519491231002X" not in answer.text


async def test_the_audit_is_read_page_by_page_to_its_end(centre: BookingCentre) -> None:
    async with everybody(centre) as ours:
        auditor, found, after = ours[Role.AUDITOR], [], 0
        for _ in range(100):
            page = (await auditor.get(f"/v1/audit?after={after}&most=3")).json()
            found += page["entries"]
            if "next" not in page:
                break
            after = page["next"]
        positions = [each["position"] for each in found]
        whole = await check_audit(centre.http.parts.units, HALL)
        assert positions == list(range(1, whole.last_act + 1))
        assert len(positions) > 6
        assert [each["previous_hash"] for each in found[1:]] == [
            each["hash"] for each in found[:-1]
        ]
        beyond = (await auditor.get(f"/v1/audit?after={whole.last_act}")).json()
        assert beyond == {"entries": []}
        for wrong in ("after=-1", "after=x", "most=0", "most=201", f"after={2**53}"):
            assert (await auditor.get(f"/v1/audit?{wrong}")).status_code == 422
