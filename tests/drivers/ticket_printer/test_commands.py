# SPDX-License-Identifier: Apache-2.0
from hypothesis import given
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import Cut, Feed, PaperProfile, PrintJob, QrCode, Raster, Text
from drivers.ticket_printer.codec import ask_printed, encode
from drivers.ticket_printer.commands import Command, CommandReader, read_commands

TICKET = encode(
    PrintJob((Text("您好"), Raster(16, b"\x10\x1b" * 20), QrCode("A1"), Feed(10), Cut())),
    PaperProfile(),
) + ask_printed(7)


def test_a_ticket_is_cut_into_its_commands() -> None:
    assert [command.code for command in read_commands(TICKET)] == [
        b"\x1b@", b"\x1da", b"\x1c&", b"", b"\n", b"\x1dv0", b"\x1ba",
        *[b"\x1d(k"] * 5, b"\x1bJ", b"\x1dV", b"\x1d(H",
    ]  # fmt: skip


def test_a_real_time_command_is_recognised() -> None:
    assert Command(b"\x10\x04", b"\x01").is_real_time
    assert not Command(b"\x1b@", b"").is_real_time


def test_an_unknown_command_takes_only_its_own_two_bytes() -> None:
    assert read_commands(b"\x1bZA") == [Command(b"\x1bZ", b""), Command(b"", b"A")]


def test_a_full_cut_without_feed_has_one_parameter() -> None:
    assert read_commands(b"\x1dV\x00A") == [Command(b"\x1dV", b"\x00"), Command(b"", b"A")]


def test_a_half_command_can_be_forgotten() -> None:
    reader = CommandReader()
    assert reader.feed(b"\x1dv0\x00\x48") == []
    reader.forget()
    assert reader.feed(b"\n") == [Command(b"\n", b"")]


@given(st.data())
def test_commands_are_the_same_however_their_bytes_arrive(data: st.DataObject) -> None:
    reader, rest = CommandReader(), TICKET
    heard: list[Command] = []
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        heard += reader.feed(rest[:size])
        rest = rest[size:]
    assert b"".join(command.raw for command in heard) == TICKET
    assert [one for one in heard if one.code] == [one for one in read_commands(TICKET) if one.code]


@given(st.binary(max_size=200))
def test_any_bytes_can_be_cut_and_none_are_lost(data: bytes) -> None:
    raw = b"".join(command.raw for command in read_commands(data))
    assert data.startswith(raw)
