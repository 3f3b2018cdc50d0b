# SPDX-License-Identifier: Apache-2.0
"""Questions on a terminal, one at a time, each with an answer that Enter takes."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from kiosk.errors import KioskError
from kiosk.texts import Texts


class TalkEndedError(KioskError):
    """Nobody answers any more; what was asked before is lost, and nothing else."""

    key: ClassVar[str] = "error.setup.ended"


class Talk:
    """Says and asks in one language.

    Args:
        say: shows a line.
        ask: shows a prompt; the line that was typed. Raises EOFError or KeyboardInterrupt for none.
    """

    def __init__(self, texts: Texts, say: Callable[[str], None], ask: Callable[[str], str]) -> None:
        self.texts = texts
        self.show = say
        self._ask = ask

    def say(self, key: str, **fields: object) -> None:
        """A sentence, by its text key below `setup`."""
        self.show(self.texts(f"setup.{key}", **fields))

    def ask(self, key: str, usual: str = "", **fields: object) -> str:
        """What is typed; nothing typed is the usual answer. Raises TalkEndedError."""
        prompt = self.texts(f"setup.{key}", **fields)
        shown = self.texts("setup.usual", prompt=prompt, usual=usual) if usual else prompt
        try:
            return self._ask(shown + " ").strip() or usual
        except (EOFError, KeyboardInterrupt) as error:
            raise TalkEndedError from error

    def choose(self, key: str, choices: Sequence[str]) -> int:
        """Which of the choices, the first by Enter; asked again until it is one of them."""
        for number, choice in enumerate(choices, start=1):
            self.show(f"  {number}. {choice}")
        while True:
            typed = self.ask(key, "1")
            if typed.isdecimal() and 1 <= int(typed) <= len(choices):
                return int(typed) - 1
            self.say("one_of", most=len(choices))

    def agrees(self, key: str, **fields: object) -> bool:
        """Yes by Enter; anything that begins with n or 不 or 否 is no."""
        return not self.ask(key, self.texts("setup.yes"), **fields).lower().startswith(_NO)


_NO = ("n", "不", "否", "2")
