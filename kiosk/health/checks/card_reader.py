# SPDX-License-Identifier: Apache-2.0
"""Is the card reader there, does it answer, and which one is it; looks at no card."""

from typing_extensions import override

from drivers.card_reader.abstract import CardReader
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from kiosk.health.check import FOUND, Check
from kiosk.health.finding import Finding, Said, Where


class CardReaderCheck(Check):
    """Opens the reader and asks for its numbers and names."""

    error = CardReaderError

    def __init__(self, where: Where, reader: CardReader) -> None:
        super().__init__(where)
        self._reader = reader

    @override
    def examine(self) -> Finding:
        self._reader.open()
        more = []
        if number := self._module_number():
            more.append(Said(f"{FOUND}module", {"number": number}))
        if names := self._reader.slots():
            more.append(Said(f"{FOUND}slots", {"names": ", ".join(names)}))
        return self.good(*more)

    @override
    def close(self) -> None:
        self._reader.close()

    def _module_number(self) -> str:
        """Empty also for a reader that does not know the question; it reads cards all the same."""
        try:
            return self._reader.module_number()
        except CardReaderError as error:
            if error.reason is not CardReaderReason.COMMAND_REFUSED:
                raise
            return ""
