# SPDX-License-Identifier: Apache-2.0
"""What is wrong with a field that was sent: an error for each way, with what is right instead."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hall.errors import BadValueError

AN_INSTANT = "2026-03-02T10:00:00+08:00"
A_DAY = "2026-03-02"
AN_ID = "0198b5a0-0000-7000-8000-000000000001"

NOT_PRINTABLE = "not_printable"
OTHER_AGE = "other_age"
OUT_OF_BOUNDS = "out_of_bounds"
"""What the validators of the wire's own models find; the rest are pydantic's names."""


class FieldError(BadValueError):
    """A field is wrong in a way that has no words of its own. Fields: `name`, `allowed`.

    What was sent is never among them: it may be an ID number.
    """

    key = "error.hall.field_wrong"


class NotJsonError(FieldError):
    """What was sent is not one whole JSON text in UTF-8. Fields as its base."""

    key = "error.hall.not_json"


class FieldMissingError(FieldError):
    """It has to be there. Fields as its base."""

    key = "error.hall.field_missing"


class FieldExtraError(FieldError):
    """`name` has a field that nobody knows; which one are the sender's own words, and not told."""

    key = "error.hall.field_extra"


class FieldTypeError(FieldError):
    """Of another JSON type; `allowed` is the right one, as JSON Schema calls it."""

    key = "error.hall.field_type"


class FieldChoiceError(FieldError):
    """None of the few that there are; `allowed` lists them."""

    key = "error.hall.field_choice"


class FieldFormError(FieldError):
    """Not written as it must be; `allowed` is an example."""

    key = "error.hall.field_form"


class FieldPatternError(FieldError):
    """Not written as it must be; `allowed` is the regular expression."""

    key = "error.hall.field_pattern"


class FieldZoneError(FieldError):
    """An instant without its zone may be any of two dozen; `allowed` is an example."""

    key = "error.hall.field_zone"


class FieldRangeError(FieldError):
    """Outside a range; `allowed` is its end."""

    key = "error.hall.field_range"


class FieldLongError(FieldError):
    """Too many signs or items; `allowed` is how many there may be."""

    key = "error.hall.field_long"


class FieldShortError(FieldError):
    """Too few signs or items; `allowed` is how many there must be."""

    key = "error.hall.field_short"


class FieldSignsError(FieldError):
    """Signs that cannot be printed are in it. Fields as its base."""

    key = "error.hall.field_signs"


class FieldAgeError(FieldError):
    """An instant or a day that no kiosk of this time can mean. Fields as its base."""

    key = "error.hall.field_age"


_FIXED: Mapping[str, tuple[type[FieldError], str]] = {
    "json_invalid": (NotJsonError, "JSON"),
    "missing": (FieldMissingError, "-"),
    "extra_forbidden": (FieldExtraError, "-"),
    "string_type": (FieldTypeError, "string"),
    "string_unicode": (FieldTypeError, "string"),
    "int_type": (FieldTypeError, "integer"),
    "int_parsing": (FieldTypeError, "integer"),
    "int_parsing_size": (FieldTypeError, "integer"),
    "int_from_float": (FieldTypeError, "integer"),
    "float_type": (FieldTypeError, "number"),
    "bool_type": (FieldTypeError, "boolean"),
    "bool_parsing": (FieldTypeError, "boolean"),
    "tuple_type": (FieldTypeError, "array"),
    "list_type": (FieldTypeError, "array"),
    "dict_type": (FieldTypeError, "object"),
    "mapping_type": (FieldTypeError, "object"),
    "model_type": (FieldTypeError, "object"),
    "model_attributes_type": (FieldTypeError, "object"),
    "datetime_type": (FieldFormError, AN_INSTANT),
    "datetime_parsing": (FieldFormError, AN_INSTANT),
    "datetime_from_date_parsing": (FieldFormError, AN_INSTANT),
    "timezone_aware": (FieldZoneError, AN_INSTANT),
    "date_type": (FieldFormError, A_DAY),
    "date_parsing": (FieldFormError, A_DAY),
    "date_from_datetime_parsing": (FieldFormError, A_DAY),
    "date_from_datetime_inexact": (FieldFormError, A_DAY),
    "uuid_type": (FieldFormError, AN_ID),
    "uuid_parsing": (FieldFormError, AN_ID),
    NOT_PRINTABLE: (FieldSignsError, "-"),
    OTHER_AGE: (FieldAgeError, "2000-2199"),
    OUT_OF_BOUNDS: (FieldRangeError, "<= 500, <= 2^53-1"),
}

_OF_CONTEXT: Mapping[str, tuple[type[FieldError], str, str]] = {
    "enum": (FieldChoiceError, "expected", "{}"),
    "literal_error": (FieldChoiceError, "expected", "{}"),
    "union_tag_invalid": (FieldChoiceError, "expected_tags", "{}"),
    "string_pattern_mismatch": (FieldPatternError, "pattern", "{}"),
    "string_too_long": (FieldLongError, "max_length", "{}"),
    "too_long": (FieldLongError, "max_length", "{}"),
    "string_too_short": (FieldShortError, "min_length", "{}"),
    "too_short": (FieldShortError, "min_length", "{}"),
    "greater_than_equal": (FieldRangeError, "ge", ">= {}"),
    "greater_than": (FieldRangeError, "gt", "> {}"),
    "less_than_equal": (FieldRangeError, "le", "<= {}"),
    "less_than": (FieldRangeError, "lt", "< {}"),
}
"""What is allowed stands in the model, and pydantic says it beside the error."""

_QUOTED = re.compile("'([^']*)'")


def mistake_of(errors: Sequence[Mapping[str, Any]], whole: str) -> FieldError:
    """The first of what pydantic found, as it lists them; `whole` is what the message is called.

    Nothing of what was sent is in the result.
    """
    first = errors[0]
    kind: str = first["type"]
    # The name of a field that is unknown is the sender's own words: it is not shown either.
    steps = first["loc"][:-1] if kind == "extra_forbidden" else first["loc"]
    name = ".".join(map(str, steps)) or whole
    if kind in _OF_CONTEXT:
        error, key, words = _OF_CONTEXT[kind]
        said = str(first["ctx"][key])
        choices = ", ".join(_QUOTED.findall(said)) if error is FieldChoiceError else ""
        return error(name=name, allowed=words.format(choices or said))
    wrong, allowed = _FIXED.get(kind, (FieldError, kind))
    return wrong(name=name, allowed=allowed)
