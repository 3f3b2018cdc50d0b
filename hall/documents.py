# SPDX-License-Identifier: Apache-2.0
"""Numbers of the documents other than ID cards that a visitor may type, and what stands for him."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from hall.identity import NUMBER_LENGTH, NumberProblem, Secret, normalise, problem_of_number

_FOREIGN = "9"


class Document(StrEnum):
    """What a visitor may hold in his hand instead of a card that is read here."""

    PASSPORT = "passport"
    """护照 of whatever state."""
    HONG_KONG_MACAO = "hong_kong_macao"
    """港澳居民来往内地通行证, 回乡证."""
    TAIWAN = "taiwan"
    """台湾居民来往大陆通行证, 台胞证."""
    PERMANENT_RESIDENCE = "permanent_residence"
    """外国人永久居留身份证 of 2017 (type I) or 2023 (type Y)."""


PATTERNS: Mapping[Document, str] = MappingProxyType(
    {
        Document.PASSPORT: r"(?=[A-Z]*[0-9])[A-Z0-9]{6,9}",
        Document.HONG_KONG_MACAO: r"[HM][A0-9][0-9]{7}",
        Document.TAIWAN: r"[0-9]{8}",
        Document.PERMANENT_RESIDENCE: r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]",
    }
)
"""What whole numbers look like.

Passports: at most nine letters and digits (ICAO 9303-4, the field of the machine readable zone); no
state is known to give fewer than six, or letters alone. Hong Kong and Macao: a letter and the eight
digits that its holder keeps for life (notice of the Ministry of Public Security, 10 March 2010; the
card of 2013 has no more); HA or MA and seven digits for who is no Chinese citizen (notice of the
immigration administration, 1 July 2024). Taiwan: eight digits for life (notice of the Ministry of
Public Security of 2015). Permanent residence: the state in three letters and twelve digits, from
1 December 2023 eighteen characters that begin with 9 (devices.md 1).
"""


def problem_of_document(document: Document, number: Secret) -> NumberProblem | None:
    """What is wrong with a typed number, None when it is right as far as can be told.

    Only permanent residents' numbers of 18 characters have a check digit that is known here.
    """
    text = normalise(number.reveal())
    if document is Document.PERMANENT_RESIDENCE and text.startswith(_FOREIGN):
        return problem_of_number(text)
    return None if re.fullmatch(PATTERNS[document], text) else NumberProblem.CHARACTERS


def who(document: Document | None, number: Secret) -> Secret:
    """What is digested in place of a number: the kind with it, so that two kinds are two people.

    Numbers that a card may also bring stand alone: of ID cards, which are None here, and of
    permanent residence cards, so that the card laid and its number typed are one person.
    """
    if document in (None, Document.PERMANENT_RESIDENCE):
        return number
    return Secret(f"{document}:{normalise(number.reveal())}")


def is_foreign_resident(document: Document | None, number: Secret) -> bool:
    """Whether a number is of a permanent residence card, as an ID number too begins with 9 then."""
    text = normalise(number.reveal())
    is_of_2023 = document is None and len(text) == NUMBER_LENGTH and text.startswith(_FOREIGN)
    return document is Document.PERMANENT_RESIDENCE or is_of_2023
