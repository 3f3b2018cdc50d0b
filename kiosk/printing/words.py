# SPDX-License-Identifier: Apache-2.0
"""The words of the paper, which every template and the emergency ticket share."""

from collections.abc import Iterator
from datetime import datetime

from kiosk.printing.document import TicketDocument
from kiosk.printing.documents import PaperDocument
from kiosk.texts import load_texts

CLOCK = "%H:%M"


class Words:
    """The words of one kind of paper in its language: `words("where")` is the text `ticket.where`."""

    def __init__(self, document: PaperDocument) -> None:
        self._texts = load_texts(document.language)
        self._kind = document.kind

    def __call__(self, name: str, **fields: object) -> str:
        """Raises KeyError for a name or field that the language files lack."""
        return self._texts(f"{self._kind}.{name}", **fields)


def values_of(document: PaperDocument) -> dict[str, object]:
    """What a template may use on any paper: what it is about, and the words."""
    values: dict[str, object] = {document.kind: document, "words": Words(document)}
    if isinstance(document, TicketDocument):
        values["terms"] = terms(document)
    return values


def terms(document: TicketDocument) -> tuple[str, ...]:
    """On what terms the number was given: for how many items, in person, for whom, green channel, standby, its slot, a booking."""
    return tuple(_terms(document, Words(document)))


def _terms(document: TicketDocument, words: Words) -> Iterator[str]:
    if document.items > 1:
        yield words("items", count=document.items)
    if document.is_in_person:
        yield words("in_person")
    if document.is_proxy:
        yield words("proxy")
    if document.is_green:
        yield words("green")
    if document.is_standby:
        yield words("standby")
    if document.slot_start and document.slot_end:
        yield words("slot", start=_clock(document.slot_start), end=_clock(document.slot_end))
    if document.is_early:
        yield words("early")
    if document.is_booked:
        yield words("booked")


def _clock(at: datetime) -> str:
    return at.strftime(CLOCK)
