# SPDX-License-Identifier: Apache-2.0
"""The ids that administrators choose: looked at where they are made, and nowhere after that."""

import re

from central.services.errors import BadIdError
from hall.ids import CHOSEN_ID, LONGEST_ID


def check_chosen_id(chosen: str) -> None:
    """Raises BadIdError for what will not do in an address or a log."""
    if not re.fullmatch(CHOSEN_ID, chosen):
        raise BadIdError(name=ascii(chosen[: LONGEST_ID + 1]), most=LONGEST_ID)
