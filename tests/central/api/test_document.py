# SPDX-License-Identifier: Apache-2.0
"""Requests made up from the OpenAPI document by nobody: no 5xx, and no answer that the document lacks.

Most end where somebody is asked who he is; `test_document_by_role.py` goes on from there.
"""

from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.central.api.centre import HttpCentre
from tests.central.api.made_up import CONFIG

CENTRE = HttpCentre()
CENTRE.add_site()
schema = schemathesis.openapi.from_asgi("/openapi.json", CENTRE.app, config=CONFIG)


@schema.parametrize()
@settings(max_examples=5)
def test_every_answer_is_as_documented(case: Case[Any]) -> None:
    # A document cannot say what the rules refuse: a token that is unknown, a key that is none.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
