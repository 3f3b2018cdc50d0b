# SPDX-License-Identifier: Apache-2.0
"""Why a device could not do what it was asked, and that it said so in time."""

import time
from collections.abc import Callable
from enum import StrEnum

import pytest

from drivers.errors import DeviceError

CALL_SLACK_SECONDS = 10.0
"""How much later than its deadline a call may end on a busy machine; a hang would be endless."""


def reason_of(call: Callable[[], object]) -> StrEnum:
    """A member of the family's enum, which tells the families apart."""
    with pytest.raises(DeviceError) as caught:
        call()
    return caught.value.reason


def reason_within(seconds: float, call: Callable[[], object]) -> StrEnum:
    """The reason of a call that has a deadline."""
    start = time.monotonic()
    reason = reason_of(call)
    assert time.monotonic() - start < seconds + CALL_SLACK_SECONDS
    return reason
