# SPDX-License-Identifier: Apache-2.0
"""How long to wait before a lost device is tried again."""

REOPEN_PAUSES = (0.0, 0.5, 1.0, 2.0, 3.0)
"""Seconds after the first failure, the second one and so on; the last one repeats.

With the longest, and the 2 s that opening may take, a device that is back is used within 5 s.
"""


def reopen_pause(failures: int) -> float:
    """Seconds to wait after so many failures in a row, at least one."""
    return REOPEN_PAUSES[min(failures, len(REOPEN_PAUSES)) - 1]
