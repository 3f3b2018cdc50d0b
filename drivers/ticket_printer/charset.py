# SPDX-License-Identifier: Apache-2.0
"""Which characters a printer's ROM font can hold, and their bytes.

Chinese printers hold the two-byte areas 1 to 5 of GB18030 (devices.md 2.1). A four-byte character
such as 𠮷 or 㐂, a user-defined one, and a control character have no place there.
"""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, east_asian_width

from drivers.ticket_printer.abstract import TextEncoding

Area = tuple[range, range]
"""Lead bytes and trail bytes."""

GB_AREAS: tuple[Area, ...] = (
    (range(0xA1, 0xAA), range(0xA1, 0xFF)),
    (range(0xB0, 0xF8), range(0xA1, 0xFF)),
    (range(0x81, 0xA1), range(0x40, 0xFF)),
    (range(0xAA, 0xFF), range(0x40, 0xA1)),
    (range(0xA8, 0xAA), range(0x40, 0xA1)),
)
"""Two-byte areas 1 to 5 of GB18030; what lies between them is for users to define."""

BIG5_AREAS: tuple[Area, ...] = (
    (range(0xA1, 0xA3), range(0x40, 0xFF)),
    (range(0xA3, 0xA4), range(0x40, 0xC0)),
    (range(0xA4, 0xC6), range(0x40, 0xFF)),
    (range(0xC6, 0xC7), range(0x40, 0x7F)),
    (range(0xC9, 0xF9), range(0x40, 0xFF)),
    (range(0xF9, 0xFA), range(0x40, 0xD6)),
)
"""Symbols, level 1 and level 2; vendors' additions differ from ROM to ROM."""

PRINTABLE_AREAS: dict[TextEncoding, tuple[Area, ...] | None] = {
    TextEncoding.GB18030: GB_AREAS,
    TextEncoding.GBK: GB_AREAS,
    TextEncoding.BIG5: BIG5_AREAS,
    TextEncoding.UTF_8: None,
}
"""None: the printer takes every character."""

MISSING = "□"
"""Stands for a character that the printer lacks; every code page has it."""


def unprintable(text: str, encoding: TextEncoding) -> frozenset[str]:
    """The characters of `text` that this printer lacks: such a line must go as a picture."""
    return frozenset(character for character in text if not _is_printable(character, encoding))


def encode_text(text: str, encoding: TextEncoding) -> bytes:
    """Bytes of `text`; a character that the printer lacks becomes `□`, never `?`."""
    return _replaced(text, encoding).encode(encoding)


def text_columns(text: str, encoding: TextEncoding) -> int:
    """Half-width cells (12 dots) that `text` takes at size 1."""
    replaced = _replaced(text, encoding)
    if encoding is TextEncoding.UTF_8:
        return sum(2 if is_wide(character) else 1 for character in replaced)
    return len(replaced.encode(encoding))


def is_wide(character: str) -> bool:
    """Whether a UTF-8 printer gives the character a square cell."""
    return east_asian_width(character) in "WF"


def _replaced(text: str, encoding: TextEncoding) -> str:
    return "".join(_or_missing(text, encoding))


def _or_missing(text: str, encoding: TextEncoding) -> Iterable[str]:
    for character in text:
        yield character if _is_printable(character, encoding) else MISSING


@lru_cache(maxsize=8192)
def _is_printable(character: str, encoding: TextEncoding) -> bool:
    if category(character)[0] == "C":
        return False
    try:
        code = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    areas = PRINTABLE_AREAS[encoding]
    return len(code) == 1 or areas is None or _is_in(areas, code)


def _is_in(areas: tuple[Area, ...], code: bytes) -> bool:
    lead, *trail = code
    return any(lead in leads and len(trail) == 1 and trail[0] in trails for leads, trails in areas)
