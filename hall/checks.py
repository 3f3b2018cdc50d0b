# SPDX-License-Identifier: Apache-2.0
"""Checks of plain numbers that many rules share."""

import math
from fractions import Fraction

from hall.errors import BadValueError


def at_least(name: str, value: Fraction | float, least: int = 0) -> None:
    """Raises BadValueError unless `value` is finite and not below `least`."""
    if not least <= value < math.inf:
        raise BadValueError(name=name, value=value, allowed=f"from {least}")


def above_zero(name: str, value: Fraction | float) -> None:
    """Raises BadValueError unless `value` is finite and above 0."""
    if not 0 < value < math.inf:
        raise BadValueError(name=name, value=value, allowed="above 0")
