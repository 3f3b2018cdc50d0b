# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml is spoilt and mended around a real kiosk, which gives numbers all the while."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Hall
from tests.e2e.persons import person

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path) as hall:
        yield hall


def put(hall: Hall, right: str, saved: str) -> int:
    """One thing in place of another; the line it is in."""
    text = hall.config.read_text(encoding="utf-8")
    assert right in text
    changed = text.replace(right, saved, 1)
    hall.config.write_text(changed, encoding="utf-8")
    return changed[: changed.index(saved)].count("\n") + 1


def test_a_kiosk_whose_file_is_spoilt_goes_on_and_starts_again_by_the_last_good_one(
    hall: Hall,
) -> None:
    kiosk = hall.start()
    hall.confirmed_visit(person(1))
    line = put(hall, "pause_seconds = 0", "pause_seconds = 90")
    kiosk.wait_for(f"kiosk.toml refused line={line} column=17 key=out_of_range")
    hall.confirmed_visit(person(2))
    kiosk.kill()
    kiosk = hall.start()
    assert kiosk.count(f"kiosk.toml refused line={line}")
    assert kiosk.count("the last good kiosk.toml is of 20")
    put(hall, "pause_seconds = 90", "pause_seconds = 0")
    kiosk.wait_for("kiosk.toml taken on; at the next start: nothing")
    put(hall, '"1 号机"', '"2 号机"')
    kiosk.wait_for("kiosk.toml taken on; at the next start: nothing", times=2)
    hall.confirmed_visit(person(3))
    assert kiosk.end() == 0
    assert not hall.broken()
    assert "2 号机" in "".join(hall.printer.tickets[-1].lines)


def test_a_first_start_with_a_spoilt_file_begins_by_itself_once_it_is_mended(hall: Hall) -> None:
    line = put(hall, "port = ", "prot = ")
    kiosk = hall.launch()
    kiosk.wait_for(f"kiosk.toml:{line}:")
    other = put(hall, "prot = ", "pot = ")
    kiosk.wait_for(f"kiosk.toml:{other}:", times=2)
    put(hall, "pot = ", "port = ")
    kiosk.wait_for("ready screen=Welcome")
    assert kiosk.end() == 0
