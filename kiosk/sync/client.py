# SPDX-License-Identifier: Apache-2.0
"""Speaks version 1 of the protocol to the centre over HTTP; knows nothing of the store."""

import logging
import secrets
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

import httpx

from hall.errors import HallError
from hall.wire import v1
from hall.wire.codec import MOST_ANSWER_BYTES, from_bytes, pack, to_bytes, unpack
from hall.wire.fields import WireModel
from hall.wire.translate import (
    answer_from_wire,
    enrolment_from_wire,
    exchange_to_wire,
    help_progress_from_wire,
    help_wish_to_wire,
    refusal_from_wire,
)
from hall.wire.values import Answer, Enrolment, Exchange, HelpProgress, HelpWish, Refusal
from kiosk.sync.address import CentreAddress
from kiosk.sync.errors import (
    CentreFailedError,
    DisownedError,
    GarbledError,
    GivenUpError,
    NoAnswerError,
    NotKnownError,
    NotTrustedError,
    OtherAnswerError,
    RefusedError,
)
from kiosk.sync.line import Line

# One line for each exchange would fill the journal; what goes wrong is told by the worker.
logging.getLogger("httpx").setLevel(logging.WARNING)

GREET_SECONDS = 10.0
"""For a look whether the centre is there; somebody waits for it."""
WHOLE_SECONDS = 30.0
"""For a whole exchange, however much trickles in."""
SILENT_WAKE_SECONDS = 45.0
"""The centre says something on the wake stream at least every 15 s."""
_STEP = httpx.Timeout(10.0, connect=5.0)
_KEEP_SECONDS = 4.0
"""Shorter than servers keep an idle connection, so that none is closed under a request."""
_MOST_PACKED_BYTES = 4 * 2**20
_LONGEST_LINE = 4096
_WAKE_HEADERS = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
_UNKNOWN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
_NO_CREDENTIAL = "error.central.no_credential"
_UNKNOWN_KIOSK = "error.hall.unknown_kiosk"

_Model = TypeVar("_Model", bound=WireModel)


class CentreClient:
    """One connection to the centre.

    Lifetime: until `close`. Concurrency: one thread, but `close` from any.
    """

    def __init__(self, address: CentreAddress, whole_seconds: float = WHOLE_SECONDS) -> None:
        """Raises BadAddressError."""
        self._line = Line()
        self._whole_seconds = whole_seconds
        self._credential = address.credential
        self._http = httpx.Client(
            base_url=address.url,
            verify=address.tls(),
            timeout=_STEP,
            limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_SECONDS),
            trust_env=False,
        )

    def exchange(self, exchange: Exchange) -> Answer | Refusal:
        """The answer; a Refusal says from where to send again. Raises SyncError for all else."""
        exchange_id = UUID(bytes=secrets.token_bytes(16))
        body = to_bytes(exchange_to_wire(exchange, exchange_id))
        status, data = self._post("/v1/exchange", body)
        if status == HTTPStatus.CONFLICT:
            problem = _read(v1.ProblemV1, data)
            _check_own(problem.exchange_id, exchange_id)
            return refusal_from_wire(problem)
        _check_owned(status, data, exchange_id)
        wire = _read(v1.AnswerV1, _good(status, data))
        _check_own(wire.exchange_id, exchange_id)
        try:
            return answer_from_wire(wire)
        except HallError as error:
            raise GarbledError(problem=str(error)) from error

    def call_help(self, wish: HelpWish) -> HelpProgress:
        """A visitor wants help, or does no more; what has become of it. Raises SyncError."""
        status, data = self._post("/v1/help-calls", to_bytes(help_wish_to_wire(wish)))
        wire = _read(v1.HelpProgressV1, _good(status, data))
        _check_own(wire.call_id, wish.call_id)
        return help_progress_from_wire(wire)

    def enrol(self, token: str, algorithm: str, public_key: str) -> Enrolment:
        """What this kiosk is from now on; the key as base64. Raises SyncError."""
        wanted = v1.EnrolV1(token=token, algorithm=algorithm, public_key=public_key)
        status, data = self._post("/v1/enrol", to_bytes(wanted))
        return enrolment_from_wire(_read(v1.EnrolmentV1, _good(status, data)))

    def greet(self) -> None:
        """Returns when the centre is there and knows this kiosk; raises SyncError if not."""
        with (
            self._line.within(GREET_SECONDS),
            self._sent("GET", "/v1/wake", _WAKE_HEADERS) as response,
        ):
            _good(response.status_code, b"")

    def date(self) -> datetime | None:
        """What time it is at the centre, to the second; None if it does not say. Raises SyncError."""
        with (
            self._line.within(GREET_SECONDS),
            self._sent("GET", "/v1/wake", _WAKE_HEADERS) as response,
        ):
            return _instant(response.headers.get("Date", ""))

    def wakes(self) -> Iterator[None]:
        """One for the beginning and one each time the centre has news; ends only by a SyncError."""
        timeout = httpx.Timeout(SILENT_WAKE_SECONDS, connect=5.0)
        with self._sent("GET", "/v1/wake", _WAKE_HEADERS, timeout=timeout) as response:
            _good(response.status_code, b"")
            yield
            rest = b""
            for chunk in response.iter_raw():
                *lines, rest = (rest + chunk).split(b"\n")
                if len(rest) > _LONGEST_LINE:
                    raise GarbledError(problem="a line without end")
                if any(line.startswith(b"data:") for line in lines):
                    yield
        raise NoAnswerError(problem="the stream ended")

    def close(self) -> None:
        """End what is going on, at once."""
        self._line.close()

    def dispose(self) -> None:
        """Free the connection; on the client's own thread, last."""
        self._http.close()

    def _post(self, path: str, body: bytes) -> tuple[int, bytes]:
        headers = {
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
            "Accept": "application/json, application/problem+json",
            "Accept-Encoding": "gzip",
        }
        with (
            self._line.within(self._whole_seconds),
            self._sent("POST", path, headers, pack(body)) as response,
        ):
            return response.status_code, _body(response)

    @contextmanager
    def _sent(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes | None = None,
        timeout: httpx.Timeout = _STEP,
    ) -> Iterator[httpx.Response]:
        bearer = (
            {"Authorization": f"Bearer {self._credential.reveal()}"} if self._credential else {}
        )
        try:
            with self._http.stream(
                method,
                path,
                content=content,
                headers={**headers, **bearer},
                timeout=timeout,
                extensions={"trace": self._line.trace},
            ) as response:
                yield response
        except httpx.TransportError as error:
            raise self._named(error) from error

    def _named(self, error: httpx.TransportError) -> NoAnswerError | NotTrustedError:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ssl.SSLCertVerificationError):
                return NotTrustedError(problem=cause.verify_message)
            cause = cause.__cause__ or cause.__context__
        problem = "deadline" if self._line.is_cut else type(error).__name__
        return NoAnswerError(problem=problem)


def _instant(date: str) -> datetime | None:
    """Of a header of HTTP, as in `Sun, 06 Nov 1994 08:49:37 GMT`."""
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None


def _body(response: httpx.Response) -> bytes:
    """The whole body, plain; raises GarbledError for too much of it or no gzip."""
    packed = bytearray()
    for chunk in response.iter_raw():
        packed += chunk
        if len(packed) > _MOST_PACKED_BYTES:
            raise GarbledError(problem="too long")
    match response.headers.get("Content-Encoding", "identity"):
        case "gzip":
            try:
                return unpack(bytes(packed), MOST_ANSWER_BYTES)
            except HallError as error:
                raise GarbledError(problem=str(error)) from error
        case "identity":
            return bytes(packed)
        case _:
            raise GarbledError(problem="an encoding nobody asked for")


def _good(status: int, data: bytes) -> bytes:
    """The body of a 200; raises the SyncError of every other status."""
    if status == HTTPStatus.OK:
        return data
    if status in _UNKNOWN:
        raise NotKnownError(status=status)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        problem = _problem(data)
        raise RefusedError(status=status, reason=problem.key if problem else "")
    raise CentreFailedError(status=status)


def _check_owned(status: int, data: bytes, exchange_id: UUID) -> None:
    """Raises DisownedError only when the centre itself says so; a proxy before it can refuse too."""
    match status, _problem(data):
        case HTTPStatus.UNAUTHORIZED, v1.ProblemV1(key=key) if key == _NO_CREDENTIAL:
            raise DisownedError(status=status)
        case HTTPStatus.NOT_FOUND, v1.ProblemV1(key=key) as problem if key == _UNKNOWN_KIOSK:
            _check_own(problem.exchange_id, exchange_id)
            raise GivenUpError(status=status)
        case _:
            pass


def _problem(data: bytes) -> v1.ProblemV1 | None:
    try:
        return _read(v1.ProblemV1, data)
    except GarbledError:
        return None


def _check_own(answered: UUID | None, asked: UUID) -> None:
    """Somebody on the way may mix answers up: another kiosk's places are not this one's."""
    if answered != asked:
        raise OtherAnswerError


def _read(model: type[_Model], data: bytes) -> _Model:
    try:
        return from_bytes(model, data)
    except HallError as error:
        raise GarbledError(problem=str(error)) from error
