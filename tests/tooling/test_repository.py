# SPDX-License-Identifier: Apache-2.0
"""What no file of the repository may hold, and what must lie beside what is not ours."""

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tooling.bare_system import REPOSITORY

FOLDERS_OF_ONE_MACHINE = re.compile(
    r"(?<![\w.$}])/(?:root|work|Users|home/\w+|opt/(?:wheels|pypi))/"
)
NOT_ADDRESSES = "postgresql|sqlite|mysql|otpauth"
ADDRESS = re.compile(rf"(?<![a-z+])(?!(?:{NOT_ADDRESSES})[+:])[a-z+]+://([\w.-]+)")

# Where licences and names live, what a test or an example may say, and nothing that is downloaded from.
ADDRESSES_THAT_MAY_STAND = re.compile(
    r"(?:.*\.)?(?:apache\.org|sil\.org|adobe\.com|w3\.org|json-schema\.org|example|example\.(?:com|org|cn)|test|host|user|centre|youhao|localhost|127(?:\.[0-9]+){3}|10\.0\.0\.7)"
)

# As the foundry made them: the licence lets a changed font keep neither its name nor this place.
FONTS = {
    "NotoSansSC-Regular.ttf": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "NotoSansSC-Bold.ttf": "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
}

# A part of another font of the same foundry, under a name of its own (fonts/README.md).
PARTS_OF_FONTS = {
    "YouhaoRareHan-Regular.otf": "ac5c14cdad171cfbaed161bc3adea54e7489c4ed77619d9934079cfeb177418b",
    "YouhaoRareHan-Bold.otf": "8fafcba0eee6ad806cd6ef2d0389921ab86ee1f5a170090b7ed4fe4dd3d1d548",
}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [REPOSITORY / name for name in listed.stdout.split("\0") if name]


def text_lines() -> Iterator[tuple[str, str]]:
    """Each line of each tracked text file, with where it stands."""
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        for number, line in enumerate(lines, start=1):
            yield f"{path.relative_to(REPOSITORY)}:{number}", line


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{place}: {line}" for place, line in text_lines() if FOLDERS_OF_ONE_MACHINE.search(line)
    ]
    assert found == []


def test_no_file_names_an_address_to_download_from() -> None:
    found = [
        f"{place}: {host}"
        for place, line in text_lines()
        for host in ADDRESS.findall(line)
        if not ADDRESSES_THAT_MAY_STAND.fullmatch(host)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("folder", "licence", "words"),
    [
        ("fonts", "OFL.txt", "SIL OPEN FONT LICENSE Version 1.1"),
        ("kiosk/ui/icons", "LICENSE", "Lucide Icons and Contributors"),
        (".", "LICENSE", "Apache License"),
    ],
)
def test_a_folder_of_other_peoples_work_holds_its_licence(
    folder: str, licence: str, words: str
) -> None:
    assert words in (REPOSITORY / folder / licence).read_text(encoding="utf-8")


OWN = b"SPDX-License-Identifier: Apache-2.0"
"""Stands in a drawing that nobody else made."""


def test_fonts_and_icons_lie_only_beside_their_licence() -> None:
    folders = {
        path.parent.relative_to(REPOSITORY).as_posix()
        for path in tracked_files()
        if path.suffix in {".ttf", ".otf", ".woff2", ".svg"} and OWN not in path.read_bytes()
    }
    assert folders == {"fonts", "kiosk/ui/icons"}


def test_our_own_drawings_say_that_they_are_of_our_licence() -> None:
    drawings = sorted((REPOSITORY / "ways").iterdir())
    assert drawings
    for drawing in drawings:
        assert "SPDX-License-Identifier: Apache-2.0" in drawing.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "digest"), (FONTS | PARTS_OF_FONTS).items())
def test_a_font_is_unmodified(name: str, digest: str) -> None:
    data = (REPOSITORY / "fonts" / name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == digest


def test_a_part_of_a_font_bears_a_name_of_its_own() -> None:
    for name in PARTS_OF_FONTS:
        assert "Noto" not in name
        assert "Source" not in name


def test_every_python_file_begins_with_its_licence() -> None:
    without = [
        path.relative_to(REPOSITORY).as_posix()
        for path in tracked_files()
        if path.suffix in {".py", ".pyi"}
        and path.is_file()
        and not path.read_text().startswith("# SPDX-License-Identifier: Apache-2.0\n")
    ]
    assert without == []
