# SPDX-License-Identifier: Apache-2.0
"""docs/devices.md: its lines for kiosk.toml can be used, and each row of its fault table is a test."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.card_reader.errors import CardReaderReason
from drivers.card_reader.registry import CardReaderKind
from drivers.code_scanner.errors import CodeScannerReason
from drivers.code_scanner.registry import CodeScannerKind
from drivers.signal_light.errors import SignalLightReason
from drivers.signal_light.registry import SignalLightKind
from drivers.speech.errors import SpeechReason
from drivers.speech.registry import SpeechKind
from drivers.ticket_printer.errors import TicketPrinterReason
from drivers.ticket_printer.registry import TicketPrinterKind
from kiosk.app.doctor import checks_of
from kiosk.settings.load import load_settings
from tests.kiosk.settings.samples import SMALL, write
from tests.tooling.bare_system import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "devices.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(\[(\w+)\]\n.*?)```", GUIDE, re.DOTALL)
SPELLED = re.compile(r"`([\w/]+\.py::test_\w+)`")
REASONS = {
    "card reader": CardReaderReason,
    "PC/SC": CardReaderReason,
    "printer": TicketPrinterReason,
    "scanner": CodeScannerReason,
    "light": SignalLightReason,
    "speech": SpeechReason,
}
FAULTS = ("unplugged", "silent", "slow", "half a reply", "wrong", "noise", "takes no bytes", "back")
EVERY_FAULT = {
    name: FAULTS
    for name in REASONS
    if name not in {"PC/SC", "speech"}  # which have no line of bytes
}
GONE = re.compile(r"\b(unplugged|pulled out of USB|cable pulled|pcscd ends)\b")
NOTICED_MS, USABLE_MS = 1000, 5000
LONGEST_MS = 5200
"""A ticket's proof, and its time on the wire."""
NOT_WIRED = {"simulator", "none", "off", "pyttsx3"}


@dataclass(frozen=True)
class Row:
    device: str
    fault: str
    reasons: tuple[str, ...]
    bound: str
    measured: str
    seen: str
    tests: tuple[str, ...]


def rows() -> Iterator[Row]:
    """The fault table; a cell of the device that is empty means the one above."""
    device = ""
    lines = GUIDE.partition("| 设备 device |")[2].splitlines()[2:]
    for line in lines:
        named, fault, reasons, bound, measured, seen, tests = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        device = named or device
        told = tuple(re.findall(r"`(\w+)`", reasons))
        yield Row(device, fault, told, bound, measured, seen, tuple(SPELLED.findall(tests)))


ROWS = list(rows())


def family_of(row: Row) -> str:
    return next(name for name in REASONS if name in row.device)


def test_each_row_names_what_the_program_sees_the_visitor_sees_and_its_test() -> None:
    for row in ROWS:
        known = {reason.value for reason in REASONS[family_of(row)]}
        assert set(row.reasons) <= known, row
        assert row.seen in {"–", "R", "P", "U", "C", "O", "L", "S"}, row
        assert f"- **{row.seen}** " in GUIDE
        assert not row.bound or int(row.bound) <= LONGEST_MS, row
        assert row.tests, row


def test_a_lost_device_is_noticed_within_a_second_and_a_found_one_used_within_five() -> None:
    lost = [row for row in ROWS if GONE.search(row.fault)]
    back = [row for row in ROWS if "back again" in row.fault]
    assert {family_of(row) for row in lost} == {family_of(row) for row in back} == set(REASONS)
    assert all(int(row.bound) <= NOTICED_MS for row in lost)
    assert all(int(row.bound) <= USABLE_MS for row in back)


def test_what_was_measured_is_within_the_bound() -> None:
    measured = [row for row in ROWS if row.measured]
    for row in measured:
        median, longest = map(int, row.measured.split(" / "))
        assert 0 <= median <= longest <= int(row.bound), row
    assert {family_of(row) for row in measured} == set(REASONS)


@pytest.mark.parametrize("family", EVERY_FAULT)
def test_every_fault_of_every_device_has_a_row(family: str) -> None:
    told = " / ".join(row.fault for row in ROWS if family_of(row) == family)
    assert [fault for fault in EVERY_FAULT[family] if fault not in told] == []


def test_pytest_collects_every_test_that_the_table_names() -> None:
    named = sorted({f"tests/{test}" for row in ROWS for test in row.tests})
    asked = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", *named],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,  # only ends what hangs
    )
    assert asked.returncode == 0, asked.stdout[-2000:]
    collected = {line.partition("[")[0] for line in asked.stdout.splitlines()}
    assert [test for test in named if test not in collected] == []


@pytest.mark.parametrize(("block", "table"), BLOCKS)
def test_the_lines_for_kiosk_toml_can_be_used(tmp_path: Path, block: str, table: str) -> None:
    (tmp_path / "clips").mkdir()
    spot = re.compile(rf"^\[{table}\]\n(?:[^\[\n][^\n]*\n)+", re.MULTILINE)
    text = spot.sub(lambda _: block, SMALL) if spot.search(SMALL) else f"{SMALL}\n{block}"
    settings = load_settings(write(tmp_path, text))
    check, *_ = (check for check in checks_of(settings) if check.where.table == table)
    assert check.where.kind == tomllib.loads(block)[table]["kind"]


def test_each_kind_of_device_has_its_lines() -> None:
    kinds = {tomllib.loads(block)[table]["kind"] for block, table in BLOCKS}
    families = (CardReaderKind, TicketPrinterKind, CodeScannerKind, SignalLightKind, SpeechKind)
    assert kinds == {kind.value for family in families for kind in family} - NOT_WIRED
