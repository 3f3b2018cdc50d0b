# SPDX-License-Identifier: Apache-2.0
"""A service that needs no number is not booked either, also on days that were opened with places."""

from pathlib import Path

import pytest

from central.services.errors import DirectServiceError
from central.services.sites import import_site
from hall.errors import UnknownSlotError
from hall.ids import ServiceId
from tests.central.services.desk import WEB, held, wish
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, Hall, new_hall, site_file
from tests.central.small_site import SMALL_SITE

DIRECT = SMALL_SITE.replace("quota = true", 'direct = { zh_Hans = "爱心专窗" }').replace(
    "counters = 6\n", ""
)


@pytest.fixture
def always_direct(tmp_path: Path) -> Hall:
    """A hall whose first description says it."""
    return new_hall(tmp_path, text=DIRECT)


async def direct(hall: Hall) -> None:
    """The manager says it while days are open, and the centre hears of it."""
    await import_site(hall.units, site_file(DIRECT), hall.clock.now())
    await hall.round.go()


async def test_what_needs_no_number_any_more_is_offered_and_held_no_more(hall: Hall) -> None:
    hold = await held(hall)
    assert await hall.offers.days(HALL, ESTATE, None)
    await direct(hall)
    assert await hall.offers.days(HALL, ESTATE, None) == ()
    with pytest.raises(DirectServiceError) as caught:
        await hall.desk.hold(WEB, "another", ESTATE, NOON)
    assert caught.value.fields == {"service_id": ESTATE}
    assert hold.service_id == ESTATE


async def test_what_was_held_before_is_booked_and_the_same_request_is_answered_again(
    hall: Hall,
) -> None:
    hold = await held(hall, "k")
    await direct(hall)
    assert await held(hall, "k") == hold
    booking = await hall.desk.confirm(WEB, "k", wish(hold))
    assert booking.code


async def test_one_that_never_had_places_says_so_too(always_direct: Hall) -> None:
    hall = always_direct
    await hall.round.go()
    with pytest.raises(DirectServiceError):
        await hall.desk.hold(WEB, "k", ESTATE, NOON)
    with pytest.raises(UnknownSlotError):
        await hall.desk.hold(WEB, "k", SOCIAL, NOON)


async def test_of_a_site_that_was_never_read_nothing_is_direct(hall: Hall) -> None:
    assert not hall.files.is_direct(HALL, ServiceId("nothing"))


async def test_the_listing_says_where_to_go(always_direct: Hall) -> None:
    services = (await always_direct.offers.site(HALL)).catalogue.services
    assert [each.direct.text("zh_Hans") for each in services] == ["爱心专窗", ""]
