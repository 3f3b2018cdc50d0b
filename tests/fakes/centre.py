# SPDX-License-Identifier: Apache-2.0
"""A small centre that speaks the real protocol over real HTTP, and goes wrong as it is told.

It keeps what it must to answer rightly: the kiosk's log with its chain, a feed, grants, an epoch.
"""

import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any, Self
from uuid import UUID

from hall.exchange import LeaseRequest
from hall.feed import FIRST_EPOCH, FeedBody
from hall.ids import KioskId
from hall.log import GENESIS, Entry, Granted
from hall.news import News, QueueFigures, Told
from hall.wire import v1
from hall.wire.codec import MOST_REQUEST_BYTES, from_bytes, pack, to_bytes, unpack
from hall.wire.translate import answer_to_wire, exchange_from_wire, refusal_to_wire
from hall.wire.values import Answer, Exchange, Owner, Refusal

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class Fault(StrEnum):
    """What goes wrong with one exchange."""

    LOST = auto()
    """The request never arrives."""
    ANSWER_LOST = auto()
    """Taken, and the answer never arrives."""
    DOUBLED = auto()
    """The request arrives twice."""
    LATE_AGAIN = auto()
    """It arrives once more after the next one."""
    MIXED_UP = auto()
    """Taken, and the answer is one to another exchange."""
    GAP = auto()
    """409 with what the centre has."""
    UNKNOWN = auto()
    DISOWNED = auto()
    """404: the kiosk was given up."""
    REVOKED = auto()
    """401: its credential is nobody's."""
    BROKEN = auto()
    BUSY = auto()
    MOVED = auto()
    GARBAGE = auto()
    NO_JSON = auto()
    OTHER_JSON = auto()
    HALF = auto()
    """The connection ends in the middle of the answer."""
    BOMB = auto()
    """Little gzip, much to unpack."""
    ENDLESS = auto()
    """It trickles and never ends."""
    HANGS = auto()


STATUSES = {Fault.UNKNOWN: 401, Fault.BROKEN: 500, Fault.BUSY: 503, Fault.MOVED: 302}


@dataclass
class Centre:
    """What a centre knows of one kiosk. Concurrency: any thread, under its lock."""

    kiosk_id: KioskId = field(default=KioskId("k1"))
    epoch: int = FIRST_EPOCH
    log: list[Entry] = field(default_factory=list)
    owners: dict[int, Owner] = field(default_factory=dict)
    feed: list[Told] = field(default_factory=list)
    granted: list[Granted] = field(default_factory=list)
    figures: tuple[QueueFigures, ...] = ()
    now: datetime = NOON
    feed_part: int = 200
    grant: Callable[[LeaseRequest], Granted] | None = None
    heard: list[Exchange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._next_cursor = 1

    def tell(self, *bodies: FeedBody | News, skip: int = 0) -> None:
        """More of the feed; `skip` leaves a gap in the cursors."""
        with self._lock:
            for body in bodies:
                self.feed.append(Told(self._next_cursor + skip, body))
                self._next_cursor += 1 + skip

    def restore(self, entries: int) -> None:
        """From a backup: a later epoch that has less of the log."""
        with self._lock:
            self.epoch += 1
            del self.log[entries:]
            self.granted.clear()

    def take(self, exchange: Exchange) -> Answer | Refusal:
        """One exchange, whole or not at all."""
        with self._lock:
            self.heard.append(exchange)
            part = exchange.part
            if part.epoch != self.epoch:
                return self.refusal("error.hall.epoch")
            if not self._follows(exchange):
                return self.refusal("error.hall.log")
            self.log += part.entries[len(self.log) - part.after :]
            self.owners.update(exchange.owners)
            for request in exchange.requests:
                self._grant(request)
            return self._answer(exchange)

    def refusal(self, key: str) -> Refusal:
        return Refusal(409, key, {}, len(self.log), self.epoch)

    def _follows(self, exchange: Exchange) -> bool:
        """No gap, and the chain goes on from what is here."""
        part = exchange.part
        if part.after > len(self.log):
            return False
        expected = [part.after + count for count in range(1, len(part.entries) + 1)]
        if [entry.position for entry in part.entries] != expected:
            return False
        known = [GENESIS, *(entry.hash for entry in self.log)]
        return all(
            entry.previous_hash == known[entry.position - 1]
            for entry in part.entries
            if entry.position <= len(known)
        )

    def _grant(self, request: LeaseRequest) -> None:
        known = {granted.request_no for granted in self.granted}
        if self.grant and request.request_no not in known:
            self.granted.append(self.grant(request))

    def _answer(self, exchange: Exchange) -> Answer:
        news = [told for told in self.feed if told.cursor > exchange.cursor]
        told = tuple(news[: self.feed_part])
        logged = {entry.body.lease_id for entry in self.log if isinstance(entry.body, Granted)}
        return Answer(
            epoch=self.epoch,
            acknowledged=len(self.log),
            cursor=told[-1].cursor if told else exchange.cursor,
            now=self.now,
            told=told,
            has_more=len(news) > len(told),
            grants=tuple(each for each in self.granted if each.lease_id not in logged),
            figures=self.figures,
        )


class CentreServer:
    """The centre on a port of loopback. Lifetime: `with`; leaves no thread behind."""

    def __init__(self, centre: Centre, certificate: Path | None = None) -> None:
        self.centre = centre
        self.faults: deque[Fault] = deque()
        self.late: Exchange | None = None
        self.credentials: list[str] = []
        self.paths: list[str] = []
        self.stopping = threading.Event()
        self.wakes = threading.Condition()
        self.wake_count = 0
        self.wake_streams = 0
        server = self

        class Handler(_Handler):
            parent = server

        self._http = _Server(("127.0.0.1", 0), Handler)
        self._scheme = "http"
        if certificate is not None:
            context = SSLContext(PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
            self._scheme = "https"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}"

    def wake(self) -> None:
        """Tell all who hold the wake stream."""
        with self.wakes:
            self.wake_count += 1
            self.wakes.notify_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.wake()
        self._http.shutdown()
        self._http.cut_all()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._sockets: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._sockets.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._sockets.discard(request)
        super().shutdown_request(request)

    def cut_all(self) -> None:
        for each in list(self._sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that cuts its line is what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    parent: CentreServer
    _exchange_id: UUID
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._hear()
        if self.parent.faults and self.parent.faults[0] in STATUSES:
            self._send(STATUSES[self.parent.faults.popleft()], b"")
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self._stream()

    def _stream(self) -> None:
        self.wfile.write(b": here\n\n")
        with self.parent.wakes:
            self.parent.wake_streams += 1
            self.parent.wakes.notify_all()
            told = self.parent.wake_count
            while not self.parent.stopping.is_set():
                self.parent.wakes.wait_for(lambda told=told: self.parent.wake_count > told)
                told = self.parent.wake_count
                self.wfile.write(b"data: pull\n\n")

    def do_POST(self) -> None:
        self._hear()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.parent.faults.popleft() if self.parent.faults else None
        data = unpack(body, MOST_REQUEST_BYTES)
        wire = from_bytes(v1.ExchangeV1, data)
        exchange = exchange_from_wire(wire, self.parent.centre.kiosk_id)
        self._exchange_id = wire.exchange_id
        match fault:
            case Fault.LOST:
                self._cut()
            case Fault.GAP:
                self._reply(self.parent.centre.refusal("error.hall.log"))
            case Fault.DISOWNED:
                self._reply(Refusal(404, "error.hall.unknown_kiosk", {"kiosk_id": "k1"}))
            case Fault.REVOKED:
                self._reply(Refusal(401, "error.central.no_credential"))
            case Fault.MIXED_UP:
                self._exchange_id = UUID(int=1)
                self._take(exchange, None)
            case None | Fault.ANSWER_LOST | Fault.DOUBLED | Fault.LATE_AGAIN:
                self._take(exchange, fault)
            case _:
                self._go_wrong(fault)

    def _hear(self) -> None:
        self.parent.paths.append(self.path)
        self.parent.credentials.append(self.headers.get("Authorization", ""))

    def _take(self, exchange: Exchange, fault: Fault | None) -> None:
        centre = self.parent.centre
        reply = centre.take(exchange)
        if fault is Fault.DOUBLED:
            reply = centre.take(exchange)
        if self.parent.late is not None:
            centre.take(self.parent.late)
            self.parent.late = None
        if fault is Fault.LATE_AGAIN:
            self.parent.late = exchange
        if fault is Fault.ANSWER_LOST:
            self._cut()
        else:
            self._reply(reply)

    def _reply(self, reply: Answer | Refusal) -> None:
        if isinstance(reply, Refusal):
            body = to_bytes(refusal_to_wire(reply, "No", self._exchange_id))
            self._send(reply.status, body, "application/problem+json")
        else:
            self._send(200, to_bytes(answer_to_wire(reply, self._exchange_id)))

    def _go_wrong(self, fault: Fault) -> None:
        match fault:
            case Fault.GARBAGE:
                self.wfile.write(b"\x00\xff nothing like HTTP\r\n\r\n")
                self._cut()
            case Fault.NO_JSON:
                self._send(200, b"<html>login</html>")
            case Fault.OTHER_JSON:
                self._send(200, b'{"epoch": 0}')
            case Fault.HALF:
                self._begin(200, 1000)
                self.wfile.write(b"half")
                self._cut()
            case Fault.BOMB:
                self._send(200, b" " * (64 * 2**20))
            case Fault.ENDLESS:
                self._begin(200, 1000)
                while not self.parent.stopping.wait(0.02):
                    self.wfile.write(b"x")
                    self.wfile.flush()
            case Fault.HANGS:
                self.connection.recv(1)  # until the other side ends it
                self._cut()
            case _:
                self._send(STATUSES[fault], b"")

    def _send(self, status: int, data: bytes, kind: str = "application/json") -> None:
        packed = pack(data)
        self._begin(status, len(packed), kind)
        self.wfile.write(packed)

    def _begin(self, status: int, length: int, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
