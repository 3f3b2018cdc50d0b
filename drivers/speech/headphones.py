# SPDX-License-Identifier: Apache-2.0
"""A jack that tells ALSA whether a headphone is in it, and the player that is heard there alone."""

import re
from dataclasses import dataclass

from drivers.speech.child import KILLED_SECONDS, Child, Command
from drivers.speech.descriptors import closing, content, in_memory, nowhere
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.player import Player

ASK_SECONDS = 0.3
LONGEST_ANSWER = 4096
IS_IN = b": values=on"
"""How `amixer cget` ends its answer about a jack that holds a plug."""
CARD = re.compile(r":(?:CARD=)?([^,]+)")


@dataclass(frozen=True)
class Headphones:
    """What is played into a headphone, and how to find out whether there is one.

    Attributes:
        player: heard in the headphone and nowhere else.
        command: tells of the jack as `amixer cget` does.
    """

    player: Player
    command: Command

    @classmethod
    def of_alsa(cls, device: str, jack: str) -> "Headphones":
        """Of a device as `aplay -L` names it, and of a jack of its card as `amixer controls` does."""
        wanted = f"iface=CARD,name='{jack}'"
        return cls(Player.aplay(device), ("amixer", "-D", control_of(device), "cget", wanted))

    @property
    def are_in(self) -> bool:
        """False also when nobody can tell: then nothing private is said."""
        try:
            return self._are_in()
        except SpeechError:
            return False

    def probe(self) -> bool:
        """Play 50 ms of silence there, and tell whether a headphone is in.

        Raises:
            SpeechError: nothing can be heard there, or nobody can tell of the jack.
        """
        self.player.probe()
        return self._are_in()

    def _are_in(self) -> bool:
        answer = in_memory()
        with closing(answer), nowhere() as nothing:
            child = Child(self.command, takes=nothing, gives=answer, complains=nothing)
            child.wait(ASK_SECONDS)
            child.kill()
            child.wait(KILLED_SECONDS)
            if child.status != 0:
                raise SpeechError(SpeechReason.NO_JACK)
            return IS_IN in content(answer, LONGEST_ANSWER)


def control_of(device: str) -> str:
    """The control device of the card that a sound device is on."""
    card = CARD.search(device)
    return f"hw:{card[1]}" if card else device
