# SPDX-License-Identifier: Apache-2.0
"""The process that calls pcscd: one question a line, one answer a line; knows no cards.

It is a process of its own because a call into pcscd has no deadline and cannot be interrupted, only
killed. Started by `pcsc_link`; ends when its input ends, also in the middle of a call.
"""

import json
import os
import queue
import sys
import threading
from collections.abc import Callable

from smartcard import scard

Answer = tuple[int, object]
"""A code of PC/SC, 0 when all is well, and what the call brought."""

PCI = {
    scard.SCARD_PROTOCOL_T0: scard.SCARD_PCI_T0,
    scard.SCARD_PROTOCOL_T1: scard.SCARD_PCI_T1,
}


class Service:
    """Lifetime: as long as the process; `look` finds a pcscd that was started anew."""

    def __init__(self) -> None:
        self._context = 0
        self._card = 0
        self._protocol = 0

    def look(self, _argument: str) -> Answer:
        """The readers and the state bits of each: [[name, state], ...]."""
        was_open = bool(self._context)
        answer = self._look()
        if answer[0] and was_open:  # pcscd may have come back since the last look
            self._context = 0
            answer = self._look()
        return answer

    def _look(self) -> Answer:
        if not self._context:
            code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
            if code:
                return code, None
        code, names = scard.SCardListReaders(self._context, [])
        if code or not names:
            return code or scard.SCARD_E_NO_READERS_AVAILABLE, None
        asked = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
        code, states = scard.SCardGetStatusChange(self._context, 0, asked)
        return code, [(name, state) for name, state, _atr in states]

    def connect(self, reader: str) -> Answer:
        """Power the card in this reader; no other program can talk to it meanwhile."""
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, self._card, self._protocol = scard.SCardConnect(
            self._context, reader, scard.SCARD_SHARE_EXCLUSIVE, protocols
        )
        return code, None

    def transmit(self, command: str) -> Answer:
        """Send an APDU; both ways in hex."""
        sent = list(bytes.fromhex(command))
        code, answer = scard.SCardTransmit(self._card, PCI[self._protocol], sent)
        return code, bytes(answer).hex()

    def disconnect(self, _argument: str) -> Answer:
        """Take the power from the card."""
        return scard.SCardDisconnect(self._card, scard.SCARD_UNPOWER_CARD), None


def _listen(lines: "queue.SimpleQueue[bytes]") -> None:
    """Take questions down, and end the process with them: a call under way would hold it up."""
    held = b""
    while data := os.read(sys.stdin.fileno(), 4096):
        *whole, held = (held + data).split(b"\n")
        for line in whole:
            lines.put(line)
    os._exit(0)


def main() -> None:
    """Answer until the input ends."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    service = Service()
    calls: dict[str, Callable[[str], Answer]] = {
        "look": service.look,
        "connect": service.connect,
        "transmit": service.transmit,
        "disconnect": service.disconnect,
    }
    while True:
        name, argument = json.loads(lines.get())
        code, value = calls[name](argument)
        sys.stdout.write(json.dumps([code & 0xFFFF_FFFF, value]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
