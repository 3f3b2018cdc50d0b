# SPDX-License-Identifier: Apache-2.0
"""The rig that times outages, on one of them; and what it writes into the guide."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.outages import guide, lights, printers, readers, scanners
from bench.outages.__main__ import main
from bench.outages.stage import Found, Outage, Timed
from drivers.code_scanner.registry import Make
from drivers.signal_light.registry import Board
from tests.emulators.escpos_printer import PtyPrinter

TABLE = """before | is | no | row
| 设备 device | 故障 fault | 程序 program | 上限 bound | 量得 measured | 群众 | 测试 test |
| --- | --- | --- | --- | --- | --- | --- |
| 打印机 printer | 没有回应（网线拔掉也是） silent, also a cable | `silent` | 1000 | | P | `a` |
| | 慢 slow | | | | – | `b` |
| 信号灯 signal light | 拔掉 unplugged | `unplugged` | 1000 | 1 / 2 | L | `c` |

after | is | no | row
"""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_a_row_is_known_by_its_english() -> None:
    assert [(row.device, row.fault, row.bound) for row in guide.rows(TABLE)] == [
        ("printer", "silent, also a cable", 1000),
        ("printer", "slow", None),
        ("signal light", "unplugged", 1000),
    ]


def test_what_was_measured_is_written_and_the_rest_left_as_it_is() -> None:
    name = "printer: silent, also a cable"
    text = guide.filled(TABLE, {f"{name}, median": 702.6, f"{name}, max": 886.0, "else": 1.0})
    assert text == TABLE.replace("| 1000 | |", "| 1000 | 703 / 886 |")
    assert guide.filled(text, {}) == text


def test_the_command_writes_the_guide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written, figures = tmp_path / "devices.md", tmp_path / "figures.json"
    written.write_text(TABLE, encoding="utf-8")
    monkeypatch.setattr("bench.outages.__main__.GUIDE", written)
    found = [("median", 3.0), ("max", 4.0)]
    names = [{"name": f"signal light: unplugged, {what}", "value": value} for what, value in found]
    figures.write_text(json.dumps(names), encoding="utf-8")

    assert main([str(figures)]) == 0
    assert "| 1000 | 3 / 4 | L |" in written.read_text(encoding="utf-8")
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def played(folder: Path) -> Iterator[tuple[str, Outage]]:
    """All outages but those that need a pcscd or a loudspeaker."""
    with (
        readers.Reader(folder / "reader") as reader,
        printers.Printer() as network,
        PtyPrinter(folder) as pty,
        scanners.Scanner(folder / "scanner", Make.GM65) as scanner,
        lights.Light(folder / "light", Board.MODBUS) as light,
    ):
        shop = printers.Shop(network)
        for device, outages in (
            (readers.DEVICE, readers._line_outages(reader) + readers._answer_outages(reader)),
            (printers.DEVICE, printers._outages(shop) + printers._job_outages(shop)),
            (printers.DEVICE, (printers._taken(printers.Shop(pty)),)),
            (printers.DEVICE, printers._line_outages(shop)),
            (scanners.DEVICE, scanners._outages(scanner) + scanners._long_outages(scanner)),
            (lights.DEVICE, lights._outages(light) + lights._long_outages(light)),
        ):
            yield from ((device, outage) for outage in outages)


def test_the_guide_promises_something_for_each_fault_that_is_played(tmp_path: Path) -> None:
    promised = guide.bounds()
    for device, outage in played(tmp_path):
        assert promised[device, outage.fault] is not None


def test_a_fault_is_timed_on_the_real_worker_and_ended(tmp_path: Path) -> None:
    found = Found(readers.DEVICE)
    with readers.Reader(tmp_path / "reader") as reader:
        unplugged = readers._line_outages(reader)[:1]
        config = readers.CardReaderConfig(readers.CardReaderKind.SERIAL_SAM, str(reader.path))
        readers._perform(config, found, 1, unplugged)
        assert reader.path.exists()
    assert list(found.times) == ["unplugged"]
    assert len(found.times["unplugged"]) == 1
    assert found.times["unplugged"][0] > 0
    assert set(found.calls) == {
        ("serial_sam", "open"),
        ("serial_sam", "find"),
        ("serial_sam", "close"),
    }


def test_the_longest_of_each_call_is_kept_also_of_one_that_fails() -> None:
    class Driver:
        has_lamp = True

        def show(self, what: str) -> str:
            if not what:
                raise LookupError
            return what

    timed = Timed(Driver())
    assert timed.has_lamp is True
    assert timed.show("lamp") == "lamp"
    with pytest.raises(LookupError):
        timed.show("")
    assert list(timed.longest_seconds) == ["show"]
