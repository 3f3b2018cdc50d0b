# SPDX-License-Identifier: Apache-2.0
"""Numbers are still stored on a full disk, from the room that was kept for it."""

import json
from pathlib import Path

import pytest

from kiosk.store.errors import DiskFullError
from kiosk.store.reserve import Reserve, despite_full_disk
from tests.kiosk.store.full_disk import PART, WHOLE
from tests.small_disk import run_on_small_disk


def test_a_full_disk_takes_records_until_the_reserve_is_used_up_and_loses_none(
    tmp_path: Path,
) -> None:
    said = run_on_small_disk("tests.kiosk.store.full_disk", tmp_path, size="24m", mounted="disk")
    told = json.loads(said.splitlines()[-1])
    assert told["at first"] == WHOLE
    assert (told["after one more"], told["in reserve"]) == (WHOLE - PART, True)
    assert told["on the full disk"] > 20
    assert told["left at the end"] == 0
    assert told["all kept"]
    assert (told["filled again"], told["still in reserve"]) == (WHOLE, False)


def test_a_reserve_gives_itself_back_in_slices_and_then_nothing_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "reserve"
    reserve = Reserve(file, whole=3 * PART, part=PART)
    reserve.refill()
    sizes = []
    for _ in range(4):
        reserve.give()
        sizes.append(file.stat().st_size)
    assert sizes == [2 * PART, PART, 0, 0]
    assert caplog.text.count("disk full") == 3


def test_with_room_on_the_disk_nothing_is_given_back(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", whole=PART, part=4096)
    reserve.refill()
    reserve.make_room()
    assert (tmp_path / "reserve").stat().st_size == PART
    assert not reserve.is_in_use


def test_a_restart_knows_what_was_left_of_the_reserve(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "reserve"
    reserve = Reserve(file, whole=2 * PART, part=PART)
    reserve.refill()
    reserve.give()
    Reserve(file, whole=2 * PART, part=PART).refill()
    assert "disk full" in caplog.text
    assert file.stat().st_size == 2 * PART


def test_where_no_file_can_be_made_there_is_no_reserve_and_no_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "reserve"
    folder.mkdir()
    reserve = Reserve(folder, whole=2**20, part=PART)
    reserve.refill()
    reserve.refill()
    assert caplog.text.count("no reserve") == 1


def test_a_reserve_that_somebody_took_away_ends_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "reserve"
    reserve = Reserve(path, whole=2**20, part=PART)
    reserve.refill()
    path.unlink()
    reserve.give()
    reserve.give()
    assert reserve.is_in_use
    assert not path.exists()
    assert "no reserve" in caplog.text
    caplog.clear()


def test_what_a_full_disk_refused_is_tried_once_more() -> None:
    answers = [DiskFullError(path="kiosk.db", problem="full"), None]

    def store() -> str:
        if error := answers.pop(0):
            raise error
        return "stored"

    assert despite_full_disk(store) == "stored"


def test_what_is_refused_twice_stays_refused() -> None:
    def store() -> str:
        raise DiskFullError(path="kiosk.db", problem="full")

    with pytest.raises(DiskFullError):
        despite_full_disk(store)
