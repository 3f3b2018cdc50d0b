# SPDX-License-Identifier: Apache-2.0
"""For how many items one number stands; its visitor needs so many times the service time (rules.md 1)."""

from hall.errors import BadValueError

MOST_ITEMS = 9


def check_items(items: int) -> None:
    """Raises BadValueError for less than one, or more than one number stands for."""
    if not 1 <= items <= MOST_ITEMS:
        raise BadValueError(name="items", value=items, allowed=f"1 to {MOST_ITEMS}")
