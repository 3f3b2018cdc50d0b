# SPDX-License-Identifier: Apache-2.0
"""What survived a full collection is set aside, and looked at again once a day."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from central.collecting import look_at_all, set_survivors_aside


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    before = list(gc.callbacks)
    set_survivors_aside()
    set_survivors_aside()
    assert len(gc.callbacks) == len(before) + 1
    yield
    gc.callbacks[:] = before
    gc.unfreeze()


def test_a_full_collection_is_the_last_to_look_at_what_it_leaves() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    gc.collect()
    del ring
    gc.collect()
    assert seen() is not None


def test_what_comes_afterwards_is_found() -> None:
    gc.collect()
    ring = Ring()
    seen = weakref.ref(ring)
    del ring
    gc.collect()
    assert seen() is None


async def test_what_was_set_aside_is_found_when_all_is_looked_at() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    gc.collect()
    del ring
    await look_at_all()
    assert seen() is None
