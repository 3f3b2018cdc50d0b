# SPDX-License-Identifier: Apache-2.0
"""A wrong kiosk.toml, and two kiosks on one state folder."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.card_reader.codec import Command
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.process import StartedProgram

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PROBLEM = re.compile(r"kiosk\.toml:(\d+):(\d+): ")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path) as hall:
        yield hall


def spoil(hall: Hall) -> list[int]:
    """Two mistakes; the lines they are in."""
    text = hall.config.read_text()
    text = text.replace("port = ", "prot = ").replace("pause_seconds = 0", "pause_seconds = 90")
    hall.config.write_text(text)
    lines = text.splitlines()
    return [
        number for number, line in enumerate(lines, 1) if line.startswith(("prot", "pause_seconds"))
    ]


def test_a_good_file_is_called_good(hall: Hall) -> None:
    code, said = hall.command("check-config", hall.config)
    problems = [line for line in said.splitlines() if PROBLEM.search(line)]
    assert (code, [line for line in problems if ": 提醒：" not in line]) == (0, [])


def test_check_config_names_every_mistake_with_its_place(hall: Hall) -> None:
    wrong = spoil(hall)
    code, said = hall.command("check-config", hall.config)
    assert code == 1
    assert [int(line) for line, _ in PROBLEM.findall(said)] == wrong
    assert "port" in said


def test_run_shows_the_mistakes_and_begins_nothing(hall: Hall) -> None:
    wrong = spoil(hall)
    kiosk = hall.launch()
    for line in wrong:
        kiosk.wait_for(f"kiosk.toml:{line}:")
    assert kiosk.is_alive
    assert kiosk.end() == 1
    assert not hall.state.exists()
    assert not hall.reader.asked(Command.STATUS)
    assert not hall.printer.connections


def test_a_second_kiosk_on_the_same_records_says_so_and_waits_its_turn(
    hall: Hall, tmp_path: Path
) -> None:
    kiosk = hall.start()
    with StartedProgram(["run", "--config", hall.config], tmp_path) as second:
        second.wait_for("error.store.in_use")
        hall.confirmed_visit(person(1))
        assert not second.count("ready")
        assert kiosk.end() == 0
        second.wait_for("ready screen=Welcome")
        assert second.end() == 0


def test_a_second_kiosk_that_never_had_its_turn_ends_when_told_to(
    hall: Hall, tmp_path: Path
) -> None:
    hall.start()
    with StartedProgram(["run", "--config", hall.config], tmp_path) as second:
        second.wait_for("error.store.in_use")
        assert second.end() == 0
    hall.confirmed_visit(person(1))
