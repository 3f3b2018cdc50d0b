# SPDX-License-Identifier: Apache-2.0
"""The green channel for more than age: the reasons a site knows (rules.md 1)."""

from dataclasses import dataclass

from hall.errors import BadValueError
from hall.words import Words


@dataclass(frozen=True, slots=True)
class GreenReason:
    """Why somebody is served first; staff confirm it at the counter, and nothing stores it.

    `icon` is the name of its picture, empty for none.
    """

    name: Words
    icon: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            raise BadValueError(name="name", value=self.icon, allowed="words in a language")
