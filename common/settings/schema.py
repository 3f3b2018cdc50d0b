# SPDX-License-Identifier: Apache-2.0
"""A JSON Schema of a settings file, made of its options, so that editors know them too.

It knows names, kinds, ranges and choices. What only the program can tell, such as whether a folder is
there or two devices share a line, `check-config` says.
"""

from collections.abc import Mapping, Sequence

from common.settings.groups import MANDATORY, ListOf, Option, Table, WordsOf
from common.settings.kinds import Kind, Schema
from common.texts import Texts

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest that editors of TOML read."""


def schema_of(table: Table, languages: Sequence[str], texts: Texts) -> Schema:
    """Of a whole file; `texts` are those of the language in which an editor shall explain."""
    return {"$schema": DRAFT, **_Writer(languages, texts).table(table)}


class _Writer:
    def __init__(self, languages: Sequence[str], texts: Texts) -> None:
        self._languages = languages
        self._texts = texts

    def table(self, table: Table) -> Schema:
        """Its options, and which of them must be there."""
        own: Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {option.name: self._option(option) for option in table.options},
        }
        always = [o.name for o in table.options if o.default is MANDATORY and not o.when]
        sometimes = [_when(o.name, *o.when) for o in table.options if o.when]
        if always:
            own["required"] = always
        if sometimes:
            own["allOf"] = sometimes
        return own

    def _option(self, option: Option) -> Schema:
        found = self._kind(option.kind)
        if not isinstance(option.kind, Table):
            found["description"] = option.kind.allowed.text(self._texts)
        if option.default is not MANDATORY and option.default is not None and not option.when:
            found["default"] = option.default
        return found

    def _kind(self, kind: Kind) -> Schema:
        match kind:
            case Table():
                return self.table(kind)
            case ListOf(each, fewest, most, repeats):
                items = {"type": "array", "items": self._kind(each)}
                return {**items, "minItems": fewest, "maxItems": most, "uniqueItems": not repeats}
            case WordsOf(longest):
                return self._words(longest)
            case _:
                return kind.schema()

    def _words(self, longest: int) -> Schema:
        """One in another script may be left out, so none is demanded alone."""
        text = {"type": "string", "minLength": 1, "maxLength": 2 * longest}
        return {
            "type": "object",
            "properties": dict.fromkeys(self._languages, text),
            "additionalProperties": False,
            "minProperties": 1,
        }


def _when(name: str, beside: str, values: Sequence[str]) -> Schema:
    """Mandatory beside some values of another option."""
    others: Mapping[str, Schema] = {beside: {"enum": list(values)}}
    return {"if": {"properties": others, "required": [beside]}, "then": {"required": [name]}}
