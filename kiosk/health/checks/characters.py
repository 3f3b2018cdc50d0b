# SPDX-License-Identifier: Apache-2.0
"""Can all characters be shown: those of the site's own texts, and those that names may hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from hall.words import Words
from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT
from kiosk.printing.fonts import Coverage

FAMILY = "characters"

LEVEL_3 = (
    (0x4E00, 0x9FEF),
    (0x3400, 0x4DB5),
    (0x20000, 0x2A6D6),
    (0x2A700, 0x2B734),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
)
COMPATIBLE = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
"""The 87,887 Han characters of implementation level 3 of GB 18030-2022."""


class CharactersCheck:
    """What no font has is a crossed box on the screen, and on paper unless the printer has it.

    `settings` is searched for texts of the site; `found_in` says where they were written.
    """

    def __init__(self, where: Where, coverage: Coverage, settings: object) -> None:
        self._where = where
        self._coverage = coverage
        self._settings = settings

    def look(self) -> Iterator[Finding]:
        """The site's own texts; then how many characters of names there are, where not all."""
        yield self._of_the_site()
        have = sum(self._coverage.has(character) for character in level_3())
        total = sum(1 for _ in level_3())
        if have < total:
            found = Said(f"{FOUND}level_3", {"have": have, "total": total})
            to_do = Said(f"{ROOT}level_3", {"place": self._where.place})
            yield Finding(FAMILY, self._where, is_good=True, found=(found,), suggestion=to_do)

    def _of_the_site(self) -> Finding:
        lacking = {
            character: text
            for text in texts_in(self._settings)
            for character in text
            if not self._coverage.has(character)
        }
        if not lacking:
            return Finding(FAMILY, self._where, is_good=True, found=(Said(f"{FOUND}good"),))
        found = tuple(_lacks(character, text) for character, text in lacking.items())
        to_do = Said(f"{ROOT}other_character", {"place": self._where.place})
        return Finding(FAMILY, self._where, is_good=False, found=found, suggestion=to_do)


def _lacks(character: str, text: str) -> Said:
    fields = {"character": character, "code": f"U+{ord(character):04X}", "text": text}
    return Said(f"{FOUND}no_glyph", fields)


def level_3() -> Iterator[str]:
    """Each Han character that a product for public services has to show."""
    for first, last in LEVEL_3:
        yield from map(chr, range(first, last + 1))
    yield from COMPATIBLE


def texts_in(value: object) -> Iterator[str]:
    """All that was written to be shown, wherever it stands in the settings."""
    match value:
        case Words():
            yield from (text for _, text in value.texts)
        case Mapping():
            yield from _texts_in(value.values())
        case tuple() | frozenset():
            yield from _texts_in(value)
        case _ if is_dataclass(value):
            yield from _texts_in(getattr(value, field.name) for field in fields(value))
        case _:
            pass


def _texts_in(values: Iterable[object]) -> Iterator[str]:
    for each in values:
        yield from texts_in(each)
