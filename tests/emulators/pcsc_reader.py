# SPDX-License-Identifier: Apache-2.0
"""The hand at a reader behind a real pcscd: lays the sample persons' chip cards."""

from dataclasses import replace
from typing import Self

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.codec import parse_text_block
from drivers.card_reader.errors import CardReaderError
from drivers.card_reader.samples import SampleCard
from tests.emulators.pcsc_card import (
    SELECT_SYSTEM,
    BeforeAnswer,
    ChipCard,
    VirtualCard,
    at_once,
    social_security_card,
    taiwan_health_card,
)
from tests.emulators.pcscd import Pcscd

HEALTH_NUMBER = "A123456789"


def as_chip_card(card: SampleCard) -> CardData:
    """What a reader gives of this person's chip card: residents of Taiwan have the one from there."""
    if card.data.kind is CardKind.RESIDENCE_PERMIT:
        return replace(card.data, kind=CardKind.TAIWAN_HEALTH, number=HEALTH_NUMBER)
    return replace(card.data, kind=CardKind.SOCIAL_SECURITY, english_name="")


def chip_card(card: bytes | SampleCard) -> ChipCard:
    """The chip card of a person; bytes that are no text block make a card nobody knows."""
    if isinstance(card, bytes):
        try:
            data = parse_text_block(card)
        except CardReaderError:
            return ChipCard()
        return social_security_card(data.number, data.name)
    data = as_chip_card(card)
    if card.is_damaged:
        return ChipCard(refusals={SELECT_SYSTEM[:4]: b"\x6f\x00"})
    if data.kind is CardKind.TAIWAN_HEALTH:
        assert data.birth_on is not None
        birth = f"{data.birth_on.year - 1911:03}{data.birth_on:%m%d}"
        return taiwan_health_card(data.number, data.name, birth)
    return social_security_card(data.number, data.name)


class PcscDevice:
    """One slot of the virtual reader.

    Lifetime: plugged in and empty when entered; each method returns when pcscd has seen it.
    """

    def __init__(self, service: Pcscd) -> None:
        self._service = service
        self._card: ChipCard | None = None
        self._lying: VirtualCard | None = None
        self._seen = -1

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, *_: object) -> None:
        if self._service.is_running and self._service.has_reader:
            self.take_away()
        self._pull_out()

    def lay(
        self, card: bytes | SampleCard | ChipCard, before_answer: BeforeAnswer = at_once
    ) -> None:
        self.take_away()
        self._card = card if isinstance(card, ChipCard) else chip_card(card)
        self._put_in(self._card, before_answer)

    def take_away(self) -> None:
        if self._card is not None:
            self._card = None
            self._pull_out()
            self.wait_until_out()

    def wait_until_out(self) -> None:
        """Until pcscd has seen that the card is out, which may have pulled itself out."""
        self._service.wait_for_card(is_there=False, after=self._seen)

    def unplug(self) -> None:
        """pcscd goes on without a reader."""
        self._service.kill()
        self._pull_out()
        self._service.start(has_reader=False)

    def plug_in(self) -> None:
        """The reader is back, and with it the card that lay there."""
        if not self._service.is_running or not self._service.has_reader:
            self._service.kill()
            self._service.start()
        if self._card is not None and self._lying is None:
            self._put_in(self._card, at_once)

    def restart_service(self) -> None:
        """pcscd ends as in a crash and comes back, the card still lying there."""
        self._service.kill()
        self._pull_out()
        self.plug_in()

    def _put_in(self, card: ChipCard, before_answer: BeforeAnswer) -> None:
        self._lying = VirtualCard(self._service.port, card, before_answer)
        self._seen = self._service.wait_for_card(is_there=True)

    def _pull_out(self) -> None:
        if self._lying is not None:
            self._lying.pull_out()
        self._lying = None
