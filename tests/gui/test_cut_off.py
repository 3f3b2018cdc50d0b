# SPDX-License-Identifier: Apache-2.0
"""Cut off from the centre: since when bookings may be missing stands where it matters (screens.md, N)."""

from dataclasses import replace

import pytest

from kiosk.flow.states import Kiosk
from kiosk.flow.values import CameBy, Size
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.labels import BigLabel
from tests.gui.sample_hall import TICKET
from tests.gui.samples import samples

pytestmark = pytest.mark.gui

SAYS = "9:42 以后才约的"


def says(panel: Panel, kiosk: Kiosk) -> bool:
    panel.show_kiosk(kiosk)
    labels = [one for one in panel.findChildren(BigLabel) if one.isVisible()]
    return any(one.text().startswith(SAYS) for one in labels)


@pytest.mark.parametrize(
    "name", ["welcome_cut", "before_opening_cut", "closed_cut", "services_cut", "refused_cut"]
)
def test_it_is_said_while_the_centre_is_cut_off(panel: Panel, name: str) -> None:
    shown = samples()[name]
    assert says(panel, shown)
    assert not says(panel, replace(shown, cut_since=None))


@pytest.mark.parametrize("name", ["welcome_cut", "before_opening_cut", "closed_cut", "refused_cut"])
def test_the_largest_letters_say_it_where_a_booking_is_looked_for(panel: Panel, name: str) -> None:
    assert says(panel, replace(samples()[name], size=Size.EXTRA_LARGE))


def test_who_booked_or_showed_nothing_or_has_a_number_is_not_told_beside_the_services(
    panel: Panel,
) -> None:
    shown = samples()["services_cut"]
    visitor = shown.visitor
    assert visitor is not None
    assert not says(panel, replace(shown, visitor=replace(visitor, taken=(TICKET,))))
    nobody = replace(visitor, came_by=CameBy.NOTHING, identity=None)
    assert not says(panel, replace(shown, visitor=nobody))


def test_another_refusal_says_nothing_of_bookings(panel: Panel) -> None:
    shown = replace(samples()["refused"], cut_since=samples()["refused_cut"].cut_since)
    assert not says(panel, shown)
