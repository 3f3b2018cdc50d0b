# SPDX-License-Identifier: Apache-2.0
"""How the screens look to one visitor, and that nothing of it is left for the next."""

from dataclasses import replace

from kiosk.flow.states import Help, Kiosk, Pause, Services, Welcome
from kiosk.flow.touches import (
    ContrastPressed,
    HelpPressed,
    LanguagePressed,
    LowerPressed,
    PagePressed,
    RestartPressed,
    ScreenTouched,
    ServicePressed,
    SizePressed,
)
from kiosk.flow.values import Contrast, FlowSettings, Size
from tests.kiosk.flow.journey import Journey, kiosk_at


def test_the_colours_change_on_every_screen_and_change_back() -> None:
    visit = kiosk_at().at_services()
    before = visit.kiosk.screen
    assert visit.send(ContrastPressed()).kiosk.contrast is Contrast.HIGH
    assert visit.kiosk.screen == before
    visit.send(HelpPressed(), ContrastPressed()).on(Help)
    assert visit.kiosk.contrast is Contrast.STANDARD


def test_the_controls_come_down_and_a_list_begins_again() -> None:
    visit = kiosk_at().at_services()
    visit.send(PagePressed(), LowerPressed())
    assert visit.kiosk.is_low
    assert visit.on(Services).page == 0
    assert not visit.send(LowerPressed()).kiosk.is_low


def test_a_panel_that_hangs_too_high_offers_no_low_controls() -> None:
    visit = Journey(Kiosk(FlowSettings(can_lower=False)))
    assert visit.ignores(LowerPressed())


def test_larger_letters_offer_what_else_can_be_adjusted_until_the_next_screen() -> None:
    visit = kiosk_at().at_services()
    assert not visit.kiosk.is_adjusting
    visit.send(SizePressed())
    assert visit.kiosk.is_adjusting
    visit.send(ContrastPressed(), LanguagePressed("en"), ScreenTouched())
    assert visit.kiosk.is_adjusting
    service = visit.kiosk.services[0].service_id
    visit.send(ServicePressed(service)).on(Pause)
    assert not visit.kiosk.is_adjusting
    assert visit.kiosk.size is Size.LARGE


def test_larger_letters_on_a_later_page_offer_the_same() -> None:
    visit = kiosk_at().at_services().send(PagePressed(), SizePressed())
    assert visit.on(Services).page == 0
    assert visit.kiosk.is_adjusting


def test_nothing_of_it_is_left_for_the_next_visitor() -> None:
    fresh = kiosk_at().kiosk
    visit = kiosk_at().at_services()
    visit.send(SizePressed(), ContrastPressed(), LowerPressed(), LanguagePressed("en"))
    visit.send(RestartPressed())
    counters = {name: getattr(fresh, name) for name in ("screen_no", "timer_no", "visit_no")}
    assert replace(visit.kiosk, **counters, is_lift_asked=fresh.is_lift_asked) == fresh


def test_what_somebody_adjusts_at_home_and_leaves_is_undone_after_a_while() -> None:
    for touch in (ContrastPressed(), LowerPressed(), SizePressed()):
        visit = kiosk_at().send(touch)
        visit.time_passes().on(Welcome)
        assert visit.kiosk.contrast is Contrast.STANDARD
        assert not visit.kiosk.is_low
        assert visit.kiosk.size is Size.NORMAL
