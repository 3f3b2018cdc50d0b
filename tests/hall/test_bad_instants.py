# SPDX-License-Identifier: Apache-2.0
"""An instant without a time zone is refused wherever the rules compare it, never a TypeError."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from hall.calendar import Phase
from hall.choice import choose_place
from hall.errors import BadValueError
from hall.offer import offers
from hall.roster import planned_all_day
from hall.shares import SlotShares
from hall.stopping import Stops
from hall.ticket import status_at_issue
from tests.hall.leases import wish
from tests.hall.refusals import NAIVE
from tests.hall.samples import ESTATE, ESTATE_ID, PLAN, at, place, ticket

STOPS = Stops(PLAN.day)

COMPARED: Mapping[str, tuple[Callable[[], object], str]] = {
    "phase": (lambda: PLAN.phase(NAIVE), "now"),
    "slots from": (lambda: PLAN.slots_from(NAIVE), "now"),
    "standing": (lambda: STOPS.standing(ESTATE_ID, NAIVE), "now"),
    "phase of a service": (lambda: STOPS.phase(ESTATE_ID, PLAN, NAIVE), "now"),
    "gives from": (lambda: STOPS.gives_from(ESTATE_ID, PLAN, NAIVE), "now"),
    "open counters": (lambda: planned_all_day(PLAN, 2).open_at(NAIVE), "now"),
    "shares": (lambda: SlotShares(1.25, PLAN.slots[:1])(NAIVE), "now"),
    "place": (lambda: choose_place([place("09:00")], PLAN.slots, NAIVE), "now"),
    "offers": (lambda: offers(ESTATE, PLAN, (), NAIVE), "now"),
    "offers of a phase": (lambda: offers(ESTATE, PLAN, (), NAIVE, phase=Phase.ISSUING), "now"),
    "status at issue": (lambda: status_at_issue(at("09:00"), NAIVE), "now"),
    "slot at issue": (lambda: status_at_issue(NAIVE, at("09:00")), "chosen_slot"),
    "slot of a ticket": (lambda: replace(ticket(1), chosen_slot=NAIVE), "chosen_slot"),
    "slot of a wish": (lambda: wish(1, slot_start=NAIVE), "slot_start"),
}


@pytest.mark.parametrize(("act", "name"), COMPARED.values(), ids=COMPARED)
def test_an_instant_without_a_time_zone_is_refused(act: Callable[[], object], name: str):
    with pytest.raises(BadValueError) as caught:
        act()
    assert caught.value.fields["name"] == name
    assert caught.value.fields["value"] == NAIVE
