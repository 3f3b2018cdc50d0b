# SPDX-License-Identifier: Apache-2.0
"""Who hears the screens, how fast, and that no time runs out while something is said."""

from dataclasses import replace

import pytest

from hall.documents import Document
from hall.identity import Identity, Reached, Secret
from kiosk.flow.effects import StartTimer, Timer
from kiosk.flow.events import HeadphonesChanged, SpeechBegan, SpeechEnded, VoiceChanged
from kiosk.flow.states import (
    CodeKeypad,
    DocumentKeypad,
    Help,
    Issuing,
    Keypad,
    Pause,
    Screen,
    Services,
    StillThere,
    TicketShown,
    Welcome,
)
from kiosk.flow.touches import (
    HelpPressed,
    PacePressed,
    ReadBackPressed,
    RepeatPressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
    VoicePressed,
    VolumePressed,
)
from kiosk.flow.values import FlowSettings, Pace, Paper, Volume
from kiosk.flow.voice import is_heard, volume_of
from tests.kiosk.flow.journey import ELDER, ESTATE, Journey, kiosk_at, ticket

SPEAKS = FlowSettings(has_voice=True)
TROUBLE = "error.speech.no_sound_card"
SIXTY_FIVE = Identity(ELDER.digest, "李*芳", frozenset({Reached.SENIOR}))


def speaking() -> Journey:
    """A kiosk with a voice."""
    return kiosk_at(settings=SPEAKS)


def listening() -> Journey:
    """Somebody chooses a service with the voice on."""
    return speaking().at_services().send(VoicePressed())


def starts(visit: Journey) -> list[tuple[Timer, float]]:
    """The clocks that the last event started."""
    return [(one.timer, one.seconds) for one in visit.last if isinstance(one, StartTimer)]


def test_one_touch_switches_the_voice_on_and_another_off() -> None:
    visit = speaking().at_services()
    assert is_heard(visit.send(VoicePressed()).kiosk)
    visit.on(Services)
    assert not is_heard(visit.send(VoicePressed()).kiosk)
    visit.send(HelpPressed(), VoicePressed()).on(Help)
    assert is_heard(visit.kiosk)


def test_a_kiosk_without_a_voice_offers_none() -> None:
    visit = kiosk_at()
    for touch in (VoicePressed(), RepeatPressed(), PacePressed(), VolumePressed()):
        assert visit.ignores(touch)
    assert not visit.at_services(ELDER).kiosk.is_voice_on


def test_a_voice_that_is_broken_is_not_offered_and_comes_back() -> None:
    visit = listening().send(SpeechBegan(1), VoiceChanged(TROUBLE))
    assert not is_heard(visit.kiosk)
    assert visit.kiosk.speech_no is None
    assert visit.ignores(VoicePressed())
    assert is_heard(visit.send(VoiceChanged(None)).kiosk)


def test_the_voice_comes_by_itself_from_an_age_on_and_one_touch_ends_it() -> None:
    assert not speaking().at_services(SIXTY_FIVE).kiosk.is_voice_on
    visit = speaking().at_services(ELDER)
    assert (visit.kiosk.is_voice_on, visit.kiosk.is_voice_by_age) == (True, True)
    visit.send(VoicePressed())
    assert (visit.kiosk.is_voice_on, visit.kiosk.is_voice_by_age) == (False, False)


def test_no_age_overrules_who_chose_to_be_without_the_voice() -> None:
    visit = speaking().send(VoicePressed(), VoicePressed()).at_services(ELDER)
    assert not visit.kiosk.is_voice_on


def test_it_is_said_again_when_asked_and_at_another_pace() -> None:
    visit = listening()
    said = visit.kiosk.say_no
    assert visit.send(RepeatPressed()).kiosk.say_no == said + 1
    paces = [visit.send(PacePressed()).kiosk.pace for _ in range(3)]
    assert paces == [Pace.SLOW, Pace.FAST, Pace.NORMAL]
    assert visit.kiosk.say_no == said + 4


def test_it_is_louder_when_asked_and_goes_round() -> None:
    visit = listening()
    said = visit.kiosk.say_no
    assert volume_of(visit.kiosk) is Volume.MEDIUM
    volumes = [volume_of(visit.send(VolumePressed()).kiosk) for _ in range(4)]
    assert volumes == [Volume.LOUD, Volume.SOFT, Volume.MEDIUM, Volume.LOUD]
    assert visit.kiosk.say_no == said + 4


def test_the_next_visitor_hears_the_volume_of_the_settings() -> None:
    loud = replace(SPEAKS, volume=Volume.LOUD)
    visit = kiosk_at(settings=loud).at_services().send(VoicePressed(), VolumePressed())
    assert volume_of(visit.kiosk) is Volume.SOFT
    assert volume_of(visit.send(RestartPressed()).kiosk) is Volume.LOUD


def test_who_puts_a_headphone_in_hears_the_screen_at_once() -> None:
    visit = speaking().at_services()
    said = visit.kiosk.say_no
    heard = visit.send(HeadphonesChanged(are_in=True)).kiosk
    assert is_heard(heard)
    assert (heard.devices.has_headphones, heard.say_no) == (True, said + 1)


def test_who_takes_the_headphone_out_ends_what_is_said() -> None:
    visit = speaking().at_services().send(HeadphonesChanged(are_in=True), SpeechBegan(1))
    said = visit.kiosk.say_no
    after = visit.send(HeadphonesChanged(are_in=False)).kiosk
    assert (after.speech_no, after.say_no, after.devices.has_headphones) == (None, said, False)
    assert is_heard(after)


def test_a_headphone_says_nothing_where_no_voice_is() -> None:
    visit = kiosk_at().at_services().send(HeadphonesChanged(are_in=True))
    assert not visit.kiosk.is_voice_on


def test_without_the_voice_there_is_nothing_to_repeat() -> None:
    visit = speaking().at_services()
    assert visit.ignores(RepeatPressed())
    assert visit.ignores(PacePressed())
    assert visit.ignores(VolumePressed())


def test_letters_and_voice_are_adjusted_one_after_the_other() -> None:
    visit = listening().send(SizePressed())
    assert visit.kiosk.is_adjusting
    assert not visit.send(VoicePressed()).kiosk.is_adjusting


def test_nothing_of_it_is_left_for_the_next_visitor() -> None:
    visit = listening().send(PacePressed(), SpeechBegan(1), RestartPressed())
    kiosk = visit.kiosk
    assert (kiosk.is_voice_on, kiosk.is_voice_by_age, kiosk.is_voice_chosen) == (False,) * 3
    assert (kiosk.pace, kiosk.speech_no) == (Pace.NORMAL, None)


def test_a_voice_that_somebody_left_on_at_home_ends_after_a_while() -> None:
    for touches in ((VoicePressed(),), (VoicePressed(), VoicePressed())):
        visit = speaking().send(*touches).time_passes()
        visit.on(Welcome)
        assert not visit.kiosk.is_voice_on
        assert not visit.kiosk.is_voice_chosen


def test_who_listens_has_as_much_time_as_who_reads_large_letters() -> None:
    visit = listening()
    assert starts(visit) == [(Timer.IDLE, SPEAKS.idle_large_seconds)]
    shown = visit.show(TicketShown(ticket(paper=Paper.CONFIRMED))).send(ScreenTouched())
    assert starts(shown) == [(Timer.IDLE, SPEAKS.ticket_large_seconds)]


def test_time_begins_when_all_is_said() -> None:
    visit = listening().send(SpeechBegan(1))
    assert starts(visit) == [(Timer.SCREEN, SPEAKS.speech_seconds)]
    assert starts(visit.send(SpeechEnded(1))) == [(Timer.IDLE, SPEAKS.idle_large_seconds)]
    visit.time_passes().on(StillThere)


def test_the_pause_waits_until_it_is_heard() -> None:
    visit = listening().send(ServicePressed(ESTATE), SpeechBegan(1))
    visit.on(Pause)
    assert starts(visit.send(SpeechEnded(1))) == [(Timer.SCREEN, SPEAKS.pause_seconds)]
    visit.time_passes().on(Issuing)


def test_the_end_of_what_was_replaced_ends_nothing() -> None:
    visit = listening().send(SpeechBegan(1), SpeechBegan(2), SpeechEnded(1))
    assert visit.kiosk.speech_no == 2


def test_any_touch_ends_what_is_said() -> None:
    visit = listening().send(SpeechBegan(1), ScreenTouched())
    assert visit.kiosk.speech_no is None
    assert starts(visit) == [(Timer.IDLE, SPEAKS.idle_large_seconds)]


def test_a_voice_that_never_ends_holds_no_screen_for_ever() -> None:
    visit = listening().send(SpeechBegan(1)).time_passes()
    assert visit.kiosk.speech_no is None
    visit.on(Services)
    visit.time_passes().on(StillThere)


@pytest.mark.parametrize("event", [SpeechBegan(1), SpeechEnded(1)])
def test_services_and_the_question_keep_their_time_while_something_is_said(
    event: SpeechBegan | SpeechEnded,
) -> None:
    waiting = listening().send(ServicePressed(ESTATE)).time_passes()
    waiting.on(Issuing)
    assert starts(waiting.send(event)) == []
    asked = listening().time_passes()
    asked.on(StillThere)
    assert starts(asked.send(event)) == []


# --- 读一遍 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "screen",
    [
        Keypad(Secret("1")),
        CodeKeypad(Secret("1")),
        DocumentKeypad(Document.PASSPORT, Secret("E")),
    ],
)
def test_what_was_typed_is_read_back_to_who_listens(screen: Screen) -> None:
    visit = listening().show(screen)
    before = visit.kiosk.read_back_no
    assert visit.send(ReadBackPressed()).kiosk.read_back_no == before + 1
    assert visit.kiosk.screen == screen
    assert visit.send(VoicePressed()).ignores(ReadBackPressed())


@pytest.mark.parametrize("screen", [Keypad(), Keypad(is_checking=True), Services()])
def test_where_nothing_was_typed_there_is_nothing_to_read_back(screen: Screen) -> None:
    assert listening().show(screen).ignores(ReadBackPressed())
