# SPDX-License-Identifier: Apache-2.0
import io
from pathlib import Path

import pytest

from drivers.speech.abstract import SpokenLanguage
from drivers.speech.clip_folder import ClipFolder
from kiosk.__main__ import main
from kiosk.app.render_clips import render_clips


def test_a_missing_set_is_made_and_a_second_run_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "clips"
    assert main(["render-clips", str(folder)]) == 0
    assert [ClipFolder(folder).missing(spoken) for spoken in SpokenLanguage] == [[], [], []]
    assert "补了 43 段声音" in capsys.readouterr().out

    files = {file: file.stat().st_mtime_ns for file in folder.rglob("*.wav")}
    assert main(["--language", "en", "render-clips", str(folder)]) == 0

    assert capsys.readouterr().out.count(": 0 clips made") == 3
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*.wav")} == files


def test_an_engine_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = io.StringIO()

    assert render_clips(tmp_path / "clips", "espeak", "en", out) == 1

    assert out.getvalue() == "Speech program not installed\n"


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "clips").write_text("in the way")
    out = io.StringIO()

    assert render_clips(tmp_path / "clips", "espeak", "en", out) == 1

    assert out.getvalue().startswith(f"Nothing can be written in {tmp_path}/clips: ")


def test_a_line_that_can_have_no_clip_is_said_and_stops_no_other(tmp_path: Path) -> None:
    for language, phrases in (("cmn", "请坐\n".encode("gbk")), ("yue", ("请" * 120).encode())):
        (tmp_path / language).mkdir()
        (tmp_path / language / "phrases.txt").write_bytes(phrases)
    out = io.StringIO()

    assert render_clips(tmp_path, "espeak", "en", out) == 1

    said = out.getvalue().splitlines()
    assert said[0].startswith(f"{tmp_path}/cmn/phrases.txt, line 1: not written in UTF-8")
    assert said[2].startswith(f"{tmp_path}/yue/phrases.txt, line 1: too long")
    assert [ClipFolder(tmp_path).missing(spoken) for spoken in SpokenLanguage] == [[], [], []]
