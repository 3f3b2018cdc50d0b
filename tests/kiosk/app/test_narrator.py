# SPDX-License-Identifier: Apache-2.0
"""A whole kiosk with the simulated voice: what is heard, and when it is cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drivers.card_reader.registry import SimulatedCardReader
from drivers.speech.abstract import Loudness, Rate, SpokenLanguage
from drivers.speech.simulator import SimulatedSpeech
from drivers.ticket_printer.simulator import SimulatedTicketPrinter
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import Devices, profile_of
from kiosk.app.look import look_of
from kiosk.clock import SystemClock
from kiosk.flow.events import Event, HelpChanged
from kiosk.flow.states import NoCard, Welcome
from kiosk.flow.touches import (
    DigitPressed,
    HelpPressed,
    LanguagePressed,
    NoCardPressed,
    PacePressed,
    ReadBackPressed,
    RepeatPressed,
    RestartPressed,
    ScreenTouched,
    TypeNumberPressed,
    VoicePressed,
    VolumePressed,
)
from kiosk.flow.values import HelpReach
from kiosk.runner.runner import Runner
from kiosk.settings.load import load_settings
from kiosk.ui.keys import Order
from kiosk.ui.panel import Panel
from tests.e2e.site import Wiring, kiosk_toml

pytestmark = pytest.mark.gui

SIZE = (1080, 1920)
PATIENCE = 20_000


class Visit:
    """A kiosk with a voice, and what it said."""

    def __init__(self, runner: Runner, voice: SimulatedSpeech, qtbot: QtBot, panel: Panel) -> None:
        self.runner = runner
        self.panel = panel
        self.voice = voice
        self._qtbot = qtbot

    def touch(self, *touches: Event) -> None:
        for one in touches:
            self.runner.dispatch(one)

    def hears(self, part: str) -> None:
        """Let the voice speak until this is heard, once more than so far."""
        self.waits_for(lambda: self._is_heard(part))
        self.voice.said.clear()

    def waits_for(self, what: object) -> None:
        self._qtbot.waitUntil(what, timeout=PATIENCE)  # type: ignore[arg-type]

    def _is_heard(self, part: str) -> bool:
        if any(part in one.text for one in self.voice.said):
            return True
        self.voice.end()
        return False


@pytest.fixture
def visit(tmp_path: Path, qtbot: QtBot) -> Iterator[Visit]:
    config = tmp_path / "kiosk.toml"
    wiring = Wiring(tmp_path / "no-reader", 9100)
    config.write_text(f'{kiosk_toml(wiring, 2)}\n[speech]\nkind = "simulator"\n')
    settings = load_settings(config)
    profile, voice = profile_of(settings.printer), SimulatedSpeech()
    reader, printer = SimulatedCardReader(), SimulatedTicketPrinter(profile)
    devices = Devices(reader, printer, profile, voice=voice)
    appliance = Appliance(settings, SystemClock(), devices, look_of(settings, SIZE))
    appliance.panel.show()
    runner = wait_until_started(appliance)
    qtbot.waitUntil(lambda: isinstance(runner.kiosk.screen, Welcome), timeout=PATIENCE)
    yield Visit(runner, voice, qtbot, appliance.panel)
    appliance.stop()
    appliance.panel.close()


def test_nothing_is_said_until_somebody_wants_it(visit: Visit) -> None:
    visit.touch(NoCardPressed(), RestartPressed(), VoicePressed())
    visit.waits_for(lambda: bool(visit.voice.said))
    assert visit.voice.said[0].text == "测试大厅"


def test_every_screen_is_read_when_it_comes_and_again_when_asked(visit: Visit) -> None:
    visit.touch(VoicePressed(), NoCardPressed())
    visit.waits_for(lambda: isinstance(visit.runner.kiosk.screen, NoCard))
    visit.hears("一 社保")
    visit.hears("二 医保")
    visit.touch(RepeatPressed())
    visit.hears("一 社保")
    visit.hears("找人帮忙")


def test_what_becomes_of_a_call_for_help_is_said_by_itself(visit: Visit) -> None:
    visit.touch(VoicePressed(), HelpPressed())
    visit.hears("请到服务台")
    for reach, said in ((HelpReach.TOLD, "已通知工作人员"), (HelpReach.COMING, "正在过来")):
        visit.touch(HelpChanged(1, reach))
        visit.hears(said)


def test_the_visitors_time_begins_when_all_is_said(visit: Visit) -> None:
    visit.touch(VoicePressed())
    visit.waits_for(lambda: visit.runner.kiosk.speech_no is not None)
    visit.hears("找人帮忙")
    visit.voice.end()
    visit.waits_for(lambda: visit.runner.kiosk.speech_no is None)


def test_any_touch_is_followed_by_silence(visit: Visit) -> None:
    visit.touch(VoicePressed())
    visit.waits_for(lambda: not visit.voice.finished)
    visit.touch(ScreenTouched())
    visit.waits_for(lambda: visit.voice.finished)
    assert visit.runner.kiosk.speech_no is None


def test_language_and_pace_are_heard_at_once(visit: Visit) -> None:
    visit.touch(VoicePressed(), LanguagePressed("en"))
    visit.hears("card")
    visit.touch(PacePressed())
    visit.waits_for(lambda: bool(visit.voice.said))
    said = visit.voice.said[0]
    assert (said.language, said.rate) == (SpokenLanguage.ENGLISH, Rate.SLOW)


def test_it_is_as_loud_as_asked_and_as_before_for_the_next(visit: Visit) -> None:
    visit.touch(VoicePressed())
    visit.waits_for(lambda: bool(visit.voice.said))
    assert visit.voice.said[0].loudness is Loudness.MEDIUM
    visit.voice.said.clear()
    visit.touch(VolumePressed())
    visit.waits_for(lambda: bool(visit.voice.said))
    assert visit.voice.said[0].loudness is Loudness.LOUD
    visit.touch(RestartPressed())
    visit.waits_for(lambda: visit.voice.finished)
    visit.voice.said.clear()
    visit.touch(VoicePressed())
    visit.waits_for(lambda: bool(visit.voice.said))
    assert visit.voice.said[0].loudness is Loudness.MEDIUM


def test_who_puts_a_headphone_in_is_read_to_there(visit: Visit) -> None:
    visit.voice.plug_in()
    visit.waits_for(lambda: bool(visit.voice.said))
    assert visit.runner.kiosk.is_voice_on
    assert all(said.is_in_headphones for said in visit.voice.said)
    visit.voice.pull_out()
    visit.waits_for(lambda: not visit.runner.kiosk.devices.has_headphones)
    assert visit.voice.finished


def test_a_key_is_echoed_by_how_many_and_never_by_which(visit: Visit) -> None:
    visit.touch(VoicePressed(), TypeNumberPressed())
    visit.hears("找人帮忙")
    for echo in ("已输入 一 位", "已输入 两 位", "已输入 三 位"):
        visit.touch(DigitPressed("7"))
        visit.waits_for(lambda: bool(visit.voice.said))
        said = [one.text for one in visit.voice.said]
        assert any(echo in text for text in said), said
        assert not any("7" in text or "七" in text for text in said)
        visit.voice.said.clear()


def test_what_was_typed_is_read_back_aloud_as_stars(visit: Visit) -> None:
    visit.touch(VoicePressed(), TypeNumberPressed())
    visit.hears("找人帮忙")
    visit.touch(*(DigitPressed("7"),) * 7)
    visit.hears("已输入 七 位")
    visit.touch(ReadBackPressed())
    visit.waits_for(lambda: visit.voice.end() or len(visit.voice.said) >= 3)
    said = [one.text for one in visit.voice.said]
    assert said == ["已输入 七 位，共 十八 位", "第 一 组：六 个星号", "第 二 组：一 个星号"]


def test_who_goes_is_followed_by_silence(visit: Visit) -> None:
    visit.touch(VoicePressed())
    visit.waits_for(lambda: not visit.voice.finished)
    visit.touch(RestartPressed())
    visit.waits_for(lambda: visit.voice.finished)
    assert not visit.runner.kiosk.is_voice_on


def test_a_voice_that_is_lost_and_found_reads_the_screen_that_is_there(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    visit.touch(VoicePressed())
    visit.waits_for(lambda: not visit.voice.finished)
    visit.voice.go_silent()
    visit.waits_for(lambda: visit.runner.kiosk.devices.voice_problem is not None)
    assert visit.runner.kiosk.speech_no is None
    visit.voice.said.clear()
    visit.voice.sound_again()
    visit.hears("找人帮忙")


def test_a_key_that_walks_to_a_control_has_its_name_and_role_said(visit: Visit) -> None:
    visit.touch(VoicePressed(), NoCardPressed())
    visit.hears("找人帮忙")
    visit.panel.press_key(Order.NEXT)
    visit.hears("一 社保，按钮")
    visit.panel.press_key(Order.NEXT)
    visit.hears("二 医保，按钮")
    visit.panel.press_key(Order.PREVIOUS)
    visit.waits_for(lambda: bool(visit.voice.said))
    assert [one.text for one in visit.voice.said] == ["一 社保，按钮"]


def test_what_was_being_said_makes_way_for_the_control(visit: Visit) -> None:
    visit.touch(VoicePressed(), NoCardPressed())
    visit.waits_for(lambda: not visit.voice.finished)
    visit.voice.said.clear()
    visit.panel.press_key(Order.NEXT)
    visit.hears("一 社保，按钮")
    visit.voice.end()
    visit.waits_for(lambda: visit.runner.kiosk.speech_no is None)
