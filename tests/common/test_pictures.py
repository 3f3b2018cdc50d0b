# SPDX-License-Identifier: Apache-2.0
"""Which files are shown as pictures."""

import re
from pathlib import Path

import pytest

from common.pictures import MOST_BYTES, MOST_PX, NAME, read_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"/>'
SHIPPED = Path(__file__).parents[2] / "ways"


def png(width: int = 9, height: int = 6) -> bytes:
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + sides


@pytest.mark.parametrize("data", [SVG, png(), png(MOST_PX, MOST_PX)])
def test_a_picture_is_read_whole(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "way"
    path.write_bytes(data)
    assert read_picture(path) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a letter",
        png()[:20],
        png(0, 6),
        png(9, MOST_PX + 1),
        b"\xff\xfe<svg/>",
        b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG,
        b'<svg><image HREF = "file:///etc/passwd"/></svg>',
        SVG + b" " * MOST_BYTES,
    ],
)
def test_what_is_no_picture_or_too_large_or_reads_other_files_is_none(
    tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "way"
    path.write_bytes(data)
    assert read_picture(path) is None


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_picture(tmp_path) is None
    assert read_picture(tmp_path / "way.svg") is None


def test_a_name_leads_nowhere_else() -> None:
    assert re.fullmatch(NAME, "real_estate-2.svg")
    for name in ("../a.svg", "/a.svg", "a/b.svg", ".svg", "a.gif", "a.svg\n", "a..svg"):
        assert not re.fullmatch(NAME, name)


def test_the_shipped_pictures_can_be_shown() -> None:
    shipped = sorted(SHIPPED.iterdir())
    assert shipped
    assert all(read_picture(path) for path in shipped)
    assert all(re.fullmatch(NAME, path.name) for path in shipped)
