# SPDX-License-Identifier: Apache-2.0
from hall.errors import UnknownServiceError
from hall.feed import Stopped
from hall.ids import ServiceId
from hall.stopping import Standing, Stop
from tests.hall.leases import K1, K2, Kiosk, centre, refused, restore_of
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, at

AT_TWO = Stop(ESTATE_ID, at("14:00"))
SUSPENDED = Stop(INSURANCE_ID, at("10:00"), Standing.SUSPENDED)
GOES_ON = Stop(INSURANCE_ID, at("11:00"), Standing.OPEN)


def test_every_kiosk_hears_of_a_stop():
    site = centre()
    site.stop(AT_TWO)
    site.stop(SUSPENDED)
    assert [entry.body for entry in site.feed.after(0).entries] == [
        Stopped(AT_TWO),
        Stopped(SUSPENDED),
    ]
    for kiosk_id in (K1, K2):
        kiosk = Kiosk(kiosk_id)
        assert kiosk.holding.stops == ()
        kiosk.take(site.feed.after(0))
        assert kiosk.holding.stops == (AT_TWO, SUSPENDED)


def test_stops_are_kept_in_the_order_in_which_they_were_said():
    site, kiosk = centre(), Kiosk(K1)
    for stop in (SUSPENDED, AT_TWO, GOES_ON):
        site.stop(stop)
        kiosk.take(site.feed.after(kiosk.holding.cursor))
    assert kiosk.holding.stops == kiosk.fold().stops == (SUSPENDED, AT_TWO, GOES_ON)


def test_a_service_nobody_knows_is_not_stopped():
    site = centre()
    with refused(UnknownServiceError, site) as caught:
        site.stop(Stop(ServiceId("x"), at("14:00")))
    assert caught.value.fields == {"service_id": "x"}


def test_a_restored_centre_says_it_before_it_has_the_logs():
    restored = restore_of(centre(), 2)
    restored.stop(AT_TWO)
    assert restored.is_recovering
    assert [entry.body for entry in restored.feed.after(0).entries] == [Stopped(AT_TWO)]
