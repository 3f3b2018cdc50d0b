# SPDX-License-Identifier: Apache-2.0
"""A headphone and its jack for tests: a stand-in for `amixer` beside a loudspeaker of its own."""

import sys
from pathlib import Path
from typing import Self

from drivers.speech.headphones import Headphones
from tests.emulators import amixer
from tests.emulators.loudspeaker import Loudspeaker


class Jack:
    """Lifetime: of its `with`; empty at first."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._file = folder / "jack"
        self.ear = Loudspeaker(folder)
        """What the headphone hears."""
        command = (sys.executable, "-IS", amixer.__file__, str(self._file))
        self.headphones = Headphones(self.ear.player, command)
        """For the engine under test."""
        self.pull_out()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ear.__exit__()

    def plug_in(self) -> None:
        self._file.write_text("on", encoding="utf-8")

    def pull_out(self) -> None:
        self._file.write_text("off", encoding="utf-8")

    def lose_card(self) -> None:
        """The card with the jack is gone."""
        self._file.unlink()
