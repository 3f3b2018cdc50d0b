# SPDX-License-Identifier: Apache-2.0
"""Size, language, start again and back: what every screen has."""

from dataclasses import replace

from kiosk.flow.events import CardFound
from kiosk.flow.states import Help, Kiosk, StillThere, TicketShown, Welcome
from kiosk.flow.touches import (
    BackPressed,
    HelpPressed,
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


def test_a_language_is_chosen_by_its_own_name() -> None:
    visit = kiosk_at()
    for language in ("en", "zh_Hant", "zh_Hans"):
        assert visit.send(LanguagePressed(language)).kiosk.language == language


def test_a_language_is_chosen_under_help_and_under_the_question_too() -> None:
    visit = kiosk_at().at_services()
    visit.send(HelpPressed(), LanguagePressed("en")).on(Help)
    assert visit.kiosk.language == "en"
    asked = kiosk_at().at_services().time_passes()
    asked.on(StillThere)
    assert asked.send(LanguagePressed("zh_Hant")).kiosk.language == "zh_Hant"


def test_a_language_this_kiosk_has_not_changes_nothing() -> None:
    visit = Journey(Kiosk(FlowSettings(languages=("en", "de"))))
    assert visit.ignores(LanguagePressed("zh_Hant"))
    assert visit.send(LanguagePressed("de")).kiosk.language == "de"


def test_restart_on_an_untouched_home_screen_has_nothing_to_do() -> None:
    visit = kiosk_at()
    assert visit.ignores(RestartPressed())
    assert visit.ignores(BackPressed())
    assert visit.ignores(StillHerePressed())
    visit.send(SizePressed(), RestartPressed())
    assert visit.kiosk.size is Size.NORMAL


def test_restart_leaves_nothing_of_the_visitor() -> None:
    visit = kiosk_at().at_services(ELDER).send(LanguagePressed("en"), RestartPressed())
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
