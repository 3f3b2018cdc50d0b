# SPDX-License-Identifier: Apache-2.0
import logging

import pytest

from tests.central.api.centre import HttpCentre, public_key

NUMBER = "11010519491231002X"


def test_a_kiosk_enrols_with_its_token_and_gets_a_credential(centre: HttpCentre) -> None:
    answer = centre.enrol(centre.token(), public_key())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body.keys() == {"site_id", "kiosk_id", "credential"}
    assert (body["site_id"], body["kiosk_id"]) == ("hall_1", "k1")


def test_the_answer_is_never_kept_on_its_way(centre: HttpCentre) -> None:
    assert centre.enrol(centre.token(), public_key()).headers["cache-control"] == "no-store"


def test_a_token_that_is_no_good_is_refused_and_neither_shown_nor_logged(
    centre: HttpCentre, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = centre.enrol("thisisnotoken", public_key())
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["key"] == "error.central.token"
    refusals = [
        record.getMessage() for record in caplog.records if record.name.startswith("central")
    ]
    assert len(refusals) == 1
    assert "route=/v1/enrol status=403 key=error.central.token" in refusals[0]
    assert "thisisnotoken" not in answer.text + caplog.text


@pytest.mark.parametrize(
    "body",
    [
        f'{{"identity_number": "{NUMBER}"}}',
        f'{{"token": "t", "algorithm": "YH1", "public_key": "{NUMBER}", "{NUMBER}": 1}}',
        f'{{"token": {{"a": "{NUMBER}"}}, "algorithm": "YH1", "public_key": "AAAA"}}',
        f'{{"token": "t", "algorithm": "{NUMBER}", "public_key": "AAAA"}}',
        '{"token": "t", "algorithm": "1101 0519-4912 31002x", "public_key": "AAAA"}',
        f'["{NUMBER}"]',
        f'"{NUMBER}"',
        f"{NUMBER} is no JSON",
        "",
        "null",
        "\ufeff{}",
        '{"token": "t", "token": "u"}',
    ],
)
def test_a_body_that_is_wrong_is_refused_without_a_word_of_it(
    body: str, centre: HttpCentre, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = centre.ask("POST", "/v1/enrol", body.encode())
    assert answer.status_code == 422
    assert answer.json()["key"].startswith("error.")
    assert "1101" not in answer.text + caplog.text


@pytest.mark.parametrize("key", ["AAAA", "====", "A", "", "A" * 4000])
def test_a_public_key_that_is_none_is_refused_and_the_token_stays_good(
    key: str, centre: HttpCentre
) -> None:
    token = centre.token()
    assert centre.enrol(token, key).status_code == 422
    assert centre.enrol(token, public_key()).status_code == 200


def test_html_and_sql_in_a_token_are_only_a_wrong_token(centre: HttpCentre) -> None:
    for token in ("<script>alert(1)</script>", "';DROP/**/TABLE/**/kiosk;--"):
        answer = centre.enrol(token, public_key())
        assert answer.status_code == 403
        assert token not in answer.text
    assert centre.enrol(centre.token(), public_key()).status_code == 200
