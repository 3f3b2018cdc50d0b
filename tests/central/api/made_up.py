# SPDX-License-Identifier: Apache-2.0
"""How requests are made up from the OpenAPI document."""

import schemathesis
from schemathesis import SerializationContext

CONFIG = schemathesis.Config.from_dict(
    {
        "operations": [
            # Its lists have so many bounds that trying them takes longer than all other routes together.
            {"include-path": "/v1/exchange", "phases": {"coverage": {"enabled": False}}}
        ]
    }
)


@schemathesis.serializer("application/toml")
def as_toml(_context: SerializationContext, value: object) -> bytes:
    """A site file is a text."""
    return str(value).encode("utf-8", "replace")
