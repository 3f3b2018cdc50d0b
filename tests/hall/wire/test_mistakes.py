# SPDX-License-Identifier: Apache-2.0
"""A field that is wrong is told with what is right, and never repeated."""

import json
from typing import Annotated
from uuid import UUID

import pytest
from pydantic import AfterValidator, Field, StringConstraints

from hall.stopping import Standing
from hall.wire.codec import from_bytes
from hall.wire.fields import Instant, WireModel, printable
from hall.wire.mistakes import (
    AN_ID,
    AN_INSTANT,
    FieldAgeError,
    FieldChoiceError,
    FieldError,
    FieldExtraError,
    FieldFormError,
    FieldLongError,
    FieldMissingError,
    FieldRangeError,
    FieldShortError,
    FieldSignsError,
    FieldTypeError,
    FieldZoneError,
    NotJsonError,
    mistake_of,
)

SECRET = "999999199003077775"


class Stop(WireModel):
    """A message with a field of each kind."""

    standing: Standing
    reason: Annotated[
        str, StringConstraints(min_length=1, max_length=200), AfterValidator(printable)
    ]
    at: Instant | None = None


class Extras(WireModel):
    """Another."""

    act_id: UUID
    count: Annotated[int, Field(ge=1)]
    reason: str


WRONG: tuple[tuple[dict[str, object], type[FieldError], str, str], ...] = (
    ({"reason": "r"}, FieldMissingError, "standing", "-"),
    ({"standing": SECRET}, FieldChoiceError, "standing", "open, stopped, suspended"),
    ({"standing": "open", SECRET: 1}, FieldExtraError, "Stop", "-"),
    ({"standing": "open", "reason": 7}, FieldTypeError, "reason", "string"),
    ({"standing": "open", "reason": ""}, FieldShortError, "reason", "1"),
    ({"standing": "open", "reason": SECRET * 12}, FieldLongError, "reason", "200"),
    ({"standing": "open", "reason": f"a\0{SECRET}"}, FieldSignsError, "reason", "-"),
    ({"at": "2026-03-02T10:00:00"}, FieldZoneError, "at", AN_INSTANT),
    ({"at": SECRET}, FieldFormError, "at", AN_INSTANT),
    ({"at": "1926-03-02T10:00:00Z"}, FieldAgeError, "at", "2000-2199"),
)


@pytest.mark.parametrize(("changed", "kind", "name", "allowed"), WRONG)
def test_each_way_to_be_wrong_has_its_own_error(
    changed: dict[str, object], kind: type[FieldError], name: str, allowed: str
) -> None:
    body = changed if "reason" in changed else {"standing": "open", "reason": "r", **changed}
    with pytest.raises(FieldError) as refused:
        from_bytes(Stop, json.dumps(body).encode())
    assert type(refused.value) is kind
    assert refused.value.fields == {"name": name, "allowed": allowed}


@pytest.mark.parametrize(
    ("data", "kind", "allowed"),
    [
        (b"{", NotJsonError, "JSON"),
        (b"[]", FieldTypeError, "object"),
        (b'{"act_id": "1", "count": 1, "reason": "r"}', FieldFormError, AN_ID),
        (b'{"act_id": "%s", "count": 0, "reason": "r"}' % AN_ID.encode(), FieldRangeError, ">= 1"),
    ],
)
def test_what_is_allowed_is_said(data: bytes, kind: type[FieldError], allowed: str) -> None:
    with pytest.raises(FieldError) as refused:
        from_bytes(Extras, data)
    assert (type(refused.value), refused.value.fields["allowed"]) == (kind, allowed)


def test_a_mistake_without_words_of_its_own_is_named_by_its_kind() -> None:
    found = mistake_of([{"type": "other", "loc": (), "msg": SECRET, "input": SECRET}], "Body")
    assert (type(found), dict(found.fields)) == (FieldError, {"name": "Body", "allowed": "other"})
