# SPDX-License-Identifier: Apache-2.0
"""Moments between the laid card and the print result at which a kiosk may die."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.card_reader.codec import Command
from tests.e2e.devices import JOB
from tests.e2e.harness import Hall
from tests.e2e.persons import Person

SECONDS = 3.0
"""For a moment to come; one that does not is a moment too."""


@dataclass(frozen=True)
class Moment:
    """When to kill.

    Attributes:
        comes: lays the card, and returns when it is the moment.
        longest_delay: seconds after it, at most, until the blow falls.
        leaves_a_debt: a number is issued then, mostly, and no print begun.
    """

    name: str
    comes: Callable[[Hall, Person], None]
    longest_delay: float
    leaves_a_debt: bool = False


def _card_selected(hall: Hall, person: Person) -> None:
    times = hall.reader.asked(Command.SELECT) + 1
    hall.reader.lay(person.card)
    hall.reader.wait_until_asked(Command.SELECT, times, SECONDS)


def _card_read(hall: Hall, person: Person) -> None:
    times = hall.reader.asked(Command.READ) + 1
    hall.reader.lay(person.card)
    hall.reader.wait_until_asked(Command.READ, times, SECONDS)


def _issued(hall: Hall, person: Person) -> None:
    hall.reader.lay(person.card)
    hall.kiosk.says("issued number=", seconds=SECONDS)


def _issued_with_a_slow_printer(hall: Hall, person: Person) -> None:
    """The printer is still being asked how it is: nothing was sent, nothing was begun."""
    hall.printer.manner.answer_seconds = 0.1
    _issued(hall, person)


def _first_byte(hall: Hall, person: Person) -> None:
    start = len(hall.printer.received)
    hall.reader.lay(person.card)
    hall.printer.waits_until(lambda: JOB in hall.printer.received[start:], SECONDS)


def _paper_without_answer(hall: Hall, person: Person) -> None:
    """The paper is out, and the kiosk does not know it yet."""
    hall.printer.gives_proof = False
    times = hall.printer.proofs_asked + 1
    hall.reader.lay(person.card)
    hall.printer.waits_until(lambda: hall.printer.proofs_asked >= times, SECONDS)


def _proof_answered(hall: Hall, person: Person) -> None:
    times = hall.printer.proofs_asked + 1
    hall.reader.lay(person.card)
    hall.printer.waits_until(lambda: hall.printer.proofs_asked >= times, SECONDS)


def _print_ended(hall: Hall, person: Person) -> None:
    times = hall.kiosk.count("print ended") + 1
    hall.reader.lay(person.card)
    hall.kiosk.says("print ended", times=times, seconds=SECONDS)


MOMENTS = (
    Moment("card selected", _card_selected, 0.1),
    Moment("card read", _card_read, 0.05),
    Moment("issued", _issued, 0.03),
    Moment("issued, slow printer", _issued_with_a_slow_printer, 0.3, leaves_a_debt=True),
    Moment("first byte", _first_byte, 0.01),
    Moment("paper, no answer", _paper_without_answer, 0.05),
    Moment("proof answered", _proof_answered, 0.01),
    Moment("print ended", _print_ended, 0.02),
)
