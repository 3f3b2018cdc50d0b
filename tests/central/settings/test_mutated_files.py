# SPDX-License-Identifier: Apache-2.0
"""Whatever becomes of central.toml and site.toml: settings, or mistakes with a place; never a crash."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from central.settings.load import Overrides, SettingsError, load_settings
from central.texts import languages, load_texts
from common.settings.problems import Problem
from common.settings.site_file import SiteFile, load_site, read_site
from tests.mutations import must_have_places_and_words, mutated

ROOT = Path(__file__).parents[3]
CENTRAL, SITE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("central.toml", "site.toml")
)
TEXTS = tuple(map(load_texts, languages()))
YEAR = 2026


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


def mistakes(path: Path) -> tuple[Problem, ...]:
    try:
        load_settings(path, Overrides())
    except SettingsError as error:
        return error.problems
    return ()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=mutated((CENTRAL,)))
def test_a_mutated_central_toml_gives_settings_or_mistakes_with_a_place(
    content: bytes, folder: Path
) -> None:
    path = folder / "central.toml"
    path.write_bytes(content)
    must_have_places_and_words(content, mistakes(path), TEXTS)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=mutated((SITE,)))
def test_a_mutated_site_toml_gives_a_site_or_mistakes_with_a_place(
    content: bytes, folder: Path
) -> None:
    path = folder / "site.toml"
    path.write_bytes(content)
    as_file, as_sent = load_site(path, YEAR), read_site(content, YEAR)
    for found in (as_file, as_sent):
        problems = found.warnings if isinstance(found, SiteFile) else found
        must_have_places_and_words(content, problems, TEXTS)
    assert isinstance(as_file, SiteFile) == isinstance(as_sent, SiteFile)
