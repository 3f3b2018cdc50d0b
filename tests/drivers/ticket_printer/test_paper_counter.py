# SPDX-License-Identifier: Apache-2.0
"""Paper counted in millimetres: it may warn too early, never too late, and survives everything."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import (
    Cut,
    Feed,
    PaperLevel,
    PaperProfile,
    PrintItem,
    PrintJob,
    Proof,
    QrCode,
    Raster,
    Readiness,
    Text,
)
from drivers.ticket_printer.engine import Patience
from drivers.ticket_printer.paper_counter import (
    LOW_MM,
    CountingTicketPrinter,
    PaperCounter,
    length_mm,
)
from drivers.ticket_printer.simulator import SimulatedTicketPrinter

ROLL_MM = 30_000
PROFILE = PaperProfile(senses_low_paper=False)
TICKET = PrintJob((Text("A001"), Feed(800), Cut()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "paper"


@pytest.mark.parametrize(
    ("items", "mm"),
    [
        ((Cut(),), 20),
        ((Feed(80), Cut()), 30),
        ((Text("A"),), 20 + 5),
        ((Text("A", height=4), Cut()), 20 + 12),
        ((Text("中" * 48), Cut()), 20 + 9),
        ((Raster(8, b"\x81" * 400), Cut()), 20 + 50),
        ((QrCode("A001", module_dots=8), Cut()), 20 + 21),
    ],
)
def test_a_job_is_as_long_as_its_paper(items: tuple[PrintItem, ...], mm: int) -> None:
    assert length_mm(PrintJob(items), PROFILE) == mm


def test_a_printer_without_cutter_feeds_the_same_length_itself() -> None:
    torn = PaperProfile(has_cutter=False)
    assert length_mm(TICKET, torn) == length_mm(TICKET, PROFILE)


def test_a_job_that_is_never_printed_uses_nothing() -> None:
    assert length_mm(PrintJob((Text("A", width=9),)), PROFILE) == 0


def test_a_roll_runs_low_while_some_of_it_is_left(file: Path) -> None:
    counter = PaperCounter(file, ROLL_MM)
    assert not counter.is_low
    counter.use(ROLL_MM - LOW_MM)
    assert not counter.is_low
    counter.use(1)
    assert counter.is_low
    assert PaperCounter(file, ROLL_MM).is_low
    counter.renew()
    assert not PaperCounter(file, ROLL_MM).is_low


def test_what_is_left_of_a_roll_is_told_and_never_less_than_nothing(file: Path) -> None:
    counter = PaperCounter(file, ROLL_MM)
    counter.use(3_500)
    assert counter.left_mm == ROLL_MM - 3_500
    assert PaperCounter(file, 1_000).left_mm == 0
    counter.ran_out()
    assert counter.left_mm == 0


def test_a_short_roll_is_low_at_its_half(file: Path) -> None:
    counter = PaperCounter(file, 1000)
    counter.use(501)
    assert counter.is_low


@given(st.binary(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_holds_is_a_length_or_counts_as_used_up(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    counter = PaperCounter(file, ROLL_MM)
    said = data.strip()
    is_small = said.isdigit() and len(said) <= 9 and int(said) <= ROLL_MM - LOW_MM
    assert counter.is_low is not is_small
    counter.use(1)
    counter.renew()
    assert not counter.is_low


def test_a_file_that_cannot_be_written_only_warns(tmp_path: Path) -> None:
    counter = PaperCounter(tmp_path / "none" / "paper", ROLL_MM)
    counter.use(10)
    counter.renew()
    folder = PaperCounter(tmp_path, ROLL_MM)
    assert folder.is_low
    folder.use(10)


class Bench:
    def __init__(self, file: Path, roll_mm: int = ROLL_MM) -> None:
        self.simulator = SimulatedTicketPrinter(PROFILE, patience=Patience(poll_seconds=0.05))
        self.counter = PaperCounter(file, roll_mm)
        self.printer = CountingTicketPrinter(self.simulator, PROFILE, self.counter)


def test_tickets_are_counted_when_their_first_byte_leaves(file: Path) -> None:
    bench = Bench(file)
    bench.printer.open()
    began: list[str] = []

    def begun() -> None:
        began.append(file.read_text().strip())

    assert bench.printer.print(TICKET, on_first_byte=begun).proof is Proof.CONFIRMED
    assert began == [str(length_mm(TICKET, PROFILE))]
    bench.printer.close()


def test_a_ticket_that_never_began_uses_nothing(file: Path) -> None:
    bench = Bench(file)
    bench.simulator.open_cover()
    assert bench.printer.print(TICKET).proof is Proof.NOT_PRINTED
    assert not file.exists()


def test_the_bits_of_a_sensor_that_is_not_there_count_for_nothing(file: Path) -> None:
    bench = Bench(file)
    bench.simulator.let_paper_run_low()
    assert bench.printer.status().paper is PaperLevel.ENOUGH
    bench.counter.use(ROLL_MM)
    status = bench.printer.status()
    assert (status.readiness, status.paper) == (Readiness.READY, PaperLevel.LOW)


def test_paper_after_no_paper_is_a_new_roll_even_after_a_restart(file: Path) -> None:
    bench = Bench(file)
    bench.counter.use(ROLL_MM)
    bench.simulator.take_paper_out()
    for _ in range(2):
        assert bench.printer.status().paper is PaperLevel.OUT
    restarted = Bench(file)
    assert restarted.printer.status().paper is PaperLevel.ENOUGH
    assert file.read_text() == "0\n"


def test_an_open_cover_or_a_lost_line_is_no_new_roll(file: Path) -> None:
    bench = Bench(file)
    bench.counter.use(ROLL_MM)
    for trouble, remedy in (("open_cover", "close_cover"), ("unplug", "plug_in")):
        getattr(bench.simulator, trouble)()
        assert not bench.printer.status().is_ready
        getattr(bench.simulator, remedy)()
        assert bench.printer.status().paper is PaperLevel.LOW


@pytest.mark.parametrize("is_counted_low", [True, False])
def test_where_a_sensor_is_too_the_earlier_of_the_two_counts(
    file: Path, *, is_counted_low: bool
) -> None:
    """Whoever changes the roll before it is out need tell nobody: the sensor sees more paper than before."""
    simulator = SimulatedTicketPrinter()
    counter = PaperCounter(file, ROLL_MM)
    counter.use(ROLL_MM - LOW_MM + 1 if is_counted_low else 1)
    printer = CountingTicketPrinter(simulator, PaperProfile(), counter)
    assert printer.status().paper is (PaperLevel.LOW if is_counted_low else PaperLevel.ENOUGH)
    simulator.let_paper_run_low()
    assert printer.status().paper is PaperLevel.LOW
    simulator.put_paper_in()
    assert printer.status().paper is PaperLevel.ENOUGH
    assert file.read_text() == "0\n"
