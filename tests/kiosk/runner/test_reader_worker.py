# SPDX-License-Identifier: Apache-2.0
from collections import deque

import pytest

from drivers.card_reader.abstract import CardData
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from hall.identity import Identity, IdentityDigest
from kiosk.crypto import KeyFileError
from kiosk.flow.events import CardFailed, CardFound, CardRead, CardTaken, Event, ReaderChanged
from kiosk.runner.reader_worker import LOOKS_UNTIL_TAKEN, POLL_SECONDS, ReaderWorker
from tests.fakes.devices import SAMPLE_CARD, FakeCardReader

SOMEBODY = Identity(IdentityDigest("h1:00"), "示*", frozenset())
UNPLUGGED = CardReaderError(CardReaderReason.UNPLUGGED)
CARD, NO_CARD = True, False
SILENT = CardReaderError(CardReaderReason.SILENT)
UNREADABLE = CardReaderError(CardReaderReason.CARD_UNREADABLE)


class Watch:
    def __init__(self) -> None:
        self.reader = FakeCardReader()
        self.events: list[Event] = []
        self.key_is_bad = False
        self.worker = ReaderWorker(self.reader, self._identify, self.events.append)

    def _identify(self, card: CardData) -> Identity:
        if self.key_is_bad:
            raise KeyFileError(path="day.key", problem="0 bytes")
        return SOMEBODY

    def looks(self, *finds: CardReaderError | bool) -> None:
        self.reader.finds = deque(finds)

    def steps(self, count: int) -> list[float]:
        return [self.worker.step() for _ in range(count)]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_laid_card_is_found_then_read_once(watch: Watch) -> None:
    watch.looks(CARD, CARD, CARD)
    watch.steps(3)
    assert watch.events == [CardFound(), CardRead(SOMEBODY)]


def test_a_card_that_was_taken_and_laid_again_is_read_again(watch: Watch) -> None:
    watch.looks(CARD, NO_CARD, CARD)
    watch.steps(3)
    assert watch.events == [
        CardFound(),
        CardRead(SOMEBODY),
        CardTaken(),
        CardFound(),
        CardRead(SOMEBODY),
    ]


def test_a_reader_that_can_tell_says_at_once_that_the_card_was_taken(watch: Watch) -> None:
    watch.reader.can_tell_removal = True
    watch.looks(CARD, NO_CARD)
    watch.steps(2)
    assert watch.events[2:] == [CardTaken()]


def test_a_card_that_lies_on_is_not_taken_because_its_reader_does_not_see_it(watch: Watch) -> None:
    watch.looks(CARD, NO_CARD)
    watch.steps(LOOKS_UNTIL_TAKEN)
    assert watch.events == [CardFound(), CardRead(SOMEBODY)]


def test_after_a_while_a_card_that_is_not_seen_counts_as_taken_once(watch: Watch) -> None:
    watch.looks(CARD, NO_CARD)
    watch.steps(3 * LOOKS_UNTIL_TAKEN)
    assert watch.events == [CardFound(), CardRead(SOMEBODY), CardTaken()]


def test_no_card_says_nothing(watch: Watch) -> None:
    assert watch.steps(3) == [POLL_SECONDS] * 3
    assert watch.events == []


def test_a_bad_card_is_told_once_and_tried_on_until_it_reads(watch: Watch) -> None:
    watch.looks(CARD)
    watch.reader.reads.clear()
    watch.reader.reads.extend([UNREADABLE, UNREADABLE, SAMPLE_CARD])
    watch.steps(3)
    assert watch.events == [CardFound(), CardFailed(UNREADABLE.key), CardRead(SOMEBODY)]


def test_a_bad_card_that_is_taken_away_is_told(watch: Watch) -> None:
    watch.looks(CARD, NO_CARD)
    watch.reader.reads.clear()
    watch.reader.reads.append(UNREADABLE)
    watch.steps(2)
    assert watch.events == [CardFound(), CardFailed(UNREADABLE.key), CardTaken()]


def test_a_card_of_which_nothing_can_be_asked_is_found_and_told_once_until_it_is_taken(
    watch: Watch,
) -> None:
    """As a chip card that is put in the wrong way round."""
    watch.looks(UNREADABLE, UNREADABLE, UNREADABLE, NO_CARD, CARD)
    assert watch.steps(3) == [POLL_SECONDS] * 3
    assert watch.events == [CardFound(), CardFailed(UNREADABLE.key)]
    watch.steps(2)
    assert watch.events[2:] == [CardTaken(), CardFound(), CardRead(SOMEBODY)]


def test_one_glitch_reopens_at_once_and_tells_nobody(watch: Watch) -> None:
    watch.looks(SILENT, NO_CARD)
    assert watch.steps(2) == [0.0, POLL_SECONDS]
    assert watch.events == []
    assert watch.reader.calls == ["open", "close", "open"]


def test_a_visitor_whose_card_was_being_read_hears_of_one_glitch_too(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    watch.looks(CARD, NO_CARD)
    watch.reader.reads.clear()
    watch.reader.reads.append(SILENT)
    assert watch.steps(2) == [0.0, POLL_SECONDS]
    assert watch.events == [CardFound(), CardFailed(UNREADABLE.key), CardTaken()]
    assert caplog.messages == [f"card not read key={SILENT.key}"]


def test_a_glitch_between_two_readings_is_not_taken_for_a_failed_card(watch: Watch) -> None:
    watch.reader.can_tell_removal = True
    watch.looks(CARD, NO_CARD, SILENT, NO_CARD)
    watch.steps(4)
    assert watch.events == [CardFound(), CardRead(SOMEBODY), CardTaken()]


def test_a_card_after_a_glitch_in_its_reading_is_read(watch: Watch) -> None:
    watch.looks(CARD)
    watch.reader.reads.clear()
    watch.reader.reads.extend([SILENT, SAMPLE_CARD])
    watch.steps(2)
    assert watch.events == [CardFound(), CardFailed(UNREADABLE.key), CardRead(SOMEBODY)]


def test_a_reader_that_lastingly_fails_to_read_is_in_trouble_itself(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.looks(CARD)
    watch.reader.reads.clear()
    watch.reader.reads.append(SILENT)
    watch.steps(2)
    assert watch.events == [
        CardFound(),
        CardFailed(UNREADABLE.key),
        ReaderChanged(SILENT.key),
    ]


def test_an_unplugged_reader_is_told_once_and_tried_with_growing_pauses(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.reader.opens.clear()
    watch.reader.opens.append(UNPLUGGED)
    assert watch.steps(6) == [0.0, 0.5, 1.0, 2.0, 3.0, 3.0]
    assert watch.events == [ReaderChanged(UNPLUGGED.key)]
    assert caplog.messages == [f"card reader {UNPLUGGED.key}"]


def test_a_reader_that_is_back_is_told_and_reads(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.reader.opens.clear()
    watch.reader.opens.extend([UNPLUGGED, UNPLUGGED, None])
    watch.looks(CARD)
    watch.steps(3)
    assert watch.events == [
        ReaderChanged(UNPLUGGED.key),
        CardFound(),
        CardRead(SOMEBODY),
        ReaderChanged(None),
    ]


def test_another_trouble_is_told_again(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    watch.reader.opens.clear()
    watch.reader.opens.extend([SILENT, SILENT, UNPLUGGED])
    watch.steps(3)
    assert watch.events == [ReaderChanged(SILENT.key), ReaderChanged(UNPLUGGED.key)]


def test_the_thread_ends_and_gives_the_port_back(watch: Watch) -> None:
    watch.worker.start()
    assert watch.worker.stop()
    assert watch.reader.calls[-1] == "close"


def test_a_card_that_cannot_be_digested_fails_and_the_thread_lives_on(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.key_is_bad = True
    watch.looks(CARD, CARD, NO_CARD, CARD)
    watch.steps(2)
    assert watch.events == [CardFound(), CardFailed(KeyFileError.key)]
    assert len(caplog.messages) == 1
    watch.key_is_bad = False
    watch.steps(2)
    assert watch.events[2:] == [CardTaken(), CardFound(), CardRead(SOMEBODY)]
