# SPDX-License-Identifier: Apache-2.0
"""The times of these tests themselves: no day of theirs ends while they run, whenever they do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.settings.load import load_settings
from tests.e2e.site import Wiring, kiosk_toml, zone_of_the_early_morning

LONGEST_RUN = timedelta(minutes=55)
HOURS = [datetime(2026, 12, 31, hour, 59, 59, tzinfo=UTC) for hour in range(24)]


@pytest.mark.parametrize("now", HOURS)
def test_the_day_of_a_centre_has_begun_and_lasts(now: datetime) -> None:
    zone = zone_of_the_early_morning(now)
    assert now.astimezone(zone).hour == 6


@pytest.mark.parametrize("now", HOURS)
def test_a_kiosk_is_open_and_its_day_lasts(now: datetime, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(kiosk_toml(Wiring(tmp_path / "reader", 9100), now=now))
    site = load_settings(config).site
    assert site
    calendar = site.calendar
    for moment in (now, now + LONGEST_RUN):
        on = calendar.business_day(moment)
        assert on == calendar.business_day(now)
        assert any(moment in span for span in calendar.plan(on).opening)
