# SPDX-License-Identifier: Apache-2.0
"""What a template may use besides the ticket itself."""

from kiosk.texts import load_texts

PREFIX = "ticket."


class Words:
    """The words of the paper in the ticket's language: `words("where")` is `ticket.where`."""

    def __init__(self, language: str) -> None:
        self._texts = load_texts(language)

    def __call__(self, name: str, **fields: object) -> str:
        """Raises KeyError for a name or field that the language files lack."""
        return self._texts(PREFIX + name, **fields)
