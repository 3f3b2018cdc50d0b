# SPDX-License-Identifier: Apache-2.0
"""What numbers and birth dates on documents look like, whatever reader gave them."""

import re
import unicodedata
from datetime import date

from drivers.card_reader.abstract import CardKind

NUMBER_PATTERNS = {
    CardKind.CITIZEN: "[0-9]{17}[0-9X]",
    CardKind.RESIDENCE_PERMIT: "[0-9]{17}[0-9X]",
    CardKind.FOREIGN_RESIDENT_2017: "[A-Z]{3}[0-9]{12}",
    CardKind.FOREIGN_RESIDENT_2023: "9[0-9]{16}[0-9X]",
    CardKind.SOCIAL_SECURITY: "[0-9]{17}[0-9X]",
    CardKind.TAIWAN_HEALTH: "[A-Z][A-Z0-9][0-9]{8}",
}
WITHOUT_CHECK_DIGIT = frozenset({CardKind.FOREIGN_RESIDENT_2017, CardKind.TAIWAN_HEALTH})
"""Their numbers do not follow GB 11643."""
CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_card_number(kind: CardKind, number: str) -> bool:
    """Whether a number has the form of its document and, where it has one, the right check digit."""
    if not re.fullmatch(NUMBER_PATTERNS[kind], number):
        return False
    return kind in WITHOUT_CHECK_DIGIT or check_digit(number[:17]) == number[17]


def check_digit(first_17: str) -> str:
    """The 18th character of a number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, CHECK_WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def day_of(digits: str) -> date | None:
    """The day written YYYYMMDD, None when it is none.

    A card may hold a day of the moon calendar (30 February), which must not turn its holder away.
    """
    if not re.fullmatch("[0-9]{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def clean(text: str) -> str:
    """A field without padding and control characters."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf"}).strip()
