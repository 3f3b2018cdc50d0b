# SPDX-License-Identifier: Apache-2.0
"""`kiosk config` prints files that can be used as they are."""

import json
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.app import config
from kiosk.settings.load import load_settings
from tests.kiosk.settings.samples import SHIPPED, write


def test_the_default_file_can_be_used_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["config", "default"]) == 0
    printed = capsys.readouterr().out
    assert printed == SHIPPED.read_text(encoding="utf-8")
    assert load_settings(write(tmp_path, printed)).site


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "kiosk.toml"


def test_a_program_without_its_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "CHECKOUT", tmp_path)
    monkeypatch.setattr(config, "INSTALLED", tmp_path)
    assert main(["--language", "en", "config", "default"]) == 1
    assert "install it anew" in capsys.readouterr().err
