# SPDX-License-Identifier: Apache-2.0
"""The pictures of docs/rules.md: both are made, and what they say is what the day was."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from bench.chart import FEW_COUNTERS, LANE_COLOURS, stacked
from bench.pictures import (
    CHINESE,
    ENGLISH,
    HALL,
    IN_TIME_MINUTES,
    ORDINARY_DAY,
    SCENARIOS,
    Words,
    main,
    numbers_of,
)
from hall.place import Lane
from tests.simulation.fairness.picture import WorkedDay, worked_day

REPOSITORY = Path(__file__).parents[2]
MOST_BYTES = 150_000


def most_waiting(day: WorkedDay) -> int:
    return max(sum(column) for column in zip(*day.waiting.values(), strict=True))


@pytest.fixture(scope="module")
def days() -> list[WorkedDay]:
    return [worked_day(name, replication=ORDINARY_DAY, world=HALL) for name in SCENARIOS]


def colours(image: QImage) -> Counter[int]:
    """How many pixels of the picture have exactly which colour."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    return Counter(memoryview(pixels.constBits()).cast("I"))


def test_the_command_makes_both_pictures(tmp_path: Path) -> None:
    out = tmp_path / "new" / "pictures"
    assert main([str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["worked-day.en.png", "worked-day.png"]
    for path in out.iterdir():
        assert path.stat().st_size < MOST_BYTES
        found = colours(QImage(str(path)))
        shown = (*LANE_COLOURS.values(), FEW_COUNTERS)
        assert min(found[colour.rgb()] for colour in shown) > 200


def test_the_command_wants_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "OUT" in capsys.readouterr().err


@pytest.mark.parametrize("words", [CHINESE, ENGLISH])
def test_each_guide_shows_its_picture_and_says_what_the_days_are_now(
    words: Words, days: Sequence[WorkedDay]
) -> None:
    """Else draw the pictures anew, and mend what the guides say."""
    guide = REPOSITORY / "docs" / ("rules.md" if words is CHINESE else "rules.en.md")
    shown = re.search(r"!\[(.+)]\(pictures/(.+)\)", guide.read_text(encoding="utf-8"))
    assert shown
    assert shown[2] == words.file_name
    assert (guide.parent / "pictures" / words.file_name).stat().st_size < MOST_BYTES
    above, below = (
        (most_waiting(day), *(value for values in numbers_of(day) for value in values))
        for day in days
    )
    said = [int(number) for number in re.findall(r"\d+", shown[1])]
    assert said == [*above[:2], IN_TIME_MINUTES, *above[2:], *below]


def test_the_stack_ends_at_all_who_wait(days: Sequence[WorkedDay]) -> None:
    for day in days:
        layers = list(stacked(day))
        assert [lane for lane, _, _ in layers] == [Lane.GREEN, Lane.BOOKED, Lane.WALK_IN]
        assert layers[-1][2] == [sum(column) for column in zip(*day.waiting.values(), strict=True)]
        for (_, _, upper), (_, lower, _) in pairwise(layers):
            assert upper == lower


def test_the_numbers_beside_a_day_are_those_of_its_tickets(days: Sequence[WorkedDay]) -> None:
    (in_time,), (mean, longest), (given,) = numbers_of(days[0])
    assert given == len(days[0].tickets)
    assert 0 < mean < longest < 180
    (reduced_in_time,), (reduced_mean, _), (reduced_given,) = numbers_of(days[1])
    assert reduced_in_time > in_time
    assert reduced_mean < mean
    assert reduced_given < given
