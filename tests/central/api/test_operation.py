# SPDX-License-Identifier: Apache-2.0
import pytest
from prometheus_client.parser import text_string_to_metric_families

from central.services.watching import KioskState
from central.store.errors import DatabaseAwayError
from hall.ids import KioskId
from tests.central.api.centre import SITE, HttpCentre, public_key


def test_a_living_centre_says_so_without_a_word(centre: HttpCentre) -> None:
    for path in ("/healthz", "/readyz"):
        answer = centre.ask("GET", path)
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_centre_without_its_database_lives_and_is_not_ready(
    centre: HttpCentre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def away(_: object) -> None:
        raise DatabaseAwayError(database="postgresql:///youhao", problem="connection refused")

    monkeypatch.setattr("tests.fakes.central_repositories.FakeSites.all", away)
    assert centre.ask("GET", "/healthz").status_code == 204
    answer = centre.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["key"]) == (503, "error.central.store.away")


def test_the_figures_count_requests_by_route_and_status(centre: HttpCentre) -> None:
    centre.enrol("none", public_key())
    centre.enrol("none", public_key())
    centre.ask("GET", "/healthz")
    centre.ask("GET", "/11010519491231002X")
    centre.ask("BREW", "/11010519491231002X")
    text = centre.ask("GET", "/metrics").text
    assert "1101" not in text
    counted = {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        if family.name == "youhao_requests"
        for sample in family.samples
        if sample.name == "youhao_requests_total"
    }
    assert counted == {
        ("POST", "/v1/enrol", "403"): 2,
        ("GET", "/healthz", "204"): 1,
        ("-", "-", "404"): 2,
    }


def test_figures_are_named_as_prometheus_wants_them(centre: HttpCentre) -> None:
    kiosk = KioskState(
        KioskId("k1"), None, is_silent=True, is_revoked=False, unsent=0, places=7, health=None
    )
    centre.metrics.kiosks(SITE, [kiosk])
    centre.metrics.damage(SITE, None)
    centre.ask("GET", "/healthz")
    families = list(text_string_to_metric_families(centre.ask("GET", "/metrics").text))
    assert {family.name: family.type for family in families} == {
        "youhao_requests": "counter",
        "youhao_request_seconds": "histogram",
        "youhao_silent_kiosks": "gauge",
        "youhao_places_at_silent_kiosks": "gauge",
        "youhao_site_damaged": "gauge",
    }
    for family in families:
        assert family.documentation
        for sample in family.samples:
            assert sample.labels.keys() <= {"method", "route", "status", "site", "le"}
            assert "k1" not in sample.labels.values()
        assert (family.type == "histogram") == family.name.endswith("_seconds")
        if family.type == "counter":
            assert {sample.name for sample in family.samples} == {f"{family.name}_total"}


def test_a_body_refused_before_any_route_is_counted_too(centre: HttpCentre) -> None:
    centre.ask("POST", "/v1/enrol", b"x", {"content-encoding": "br"})
    assert 'youhao_requests_total{method="-",route="-",status="415"} 1.0' in (
        centre.ask("GET", "/metrics").text
    )


PROBLEMS = {"ProblemV1", "SiteMistakesV1"}


def test_the_document_describes_every_route_with_its_refusals(centre: HttpCentre) -> None:
    document = centre.ask("GET", "/openapi.json").json()
    assert set(document["paths"]) >= {
        "/healthz",
        "/readyz",
        "/metrics",
        "/v1/enrol",
        "/v1/sessions",
    }
    schemas = document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            for status, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    name = content["schema"].get("$ref", "").rpartition("/")[2]
                    assert not name or name in schemas
                    assert name in PROBLEMS or status.startswith("2")


def test_a_large_answer_is_packed_for_who_can_unpack_it(centre: HttpCentre) -> None:
    answer = centre.ask("GET", "/openapi.json", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    plain = centre.ask("GET", "/openapi.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == answer.json()
