# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

from central.app import entrance_of, parts_of, served
from central.crypto import BookingKey, DayKeys, SessionKey
from central.services.sites import SiteFiles
from central.settings.load import Overrides, load_settings
from common.clock import SystemClock
from tests.fakes.central_unit_of_work import FakeCentre

NGINX_KEEPS_IDLE_SECONDS = 60


def test_who_asks_closes_an_idle_connection_before_the_centre_does(tmp_path: Path) -> None:
    settings, clock = load_settings(None, Overrides()), SystemClock()
    units = FakeCentre().unit_of_work
    entrance = entrance_of(units, clock, SessionKey(bytes(32)), settings.limits)
    keys, own_key = DayKeys(tmp_path), BookingKey.new()
    parts = parts_of(units, clock, keys, SiteFiles(), entrance, own_key=own_key)
    assert served(settings, parts).timeout_keep_alive > NGINX_KEEPS_IDLE_SECONDS
