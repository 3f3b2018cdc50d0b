# SPDX-License-Identifier: Apache-2.0
"""Answers that are HTTP, or even of the protocol, and still make no sense."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from threading import Thread
from uuid import UUID

import pytest

from hall.exchange import LogPart
from hall.feed import BookingMade
from hall.news import Told
from hall.wire.codec import to_bytes, unpack
from hall.wire.translate import answer_to_wire, refusal_to_wire
from hall.wire.values import Answer, Exchange, Refusal
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import (
    DisownedError,
    GarbledError,
    GivenUpError,
    NoAnswerError,
    NotKnownError,
    OtherAnswerError,
    RefusedError,
    SyncError,
)
from tests.fakes.centre import NOON, Centre, CentreServer
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import K1, SyncedKiosk, booking
from tests.kiosk.sync.test_faults import say

EXCHANGE_ID = UUID(int=0xE01)
EMPTY = Exchange(LogPart(K1, 1, 0, (), 0), 0)
GOOD = to_bytes(answer_to_wire(Answer(1, 0, 0, NOON), EXCHANGE_ID))

Headers = dict[str, str]


@contextmanager
def answering(status: int, body: bytes, headers: Headers | None = None) -> Iterator[CentreClient]:
    """A client of somebody who always answers so, to the exchange he was asked."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            asked = unpack(self.rfile.read(int(self.headers["Content-Length"])), 10**6)
            exchange_id = json.loads(asked)["exchange_id"]
            self._answer(body.replace(str(EXCHANGE_ID).encode(), exchange_id.encode()))

        def do_GET(self) -> None:
            self._answer(body)

        def _answer(self, body: bytes) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        client = CentreClient(CentreAddress(f"http://127.0.0.1:{server.server_address[1]}"))
        try:
            yield client
        finally:
            client.close()
            client.dispose()
            server.shutdown()
            thread.join()


def test_an_answer_need_not_be_packed() -> None:
    with answering(200, GOOD) as client:
        assert client.exchange(EMPTY) == Answer(1, 0, 0, NOON)


def test_a_client_that_was_closed_asks_nobody_any_more() -> None:
    with answering(200, GOOD) as client:
        client.close()
        with pytest.raises(NoAnswerError):
            client.exchange(EMPTY)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (GOOD, {"Content-Encoding": "br"}),
        (GOOD, {"Content-Encoding": "gzip"}),
        (os.urandom(5 * 2**20), {}),
        (GOOD.replace(b'"feed":[]', b'"feed":[{"kind":"invented","cursor":1}]'), {}),
        (
            GOOD.replace(
                b'"feed":[]',
                b'"feed":[{"kind":"day_key","cursor":1,"business_date":"2026-03-02",'
                b'"key_id":"k","key":"AAAA"}]',
            ),
            {},
        ),
    ],
    ids=["encoding", "no gzip", "too long", "kind", "key"],
)
def test_what_is_no_answer_is_called_so(body: bytes, headers: Headers) -> None:
    with answering(200, body, headers) as client, pytest.raises(GarbledError):
        client.exchange(EMPTY)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            b'{"title":"No","status":422,"key":"error.hall.bad_value","type":"about:blank"}',
            "error.hall.bad_value",
        ),
        (b"<html>", ""),
    ],
)
def test_a_refusal_is_told_with_its_reason(body: bytes, reason: str) -> None:
    with answering(422, body) as client, pytest.raises(RefusedError) as refused:
        client.exchange(EMPTY)
    assert refused.value.fields == {"status": 422, "reason": reason}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, to_bytes(answer_to_wire(Answer(1, 0, 0, NOON), UUID(int=1)))),
        (409, to_bytes(refusal_to_wire(Refusal(409, "error.hall.log", {}, 0, 1), "No", None))),
        (409, to_bytes(refusal_to_wire(Refusal(409, "error.hall.log"), "No", UUID(int=1)))),
    ],
)
def test_an_answer_to_another_exchange_is_none(status: int, body: bytes) -> None:
    with answering(status, body) as client, pytest.raises(OtherAnswerError):
        client.exchange(EMPTY)


UNKNOWN_KIOSK = Refusal(404, "error.hall.unknown_kiosk", {"kiosk_id": "k1"})
NO_CREDENTIAL = Refusal(401, "error.central.no_credential")


@pytest.mark.parametrize(
    ("refusal", "is_given_up"), [(UNKNOWN_KIOSK, True), (NO_CREDENTIAL, False)]
)
def test_a_centre_that_does_not_know_this_kiosk_disowns_it(
    refusal: Refusal, *, is_given_up: bool
) -> None:
    body = to_bytes(refusal_to_wire(refusal, "No", EXCHANGE_ID))
    with answering(refusal.status, body) as client, pytest.raises(DisownedError) as caught:
        client.exchange(EMPTY)
    assert caught.value.fields == {"status": refusal.status}
    assert isinstance(caught.value, GivenUpError) is is_given_up


def test_that_another_kiosk_was_given_up_is_not_heeded() -> None:
    body = to_bytes(refusal_to_wire(UNKNOWN_KIOSK, "No", UUID(int=1)))
    with answering(404, body) as client, pytest.raises(OtherAnswerError):
        client.exchange(EMPTY)


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (401, ""),
        (401, "error.hall.unknown_kiosk"),
        (401, "error.central.nothing_shown"),
        (403, "error.central.not_allowed_to"),
        (404, "error.central.not_found"),
        (404, "error.central.no_credential"),
    ],
)
def test_who_refuses_otherwise_does_not_disown_this_kiosk(status: int, key: str) -> None:
    body = b"<html>log in</html>"
    if key:
        body = to_bytes(refusal_to_wire(Refusal(status, key), "No", EXCHANGE_ID))
    with answering(status, body) as client, pytest.raises(SyncError) as caught:
        client.exchange(EMPTY)
    assert not isinstance(caught.value, DisownedError)


# --- the wake stream -----------------------------------------------------------------------


def wakes(client: CentreClient) -> int:
    return len(list(islice(client.wakes(), 10)))


def test_only_lines_of_data_wake() -> None:
    with answering(200, b": still here\nevent: x\nretry: 5\ndata: pull\n\n") as client:
        stream = client.wakes()
        assert [next(stream), next(stream)] == [None, None]
        with pytest.raises(NoAnswerError):
            next(stream)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"", NoAnswerError),
        (200, b"x" * 100_000, GarbledError),
        (401, b"", NotKnownError),
        (404, b"", RefusedError),
    ],
)
def test_a_stream_that_is_none_ends_with_a_name(
    status: int, body: bytes, error: type[Exception]
) -> None:
    with answering(status, body) as client, pytest.raises(error):
        wakes(client)


# --- of the protocol, but no sense ---------------------------------------------------------


class OddCentre(Centre):
    """Changes each answer."""

    change: Callable[[Answer], Answer | Refusal]

    def take(self, exchange: Exchange) -> Answer | Refusal:
        reply = super().take(exchange)
        return self.change(reply) if isinstance(reply, Answer) else reply


TOLD = Told(5, BookingMade(booking(1)))


@pytest.mark.usefixtures("caplog")
@pytest.mark.parametrize(
    "change",
    [
        lambda answer: replace(answer, told=(TOLD, TOLD), cursor=5),
        lambda answer: replace(answer, told=(TOLD, replace(TOLD, cursor=4)), cursor=5),
        lambda answer: replace(answer, has_more=True),
        lambda answer: replace(answer, told=(TOLD,), cursor=4),
        lambda answer: replace(answer, acknowledged=0),
        lambda answer: replace(answer, acknowledged=99),
        lambda _: Refusal(409, "error.hall.log"),
        lambda _: Refusal(409, "error.hall.log", acknowledged=0, epoch=1),
    ],
    ids=[
        "twice",
        "falling",
        "more of nothing",
        "back",
        "not taken",
        "too much",
        "no reason",
        "again",
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing_and_is_not_asked_for_ever(
    change: Callable[[Answer], Answer | Refusal],
) -> None:
    centre = OddCentre()
    centre.change = change
    with CentreServer(centre) as server:
        kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
        say(kiosk.unit)
        kiosk.settle(most=10)
        assert kiosk.worker.link.error is not None
        kiosk.end()
    with kiosk.unit as unit:
        assert unit.bookings.find(booking(1).booking_id) is None
        assert unit.centre.state().cursor == 0
        assert unit.log.end() == 1


def test_a_part_of_the_feed_that_is_not_for_this_kiosk_is_passed_over() -> None:
    centre = OddCentre()
    centre.change = lambda answer: (
        answer if answer.told else replace(answer, cursor=700, has_more=answer.cursor < 700)
    )
    with CentreServer(centre) as server:
        kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
        kiosk.settle(most=10)
        assert kiosk.worker.link.error is None
        kiosk.end()
    assert len(centre.heard) == 2
    with kiosk.unit as unit:
        assert unit.centre.state().cursor == 700
