# SPDX-License-Identifier: Apache-2.0
"""What doctor says of kiosk.toml itself."""

from pathlib import Path

from kiosk.app.doctor import lines_of
from kiosk.app.last_good import keep, load_usable
from kiosk.app.settings_check import settings_check
from kiosk.settings.load import load_file
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SMALL, write


def said(config: Path, language: str = "en") -> list[str]:
    return [
        line
        for finding in settings_check(load_usable(config))
        for line in lines_of(finding, load_texts(language))
    ]


def test_what_is_unwise_is_counted_and_no_fault(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    (finding,) = settings_check(load_usable(config))
    assert finding.is_good
    line, to_do = said(config)
    assert line.startswith(f"Settings ({config}): no errors; warnings: ")
    assert to_do.endswith(f"kiosk check-config {config}")


def test_a_spoilt_file_is_a_fault_though_the_kiosk_goes_on(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    keep(load_file(config))
    config.write_text(SMALL.replace("port = ", "prot = "), encoding="utf-8")
    (finding,) = settings_check(load_usable(config))
    assert not finding.is_good
    assert "mistakes: 1; the kiosk goes on by the good one of 20" in said(config)[0]
    assert len({tuple(said(config, language)) for language in languages()}) == len(languages())
