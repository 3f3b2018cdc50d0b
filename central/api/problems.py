# SPDX-License-Identifier: Apache-2.0
"""Errors as answers (RFC 9457): key and fields, words in the caller's language, never the request.

Nothing of a person and no secret leaves here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from central.api.refusals import FAILED, trail_of
from central.crypto import BadPublicKeyError, UnknownAlgorithmError
from central.errors import CentralError
from central.services.errors import (
    IdentityNumberError,
    KeyUsedError,
    KioskIdTakenError,
    NoCredentialError,
    NotAllowedToError,
    NotEnrolledError,
    NotYoursError,
    OtherChannelError,
    OtherSiteError,
    RefusedError,
    TokenError,
    TooManyError,
    TryAgainError,
    UnknownAccountError,
    UnknownHelpCallError,
    UnknownSiteError,
    WrongCodeError,
)
from central.services.sites import DamagedSiteError
from central.store.errors import StoreError
from central.texts import Texts, languages, load_texts
from hall.errors import (
    ActTakenError,
    BadValueError,
    HallError,
    UnknownBookingError,
    UnknownCounterError,
    UnknownHoldError,
    UnknownKioskError,
    UnknownPlaceError,
    UnknownServiceError,
    UnknownSlotError,
    UnknownTicketError,
)
from hall.identity import normalise
from hall.wire.codec import to_bytes
from hall.wire.mistakes import mistake_of
from hall.wire.translate import refusal_to_wire
from hall.wire.v1 import ProblemV1
from hall.wire.values import Refusal
from hall.words import FIRST_LANGUAGE

MEDIA_TYPE = "application/problem+json"
LONGEST_FIELD = 120

REGIONS = {"zh-hk": "zh-hant", "zh-mo": "zh-hant", "zh-tw": "zh-hant"}
"""Callers who name where they are and not how Chinese is written there."""

BAD_REQUEST = "error.central.bad_request"
TOO_LARGE = "error.central.too_large"
TOO_SLOW = "error.central.too_slow"
UNKNOWN_ENCODING = "error.central.unknown_encoding"

BY_STATUS: Mapping[int, str] = {
    404: "error.central.not_found",
    405: "error.central.method_not_allowed",
}
"""What the framework itself refuses."""

STATUSES: Mapping[type[Exception], int] = {
    StoreError: 503,
    DamagedSiteError: 503,
    NoCredentialError: 401,
    NotAllowedToError: 403,
    TokenError: 403,
    WrongCodeError: 403,
    TooManyError: 429,
    UnknownAccountError: 404,
    UnknownHelpCallError: 404,
    UnknownSiteError: 404,
    NotEnrolledError: 404,
    KioskIdTakenError: 409,
    UnknownAlgorithmError: 422,
    BadPublicKeyError: 422,
    NotYoursError: 403,
    OtherChannelError: 403,
    OtherSiteError: 403,
    KeyUsedError: 422,
    IdentityNumberError: 422,
    RefusedError: 409,
    TryAgainError: 503,
    CentralError: 500,
    BadValueError: 422,
    UnknownServiceError: 404,
    UnknownSlotError: 404,
    UnknownPlaceError: 404,
    UnknownTicketError: 404,
    UnknownBookingError: 404,
    UnknownHoldError: 404,
    UnknownKioskError: 404,
    UnknownCounterError: 404,
    ActTakenError: 422,
    HallError: 409,
}
"""The nearest class of an error counts; what the rules refuse is 409."""

_LIKE_A_NUMBER = re.compile("[0-9]{14}")
SMALLEST_LIKE_A_NUMBER = 10**13


class Problem(Response):
    """A refusal; says its key to whoever logs it."""

    def __init__(
        self,
        content: bytes,
        status_code: int,
        headers: Mapping[str, str] | None = None,
        media_type: str | None = None,
        *,
        key: str,
    ) -> None:
        super().__init__(content, status_code, headers, media_type)
        self._key = key

    @classmethod
    def of(cls, body: ProblemV1, headers: Mapping[str, str] | None = None) -> "Problem":
        """That problem, with all it says."""
        return cls(to_bytes(body), body.status, headers, MEDIA_TYPE, key=body.key)

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trail_of(scope).key = self._key
        await super().__call__(scope, receive, send)


def status_of(error: CentralError | HallError) -> int:
    """The HTTP status of an error."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def problem(
    status: int,
    key: str,
    fields: Mapping[str, object] | None = None,
    accepted_languages: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem as an answer."""
    safe = {name: _safe(value) for name, value in (fields or {}).items()}
    body = ProblemV1(
        title=_title(key, safe, accepted_languages), status=status, key=key, fields=safe
    )
    return Problem.of(body, headers)


def refused(request: Request, refusal: Refusal, exchange_id: UUID) -> Response:
    """What a kiosk sent was not taken; the answer says from where to send again."""
    safe = {name: _safe(value) for name, value in refusal.fields.items()}
    title = _title(refusal.key, safe, request.headers.get("accept-language", ""))
    body = refusal_to_wire(replace(refusal, fields=safe), title, exchange_id)
    return Problem.of(body)


def add_handlers(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Every error of the application becomes a problem.

    `routes` are its own, which the framework hides inside the application.
    """

    @app.exception_handler(CentralError)
    async def _of_centre(request: Request, error: CentralError) -> Response:
        return _refuse(request, status_of(error), error.key, error.fields)

    @app.exception_handler(HallError)
    async def _of_rules(request: Request, error: HallError) -> Response:
        return _refuse(request, status_of(error), error.key, error.fields)

    @app.exception_handler(RequestValidationError)
    async def _of_parameters(request: Request, error: RequestValidationError) -> Response:
        errors = [{**each, "loc": each["loc"][:2]} for each in error.errors()]
        wrong = mistake_of(errors, "request")
        return _refuse(request, 422, wrong.key, wrong.fields)

    @app.exception_handler(HTTPException)
    async def _of_framework(request: Request, error: HTTPException) -> Response:
        key = BY_STATUS.get(error.status_code, BAD_REQUEST)
        fields = {} if key in BY_STATUS.values() else {"name": "request", "problem": "form"}
        headers = error.headers
        if error.status_code == 405:  # noqa: PLR2004  # RFC 9110 demands them all
            headers = {"Allow": ", ".join(_methods_here(routes, request)) or "GET"}
        return _refuse(request, error.status_code, key, fields, headers)

    @app.exception_handler(Exception)
    async def _of_mistakes(request: Request, error: Exception) -> Response:
        return _refuse(request, 500, FAILED, {})


def _refuse(
    request: Request,
    status: int,
    key: str,
    fields: Mapping[str, object],
    headers: Mapping[str, str] | None = None,
) -> Response:
    more = dict(headers or {})
    if status == 401:  # noqa: PLR2004  # RFC 9110 demands the challenge
        more["WWW-Authenticate"] = "Bearer"
    if status == 503:  # noqa: PLR2004  # the database may be back soon
        more["Retry-After"] = "1"
    if "seconds" in fields:  # the bucket fills again, or a hold ends
        more["Retry-After"] = str(fields["seconds"])
    return problem(status, key, fields, request.headers.get("accept-language", ""), more)


def _methods_here(routes: Sequence[BaseRoute], request: Request) -> list[str]:
    """What the address does, whichever route does it; the framework names only those of the first."""
    found = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = (route.methods or () for route in found if isinstance(route, Route))
    return sorted({method for each in methods for method in each})


def _safe(value: object) -> str | int | bool | None:
    """A field as it may be shown: short, one line, and nothing that could be an ID number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < SMALLEST_LIKE_A_NUMBER:
        return value
    return not_shown(str(value), LONGEST_FIELD)


def not_shown(value: str, longest: int) -> str:
    """A text as it may be shown: on one line, and not if an ID number could be in it."""
    text = "".join(sign if sign.isprintable() else "?" for sign in value)
    return "not shown" if _LIKE_A_NUMBER.search(normalise(text)) else text[:longest]


def texts_of(accepted: str) -> Texts:
    """The first language the caller accepts that the centre has, else Chinese."""
    wanted = (part.partition(";")[0].strip().casefold() for part in accepted.split(","))
    named = (_language_of(REGIONS.get(tag, tag)) for tag in wanted)
    return load_texts(next((name for name in named if name), FIRST_LANGUAGE))


def _language_of(tag: str) -> str | None:
    """zh_Hant of zh-hant-hk; the first of its scripts when the tag names none of them."""
    known = {name.casefold().replace("_", "-"): name for name in languages()}
    whole = [name for code, name in known.items() if f"{tag}-".startswith(f"{code}-")]
    main = [name for code, name in known.items() if code.partition("-")[0] == tag.partition("-")[0]]
    return next(iter((*whole, *main)), None)


def _title(key: str, fields: Mapping[str, object], accepted: str) -> str:
    return texts_of(accepted)(key, **fields)[:500]
