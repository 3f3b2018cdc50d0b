# SPDX-License-Identifier: Apache-2.0
"""In which languages a site's own words must be written."""

from pathlib import Path

import pytest

from tests.kiosk.settings.samples import SMALL, answer

pytestmark = pytest.mark.usefixtures("in_folder")

WRITTEN = 'languages = ["zh_Hans", "en"]'


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "wanted",
    ['["zh_Hans", "zh_Hant", "en"]', '["zh_Hant", "en", "zh_Hans"]', '["en"]', '["zh_Hant"]'],
)
def test_the_other_script_of_a_language_may_be_left_out(wanted: str, tmp_path: Path) -> None:
    assert SMALL.count(WRITTEN) == 1
    assert list(answer(SMALL.replace(WRITTEN, f"languages = {wanted}"), tmp_path)) == []


def test_a_language_nobody_wrote_is_missing_in_whatever_script(tmp_path: Path) -> None:
    english = SMALL.replace(WRITTEN, 'languages = ["zh_Hant", "en"]').replace(
        '{ zh_Hans = "服务台", en = "Desk" }', '{ en = "Desk" }'
    )
    (line,) = answer(english, tmp_path)
    assert "site.help_desk is not written in: zh_Hant" in line


def test_words_may_be_written_in_both_scripts(tmp_path: Path) -> None:
    both = SMALL.replace(WRITTEN, 'languages = ["zh_Hans", "zh_Hant", "en"]').replace(
        '{ zh_Hans = "服务台", ', '{ zh_Hans = "服务台", zh_Hant = "服務台", '
    )
    assert list(answer(both, tmp_path)) == []
