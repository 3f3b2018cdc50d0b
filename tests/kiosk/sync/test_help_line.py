# SPDX-License-Identifier: Apache-2.0
"""The line of the calls for help: who is asked, with which credential, and what odd answers become."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import UUID

import pytest

from hall.identity import Secret
from hall.ids import HelpCallId
from hall.wire.codec import from_bytes, to_bytes, unpack
from hall.wire.translate import help_progress_to_wire, help_wish_from_wire
from hall.wire.v1 import CallHelpV1
from hall.wire.values import HelpProgress, HelpWish
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import (
    CentreFailedError,
    GarbledError,
    NoAnswerError,
    NotKnownError,
    OtherAnswerError,
    SyncError,
)
from kiosk.sync.help_line import HelpLine
from tests.fakes.centre import NOON

CALL = HelpCallId(UUID(int=0xCA11))
WISH = HelpWish(CALL, NOON)
PROGRESS = HelpProgress(CALL, NOON, NOON + timedelta(seconds=9))


class Desk:
    """A server that answers every call so; what it was asked is kept."""

    def __init__(self) -> None:
        self.status = 200
        self.body = to_bytes(help_progress_to_wire(PROGRESS))
        self.asked: list[tuple[str, str, HelpWish]] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                data = unpack(self.rfile.read(int(self.headers["Content-Length"])), 10**6)
                wish = help_wish_from_wire(from_bytes(CallHelpV1, data))
                desk.asked.append((self.path, self.headers["Authorization"], wish))
                self.send_response(desk.status)
                self.end_headers()
                self.wfile.write(desk.body)

        self.server = HTTPServer(("127.0.0.1", 0), Handler)

    def client(self, credential: str = "secret") -> CentreClient:
        url = f"http://127.0.0.1:{self.server.server_port}"
        return CentreClient(CentreAddress(url, None, Secret(credential)))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    thread = Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def line(desk: Desk) -> Iterator[HelpLine]:
    made = HelpLine(desk.client)
    yield made
    made.dispose()


def test_a_call_is_asked_for_and_what_became_of_it_comes_back(desk: Desk, line: HelpLine) -> None:
    over = replace(WISH, is_over=True)
    assert [line.ask(WISH), line.ask(over)] == [PROGRESS] * 2
    assert desk.asked == [("/v1/help-calls", "Bearer secret", wish) for wish in (WISH, over)]


def test_an_answer_about_another_call_is_none(desk: Desk, line: HelpLine) -> None:
    other = HelpProgress(HelpCallId(UUID(int=0xBAD)), NOON)
    desk.body = to_bytes(help_progress_to_wire(other))
    with pytest.raises(OtherAnswerError):
        line.ask(WISH)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"{}", GarbledError),
        (200, b"<html>", GarbledError),
        (503, b"", CentreFailedError),
        (401, b"{}", NotKnownError),
    ],
)
def test_odd_answers_say_what_is_wrong(
    desk: Desk, line: HelpLine, status: int, body: bytes, error: type[SyncError]
) -> None:
    desk.status, desk.body = status, body
    with pytest.raises(error):
        line.ask(WISH)


def test_a_kiosk_that_is_enrolled_anew_calls_with_its_other_credential(desk: Desk) -> None:
    credentials = iter(["old", "new"])
    line = HelpLine(lambda: desk.client(next(credentials)))
    good, desk.status = desk.body, 401
    with pytest.raises(NotKnownError):
        line.ask(WISH)
    desk.status, desk.body = 200, good
    assert line.ask(WISH) == PROGRESS
    line.dispose()
    assert [credential for _, credential, _ in desk.asked] == ["Bearer old", "Bearer new"]


def test_a_kiosk_that_is_not_enrolled_calls_nobody() -> None:
    line = HelpLine(lambda: None)
    with pytest.raises(NotKnownError):
        line.ask(WISH)
    line.close()
    line.dispose()


def test_after_the_end_nothing_is_asked(desk: Desk, line: HelpLine) -> None:
    line.ask(WISH)
    line.close()
    with pytest.raises(NoAnswerError):
        line.ask(WISH)
    assert len(desk.asked) == 1
