# SPDX-License-Identifier: Apache-2.0
"""A device that is only memory: its cable and its silence, whatever it is."""

import pytest
from typing_extensions import override

from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.simulated_device import SimulatedDevice
from tests.drivers.transport.far_end import problem_of

SECOND = 1.0


class Echo(SimulatedDevice):
    """Says what it is told, and what somebody makes it say."""

    def __init__(self) -> None:
        super().__init__()
        self.told = b""

    def cry(self, data: bytes) -> None:
        self._say(data)

    @override
    def _answer(self, data: bytes) -> bytes:
        self.told += data
        return data


def test_it_answers_and_says_things_unasked() -> None:
    device = Echo()
    port = device.connect()
    port.write(b"one", SECOND)
    device.cry(b"two")
    assert port.read(0) == b"onetwo"


def test_unplugged_its_line_is_gone_and_there_is_no_other_until_it_is_plugged_in() -> None:
    device = Echo()
    port = device.connect()
    device.unplug()
    device.unplug()
    assert problem_of(lambda: port.read(SECOND)) is PortProblem.GONE
    assert problem_of(device.connect) is PortProblem.MISSING

    device.plug_in()
    fresh = device.connect()
    fresh.write(b"again", SECOND)
    assert fresh.read(0) == b"again"
    with pytest.raises(PortError):
        port.read(0)


def test_what_it_says_while_unplugged_or_before_anybody_listens_is_lost() -> None:
    device = Echo()
    device.cry(b"nobody")
    device.connect()
    device.unplug()
    device.cry(b"no cable")
    device.plug_in()
    assert device.connect().read(0) == b""


def test_silent_it_neither_does_nor_says_anything_and_its_line_stays() -> None:
    device = Echo()
    port = device.connect()
    device.fall_silent()
    port.write(b"one", SECOND)
    device.cry(b"two")
    assert port.read(0) == b""
    assert device.told == b""

    device.speak_again()
    port.write(b"three", SECOND)
    assert port.read(0) == b"three"
