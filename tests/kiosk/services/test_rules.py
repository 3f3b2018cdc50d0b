# SPDX-License-Identifier: Apache-2.0
"""From kiosk.toml to the rules of the day."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from hall.quota import LaneRatio
from hall.visit import PROXY_LIMIT
from kiosk.services.list_services import list_services
from kiosk.services.open_day import open_day
from kiosk.services.rules import rules_of
from kiosk.settings.load import load_settings
from kiosk.settings.model import CentreSettings
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import at

SHIPPED = Path(__file__).parents[3] / "kiosk.toml"


def test_the_rules_are_those_of_the_file() -> None:
    settings = load_settings(SHIPPED)
    site = settings.site
    assert site
    rules = rules_of(settings, site)
    assert rules.catalogue == site.catalogue
    assert rules.calendar == site.calendar
    assert rules.ratio == LaneRatio(Fraction(0), Fraction(9, 10), Fraction(1, 10))
    assert rules.slots_ahead == 4
    assert rules.max_open == settings.ticket.max_open
    assert rules.proxy_limit == settings.ticket.proxy_limit == PROXY_LIMIT
    assert rules.again == timedelta(minutes=settings.ticket.again_minutes)


def test_with_a_centre_nothing_but_its_feed_closes_a_ticket(tmp_path: Path) -> None:
    alone = load_settings(SHIPPED)
    assert alone.site
    centre = CentreSettings("http://127.0.0.1:8080", None)
    assert rules_of(replace(alone, centre=centre), alone.site).again is None


def test_a_day_of_the_shipped_file_can_be_opened_and_has_a_tile_for_each_service() -> None:
    settings, unit = load_settings(SHIPPED), FakeUnitOfWork()
    assert settings.site
    rules = rules_of(settings, settings.site)
    open_day(unit, rules, at(9))
    assert len(list_services(unit, rules, at(10))) == len(rules.catalogue.services)
