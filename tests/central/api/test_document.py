# SPDX-License-Identifier: Apache-2.0
"""Requests made up from the OpenAPI document: no 5xx, and no answer that the document lacks."""

from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.central.api.centre import HttpCentre


def _schema() -> schemathesis.BaseSchema:
    centre = HttpCentre()
    centre.add_site()
    return schemathesis.openapi.from_asgi("/openapi.json", centre.app)


schema = _schema()


@schema.parametrize()
@settings(max_examples=50)
def test_every_answer_is_as_documented(case: Case[Any]) -> None:
    # A document cannot say what the rules refuse: a token that is unknown, a key that is none.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
