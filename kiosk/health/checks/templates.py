# SPDX-License-Identifier: Apache-2.0
"""Does every template give its paper at the configured width; prints nothing."""

from collections.abc import Iterator

from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT
from kiosk.printing.documents import PaperDocument
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import sample_document, samples_of

FAMILY = "templates"


class TemplatesCheck:
    """Renders a sample of each paper in each language, the ticket with little and with all.

    Concurrency: one thread, after QGuiApplication and its fonts.
    """

    def __init__(self, where: Where, renderer: PaperRenderer, languages: tuple[str, ...]) -> None:
        self._where = where
        self._renderer = renderer
        self._languages = languages

    def look(self) -> Finding:
        """Each faulty place once, by file and line."""
        faults = {(fault.file, fault.line): fault for fault in self._faults()}
        if not faults:
            return Finding(FAMILY, self._where, is_good=True, found=(Said(f"{FOUND}good"),))
        found = tuple(faults.values())
        to_do = Said(f"{ROOT}preview", {"file": found[0].file})
        return Finding(FAMILY, self._where, is_good=False, found=found, suggestion=to_do)

    def _faults(self) -> Iterator[TicketTemplateError]:
        for document in self._documents():
            try:
                self._renderer.attempt(document)
            except TicketTemplateError as error:
                yield error

    def _documents(self) -> Iterator[PaperDocument]:
        for language in self._languages:
            yield sample_document(language)
            yield from samples_of(language)
