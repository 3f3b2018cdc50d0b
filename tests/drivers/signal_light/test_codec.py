# SPDX-License-Identifier: Apache-2.0
"""The frames of the relay boards, against those that their makers and sellers publish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.signal_light.codec import BOARDS, Board
from drivers.signal_light.simulated_board import CHANNELS, SimulatedBoard

ON_AND_OFF = st.tuples(st.integers(1, CHANNELS), st.booleans())


@pytest.mark.parametrize(
    ("board", "channel", "is_on", "frame"),
    [
        # sellers of LCUS boards; jarwyg/USB_RELAY:README.md
        (Board.LCUS, 1, True, "A0 01 01 A2"),
        (Board.LCUS, 1, False, "A0 01 00 A1"),
        (Board.LCUS, 2, True, "A0 02 01 A3"),
        (Board.LCUS, 4, True, "A0 04 01 A5"),
        (Board.LCUS, 8, False, "A0 08 00 A8"),
        # info.kmtronic.com, "USB Relay Test software"
        (Board.KMTRONIC, 1, True, "FF 01 01"),
        (Board.KMTRONIC, 2, False, "FF 02 00"),
        (Board.KMTRONIC, 8, True, "FF 08 01"),
        # Waveshare Modbus RTU Relay, "Single Relay Control"
        (Board.MODBUS, 1, True, "01 05 00 00 FF 00 8C 3A"),
        (Board.MODBUS, 1, False, "01 05 00 00 00 00 CD CA"),
        (Board.MODBUS, 2, True, "01 05 00 01 FF 00 DD FA"),
        (Board.MODBUS, 2, False, "01 05 00 01 00 00 9C 0A"),
    ],
)
def test_frames_are_the_published_ones(
    board: Board, channel: int, *, is_on: bool, frame: str
) -> None:
    assert BOARDS[board].frame(channel, is_on=is_on) == bytes.fromhex(frame)


@pytest.mark.parametrize("board", Board)
def test_every_channel_and_state_has_a_frame_of_its_own(board: Board) -> None:
    frames = {
        BOARDS[board].frame(channel, is_on=is_on)
        for channel in range(1, 17)
        for is_on in (False, True)
    }
    assert len(frames) == 32
    assert len({len(frame) for frame in frames}) == 1


@pytest.mark.parametrize("board", Board)
@given(orders=st.lists(ON_AND_OFF, max_size=20), size=st.integers(1, 9))
def test_a_board_does_as_it_is_told_however_the_bytes_are_cut(
    board: Board, orders: list[tuple[int, bool]], size: int
) -> None:
    data = b"".join(BOARDS[board].frame(channel, is_on=is_on) for channel, is_on in orders)
    simulated = SimulatedBoard(board)
    said = b"".join(
        simulated.answer(data[start : start + size]) for start in range(0, len(data), size)
    )

    assert simulated.is_on == dict.fromkeys(range(1, CHANNELS + 1), False) | dict(orders)
    assert said == (data if BOARDS[board].echoes else b"")


def test_a_board_finds_a_frame_behind_noise() -> None:
    board = SimulatedBoard(Board.LCUS)
    board.answer(bytes.fromhex("00 A0 01 A0 03 01 A4"))

    assert [channel for channel, is_on in board.is_on.items() if is_on] == [3]
