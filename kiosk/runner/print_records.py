# SPDX-License-Identifier: Apache-2.0
"""The printer's thread asks, the store's thread writes."""

from typing_extensions import override

from drivers.ticket_printer.abstract import PrintOutcome
from hall.log import PrintProof
from kiosk.runner.printer_worker import PrintOrder, PrintRecords, SlipToPrint
from kiosk.runner.store_thread import StoreThread
from kiosk.runner.use_cases import UseCases


class StoredPrintRecords(PrintRecords):
    """Concurrency: called on the printer's thread; waits there until the store has committed."""

    def __init__(self, use_cases: UseCases, store: StoreThread) -> None:
        self._use_cases = use_cases
        self._store = store

    @override
    def begin(self, order: PrintOrder) -> SlipToPrint:
        return self._store.ask(lambda: self._use_cases.begin_print(order))

    @override
    def started(self, slip: SlipToPrint) -> None:
        self._store.ask(lambda: self._use_cases.start_print(slip))

    @override
    def ended(self, slip: SlipToPrint, outcome: PrintOutcome) -> None:
        proof, reason = PrintProof(outcome.proof.value), outcome.reason
        self._store.ask(lambda: self._use_cases.end_print(slip, proof, reason))
