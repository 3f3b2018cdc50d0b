# SPDX-License-Identifier: Apache-2.0
import io
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.app.check_config import check_config
from tests.kiosk.settings.samples import SMALL, write

READER = '[reader]\nkind = "simulator"'


def told(file: Path) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = check_config(file, "en", out)
    return code, out.getvalue().splitlines()


def test_of_a_good_file_what_is_unwise_is_told_before_that_it_is_good(tmp_path: Path) -> None:
    code, said = told(file := write(tmp_path, SMALL))
    assert code == 0
    reader = SMALL.split("\n").index('kind = "simulator"') + 1
    assert any(line.startswith(f"{file}:{reader}:8: warning: reader.kind") for line in said[:-1])
    assert all(": warning: " in line for line in said[:-1])
    assert (
        said[-1] == f"{file}: no errors; warnings: {len(said) - 1}. The kiosk starts all the same"
    )


@pytest.mark.parametrize("device", ["/dev/ttyUSB7", "/dev/ttyACM7"])
def test_a_device_whose_name_will_not_last_is_no_mistake_but_told(
    tmp_path: Path, device: str
) -> None:
    reader = f'[reader]\nkind = "serial_sam"\ndevice = "{device}"'
    code, said = told(write(tmp_path, SMALL.replace(READER, reader)))
    assert code == 0
    assert device in said[-1]
    assert "/dev/serial/by-id" in said[-1]
    assert "reader.device" in said[-1]


def test_a_wrong_file_is_told_its_mistakes_only(tmp_path: Path) -> None:
    code, said = told(write(tmp_path, SMALL.replace(READER, '[reader]\nkind = "serial_sam"')))
    assert code == 1
    assert len(said) == 1


def test_a_file_can_be_checked_where_no_library_of_a_device_is(tmp_path: Path) -> None:
    file = write(tmp_path, SMALL.replace(READER, '[reader]\nkind = "usb_sam"'))
    ask = (
        "import io, sys, pathlib, kiosk.app.check_config as it;"
        f"it.check_config(pathlib.Path({str(file)!r}), 'en', io.StringIO());"
        "print([name for name in ('usb', 'smartcard', 'serial', 'PySide6') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_a_picture_that_cannot_be_shown_is_told_with_its_place_and_stops_nothing(
    tmp_path: Path,
) -> None:
    before, after = SMALL.split('icon = "house"\n', 1)
    written = f'{before}icon = "house"\nway_picture = "a.svg"\n{after}'
    file = write(tmp_path, written)
    code, said = told(file)
    line = before.count("\n") + 2
    words = f":{line}:15: warning: service.way_picture: there is no"
    assert (code, sum(words in each for each in said)) == (0, 1)
    (tmp_path / "ways").mkdir()
    (tmp_path / "ways" / "a.svg").write_text("<svg/>")
    assert not any("way_picture" in each for each in told(file)[1])
