# SPDX-License-Identifier: Apache-2.0
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from central import app
from central.app import entrance_of, parts_of, say_where, served
from central.crypto import BookingKey, DayKeys, SessionKey
from central.services.sites import SiteFiles
from central.settings.load import Overrides, load_settings
from central.settings.model import ListenSettings, TlsSettings
from common.clock import SystemClock
from tests.e2e.certificates import Authority
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import FakeClock

NGINX_KEEPS_IDLE_SECONDS = 60


def test_who_asks_closes_an_idle_connection_before_the_centre_does(tmp_path: Path) -> None:
    settings, clock = load_settings(None, Overrides()), SystemClock()
    units = FakeCentre().unit_of_work
    entrance = entrance_of(units, clock, SessionKey(bytes(32)), settings.limits)
    keys, own_key = DayKeys(tmp_path), BookingKey.new()
    parts = parts_of(units, clock, keys, SiteFiles(), entrance, own_key=own_key)
    assert served(settings, parts).timeout_keep_alive > NGINX_KEEPS_IDLE_SECONDS


@pytest.mark.parametrize(("days", "warnings"), [(0, 0), (400, 1)])
def test_where_it_listens_is_said_and_that_its_certificate_is_too_old(
    days: int,
    warnings: int,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = FakeClock(SystemClock().now() + timedelta(days=days))
    monkeypatch.setattr(app, "SystemClock", lambda: later)
    tls = TlsSettings(*Authority(tmp_path / "own", "Own authority").vouch())
    with caplog.at_level(logging.INFO, "central.app"):
        say_where(ListenSettings("::1", 8443, tls, trusts_proxy=False), "sqlite:////x.db")
    said, *more = caplog.messages
    assert said == "listens at https://[::1]:8443 database=sqlite:////x.db"
    assert len(more) == warnings


@pytest.mark.parametrize(("host", "warnings"), [("127.0.0.1", 0), ("192.0.2.1", 1)])
def test_a_port_that_others_reach_in_the_clear_behind_a_proxy_is_named(
    host: str, warnings: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "central.app"):
        say_where(ListenSettings(host, 8080, None, trusts_proxy=True), "sqlite:////x.db")
    assert len(caplog.messages) == warnings
