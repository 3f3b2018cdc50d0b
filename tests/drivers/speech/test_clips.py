# SPDX-License-Identifier: Apache-2.0
"""Recordings: which are joined, which are missing, and how a missing set is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from drivers.speech.abstract import Manner, Rate, SpokenLanguage
from drivers.speech.child import Child
from drivers.speech.clip_folder import (
    LONGEST_NAME,
    PHRASES,
    ClipFolder,
    PhraseProblem,
    UnfitLine,
)
from drivers.speech.clips import ClipSpeech
from drivers.speech.descriptors import nowhere
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.espeak import Espeak
from drivers.speech.phrases import covered, parts_of, words_of, written
from drivers.speech.pyttsx3_engine import Pyttsx3
from drivers.speech.synthesizer import SYNTHESIS_SECONDS, Synthesizer
from drivers.speech.wave_file import Sound, SoundFormat
from tests.drivers.speech.clips import beep, record_beeps
from tests.drivers.speech.ending import wait_until_finished
from tests.drivers.speech.processes import children
from tests.emulators.loudspeaker import Loudspeaker

MANDARIN, CANTONESE, ENGLISH = SpokenLanguage
WORDS = st.lists(st.sampled_from("零一二三号窗口"), min_size=1, max_size=8).map(tuple)


@pytest.fixture
def loudspeaker(tmp_path: Path) -> Iterator[Loudspeaker]:
    with Loudspeaker(tmp_path) as loudspeaker:
        yield loudspeaker


def record(folder: Path, **phrases: Sound) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for phrase, sound in phrases.items():
        (folder / f"{phrase}.wav").write_bytes(sound.as_wav())


def reason_for(folder: ClipFolder, text: str, rate: Rate = Rate.NORMAL) -> SpeechReason:
    with pytest.raises(SpeechError) as caught:
        folder.sound_of(text, MANDARIN, rate)
    return caught.value.reason


def test_a_text_is_heard_as_its_clips_in_order(loudspeaker: Loudspeaker, tmp_path: Path) -> None:
    sounds = {"请": beep(111), "a": beep(122), "零": beep(133), "号窗口": beep(144)}
    record(tmp_path / "clips" / "cmn", **sounds)
    engine = ClipSpeech(loudspeaker.player, tmp_path / "clips")

    engine.say("请 A 零零 号窗口。")
    wait_until_finished(engine)

    heard = loudspeaker.heard.samples
    for phrase in ("请", "a", "零", "零", "号窗口"):
        before, found, heard = heard.partition(sounds[phrase].samples)
        assert found
        assert not any(before)
    assert not any(heard)


def test_the_longest_recording_is_taken_and_shorter_ones_where_it_does_not_fit() -> None:
    clips = {words_of(one): one for one in ("请", "到", "三", "号", "三号", "号窗口", "三号窗口")}

    assert covered(words_of("请到三号窗口"), clips) == ["请", "到", "三号窗口"]
    assert covered(words_of("三号到"), clips) == ["三号", "到"]
    assert covered(words_of("三三号窗口"), clips) == ["三", "三号窗口"]
    assert covered(words_of("请坐"), clips) is None
    assert covered((), clips) == []


def test_a_long_recording_that_leads_nowhere_is_not_taken() -> None:
    clips = {words_of(one): one for one in ("一二", "一", "二三")}

    assert covered(words_of("一二三"), clips) == ["一", "二三"]


@given(WORDS, st.sets(WORDS, max_size=8))
def test_what_is_covered_says_just_these_words(
    words: tuple[str, ...], phrases: set[tuple[str, ...]]
) -> None:
    found = covered(words, {phrase: phrase for phrase in phrases})

    assert found is None or tuple(word for phrase in found for word in phrase) == words


@given(st.text(max_size=60))
def test_words_written_and_read_again_are_the_same(text: str) -> None:
    for words in parts_of(text):
        assert words_of(written(words)) == words


def test_a_word_that_was_never_recorded_silences_the_whole_text(tmp_path: Path) -> None:
    record(tmp_path / "cmn", 请=beep(9))

    assert reason_for(ClipFolder(tmp_path), "请坐") is SpeechReason.CLIP_MISSING


def test_a_language_without_recordings_has_no_clips(tmp_path: Path) -> None:
    record(tmp_path / "yue", 请=beep(9))

    assert reason_for(ClipFolder(tmp_path), "请") is SpeechReason.NO_CLIPS


def test_clips_of_another_speed_and_files_that_are_no_sound_are_unfit(tmp_path: Path) -> None:
    record(tmp_path / "cmn", 请=beep(9), 坐=beep(9, SoundFormat(44_100)))
    (tmp_path / "cmn" / "好.wav").write_bytes(b"ID3")
    folder = ClipFolder(tmp_path)

    assert reason_for(folder, "请坐") is SpeechReason.CLIP_UNFIT
    assert reason_for(folder, "好") is SpeechReason.CLIP_UNFIT
    assert folder.sound_of("请", MANDARIN, Rate.NORMAL)


def test_slow_recordings_are_taken_where_there_are_any(tmp_path: Path) -> None:
    record(tmp_path / "cmn", 请=beep(100), 坐=beep(100))
    record(tmp_path / "cmn" / "slow", 请=beep(300))
    folder = ClipFolder(tmp_path)

    normal = folder.sound_of("请坐", MANDARIN, Rate.NORMAL)
    slow = folder.sound_of("请坐", MANDARIN, Rate.SLOW)

    assert len(slow.samples) - len(normal.samples) == 2 * 200


def test_the_probe_reads_every_clip(loudspeaker: Loudspeaker, tmp_path: Path) -> None:
    engine = ClipSpeech(loudspeaker.player, tmp_path / "clips")
    with pytest.raises(SpeechError) as caught:
        engine.probe()
    assert caught.value.reason is SpeechReason.NO_CLIPS

    record_beeps(tmp_path / "clips")
    engine.probe()

    (tmp_path / "clips" / "yue" / "零.wav").write_bytes(b"")
    with pytest.raises(SpeechError) as caught:
        engine.probe()
    assert caught.value.reason is SpeechReason.CLIP_UNFIT
    assert caught.value.fields["file"] == tmp_path / "clips" / "yue" / "零.wav"


class Beeper(Synthesizer):
    """Makes a second of beep of everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    @override
    def start(self, text: str, manner: Manner, *, gives: int) -> Child:
        raise NotImplementedError

    @override
    def sound_of(
        self,
        text: str,
        language: SpokenLanguage,
        rate: Rate = Rate.NORMAL,
        seconds: float = SYNTHESIS_SECONDS,
    ) -> Sound:
        self.asked.append(text)
        return beep(1000)


def test_a_missing_set_is_made_once_and_recordings_of_a_person_stay(tmp_path: Path) -> None:
    record(tmp_path / "cmn", 零=beep(77))
    (tmp_path / "cmn" / PHRASES).write_text("请，到3号窗口\n\n请\nA区\n", encoding="utf-8")
    folder, voice = ClipFolder(tmp_path), Beeper()
    for phrase in folder.missing(MANDARIN):
        folder.render(phrase, MANDARIN, voice)

    assert folder.missing(MANDARIN) == []
    assert folder.missing(CANTONESE)
    assert len(voice.asked) == len(set(voice.asked))
    assert {"请", "到三号窗口", "一", "A"} <= set(voice.asked)
    assert "零" not in voice.asked
    assert (tmp_path / "cmn" / "零.wav").read_bytes() == beep(77).as_wav()
    assert folder.sound_of("请，到三号窗口，A 零 一", MANDARIN, Rate.NORMAL)


@pytest.mark.parametrize("voice", [Espeak(), Pyttsx3()], ids=["espeak", "pyttsx3"])
@pytest.mark.parametrize("language", SpokenLanguage)
def test_the_engines_make_clips_and_slower_ones_when_asked(
    voice: Synthesizer, language: SpokenLanguage
) -> None:
    text = "A, zero two three" if language is ENGLISH else "A 零 二 三"

    slow, normal, fast = (voice.sound_of(text, language, rate) for rate in Rate)

    assert slow.seconds > normal.seconds > fast.seconds > 0.3
    assert normal.trimmed().samples


class Script(Synthesizer):
    """A shell script as an engine."""

    def __init__(self, script: str) -> None:
        self._script = script

    @override
    def start(self, text: str, manner: Manner, *, gives: int) -> Child:
        with nowhere() as unheard:
            return Child(("sh", "-c", self._script), takes=unheard, gives=gives, complains=unheard)


@pytest.mark.parametrize(
    ("script", "seconds", "reason"),
    [
        ("exit 1", 10, SpeechReason.NO_VOICE),
        ("echo no sound", 10, SpeechReason.NO_VOICE),
        ("sleep 1000", 0.05, SpeechReason.STUCK),
    ],
)
def test_an_engine_that_makes_no_sound_is_told_by_the_reason(
    script: str, seconds: float, reason: SpeechReason
) -> None:
    before = children()
    with pytest.raises(SpeechError) as caught:
        Script(script).sound_of("一", MANDARIN, seconds=seconds)

    assert caught.value.reason is reason
    assert caught.value.fields["language"] is MANDARIN
    assert children() == before


def test_phrases_that_can_have_no_clip_are_told_by_line_and_the_others_are_made(
    tmp_path: Path,
) -> None:
    folder, file = ClipFolder(tmp_path), tmp_path / "cmn" / PHRASES
    file.parent.mkdir()
    longest = "请" * (LONGEST_NAME // 3)
    file.write_text(f"\ufeff{longest}\r\n{longest}坐，请，{longest}来\r\n到", encoding="utf-8")

    assert folder.unfit_lines(MANDARIN) == [UnfitLine(PhraseProblem.TOO_LONG, file, 2)]

    missing = folder.missing(MANDARIN)
    assert {longest, "请", "到"} <= set(missing)
    for phrase in missing:
        folder.render(phrase, MANDARIN, Beeper())
    assert folder.missing(MANDARIN) == []


def test_phrases_that_are_not_utf_8_are_told_by_their_first_line(tmp_path: Path) -> None:
    folder, file = ClipFolder(tmp_path), tmp_path / "cmn" / PHRASES
    file.parent.mkdir()
    file.write_bytes("go\nhome\n请坐\n".encode("gbk"))

    assert folder.unfit_lines(MANDARIN) == [UnfitLine(PhraseProblem.NOT_UTF_8, file, 3)]
    assert folder.missing(MANDARIN) == ClipFolder(tmp_path / "none").missing(MANDARIN)
    assert folder.unfit_lines(CANTONESE) == []
