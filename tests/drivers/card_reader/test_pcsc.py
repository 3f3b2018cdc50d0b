# SPDX-License-Identifier: Apache-2.0
"""The reader over a line to pcscd whose answers are written down."""

import logging

import pytest
from typing_extensions import override

from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.pcsc import REASONS, PcscReader
from drivers.card_reader.pcsc_link import PcscLink
from drivers.card_reader.registry import CardReaderConfig, CardReaderKind, open_card_reader
from tests.drivers.card_reader.fakes import FakeClock
from tests.emulators.pcsc_card import ChipCard, social_security_card
from tests.reasons import reason_of

EMPTY, PRESENT, MUTE = 0x12, 0x22, 0x222
NO_SERVICE, NO_READERS, SHARING, REMOVED = 0x8010001D, 0x8010002E, 0x8010000B, 0x80100069
CARD = social_security_card("11010519491231002X", "张三")


class FakeLink(PcscLink):
    """Readers by name with their states; a card for whichever is connected.

    Attributes:
        codes: PC/SC codes instead of success, by the name of the call.
        lost: raised by every call.
        seconds: how much time each call was given.
    """

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock
        self.states = {"Reader A 00": EMPTY, "Reader B 00": EMPTY}
        self.card = ChipCard()
        self.codes: dict[str, int] = {}
        self.lost: CardReaderError | None = None
        self.seconds: list[float] = []
        self.calls: list[tuple[str, str]] = []
        self.closed = 0

    @override
    def call(self, name: str, argument: str, seconds: float) -> tuple[int, object]:
        self.calls.append((name, argument))
        self.seconds.append(seconds)
        if self.clock is not None:
            self.clock.seconds += 0.25
        if self.lost is not None:
            raise self.lost
        if name in self.codes:
            return self.codes[name], None
        match name:
            case "look":
                return 0, [list(state) for state in self.states.items()]
            case "transmit":
                return 0, self.card.answer(bytes.fromhex(argument)).hex()
        return 0, None

    @override
    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def link() -> FakeLink:
    return FakeLink()


def reader_on(link: FakeLink, name: str = "") -> PcscReader:
    reader = PcscReader(name, new_link=lambda: link)
    reader.open()
    reader.open()
    assert len(link.calls) == 1
    return reader


def test_whichever_reader_has_a_card_is_read(link: FakeLink) -> None:
    reader = reader_on(link)
    link.card = CARD
    link.states["Reader B 00"] = PRESENT

    assert reader.find()
    assert reader.read().name == "张三"
    assert ("connect", "Reader B 00") in link.calls
    assert link.calls[-1] == ("disconnect", "")


def test_only_the_named_reader_is_looked_at_whatever_the_capitals(link: FakeLink) -> None:
    reader = reader_on(link, "reader a")
    link.states["Reader B 00"] = PRESENT
    assert not reader.find()

    link.states["Reader A 00"] = PRESENT
    assert reader.find()


def test_the_readers_that_are_meant_are_told() -> None:
    assert reader_on(FakeLink()).slots() == ("Reader A 00", "Reader B 00")
    assert reader_on(FakeLink(), "b").slots() == ("Reader B 00",)


def test_a_name_that_no_reader_has_is_unplugged_and_the_others_are_named(link: FakeLink) -> None:
    with pytest.raises(CardReaderError) as caught:
        reader_on(link, "Reader C")

    assert caught.value.reason is CardReaderReason.UNPLUGGED
    assert caught.value.fields["there"] == "Reader A 00, Reader B 00"
    assert link.closed == 1


def test_a_card_that_is_put_in_the_wrong_way_round_must_be_laid_again(link: FakeLink) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = MUTE

    assert reason_of(reader.find) is CardReaderReason.CARD_UNREADABLE
    assert reason_of(reader.find) is CardReaderReason.CARD_UNREADABLE
    assert not link.closed


def test_a_card_nobody_knows_is_asked_once_however_long_it_lies(link: FakeLink) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = PRESENT
    for _ in range(3):
        assert reader.find()
        assert reason_of(reader.read) is CardReaderReason.CARD_NOT_SUPPORTED
    assert sum(name == "connect" for name, _ in link.calls) == 1

    link.states["Reader A 00"] = EMPTY
    assert not reader.find()
    link.card = CARD
    link.states["Reader A 00"] = PRESENT
    assert reader.find()
    assert reader.read().name == "张三"


def test_a_card_in_the_next_reader_is_another_card(link: FakeLink) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = PRESENT
    reader.find()
    reason_of(reader.read)

    link.card = CARD
    link.states.update({"Reader A 00": EMPTY, "Reader B 00": PRESENT})

    assert reader.find()
    assert reader.read().name == "张三"


@pytest.mark.parametrize("call", ["connect", "transmit"])
def test_a_card_that_was_pulled_out_must_be_laid_again_and_the_line_stays(
    link: FakeLink, call: str
) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = PRESENT
    reader.find()
    link.codes = {call: REMOVED, "disconnect": 0x80100003}

    assert reason_of(reader.read) is CardReaderReason.CARD_UNREADABLE

    link.codes, link.card = {}, CARD
    assert reader.find()
    assert reader.read().name == "张三"
    assert not link.closed


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (NO_SERVICE, CardReaderReason.SERVICE_MISSING),
        (NO_READERS, CardReaderReason.UNPLUGGED),
        (SHARING, CardReaderReason.PORT_REFUSED),
        (0x8010001F, CardReaderReason.GARBLED),
    ],
)
@pytest.mark.parametrize("call", ["look", "connect", "transmit"])
def test_a_fault_that_is_not_the_cards_closes_the_line(
    link: FakeLink, call: str, code: int, reason: CardReaderReason
) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = PRESENT
    reader.find()
    link.codes = {call: code}

    assert reason_of(reader.find if call == "look" else reader.read) is reason
    assert link.closed == 1
    assert reason_of(reader.find) is CardReaderReason.UNPLUGGED


def test_every_code_of_pcsc_has_one_reason() -> None:
    assert len(REASONS) == 21
    assert set(REASONS.values()) == {
        CardReaderReason.SERVICE_MISSING,
        CardReaderReason.UNPLUGGED,
        CardReaderReason.PORT_REFUSED,
        CardReaderReason.PORT_FORBIDDEN,
        CardReaderReason.CARD_UNREADABLE,
    }


def test_a_line_that_is_lost_while_a_card_is_read_is_closed_once(link: FakeLink) -> None:
    reader = reader_on(link)
    link.states["Reader A 00"] = PRESENT
    reader.find()
    link.lost = CardReaderError(CardReaderReason.SILENT)

    assert reason_of(reader.read) is CardReaderReason.SILENT
    assert link.closed == 1


def test_the_steps_of_a_read_share_its_time() -> None:
    clock = FakeClock()
    link = FakeLink(clock)
    reader = PcscReader(new_link=lambda: link, clock=clock)
    link.card = CARD
    link.states["Reader A 00"] = PRESENT
    reader.open()
    reader.find()
    link.seconds.clear()

    reader.read()

    assert link.seconds == [4.0, 3.75, 3.5, 3.25, 3.0, 2.75]


def test_a_closed_reader_reads_nothing(link: FakeLink) -> None:
    reader = reader_on(link)
    reader.close()
    reader.close()

    assert link.closed == 1
    assert reason_of(reader.find) is CardReaderReason.UNPLUGGED
    assert reason_of(reader.read) is CardReaderReason.CARD_UNREADABLE


def test_the_registry_makes_one() -> None:
    reader = open_card_reader(CardReaderConfig(CardReaderKind.PCSC, name="ACS"))

    assert isinstance(reader, PcscReader)
    assert reader.can_tell_removal


def test_technicians_see_slots_and_codes_and_nothing_of_a_card(
    link: FakeLink, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = reader_on(link)
    link.card = CARD
    link.states["Reader B 00"] = 0x0003_0000 | PRESENT
    reader.find()
    reader.read()
    link.codes = {"connect": SHARING}
    reason_of(reader.read)

    assert "card slots: Reader A 00: 0012, Reader B 00: 0022" in caplog.messages
    assert "card 00b20800: 20 bytes, 9000" in caplog.messages
    assert caplog.messages[-1] == "pcscd, connect: 8010000B"
    said = caplog.text.lower()
    for secret in (b"11010519491231002X", "张三".encode("gbk")):
        assert secret.hex() not in said
    assert "11010519491231002x" not in said
    assert "张三" not in said
