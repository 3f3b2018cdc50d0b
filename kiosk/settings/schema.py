# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of kiosk.toml (`kiosk.schema.json`)."""

import json

from common.settings.kinds import Schema
from common.settings.schema import schema_of
from hall.words import FIRST_LANGUAGE
from kiosk.settings.options import FILE, OF_THE_SITE
from kiosk.texts import languages, load_texts

FILE_NAME = "kiosk.schema.json"


def kiosk_schema() -> Schema:
    """Alone, the file says what the site is; with a centre it must not."""
    whole = schema_of(FILE, languages(), load_texts(FIRST_LANGUAGE))
    always = [name for name in whole["required"] if name not in OF_THE_SITE]
    alone = [name for name in whole["required"] if name in OF_THE_SITE]
    return {
        **whole,
        "title": "kiosk.toml",
        "required": always,
        "if": {"required": ["centre"]},
        "then": {"properties": dict.fromkeys(sorted(OF_THE_SITE), False)},
        "else": {"required": alone},
    }


def schema_text() -> str:
    """As it lies beside kiosk.toml."""
    return json.dumps(kiosk_schema(), ensure_ascii=False, indent=2) + "\n"
