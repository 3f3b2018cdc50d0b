# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document: bodies are models of the wire, errors are problems, on every route."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from central.api.booking_models import (
    AvailabilityV1,
    BookedV1,
    BookV1,
    HeldV1,
    HoldV1,
    ServicesV1,
)
from central.api.calling_models import (
    ActV1,
    AddExtrasV1,
    CalledTicketV1,
    CloseCounterV1,
    CounterV1,
    ExtrasV1,
    FloorV1,
    GiveUpV1,
    NextV1,
    OpenCounterV1,
    StandingV1,
    StopV1,
    TicketActV1,
    TransferV1,
)
from central.api.help_models import HelpCallsV1, HelpCallV1
from central.api.models import (
    AccountsV1,
    AddAccountV1,
    AuditV1,
    CodeV1,
    KiosksV1,
    KioskTokenV1,
    MadeAccountV1,
    RevokeV1,
    SessionV1,
    SiteMistakesV1,
    SiteV1,
)
from central.api.problems import MEDIA_TYPE
from hall.wire.fields import WireModel
from hall.wire.v1 import (
    AnswerV1,
    CallHelpV1,
    EnrolmentV1,
    EnrolV1,
    ExchangeV1,
    HelpProgressV1,
    ProblemV1,
)

MODELS: tuple[type[WireModel], ...] = (
    AccountsV1,
    ActV1,
    AddAccountV1,
    AddExtrasV1,
    AnswerV1,
    AuditV1,
    AvailabilityV1,
    BookV1,
    BookedV1,
    CallHelpV1,
    CalledTicketV1,
    CloseCounterV1,
    CodeV1,
    CounterV1,
    EnrolV1,
    EnrolmentV1,
    ExchangeV1,
    ExtrasV1,
    FloorV1,
    GiveUpV1,
    HeldV1,
    HelpCallV1,
    HelpCallsV1,
    HelpProgressV1,
    HoldV1,
    KioskTokenV1,
    KiosksV1,
    MadeAccountV1,
    NextV1,
    OpenCounterV1,
    ProblemV1,
    RevokeV1,
    ServicesV1,
    SessionV1,
    SiteMistakesV1,
    SiteV1,
    StandingV1,
    StopV1,
    TicketActV1,
    TransferV1,
)
"""What routes may name; their parts come along."""

EVERYWHERE = (400, 408, 413, 415, 500)
"""Refusals before any route is asked, and mistakes of our own."""

Described = dict[int | str, dict[str, Any]]


def reads(model: type[WireModel]) -> dict[str, Any]:
    """The `openapi_extra` of a route that takes this body."""
    return {"requestBody": {"required": True, "content": {"application/json": _schema(model)}}}


def reads_toml() -> dict[str, Any]:
    """The `openapi_extra` of a route that takes the text of a TOML file."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/toml": {"schema": {"type": "string"}}},
        }
    }


def refuses(model: type[WireModel], status: int) -> Described:
    """As `answers`: a problem that says more than others."""
    return {status: {"description": "refused", "content": {MEDIA_TYPE: _schema(model)}}}


def answers(model: type[WireModel] | None, *problems: int, status: int = 200) -> Described:
    """The `responses` of a route: what it answers, and with which problems it refuses."""
    content = {"content": {"application/json": _schema(model)}} if model else {}
    described: Described = {status: {"description": "done", **content}}
    return described | {code: _problem() for code in (*problems, *EVERYWHERE)}


def describe(app: FastAPI) -> None:
    """The application's document; made once, when it is first asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI wants it done


def _document(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    _, schemas = models_json_schema(
        [(model, "validation") for model in MODELS],
        ref_template="#/components/schemas/{model}",
    )
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    parts.update(schemas["$defs"])
    return document


def _schema(model: type[WireModel]) -> Mapping[str, Any]:
    return {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}


def _problem() -> dict[str, Any]:
    return {"description": "refused", "content": {MEDIA_TYPE: _schema(ProblemV1)}}
