# SPDX-License-Identifier: Apache-2.0
"""Files in memory and pipes for child processes; nothing of a text touches the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

LARGEST_COMPLAINT = 8192


def in_memory(data: bytes = b"") -> int:
    """A descriptor of a nameless file that holds these bytes, to be read from their beginning."""
    descriptor = os.memfd_create("speech")
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def content(descriptor: int, most: int) -> bytes:
    """The first bytes of such a file, wherever somebody else has read or written it."""
    return os.pread(descriptor, most, 0)


@contextmanager
def closing(*descriptors: int) -> Iterator[None]:
    """Close our own ends when the children have theirs, or could not be started."""
    try:
        yield
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


@contextmanager
def nowhere() -> Iterator[int]:
    """A descriptor that is empty to read and forgets what is written."""
    descriptor = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    with closing(descriptor):
        yield descriptor
