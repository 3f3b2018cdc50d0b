# SPDX-License-Identifier: Apache-2.0
"""Python's collector of garbage, so that it does not keep requests waiting.

A full collection looks at everything that lives: a third of a second with the week of a few halls in
memory, in which nobody is answered. So what has survived one is set aside, and later ones look only
at what came since. What dies there unseen is found once a day.
"""

import gc
from datetime import timedelta

LOOKS_AT_ALL_EVERY = timedelta(days=1)

_FULL = 2


def set_survivors_aside() -> None:
    """From now on, for the whole process."""
    if _set_aside not in gc.callbacks:
        gc.callbacks.append(_set_aside)


async def look_at_all() -> None:
    """What was set aside is looked at once more; takes as long as one full collection."""
    gc.unfreeze()
    gc.collect()


def _set_aside(phase: str, info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == _FULL:
        gc.freeze()
