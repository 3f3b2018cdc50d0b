# SPDX-License-Identifier: Apache-2.0
"""Whether the screens are read aloud, how fast, and that time stands still meanwhile."""

from dataclasses import replace
from typing import assert_never

from hall.identity import Identity, Reached
from kiosk.flow.change import Change, unexpected
from kiosk.flow.events import HeadphonesChanged, SpeechBegan, SpeechEnded, SpeechEvent
from kiosk.flow.states import CodeKeypad, DocumentKeypad, Keypad, Kiosk
from kiosk.flow.touches import (
    PacePressed,
    ReadBackPressed,
    RepeatPressed,
    VoicePressed,
    VoiceTouch,
    VolumePressed,
)
from kiosk.flow.values import Pace, Volume

NEXT_PACE = {Pace.NORMAL: Pace.SLOW, Pace.SLOW: Pace.FAST, Pace.FAST: Pace.NORMAL}
"""Slower first: that is what is asked for most."""


NEXT_VOLUME = {
    Volume.MEDIUM: Volume.LOUD,
    Volume.LOUD: Volume.SOFT,
    Volume.SOFT: Volume.MEDIUM,
}
"""Louder first: that is what is asked for most."""


def can_speak(kiosk: Kiosk) -> bool:
    """Whether this machine can be heard, as far as it knows."""
    return kiosk.settings.has_voice and kiosk.devices.voice_problem is None


def is_heard(kiosk: Kiosk) -> bool:
    """Whether the screens are read aloud."""
    return kiosk.is_voice_on and can_speak(kiosk)


def volume_of(kiosk: Kiosk) -> Volume:
    """How loud it speaks to this visitor."""
    return kiosk.volume or kiosk.settings.volume


def on_by_age(kiosk: Kiosk, identity: Identity) -> Kiosk:
    """The voice for who is old enough, unless somebody chose to be without it."""
    is_wanted = Reached.VOICE in identity.reached and not kiosk.is_voice_chosen
    if not is_wanted or not can_speak(kiosk):
        return kiosk
    return replace(kiosk, is_voice_on=True, is_voice_by_age=True)


def react(kiosk: Kiosk, event: VoiceTouch) -> Change:
    """A touch about the voice; the screen stays as it is."""
    if not can_speak(kiosk) or not (kiosk.is_voice_on or isinstance(event, VoicePressed)):
        return unexpected(kiosk)
    if isinstance(event, VoicePressed):
        chosen = replace(kiosk, is_voice_by_age=False, is_voice_chosen=True, is_adjusting=False)
        return replace(chosen, is_voice_on=not kiosk.is_voice_on), ()
    again = replace(kiosk, say_no=kiosk.say_no + 1)
    match event:
        case RepeatPressed():
            return again, ()
        case ReadBackPressed():
            return _read_back(kiosk)
        case PacePressed():
            return replace(again, pace=NEXT_PACE[kiosk.pace]), ()
        case VolumePressed():
            return replace(again, volume=NEXT_VOLUME[volume_of(kiosk)]), ()
        case _:
            assert_never(event)


def _read_back(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case Keypad() | DocumentKeypad() | CodeKeypad() as screen if len(screen.typed):
            return replace(kiosk, read_back_no=kiosk.read_back_no + 1), ()
        case _:
            return unexpected(kiosk)


def spoken(kiosk: Kiosk, event: SpeechEvent) -> Change:
    """The voice began or ended, or is heard elsewhere; an end of what was replaced means nothing."""
    match event:
        case SpeechBegan(speech_no):
            return replace(kiosk, speech_no=speech_no), ()
        case SpeechEnded(speech_no):
            is_end = speech_no == kiosk.speech_no
            return hushed(kiosk) if is_end else kiosk, ()
        case HeadphonesChanged(are_in):
            return _headphones_changed(kiosk, are_in=are_in), ()
        case _:
            assert_never(event)


def _headphones_changed(kiosk: Kiosk, *, are_in: bool) -> Kiosk:
    """Who puts a headphone in wants to hear; who takes it out hears the next screen aloud."""
    devices = replace(kiosk.devices, has_headphones=are_in)
    changed = replace(hushed(kiosk), devices=devices)
    if not are_in or not can_speak(changed):
        return changed
    return replace(changed, is_voice_on=True, is_voice_chosen=True, say_no=kiosk.say_no + 1)


def hushed(kiosk: Kiosk) -> Kiosk:
    """Nothing is being said."""
    return replace(kiosk, speech_no=None)
