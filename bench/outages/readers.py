# SPDX-License-Identifier: Apache-2.0
"""The police reader, on a serial line and on USB."""

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from bench.hall import visitor_card
from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    IsIt,
    OtherProgram,
    Outage,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from drivers.card_reader.codec import Command, Status
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.registry import CardReaderConfig, CardReaderKind, open_card_reader
from hall.identity import Identity, IdentityDigest
from kiosk.flow.events import CardFailed, CardTaken, ReaderChanged
from kiosk.runner.reader_worker import POLL_SECONDS, ReaderWorker
from tests.emulators.sam_reader import NOISE, SamReaderEmulator, Trouble
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice

DEVICE = "ID card reader"
CALLS = {"open": 2.0, "find": 1.0, "read": 4.0, "close": 0.0}
"""Seconds that the driver promises; 0 is at once."""
SOMEBODY = Identity(IdentityDigest("h1:00"), "示*", frozenset())
UNKNOWN_CARD = bytes(256)
READ, FIND = frozenset({Command.READ}), frozenset({Command.FIND})
GAP_SECONDS = 0.2
"""Between two bytes: eleven of them take longer than a step may."""


class Reader(SamReaderEmulator):
    """The emulator, whose card may be lifted just before it is read."""

    def __init__(self, path: Path) -> None:
        self.is_lifted_early = False
        super().__init__(path)

    @override
    def _trouble_with(self, command: Command) -> Trouble:
        if self.is_lifted_early and command is Command.READ:
            self._sam.take_away()
        return super()._trouble_with(command)

    def lay_for_a_moment(self) -> None:
        self.is_lifted_early = True
        self.lay(visitor_card(0))

    def lay_and_err(self, trouble: Trouble) -> None:
        self.misbehave(trouble)
        self.lay(visitor_card(0))

    def lie_silent_until_asked(self) -> None:
        """The kiosk waits for an answer when this returns."""
        self.misbehave(Trouble(on=FIND, is_silent=True))
        with self._asked:
            asked = self.commands.count(Command.FIND)
            self._asked.wait_for(lambda: self.commands.count(Command.FIND) > asked)

    def be_well(self) -> None:
        self.behave()
        self.take_away()
        self.is_lifted_early = False
        self.plug_in()


def serial_lines(folder: Path, count: int) -> Found:
    """What happens to a line and to cards."""
    return _serial(folder, count, _line_outages)


def serial_answers(folder: Path, count: int) -> Found:
    """What happens to answers."""
    return _serial(folder, count, _answer_outages)


def usb(folder: Path, count: int) -> Found:
    """Pulled out."""
    found, config = Found(DEVICE), CardReaderConfig(CardReaderKind.USB_SAM)
    with Reader(folder / "reader") as reader, FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(reader.path))
        pulled = _fault("pulled out of USB", reader.unplug, reader, "unplugged")
        gone = _fault(BACK_AGAIN, reader.unplug, reader, "unplugged", is_long=True)
        _perform(config, found, count, (pulled, gone))
    return found


def _serial(folder: Path, count: int, outages: Callable[[Reader], tuple[Outage, ...]]) -> Found:
    found = Found(DEVICE)
    with Reader(folder / "reader") as reader:
        config = CardReaderConfig(CardReaderKind.SERIAL_SAM, str(reader.path))
        _perform(config, found, count, outages(reader))
    return found


def _perform(
    config: CardReaderConfig, found: Found, count: int, outages: tuple[Outage, ...]
) -> None:
    driver, calls = timed(open_card_reader(config))
    with at_work(lambda post: ReaderWorker(driver, lambda _card: SOMEBODY, post)) as ear:
        go_through(outages, ear, found, count)
    keep_calls(found, config.kind, calls, CALLS)


def _line_outages(reader: Reader) -> tuple[Outage, ...]:
    back_again = _fault(BACK_AGAIN, reader.unplug, reader, "unplugged", is_long=True)
    return (*_port_outages(reader), *_module_outages(reader), back_again)


def _port_outages(reader: Reader) -> tuple[Outage, ...]:
    other = OtherProgram(reader)
    return (
        _fault("unplugged", reader.unplug, reader, "unplugged"),
        Outage(
            "unplugged while it is waited for",
            reader.unplug,
            reader.be_well,
            told("unplugged"),
            is_well,
            interval=0.3,
            prepares=reader.lie_silent_until_asked,
        ),
        Outage(
            "used by another program",
            other.take,
            other.give_back,
            told("port_refused"),
            is_well,
            POLL_SECONDS,
        ),
    )


def _module_outages(reader: Reader) -> tuple[Outage, ...]:
    return (
        _card("card lifted too early", reader.lay_for_a_moment, reader, "card_unreadable"),
        _card("unknown card", lambda: reader.lay(UNKNOWN_CARD), reader, "card_not_supported"),
        _fault(
            "module broken or not enabled",
            lambda: reader.misbehave(Trouble(status=Status.SELF_TEST_FAILED)),
            reader,
            "self_test_failed",
        ),
        _fault(
            "wrong checksum always",
            lambda: reader.misbehave(Trouble(spoils_checksum=True)),
            reader,
            "garbled",
        ),
        Outage(
            "takes no bytes",
            reader.stop_reading,
            reader.read_again,
            told("silent"),
            is_well,
            POLL_SECONDS,
        ),
    )


def _answer_outages(reader: Reader) -> tuple[Outage, ...]:
    def errs(trouble: Trouble) -> Callable[[], None]:
        return lambda: reader.misbehave(trouble)

    silent = errs(Trouble(is_silent=True))
    trickles = errs(Trouble(piece_size=1, gap_seconds=GAP_SECONDS))
    cut_card = Trouble(on=READ, cuts_to=600)
    return (
        _fault("silent", silent, reader, "silent"),
        _fault("slower than its deadline", trickles, reader, "garbled"),
        _fault("half a reply, each time", errs(Trouble(cuts_to=9)), reader, "garbled"),
        Outage(
            "half a reply while a card is read",
            lambda: reader.lay_and_err(cut_card),
            reader.be_well,
            card_told("card_unreadable"),
            is_over=None,  # most readers do not find again what they gave up
            interval=POLL_SECONDS,
        ),
        _fault("endless noise", errs(Trouble(endless_noise=NOISE)), reader, "garbled"),
        _fault(BACK_AGAIN, silent, reader, "silent", is_long=True),
    )


def _fault(
    fault: str, begins: Callable[[], None], reader: Reader, reason: str, *, is_long: bool = False
) -> Outage:
    return Outage(
        fault, begins, reader.be_well, told(reason), is_well, POLL_SECONDS, is_long=is_long
    )


def _card(fault: str, begins: Callable[[], None], reader: Reader, reason: str) -> Outage:
    return Outage(fault, begins, reader.be_well, card_told(reason), is_taken, POLL_SECONDS)


def told(reason: str) -> IsIt:
    """The kiosk says that the reader fails for this reason."""
    event = ReaderChanged(CardReaderError.key_of(CardReaderReason(reason)))
    return lambda one: one == event


def card_told(reason: str) -> IsIt:
    """The kiosk says that the card fails for this reason."""
    event = CardFailed(CardReaderError.key_of(CardReaderReason(reason)))
    return lambda one: one == event


def is_well(event: object) -> bool:
    return event == ReaderChanged(None)


def is_taken(event: object) -> bool:
    return isinstance(event, CardTaken)
