# SPDX-License-Identifier: Apache-2.0
"""A day at a kiosk that everything happens to: each number has one first paper, or somebody is told."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import PrintOutcome, Proof
from drivers.ticket_printer.engine import EscPosPrinter
from tests.simulation.papers.day import PaperDay
from tests.simulation.papers.judge import broken

VISITORS, HARM = 250, 4.0
"""Half as much happens to them as to 2,000 on the day that `./dev bench papers` plays."""
FEW = 50
HAPPENS = (
    "power cut",
    "paper ends",
    "no paper",
    "cover",
    "mute",
    "deaf",
    "unplugged",
    "copy",
    "printed at last",
)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A day like this is warned of all the time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def played(day: PaperDay, visitors: int) -> list[str]:
    with day:
        day.run(visitors)
        listed = [str(each.ticket.number) for each in day.listed()]
        return broken(day.press.pieces, day.entries(), listed)


@pytest.mark.timeout(120)
def test_no_number_is_lost_and_none_is_printed_first_twice(tmp_path: Path) -> None:
    day = PaperDay(1, tmp_path, harm=HARM)
    assert played(day, VISITORS) == []
    assert [what for what in HAPPENS if day.happened[what] < 3] == []


@pytest.mark.timeout(60)
def test_nor_where_a_printer_keeps_what_it_is_told_to_drop(tmp_path: Path) -> None:
    assert played(PaperDay(2, tmp_path, harm=HARM, knows_clear=False), FEW) == []


def _begun_without_a_record(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kiosk.runner.use_cases.start_print", lambda *_, **__: None)


def _a_torn_piece_taken_for_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("kiosk.runner.use_cases.is_torn", lambda *_: False)


def _what_is_held_taken_for_dropped(patch: pytest.MonkeyPatch) -> None:
    def denied(_self: object, _dialogue: object, reason: object, _deadline: object) -> object:
        return PrintOutcome(Proof.NOT_PRINTED, reason)  # type: ignore[arg-type]  # as the engine's

    patch.setattr(EscPosPrinter, "_dropped", denied)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("plant", "knows_clear", "what"),
    [
        (_begun_without_a_record, True, "were begun"),
        (_a_torn_piece_taken_for_nothing, True, "is on 2 papers"),
        (_what_is_held_taken_for_dropped, False, "is said not to be out and is"),
    ],
)
def test_a_mistake_that_is_planted_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    plant: Callable[[pytest.MonkeyPatch], None],
    *,
    knows_clear: bool,
    what: str,
) -> None:
    plant(monkeypatch)
    found = played(PaperDay(3, tmp_path, harm=HARM, knows_clear=knows_clear), FEW)
    assert [each for each in found if what in each] != []
