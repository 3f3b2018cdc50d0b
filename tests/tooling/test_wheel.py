# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kiosk.settings.folders import FONT_FILES
from tests.tooling.bare_system import REPOSITORY

PACKED = (
    "kiosk/texts/zh_Hans.toml",
    "kiosk/texts/zh_Hant.toml",
    "kiosk/ui/icons/printer.svg",
    "kiosk/ui/icons/LICENSE",
    "common/words/zh_Hans.toml",
    "common/words/zh_Hant.toml",
    "central/texts/zh_Hans.toml",
    "central/texts/zh_Hant.toml",
    "central/store/migrations/",
    "share/youhao/kiosk.toml",
    "share/youhao/central.toml",
    "share/youhao/site.toml",
    *(f"share/youhao/fonts/{name}" for name in FONT_FILES),
    "share/youhao/fonts/OFL.txt",
    "share/youhao/printer_templates/",
    "share/youhao/ways/",
    "share/youhao/printer_profiles/generic-80.toml",
    "kiosk/store/migrations/",
    "licenses/LICENSE",
    "entry_points.txt",
)


@pytest.fixture(scope="module")
def packed_names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        timeout=50,
    )
    (wheel,) = folder.glob("youhao-*.whl")
    return zipfile.ZipFile(wheel).namelist()


@pytest.mark.parametrize("name", PACKED)
def test_the_wheel_holds_what_kiosk_and_centre_read(packed_names: list[str], name: str) -> None:
    assert any(name in packed for packed in packed_names)


def test_the_wheel_holds_neither_tests_nor_tools(packed_names: list[str]) -> None:
    tops = {Path(name).parts[0] for name in packed_names}
    packages = {"central", "common", "drivers", "hall", "kiosk"}
    assert {top for top in tops if not top.startswith("youhao-")} == packages
