# SPDX-License-Identifier: Apache-2.0
"""What changes around the visitor: the day, the devices, the services."""

from datetime import UTC, datetime

import pytest

from kiosk.flow.events import (
    CardFound,
    CardTaken,
    LinkChanged,
    OpeningChanged,
    PrinterChanged,
    ReaderChanged,
    ServicesChanged,
    UnprintedChanged,
    VisitLoaded,
)
from kiosk.flow.states import (
    BeforeOpening,
    Closed,
    Help,
    Kiosk,
    Screen,
    Services,
    Starting,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    DigitPressed,
    HelpPressed,
    NoCardPressed,
    RestartPressed,
    SizePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import Devices, FlowSettings, Opening, Phase
from tests.kiosk.flow.journey import MONDAY, ONE, OPEN, Journey, kiosk_at


def test_the_kiosk_starts_when_it_knows_the_day() -> None:
    visit = Journey(Kiosk(FlowSettings()))
    visit.send(CardFound(), CardTaken()).on(Starting)
    visit.opens(OPEN).on(Welcome)


def test_what_is_missing_takes_the_day_away_until_it_has_come() -> None:
    visit = kiosk_at()
    visit.send(OpeningChanged(None, ("screen.missing.no_places",))).on(Starting)
    assert visit.kiosk.missing == ("screen.missing.no_places",)
    visit.send(NoCardPressed()).on(Starting)
    visit.opens(OPEN).on(Welcome)
    assert visit.kiosk.missing == ()


def test_what_is_missing_disturbs_no_visit_and_shows_when_it_is_over() -> None:
    visit = kiosk_at().at_services()
    visit.send(OpeningChanged(None, ("screen.missing.no_day_key",))).on(Services)
    visit.send(RestartPressed()).on(Starting)


def test_a_centre_that_is_gone_is_known_on_every_screen_and_changes_none() -> None:
    since = datetime(2026, 3, 2, 9, 42, tzinfo=UTC)
    for visit in (kiosk_at(), kiosk_at().at_services()):
        screen = visit.kiosk.screen
        visit.send(LinkChanged(since))
        assert (visit.kiosk.cut_since, visit.kiosk.screen) == (since, screen)
        visit.send(LinkChanged(None))
        assert visit.kiosk.cut_since is None


@pytest.mark.parametrize(
    ("phase", "screen"),
    [
        (Phase.BEFORE_ISSUE, BeforeOpening()),
        (Phase.ISSUING, Welcome()),
        (Phase.STOPPED, Closed()),
        (Phase.CLOSED_DAY, Closed()),
    ],
)
def test_the_home_screen_follows_the_day_also_under_help(phase: Phase, screen: Screen) -> None:
    opening = Opening(MONDAY, phase)
    assert kiosk_at().opens(opening).kiosk.screen == screen
    assert kiosk_at().send(HelpPressed()).opens(opening).on(Help).before == screen


def test_the_end_of_numbers_disturbs_no_visit_and_shows_when_it_is_over() -> None:
    visit = kiosk_at().at_services().opens(Opening(MONDAY, Phase.STOPPED))
    visit.on(Services)
    visit.send(BackPressed()).on(Closed)


def test_troubles_and_unprinted_numbers_are_known_on_every_screen_and_change_none() -> None:
    for visit in (kiosk_at(), kiosk_at().at_services(), kiosk_at().at_ticket().send(HelpPressed())):
        screen = visit.kiosk.screen
        visit.send(
            ReaderChanged("error.card_reader.silent"),
            PrinterChanged("error.ticket_printer.paper_out", is_paper_low=True),
            UnprintedChanged(("A001",)),
        )
        assert visit.kiosk.devices == Devices(
            "error.card_reader.silent", "error.ticket_printer.paper_out", is_paper_low=True
        )
        assert visit.kiosk.unprinted == ("A001",)
        assert visit.kiosk.screen == screen
        visit.send(ReaderChanged(None), PrinterChanged(None))
        assert visit.kiosk.devices == Devices()


def test_services_change_at_home_at_once() -> None:
    assert kiosk_at().send(ServicesChanged(ONE)).kiosk.services == ONE


def test_tiles_loaded_while_nobody_is_there_are_refused() -> None:
    visit = kiosk_at()
    assert visit.ignores(VisitLoaded(visit.kiosk.visit_no, ONE))


def test_the_screen_number_rises_when_other_things_can_be_touched() -> None:
    visit = kiosk_at()
    before = visit.kiosk.screen_no
    visit.send(TypeNumberPressed())
    assert visit.kiosk.screen_no == before + 1
    visit.send(DigitPressed("1"), DigitPressed("1"), SizePressed())
    assert visit.kiosk.screen_no == before + 1
    visit.send(NoCardPressed())
    assert visit.kiosk.screen_no == before + 2
