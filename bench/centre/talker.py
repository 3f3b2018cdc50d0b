# SPDX-License-Identifier: Apache-2.0
"""A kiosk reduced to its log and its line: it writes entries, sends them, and reads what it is told.

Texts are put together by hand, so that many kiosks cost little beside what is measured; the centre
would refuse them all if one hash were wrong.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

from bench.centre.line import Line, RefusedError
from hall.canonical import instant_text
from hall.wire.codec import pack
from kiosk.clock import SystemClock

EXCHANGE_ID = UUID(int=1)
"""Of every exchange: nobody mixes answers up here."""


@dataclass(frozen=True)
class Start:
    """Where a kiosk stands when the measurement begins; made by `bench.centre.stage`."""

    kiosk_id: str
    credential: str
    epoch: int
    position: int
    last_hash: str
    cursor: int
    business_date: str
    places: list[tuple[str, int, int]]
    """Start of the slot, index and hop of each walk-in place it was granted."""


class Log:
    """What the kiosk writes. The hash chain is that of `hall.log`."""

    def __init__(self, start: Start) -> None:
        self.position = start.position
        self.last_hash = start.last_hash
        self._start = start
        self._places = list(start.places)
        self._clock = SystemClock()
        self._tickets = 0
        self._coming = self._visits()

    def next(self, count: int, *, applied: int | None) -> tuple[str, list[str]]:
        """The hash before and so many entries as the wire has them.

        One is a ticket alone. Of more the first tells up to where the feed was applied, if it was;
        the rest are visits.
        """
        before = self.last_hash
        if count == 1:
            return before, [self._ticket(self._clock.new_id())]
        written = [] if applied is None else [self._feed_applied(applied)]
        while len(written) < count:
            written.append(next(self._coming))
        return before, written

    def _feed_applied(self, cursor: int) -> str:
        return self._write("feed_applied", f'{{"cursor":{cursor}}}')

    def _visits(self) -> Iterator[str]:
        while True:
            ticket_id = self._clock.new_id()
            yield self._ticket(ticket_id)
            yield self._write("print_started", f'{{"copy":0,"ticket_id":"{ticket_id}"}}')
            ended = f'{{"copy":0,"proof":"confirmed","reason":null,"ticket_id":"{ticket_id}"}}'
            yield self._write("print_ended", ended)

    def _ticket(self, ticket_id: UUID) -> str:
        self._tickets += 1
        owner = f',"owner":{{"digest":"h1:{ticket_id.hex}"}}'
        return self._write("issued", self._issued(ticket_id), owner)

    def _issued(self, ticket_id: UUID) -> str:
        place, hop, service, letter = "null", 0, "social", "C"
        if self._places and self._tickets % 2:
            slot, index, hop = self._places.pop()
            service, letter = "estate", "A"
            place = (
                f'{{"index":{index},"lane":"walk_in","service_id":"estate","slot_start":"{slot}"}}'
            )
        return (
            f'{{"business_date":"{self._start.business_date}","chosen_slot":null,"hop":{hop},'
            f'"is_standby":false,"lane":"walk_in","number":"{letter}{self._tickets % 9999 + 1:03}",'
            f'"place":{place},"service_id":"{service}","ticket_id":"{ticket_id}"}}'
        )

    def _write(self, kind: str, text: str, owner: str = "") -> str:
        self.position += 1
        at = instant_text(self._clock.now())
        lines = f"{self.last_hash}\n{self.position}\n{at}\n{kind}\n{text}"
        self.last_hash = hashlib.sha256(lines.encode()).hexdigest()
        return f'{{"position":{self.position},"at":"{at}","kind":"{kind}","body":{text}{owner}}}'


class Talker:
    """One kiosk. Lifetime: that of its line."""

    def __init__(self, start: Start, line: Line) -> None:
        self.line = line
        self._start = start
        self._log = Log(start)
        self._cursor = start.cursor
        self._applied = start.cursor

    async def act(self, count: int) -> float:
        """Send so many new entries; the seconds until the answer was here. Raises RefusedError."""
        after = self._log.position
        applied = self._cursor if count > 1 and self._cursor > self._applied else None
        before, entries = self._log.next(count, applied=applied)
        self._applied = self._cursor if applied else self._applied
        body = (
            f'{{"exchange_id":"{EXCHANGE_ID}","epoch":{self._start.epoch},'
            f'"after":{after},"after_hash":"{before}",'
            f'"entries":[{",".join(entries)}],"end":{self._log.position},"cursor":{self._cursor},'
            '"health":{"version":"1.0","clock_seconds":0}}'
        )
        packed = pack(body.encode())
        began = perf_counter()
        answer = await self.line.post("/v1/exchange", packed, "Content-Encoding: gzip")
        seconds = perf_counter() - began
        if answer["acknowledged"] != self._log.position:
            raise RefusedError(f"{self._start.kiosk_id}: {answer['acknowledged']}")
        self._cursor = answer["cursor"]
        return seconds
