# SPDX-License-Identifier: Apache-2.0
import pytest

from drivers.speech.abstract import Rate, SpokenLanguage
from drivers.speech.errors import SpeechReason
from drivers.speech.simulator import Said, SimulatedSpeech
from kiosk.flow.events import Event, HeadphonesChanged, SpeechEnded, VoiceChanged
from kiosk.runner.speech_worker import (
    QUIET_LOOKS,
    QUIET_SECONDS,
    SPEAKING_SECONDS,
    Passage,
    SpeechWorker,
    Utterance,
)

HELLO = Utterance("请", SpokenLanguage.MANDARIN, Rate.SLOW)
PASSAGE = Passage(1, (HELLO,))
ENDED = SpeechEnded(1)
SAID = Said("请", SpokenLanguage.MANDARIN, Rate.SLOW)
NO_CARD = VoiceChanged("error.speech.no_sound_card")


def passage(*texts: str, speech_no: int = 1) -> Passage:
    return Passage(speech_no, tuple(Utterance(text) for text in texts))


class Watch:
    def __init__(self) -> None:
        self.engine = SimulatedSpeech()
        self.events: list[Event] = []
        self.worker = SpeechWorker(self.engine, self.events.append)

    def steps(self, count: int) -> list[float]:
        return [self.worker.step() for _ in range(count)]


@pytest.fixture
def watch() -> Watch:
    """A voice that was found to be heard."""
    watch = Watch()
    assert watch.steps(1) == [QUIET_SECONDS]
    return watch


def test_a_text_is_said_and_looked_at_until_it_is_heard(watch: Watch) -> None:
    watch.worker.say(PASSAGE)
    assert watch.steps(2) == [SPEAKING_SECONDS] * 2
    assert watch.events == []
    watch.engine.end()
    assert watch.steps(1) == [QUIET_SECONDS]
    assert watch.engine.said == [SAID]
    assert watch.events == [ENDED]


def test_a_headphone_that_comes_or_goes_ends_what_is_said_and_is_told(watch: Watch) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(1)
    watch.engine.plug_in()
    watch.steps(1)
    assert watch.engine.finished
    assert watch.events == [ENDED, HeadphonesChanged(are_in=True)]
    watch.engine.pull_out()
    watch.steps(2)
    assert watch.events[2:] == [HeadphonesChanged(are_in=False)]
    assert [said.text for said in watch.engine.said] == ["一"]


def test_what_is_private_is_said_in_headphones_only(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    named = Passage(1, (Utterance("王", is_private=True), HELLO))
    watch.worker.say(named)
    watch.steps(3)
    assert [said.text for said in watch.engine.said] == ["请"]
    watch.engine.plug_in()
    watch.steps(1)
    watch.worker.say(named)
    watch.steps(1)
    assert watch.engine.said[-1].text == "王"
    assert watch.engine.said[-1].is_in_headphones


def test_the_texts_of_a_passage_are_said_one_after_another(watch: Watch) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(2)
    assert [said.text for said in watch.engine.said] == ["一"]
    watch.engine.end()
    watch.steps(1)
    assert [said.text for said in watch.engine.said] == ["一", "二"]
    assert watch.events == []
    watch.engine.end()
    watch.steps(1)
    assert watch.events == [ENDED]


def test_the_end_of_a_passage_that_was_replaced_is_not_told(watch: Watch) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(1)
    watch.worker.say(passage("三", speech_no=2))
    watch.steps(1)
    watch.engine.end()
    watch.steps(1)
    assert [said.text for said in watch.engine.said] == ["一", "三"]
    assert watch.events == [SpeechEnded(2)]


def test_after_a_hush_nothing_of_the_passage_is_said(watch: Watch) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(1)
    watch.worker.hush()
    watch.steps(3)
    assert [said.text for said in watch.engine.said] == ["一"]
    assert watch.events == []


def test_a_text_that_cannot_be_said_is_left_out_of_its_passage(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.worker.say(passage("一", "", "二"))
    watch.steps(1)
    watch.engine.end()
    watch.steps(2)
    assert [said.text for said in watch.engine.said] == ["一", "二"]
    assert caplog.messages == ["not said key=error.speech.unfit"]


def test_a_passage_that_is_lost_with_the_sound_is_at_an_end(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(1)
    watch.engine.go_silent(SpeechReason.SOUND_BUSY)
    watch.engine.sound_again()
    watch.steps(3)
    assert watch.events == [ENDED]
    assert [said.text for said in watch.engine.said] == ["一"]


def test_of_several_orders_the_newest_counts(watch: Watch) -> None:
    for text in ("一", "二", "三"):
        watch.worker.say(passage(text))
    watch.steps(1)
    assert [said.text for said in watch.engine.said] == ["三"]


def test_hush_ends_what_is_said(watch: Watch) -> None:
    watch.worker.say(PASSAGE)
    watch.steps(1)
    watch.worker.hush()
    assert watch.steps(1) == [QUIET_SECONDS]
    assert watch.engine.finished


@pytest.mark.timeout(20)
def test_a_rest_ends_with_an_order(watch: Watch) -> None:
    watch.worker.say(PASSAGE)
    watch.worker.rest(100.0)
    watch.worker.hush()
    watch.worker.rest(100.0)


def test_a_machine_without_sound_is_found_at_the_start_and_when_it_has_some(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch = Watch()
    watch.engine.go_silent()
    assert watch.steps(4) == [0.0, 0.5, 1.0, 2.0]
    assert watch.events == [NO_CARD]
    assert caplog.messages == ["voice error.speech.no_sound_card"]
    watch.engine.sound_again()
    watch.steps(1)
    assert watch.events == [NO_CARD, VoiceChanged(None)]


def test_what_was_to_be_said_while_nothing_could_be_heard_is_forgotten(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch = Watch()
    watch.engine.go_silent()
    watch.worker.say(PASSAGE)
    watch.steps(2)
    watch.engine.sound_again()
    watch.steps(2)
    assert watch.engine.said == []


def test_what_is_ordered_while_the_voice_is_probed_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watch = Watch()
    monkeypatch.setattr(watch.engine, "probe", lambda: watch.worker.say(PASSAGE))
    watch.steps(1)
    assert watch.engine.said == [SAID]


def test_a_sound_card_that_is_lost_is_told_with_the_next_text(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.engine.go_silent()
    watch.worker.say(PASSAGE)
    watch.steps(2)
    assert watch.events == [ENDED, NO_CARD]


def test_a_sound_card_that_is_lost_in_the_middle_is_told(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.worker.say(PASSAGE)
    watch.steps(1)
    watch.engine.go_silent(SpeechReason.SOUND_BUSY)
    watch.steps(2)
    assert watch.events == [ENDED, VoiceChanged("error.speech.sound_busy")]


def test_a_sound_card_that_is_lost_while_nothing_is_said_is_told_with_the_next_look(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.engine.go_silent()
    assert watch.steps(2) == [0.0, 0.5]
    assert watch.events == [NO_CARD]
    watch.engine.sound_again()
    watch.steps(1)
    assert watch.events == [NO_CARD, VoiceChanged(None)]


def test_a_sound_card_that_is_put_in_while_something_is_said_cuts_nothing_off(watch: Watch) -> None:
    watch.worker.say(PASSAGE)
    watch.steps(1)
    watch.engine._had_card = False
    assert watch.steps(2) == [SPEAKING_SECONDS] * 2
    assert not watch.engine.finished


def test_a_voice_that_nobody_used_for_a_minute_is_probed(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    assert QUIET_LOOKS * QUIET_SECONDS == 60.0
    watch.engine.go_silent(SpeechReason.SOUND_BUSY)
    assert watch.steps(QUIET_LOOKS - 1) == [QUIET_SECONDS] * (QUIET_LOOKS - 1)
    assert watch.events == []
    watch.steps(2)
    assert watch.events == [VoiceChanged("error.speech.sound_busy")]


@pytest.mark.parametrize("text", ["", "零" * 1001])
def test_a_text_that_cannot_be_said_is_no_fault_of_the_voice(
    watch: Watch, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    watch.worker.say(passage(text))
    assert watch.steps(2) == [0.0, QUIET_SECONDS]
    assert watch.events == [ENDED]
    assert caplog.messages == ["not said key=error.speech.unfit"]


def test_a_language_without_a_voice_is_told_once_and_is_no_fault_of_the_voice(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.worker.say(passage("一", "二"))
    watch.steps(1)
    watch.engine.go_silent(SpeechReason.NO_VOICE)
    assert watch.steps(2) == [0.0, QUIET_SECONDS]
    watch.engine.sound_again()
    watch.steps(2)
    assert watch.events == [ENDED]
    assert caplog.messages == ["not said key=error.speech.no_voice"]


def test_what_is_to_be_said_is_not_shown_when_it_is_printed() -> None:
    assert "请" not in repr(HELLO)


def test_the_thread_ends_and_the_voice_is_silent(watch: Watch) -> None:
    watch.worker.say(PASSAGE)
    watch.worker.start()
    assert watch.worker.stop()
    assert watch.engine.finished
