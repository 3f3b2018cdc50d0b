# SPDX-License-Identifier: Apache-2.0
"""A machine becomes a kiosk once, and stays it."""

import json
import stat
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from common.signatures import PublicKey
from hall.identity import Secret
from hall.ids import KioskId, SiteId
from hall.wire import v1
from hall.wire.codec import from_bytes, to_bytes, unpack
from hall.wire.fields import WireModel
from kiosk.crypto import KeyFileError
from kiosk.sync.address import CentreAddress
from kiosk.sync.enrolment import Enrolled, enrol, load_enrolment
from kiosk.sync.errors import NotKnownError, OtherKioskError, RefusedError

TOKEN = "one-time-token"
KEY = PublicKey("YH1", bytes(range(32)))


class EnrollingCentre(BaseHTTPRequestHandler):
    """Takes one token once."""

    taken: list[v1.EnrolV1]

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = unpack(self.rfile.read(int(self.headers["Content-Length"])), 10_000)
        wanted = from_bytes(v1.EnrolV1, body)
        if wanted.token != TOKEN:
            self._answer(403, v1.ProblemV1(title="No", status=403, key="error.central.token"))
        elif self.taken:
            self._answer(409, v1.ProblemV1(title="No", status=409, key="error.central.used"))
        else:
            self.taken.append(wanted)
            self._answer(
                200, v1.EnrolmentV1(site_id="hall-1", kiosk_id="k7", credential="credential-7")
            )

    def _answer(self, status: int, answer: WireModel) -> None:
        data = to_bytes(answer)
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def taken() -> list[v1.EnrolV1]:
    return []


@pytest.fixture
def address(taken: list[v1.EnrolV1]) -> Iterator[CentreAddress]:
    handler = type("Handler", (EnrollingCentre,), {"taken": taken})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield CentreAddress(f"http://127.0.0.1:{server.server_address[1]}")
        finally:
            server.shutdown()
            thread.join()


def test_an_enrolled_kiosk_is_found_again_and_only_it_can_read_its_credential(
    address: CentreAddress, taken: list[v1.EnrolV1], tmp_path: Path
) -> None:
    path = tmp_path / "keys/centre.json"
    enrolled = enrol(address, Secret(TOKEN), KEY, path)
    assert load_enrolment(path) == enrolled
    assert (enrolled.site_id, enrolled.kiosk_id) == ("hall-1", "k7")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "credential-7" not in repr(enrolled)
    assert [(b64decode(each.public_key), each.algorithm) for each in taken] == [(KEY.data, "YH1")]


def test_a_token_that_is_wrong_or_used_up_leaves_nothing(
    address: CentreAddress, tmp_path: Path
) -> None:
    path = tmp_path / "centre.json"
    with pytest.raises(NotKnownError):
        enrol(address, Secret("another"), KEY, path)
    assert load_enrolment(path) is None
    enrol(address, Secret(TOKEN), KEY, tmp_path / "first.json")
    with pytest.raises(RefusedError) as refused:
        enrol(address, Secret(TOKEN), KEY, path)
    assert refused.value.fields == {"status": 409, "reason": "error.central.used"}
    assert load_enrolment(path) is None


def test_a_machine_comes_back_as_the_kiosk_it_was_and_as_no_other(
    address: CentreAddress, tmp_path: Path
) -> None:
    path = tmp_path / "centre.json"
    other = Enrolled(SiteId("hall-1"), KioskId("k6"), Secret("x"))
    with pytest.raises(OtherKioskError) as caught:
        enrol(address, Secret(TOKEN), KEY, path, before=other)
    assert caught.value.fields == {"kiosk_id": "k6", "other": "k7"}
    assert load_enrolment(path) is None


def test_a_machine_that_was_that_kiosk_has_another_credential(
    address: CentreAddress, tmp_path: Path
) -> None:
    path = tmp_path / "centre.json"
    before = Enrolled(SiteId("hall-1"), KioskId("k7"), Secret("x"))
    assert enrol(address, Secret(TOKEN), KEY, path, before=before) == load_enrolment(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b'{"site_id": 1}', json.dumps({"site_id": "a"}).encode()],
)
def test_a_spoilt_file_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "centre.json"
    path.write_bytes(content)
    with pytest.raises(KeyFileError):
        load_enrolment(path)


def test_what_cannot_be_kept_is_reported(address: CentreAddress, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KeyFileError):
        enrol(address, Secret(TOKEN), KEY, tmp_path / "file/centre.json")
