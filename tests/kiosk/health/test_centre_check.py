# SPDX-License-Identifier: Apache-2.0
"""What is said of the centre, and what to do about it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hall.identity import Secret
from hall.ids import KioskId, SiteId
from hall.news import SiteEdition
from kiosk.health.checks.centre import CentreCheck, CentreData
from kiosk.sync.enrolment import Enrolled
from kiosk.sync.errors import (
    CentreFailedError,
    DisownedError,
    GivenUpError,
    NoAnswerError,
    NotKnownError,
    NotTrustedError,
    RefusedError,
    SyncError,
)
from kiosk.texts import languages, load_texts

URL = "https://centre.example:8443"
ENROLLED = Enrolled(SiteId("hall"), KioskId("kiosk_1"), Secret("secret-7"))
HEARD = datetime(2026, 3, 2, 10, 12, tzinfo=UTC)
REFUSED = RefusedError(status=404, reason="error.hall.unknown_kiosk")
WELL = CentreData(ENROLLED, HEARD, has_catalogue=True)
STRANGER = CentreData(None, None, has_catalogue=False)


def check(data: CentreData, error: SyncError | None = None) -> tuple[bool, str, str]:
    """Whether it is good, what is said in English, and what to do; in every language something is."""

    def greet() -> None:
        if error:
            raise error

    finding = CentreCheck(URL, data, greet).look()
    said = [
        "; ".join(each.words(texts) for each in finding.found)
        for texts in map(load_texts, sorted(languages()))
    ]
    assert len(set(said)) == len(said)
    assert not any("secret" in text for text in said)
    to_do = finding.suggestion.words(load_texts("en")) if finding.suggestion else ""
    return finding.is_good, said[0], to_do


def test_a_kiosk_that_is_known_there_is_in_order_and_says_who_it_is() -> None:
    said = "this is kiosk_1 of hall; in order; last news at 2026-03-02 10:12"
    assert check(WELL) == (True, said, "")


def test_which_description_of_the_site_it_goes_by_is_told() -> None:
    edition = SiteEdition(7, HEARD)
    is_good, said, _ = check(replace(WELL, edition=edition))
    assert is_good
    assert said.endswith("; site description no. 7 since " + f"{HEARD.astimezone():%Y-%m-%d %H:%M}")


def test_before_the_first_exchange_the_kiosk_only_has_to_be_started() -> None:
    is_good, said, to_do = check(CentreData(ENROLLED, None, has_catalogue=False))
    assert (is_good, said) == (False, "this is kiosk_1 of hall; has not sent the services yet")
    assert "Start the kiosk" in to_do


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (NoAnswerError(problem="ConnectError"), "network cable"),
        (NotTrustedError(problem="self-signed certificate"), "centre.ca_file"),
        (NotKnownError(status=401), "as a new kiosk"),
        (DisownedError(status=404), "as a new kiosk"),
        (GivenUpError(status=404), "as a new kiosk"),
        (CentreFailedError(status=500), "log of the centre"),
    ],
)
def test_each_trouble_has_its_advice(error: SyncError, advice: str) -> None:
    is_good, said, to_do = check(WELL, error)
    assert not is_good
    assert "2026-03-02 10:12" in said
    assert advice in to_do


def test_a_kiosk_that_was_disowned_is_not_in_order_though_its_centre_is_there() -> None:
    disowned = CentreData(ENROLLED, HEARD, has_catalogue=True, is_disowned=True)
    is_good, said, to_do = check(disowned)
    assert not is_good
    assert "none of its own" in said
    assert "as a new kiosk" in to_do
    assert check(disowned, REFUSED) == (is_good, said, to_do)
    assert "log of the centre" in check(WELL, REFUSED)[2]
    assert "network cable" in check(disowned, NoAnswerError(problem="ConnectError"))[2]


def test_a_machine_that_is_not_enrolled_is_told_how_to_be_and_first_how_to_reach_the_centre() -> (
    None
):
    is_good, said, to_do = check(STRANGER)
    assert (is_good, said) == (False, "not enrolled; can be reached")
    assert f"kiosk enrol {URL} TOKEN" in to_do
    is_good, said, to_do = check(STRANGER, NoAnswerError(problem="ConnectError"))
    assert said.startswith("not enrolled; The centre cannot be reached")
    assert "network cable" in to_do
