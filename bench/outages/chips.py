# SPDX-License-Identifier: Apache-2.0
"""The chip card reader behind a real pcscd, which is killed, frozen and started again."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from bench.outages.readers import CALLS, SOMEBODY, card_told, is_taken, is_well, told
from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    IsIt,
    Outage,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from bench.plan import say
from drivers.card_reader.registry import CardReaderConfig, CardReaderKind, open_card_reader
from kiosk.runner.reader_worker import POLL_SECONDS, ReaderWorker
from tests.emulators.pcsc_card import (
    BeforeAnswer,
    ChipCard,
    VirtualCard,
    at_once,
    mute_card,
    social_security_card,
)
from tests.emulators.pcsc_reader import PcscDevice
from tests.emulators.pcscd import READER, START_SECONDS, NoPcscdError, Pcscd

DEVICE = "PC/SC reader"


class Slot(PcscDevice):
    """The hand at the slot and at pcscd.

    What strikes while a card is read tells when it struck, in `time.perf_counter`.
    """

    def __init__(self, service: Pcscd) -> None:
        super().__init__(service)
        self._let_go = threading.Event()
        self._struck = threading.Event()
        self._struck_at = 0.0
        self._held: tuple[int, int] | None = None

    def lose_reader(self) -> float:
        """pcscd cannot be made to lose a virtual reader: it starts anew without, which takes a while."""
        self.unplug()
        return time.perf_counter()

    def lay_wrong_way_round(self) -> None:
        self._put_in_unseen(mute_card(), at_once)

    def lay_mute(self) -> None:
        """A card that answers no command until `be_well`."""
        self._let_go.clear()

        def answer_nothing(_card: VirtualCard, _command: bytes) -> None:
            self._let_go.wait()

        self._put_in_unseen(_card(), answer_nothing)

    def pull_out_while_read(self) -> float:
        return self._strike(lambda card: card.pull_out())

    def kill_while_read(self) -> float:
        return self._strike(lambda _card: self._service.kill())

    def restart_empty(self) -> None:
        """pcscd is back, and no card lies there any more."""
        self._card = None
        self.restart_service()

    def be_held(self) -> float:
        """Another program got to the card that lies there before the kiosk."""
        from smartcard import scard  # noqa: PLC0415 - after the socket has its name

        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        while True:
            self.lay(_card())
            code, card, _ = scard.SCardConnect(
                context, READER, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1
            )
            if code == scard.SCARD_S_SUCCESS:
                self._held = context, card
                return time.perf_counter()

    def be_given_back(self) -> None:
        from smartcard import scard  # noqa: PLC0415 - after the socket has its name

        if self._held is not None:
            context, card = self._held
            scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD)
            scard.SCardReleaseContext(context)
        self.take_away()

    def be_well(self) -> None:
        self._let_go.set()
        self.take_away()

    def _strike(self, strike: Callable[[VirtualCard], None]) -> float:
        self._struck.clear()

        def before_answer(card: VirtualCard, _command: bytes) -> None:
            if not self._struck.is_set():
                self._struck_at = time.perf_counter()
                strike(card)
                self._struck.set()

        self._put_in_unseen(_card(), before_answer)
        self._struck.wait(START_SECONDS)
        return self._struck_at

    def _put_in_unseen(self, card: ChipCard, before_answer: BeforeAnswer) -> None:
        """Without waiting until pcscd has seen it: the kiosk may be quicker."""
        seen = self._service.wait_for_card(is_there=False)
        self._card = card
        self._lying = VirtualCard(self._service.port, card, before_answer)
        self._seen = seen + 1


def pcscd(folder: Path, count: int) -> Found:
    """Nothing where pcscd cannot be run."""
    found = Found(DEVICE)
    try:
        service = Pcscd(folder)
    except NoPcscdError as error:
        say(f"outages: no chip cards: {error}")
        return found
    with service, Slot(service) as slot:
        config = CardReaderConfig(CardReaderKind.PCSC, name=READER)
        driver, calls = timed(open_card_reader(config))
        with at_work(lambda post: ReaderWorker(driver, lambda _card: SOMEBODY, post)) as ear:
            go_through(_outages(slot, service), ear, found, count)
        keep_calls(found, config.kind, calls, CALLS)
    return found


def _outages(slot: Slot, service: Pcscd) -> tuple[Outage, ...]:
    missing = told("service_missing")
    unreadable = card_told("card_unreadable")
    return (
        _outage("unplugged", slot.lose_reader, slot.plug_in, told("unplugged")),
        _outage("pcscd ends", service.kill, slot.restart_service, missing),
        _outage("pcscd hangs", service.freeze, service.thaw, told("silent")),
        _outage("card never answers", slot.lay_mute, slot.be_well, unreadable, is_taken),
        _outage("wrong way round", slot.lay_wrong_way_round, slot.be_well, unreadable, is_taken),
        _outage(
            "card pulled out too early",
            slot.pull_out_while_read,
            slot.be_well,
            unreadable,
            is_taken,
        ),
        _outage("used by another program", slot.be_held, slot.be_given_back, told("port_refused")),
        _outage(
            "pcscd ends while a card is read", slot.kill_while_read, slot.restart_empty, missing
        ),
        Outage(
            BACK_AGAIN,
            service.kill,
            slot.restart_service,
            missing,
            is_well,
            POLL_SECONDS,
            is_long=True,
        ),
    )


def _outage(fault: str, begins: Hand, ends: Hand, is_told: IsIt, is_over: IsIt = is_well) -> Outage:
    return Outage(fault, begins, ends, is_told, is_over, POLL_SECONDS)


def _card() -> ChipCard:
    return social_security_card("11010519491231002X", "示例")
