# SPDX-License-Identifier: Apache-2.0
"""Size, language, start again and back: what every screen has."""

from dataclasses import replace

from kiosk.flow.events import CardFound
from kiosk.flow.states import Kiosk, TicketShown, Welcome
from kiosk.flow.touches import (
    BackPressed,
    LanguagePressed,
    RestartPressed,
    SizePressed,
    StillHerePressed,
)
from kiosk.flow.values import FlowSettings, Size
from tests.kiosk.flow.journey import ELDER, Journey, kiosk_at


def test_the_size_goes_round_on_every_screen() -> None:
    visit = kiosk_at().at_ticket()
    sizes = [visit.send(SizePressed()).kiosk.size for _ in range(3)]
    assert sizes == [Size.LARGE, Size.EXTRA_LARGE, Size.NORMAL]
    visit.on(TicketShown)


def test_the_language_goes_round() -> None:
    visit = kiosk_at()
    assert visit.send(LanguagePressed()).kiosk.language == "en"
    assert visit.send(LanguagePressed()).kiosk.language == "zh_Hans"


def test_a_kiosk_without_chinese_begins_with_its_first_language() -> None:
    visit = Journey(Kiosk(FlowSettings(languages=("en", "de"))))
    visit.send(LanguagePressed())
    assert visit.kiosk.language == "en"


def test_restart_on_an_untouched_home_screen_has_nothing_to_do() -> None:
    visit = kiosk_at()
    assert visit.ignores(RestartPressed())
    assert visit.ignores(BackPressed())
    assert visit.ignores(StillHerePressed())
    visit.send(SizePressed(), RestartPressed())
    assert visit.kiosk.size is Size.NORMAL


def test_restart_leaves_nothing_of_the_visitor() -> None:
    visit = kiosk_at().at_services(ELDER).send(LanguagePressed(), RestartPressed())
    fresh = kiosk_at().kiosk
    counters = ("screen_no", "timer_no", "visit_no")
    same = {name: getattr(fresh, name) for name in counters}
    assert visit.kiosk.is_lift_asked
    assert replace(visit.kiosk, **same, is_lift_asked=False) == fresh


def test_back_while_a_card_is_read_leads_home() -> None:
    kiosk_at().send(CardFound(), BackPressed()).on(Welcome)
    visit = kiosk_at().card_read(ELDER).send(BackPressed())
    visit.on(Welcome)
    assert visit.kiosk.size is Size.NORMAL
