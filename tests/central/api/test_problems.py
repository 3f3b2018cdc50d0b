# SPDX-License-Identifier: Apache-2.0
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from central.api.problems import STATUSES, status_of
from central.errors import CentralError
from central.store.errors import DatabaseAwayError
from hall.errors import BadValueError, HallError, SoldOutError, UnknownBookingError
from hall.wire.codec import from_bytes
from hall.wire.v1 import ProblemV1
from tests.central.api.centre import HttpCentre


class RaisedError(HallError):
    """A refusal with a field of the test's choice."""

    key = "error.hall.unknown_service"


def raising(centre: HttpCentre, error: Exception) -> HttpCentre:
    app: FastAPI = centre.app

    @app.get("/raise")
    async def fail() -> None:
        raise error

    return centre


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadValueError(name="n", value=1, allowed="2"), 422),
        (UnknownBookingError(booking_id="b"), 404),
        (SoldOutError(service_id="s", slot_start="10:00"), 409),
        (DatabaseAwayError(database="postgresql:///youhao", problem="gone"), 503),
        (CentralError(), 500),
    ],
)
def test_an_error_is_a_problem_with_key_and_fields_and_words(
    error: CentralError | HallError,
    status: int,
    centre: HttpCentre,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = raising(centre, error).ask("GET", "/raise", headers={"accept-language": "en"})
    assert answer.status_code == status == status_of(error)
    found = from_bytes(ProblemV1, answer.content)
    assert (found.status, found.key, found.fields) == (status, error.key, dict(error.fields))
    assert found.title
    assert "{" not in found.title


def test_a_mistake_of_our_own_says_nothing_of_itself(
    centre: HttpCentre, caplog: pytest.LogCaptureFixture
) -> None:
    answer = raising(centre, ZeroDivisionError("secret")).ask("GET", "/raise")
    assert answer.status_code == 500
    assert answer.json()["key"] == "error.central.failed"
    assert "secret" not in answer.text


def test_who_has_to_come_again_is_told_when(
    centre: HttpCentre, caplog: pytest.LogCaptureFixture
) -> None:
    away = DatabaseAwayError(database="postgresql:///youhao", problem="gone")
    assert raising(centre, away).ask("GET", "/raise").headers["retry-after"] == "1"


def test_any_field_fits_into_a_problem(centre: HttpCentre) -> None:
    raised = list[object]()

    @centre.app.get("/raise")
    async def fail() -> None:
        raise RaisedError(service_id=raised[-1])

    @given(value=st.text() | st.integers() | st.none() | st.booleans() | st.binary())
    def fits(value: object) -> None:
        raised.append(value)
        answer = centre.ask("GET", "/raise")
        assert answer.status_code == 409
        assert len(answer.content) < 2000
        from_bytes(ProblemV1, answer.content)

    fits()


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "1101 0519 4912 3100 2x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
    ],
)
def test_what_could_be_an_id_number_is_not_shown(number: str, centre: HttpCentre) -> None:
    answer = raising(centre, RaisedError(service_id=f"a {number} b")).ask("GET", "/raise")
    assert answer.json()["fields"] == {"service_id": "not shown"}
    assert number not in answer.text


def test_an_instant_and_an_id_are_shown(centre: HttpCentre) -> None:
    text = "2026-03-02T02:00:00.000000Z"
    answer = raising(centre, RaisedError(service_id=text)).ask("GET", "/raise")
    assert answer.json()["fields"] == {"service_id": text}


@pytest.mark.parametrize(
    ("accepted", "word"),
    [
        ("", "地址"),
        ("en", "nothing"),
        ("en-GB, zh;q=0.5", "nothing"),
        ("zh-CN", "这个地址"),
        ("zh-TW, en;q=0.5", "這個地址"),
        ("zh-Hant-HK", "這個地址"),
        ("zh-Hans-SG", "这个地址"),
        ("zh", "这个地址"),
        ("fr, en;q=0.8", "nothing"),
        ("*", "地址"),
        ("x" * 5000, "地址"),
        ("en\x80", "地址"),
    ],
)
def test_the_words_are_in_the_caller_s_language(
    accepted: str, word: str, centre: HttpCentre
) -> None:
    answer = centre.ask(
        "GET",
        "/nothing",
        headers={"accept-language": accepted.encode("latin-1").decode("latin-1")}
        if accepted.isascii()
        else {},
    )
    assert answer.status_code == 404
    assert word in answer.json()["title"]


def test_a_method_that_an_address_has_not_is_a_problem_too(centre: HttpCentre) -> None:
    answer = centre.ask("DELETE", "/healthz")
    assert (answer.status_code, answer.json()["key"]) == (405, "error.central.method_not_allowed")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("value", ["", "11010519491231002X", "1e400", "[]"])
def test_a_parameter_that_is_wrong_is_named_and_not_shown(value: str, centre: HttpCentre) -> None:
    @centre.app.get("/ask")
    async def ask(count: int) -> int:
        return count

    answer = centre.ask("GET", f"/ask?count={value}", headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.json()["fields"]["name"] == "query.count"
    assert "1101" not in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "algorithm is missing; add it"), ("zh", "缺少 algorithm，请补上")],
)
def test_what_is_missing_in_a_body_is_said_in_words(
    language: str, words: str, centre: HttpCentre
) -> None:
    answer = centre.post("/v1/enrol", {"token": "t"}, **{"accept-language": language})
    assert (answer.status_code, answer.json()["title"]) == (422, words)
    assert answer.json()["fields"] == {"name": "algorithm", "allowed": "-"}


def test_every_error_has_a_status() -> None:
    assert all(400 <= status < 600 for status in STATUSES.values())
