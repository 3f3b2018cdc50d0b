# SPDX-License-Identifier: Apache-2.0
"""A small right file; tests spoil it in one place and expect to be told exactly where."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from common.settings.problems import render
from kiosk.settings.folders import FONT_FILES, TEMPLATE_FILES
from kiosk.settings.load import check_config
from kiosk.texts import languages, load_texts
from tests.fakes.clock import FakeClock

SHIPPED = Path(__file__).parents[3] / "kiosk.toml"

SMALL = """\
[site]
site_id = "test_hall"
name = { zh_Hans = "测试大厅", en = "Test hall" }
help_desk = { zh_Hans = "服务台", en = "Desk" }
hotline = "12345"

[kiosk]
name = { zh_Hans = "1 号机", en = "Kiosk 1" }
languages = ["zh_Hans", "en"]
state_dir = "state"

[reader]
kind = "simulator"

[printer]
kind = "escpos_network"
host = "127.0.0.1"
port = 9100
mode = "raster"

[hours]
monday = [["09:00", "12:00"], ["13:30", "17:00"]]
issue_from = "08:30"
stop_at = "16:45"
holidays = [2026-10-01, 2026-10-02]

[ticket]
pause_seconds = 2
confirm = false

[[service]]
service_id = "social"
letter = "A"
name = { zh_Hans = "社保", en = "Social insurance" }
icon = "house"
where = { zh_Hans = "一楼", en = "Ground floor" }

[[service]]
service_id = "medical"
letter = "C"
name = { zh_Hans = "医保", en = "Medical insurance" }
icon = "heart"
where = { zh_Hans = "二楼", en = "Second floor" }
materials = [
  { zh_Hans = "身份证", en = "ID card" },
]
"""


def put(folder: Path, names: Iterable[str]) -> None:
    """A folder with empty files of these names."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()


def write(folder: Path, content: str | bytes) -> Path:
    """The file in a folder that has fonts and templates, as beside the real one."""
    put(folder / "fonts", FONT_FILES)
    put(folder / "printer_templates", TEMPLATE_FILES.values())
    path = folder / "kiosk.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def answer(content: str | bytes, folder: Path, language: str = "en") -> Sequence[str]:
    """What is said of the file in the folder, which is the current one; it is March 2026."""
    write(folder, content)
    return answer_as_it_lies(language)


def must_be_said_in_every_language(content: str, folder: Path) -> None:
    """The first thing that is said of the file, each time of the same place."""
    first = [answer(content, folder, language)[0] for language in languages()]
    assert len(set(first)) == len(first)
    assert len({said.split(" ")[0] for said in first}) == 1


def answer_as_it_lies(language: str = "en") -> Sequence[str]:
    """What is said of the file in the current folder."""
    problems = check_config(Path("kiosk.toml"), FakeClock())
    return [render(problem, load_texts(language)) for problem in problems]
