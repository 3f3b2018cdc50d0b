# SPDX-License-Identifier: Apache-2.0
"""A whole hall on loopback: emulated reader and printer, and `kiosk run` as its own process.

with Hall(tmp_path) as hall:
    kiosk = hall.start()
    hall.visit(person(1))
    kiosk.kill()
    assert not hall.broken()
"""

from pathlib import Path
from typing import Self

from drivers.card_reader.codec import Command
from tests.e2e.devices import Printer, Reader
from tests.e2e.persons import Person
from tests.e2e.process import ForkedProgram, Program, StartedProgram, run_to_end
from tests.e2e.records import NUMBER, Records, broken, read_records
from tests.e2e.site import Wiring, kiosk_toml


class Hall:
    """One state folder and two devices that outlive any number of kiosk processes.

    Args:
        mode: how tickets are printed.
        is_forked: many starts are wanted quickly.
        options: more words behind `kiosk run`.
        module: what is started; `kiosk`, or `kiosk` with an ear for a test.

    Lifetime: ends what it started at the end of `with`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        mode: str = "text",
        is_forked: bool = False,
        options: tuple[str, ...] = (),
        module: str = "kiosk",
    ) -> None:
        self.folder = folder
        self.state = folder / "state"
        self.config = folder / "kiosk.toml"
        self.reader = Reader(folder / "reader")
        self.printer = Printer()
        self._kiosk: Program | None = None
        self._is_forked = is_forked
        self._options = options
        self._module = module
        self.is_readable = mode == "text"
        """Whether what stands on a paper can be read from its bytes."""
        wiring = Wiring(self.reader.path, self.printer.port, mode)
        self.config.write_text(kiosk_toml(wiring))

    def __enter__(self) -> Self:
        self.printer.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self._kiosk is not None:
            self._kiosk.kill()
        self.reader.stop()
        self.printer.behave()
        self.printer.__exit__()

    @property
    def kiosk(self) -> Program:
        assert self._kiosk is not None, "not started"
        return self._kiosk

    def launch(self) -> Program:
        """`kiosk run`, without waiting for anything; the one before it is dead."""
        assert self._kiosk is None or not self._kiosk.is_alive, "still running"
        self.reader.take_away()
        kind = ForkedProgram if self._is_forked else StartedProgram
        words = ["run", "--config", self.config, *self._options]
        self._kiosk = kind(words, self.folder, module=self._module)
        return self._kiosk

    def start(self) -> Program:
        """`kiosk run`, serving visitors."""
        polls = self.reader.asked(Command.FIND)
        kiosk = self.launch()
        kiosk.wait_for("ready screen=Welcome")
        assert self.reader.wait_until_asked(Command.FIND, polls + 1), kiosk.output
        return kiosk

    def command(self, *arguments: str | Path) -> tuple[int | None, str]:
        """Another command of the kiosk; its exit code and what it said."""
        return run_to_end(arguments, self.folder)

    def listed_as_unprinted(self) -> list[str]:
        """The numbers on the staff list, as its command says them."""
        code, said = self.command("unprinted", "--config", self.config)
        assert code == 0, said
        return [word for word in said.split() if NUMBER.fullmatch(word)]

    def welcome(self, *, minutes_ahead: int) -> str:
        """What the welcome screen of the next start shows when the clock is ahead."""
        arguments = (self.config, str(minutes_ahead))
        code, shown = run_to_end(arguments, self.folder, module="tests.e2e.welcome")
        assert code == 0, shown
        return shown

    def visit(self, person: Person) -> None:
        """Lay a card until a number is given."""
        issued = self.kiosk.count("issued number=")
        self.lay(person)
        self.kiosk.wait_for("issued number=", times=issued + 1)

    def lay(self, person: Person) -> None:
        """A card, newly laid."""
        self.lay_nothing()
        self.reader.lay(person.card)

    def lay_nothing(self) -> None:
        """Lift what lies there, until the kiosk has seen that nothing does."""
        self.reader.take_away()
        finds = self.reader.asked(Command.FIND)
        assert self.reader.wait_until_asked(Command.FIND, finds + 2), self.kiosk.output

    def confirmed_visit(self, person: Person) -> None:
        """A number, and the printer's word for its paper."""
        confirmed = self.kiosk.count("proof=confirmed")
        self.visit(person)
        self.kiosk.wait_for("proof=confirmed", times=confirmed + 1)

    def records(self) -> Records:
        """What the dead kiosk left; a living one moves its files while they are copied."""
        assert not self.kiosk.is_alive
        return read_records(self.state, self.folder / "looked-at")

    def broken(self) -> list[str]:
        """What log and papers break, as they are now."""
        return broken(self.records(), self.printer.tickets, self.state / "keys" / "ticket.key")
