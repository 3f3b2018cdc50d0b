# SPDX-License-Identifier: Apache-2.0
"""Whatever becomes of kiosk.toml: settings that work, or problems with a place; never a crash."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.settings.load import advise, check_config, load_file
from kiosk.settings.model import Settings
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SHIPPED, SMALL, write
from tests.mutations import must_have_places_and_words, mutated

ORIGINALS = (SHIPPED.read_text(encoding="utf-8"), SMALL)
A_DAY = date(2026, 3, 2)
TEXTS = tuple(map(load_texts, languages()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=mutated(ORIGINALS))
def test_a_mutated_file_gives_settings_or_problems_with_a_place(
    content: bytes, folder: Path
) -> None:
    path = write(folder, content)
    problems = check_config(path)
    if not problems:
        loaded = load_file(path)
        assert_usable(loaded.settings)
        advise(loaded)
        problems = loaded.file.warnings()
    must_have_places_and_words(content, problems, TEXTS)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_give_a_problem_with_a_place(content: bytes, folder: Path) -> None:
    problems = check_config(write(folder, content))
    assert problems
    must_have_places_and_words(content, problems, TEXTS)


def assert_usable(loaded: Settings) -> None:
    site = loaded.site
    assert (site is None) == (loaded.centre is not None)
    services = site.catalogue.services if site else ()
    assert services or site is None
    for service in services:
        assert site
        assert service.calendar(site.calendar).plan(A_DAY)
