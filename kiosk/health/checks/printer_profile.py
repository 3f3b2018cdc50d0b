# SPDX-License-Identifier: Apache-2.0
"""What the printer can do as kiosk.toml says, and whether it says the same of itself."""

from collections.abc import Callable, Iterator

from drivers.ticket_printer.abstract import PaperProfile, ProofMethod
from drivers.ticket_printer.errors import TicketPrinterError
from drivers.ticket_printer.probe import PrinterAbilities
from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, advice, fault, finding, told
from kiosk.settings.model import PrinterSettings

FAMILY = "printer_profile"

_WORTH = {ProofMethod.NONE: 0, ProofMethod.GS_R: 1, ProofMethod.GS_H: 2}


class PrinterProfileCheck:
    """Lifetime: `look` as often as wanted; nothing is open between two looks.

    Args:
        profile: as the kiosk prints by it.
        ask: what the printer says it can do, printing nothing; None: it is not to be asked now.
            Raises TicketPrinterError.
    """

    def __init__(
        self,
        where: Where,
        printer: PrinterSettings,
        profile: PaperProfile,
        ask: Callable[[], PrinterAbilities] | None,
    ) -> None:
        self._where = where
        self._printer = printer
        self._profile = profile
        self._ask = ask

    def look(self) -> Finding:
        """Takes as long as a probe at most."""
        return finding(FAMILY, self._where, (*self._known(), *self._lacking(), *self._unlike()))

    def _known(self) -> Iterator[Note]:
        own = self._printer.profile
        if own is not None:
            yield told("profile", name=own.name or "?")
        else:
            yield told("no_profile", mm=self._printer.paper_mm)

    def _lacking(self) -> Iterator[Note]:
        """What visitors and staff have to do without."""
        if self._profile.proof is ProofMethod.NONE:
            yield told("proves_nothing")
        if not self._profile.has_cutter:
            yield told("no_cutter")
        own = self._printer.profile
        if own and not own.senses_low_paper and not own.roll_mm:
            yield advice("no_low_paper", "count_paper", table=self._where.table)

    def _unlike(self) -> Iterator[Note]:
        """Where the printer itself knows better; a printer that does not answer has its own check."""
        try:
            abilities = self._ask() if self._ask else None
        except TicketPrinterError:
            abilities = None
        if abilities is None or abilities.status is None or not abilities.status.is_ready:
            return
        if abilities.name:
            yield told("calls_itself", name=abilities.name)
        if _WORTH[abilities.proof] < _WORTH[self._profile.proof]:
            fields = {"proof": self._profile.proof.value, "other": abilities.proof.value}
            yield fault("other_proof", "probe_printer", **fields)
        unanswered = set(self._profile.status_questions) - set(abilities.questions)
        if unanswered:
            yield fault("other_questions", "probe_printer", numbers=_listed(unanswered))
        if self._profile.has_cutter and abilities.has_cutter is False:
            yield fault("cutter_missing", "probe_printer")


def _listed(numbers: set[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))
