# SPDX-License-Identifier: Apache-2.0
"""Which voice kiosk.toml asks for, and how it reads the screens aloud."""

from pathlib import Path

from drivers.speech.abstract import Loudness, Rate, SpeechEngine, SpokenLanguage
from drivers.speech.registry import SpeechConfig, SpeechKind, open_speech
from kiosk.flow import voice
from kiosk.flow.events import Event, SpeechBegan
from kiosk.flow.states import Kiosk
from kiosk.flow.timing import goes_on_by_itself
from kiosk.flow.touches import ScreenTouched, Touch
from kiosk.runner.runner import Runner
from kiosk.runner.speech_worker import Passage, SpeechWorker, Utterance
from kiosk.settings.model import Settings, SpeechSettings
from kiosk.texts import load_texts
from kiosk.ui.panel import Panel
from kiosk.ui.reading_aloud import Sentence, read_back, sentence_of, sentences


def open_voice(settings: Settings) -> SpeechEngine | None:
    """The voice of kiosk.toml, if any; nothing is started before its first call."""
    return open_speech(voice_of(settings.speech))


def voice_of(speech: SpeechSettings) -> SpeechConfig:
    """Which voice, and where it is heard."""
    return SpeechConfig(
        SpeechKind(speech.kind),
        speech.clips_dir or Path(),
        speech.sound_card or "",
        speech.headphone_card or "",
        speech.headphone_jack,
    )


class Narrator:
    """Has each screen read aloud while the voice is on.

    Lives on the UI thread, after the panel: what is said is what the panel shows.
    """

    def __init__(self, panel: Panel, runner: Runner, worker: SpeechWorker) -> None:
        self._panel = panel
        self._runner = runner
        self._worker = worker
        self._speech_no = 0
        self._place: tuple[int, str, int] | None = None  # None: nothing is read aloud
        self._read_back_no = runner.kiosk.read_back_no
        self._said: tuple[Sentence, ...] = ()
        runner.carried_out.connect(self.follow)

    def follow(self, event: Event, kiosk: Kiosk) -> None:
        """Any touch silences; another screen is read, and of the same one what is told anew."""
        if isinstance(event, Touch):
            self._worker.hush()
        frame = self._panel.frame
        if frame is None or not voice.is_heard(kiosk):
            if self._place is not None:
                self._place = None
                self._worker.hush()
            return
        has_bar = not goes_on_by_itself(kiosk)
        has_headphones = kiosk.devices.has_headphones
        texts = load_texts(kiosk.language)
        shown = sentences(frame, texts, has_bar=has_bar, has_headphones=has_headphones)
        place = kiosk.screen_no, kiosk.language, kiosk.say_no
        news = tuple(one for one in shown if one.is_told and one not in self._said)
        if place != self._place or (news and kiosk.speech_no is not None):
            news = shown
        elif kiosk.read_back_no != self._read_back_no:
            news = read_back(frame, texts, has_headphones=has_headphones)
        elif not news:
            news = self._ringed(event, kiosk)
        self._place, self._said, self._read_back_no = place, shown, kiosk.read_back_no
        if news:
            self._say(news, kiosk)

    def _ringed(self, event: Event, kiosk: Kiosk) -> tuple[Sentence, ...]:
        """The control that a key has walked to, if one did; a finger leaves none."""
        ringed = self._panel.ringed
        if ringed is None or not isinstance(event, ScreenTouched):
            return ()
        texts = load_texts(kiosk.language)
        return (sentence_of(ringed, texts, has_headphones=kiosk.devices.has_headphones),)

    def _say(self, said: tuple[Sentence, ...], kiosk: Kiosk) -> None:
        self._speech_no += 1
        self._runner.dispatch(SpeechBegan(self._speech_no))
        language = SpokenLanguage(load_texts(kiosk.language)("language.spoken"))
        rate = Rate(kiosk.pace.value)
        loudness = Loudness(voice.volume_of(kiosk).value)
        utterances = tuple(
            Utterance(one.text, language, rate, loudness, one.is_private) for one in said
        )
        self._worker.say(Passage(self._speech_no, utterances))
