# SPDX-License-Identifier: Apache-2.0
"""A line that is only memory."""

import pytest

from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.memory_port import MemoryPort

SECOND = 1.0


def echoing() -> MemoryPort:
    return MemoryPort(lambda data: data[::-1])


def test_what_the_far_end_answers_is_read_at_once() -> None:
    port = echoing()
    port.write(b"abc", SECOND)
    assert port.read(0) == b"cba"
    assert port.read(0) == b""


def test_what_comes_unasked_is_read_in_order_or_flushed() -> None:
    port = echoing()
    port.put(b"one")
    port.put(b"two")
    assert port.read(0) == b"onetwo"
    port.put(b"three")
    port.flush_input()
    assert port.read(0) == b""


@pytest.mark.parametrize("how", ["vanish", "close"])
@pytest.mark.parametrize("call", ["read", "write", "flush"])
def test_a_line_that_is_gone_fails_every_call(how: str, call: str) -> None:
    port = echoing()
    getattr(port, how)()
    with pytest.raises(PortError) as error:
        {
            "read": lambda: port.read(SECOND),
            "write": lambda: port.write(b"x", SECOND),
            "flush": port.flush_input,
        }[call]()
    assert error.value.problem is PortProblem.GONE
