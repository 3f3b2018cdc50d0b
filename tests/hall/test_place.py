# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import datetime

import pytest

from hall.errors import BadValueError
from hall.place import Lane, Place, PlaceRun, hops_of, runs_of
from tests.hall.samples import ESTATE_ID, RUN, at


def test_a_run_gives_its_places_in_order():
    run = PlaceRun(ESTATE_ID, at("09:00"), Lane.GREEN, 4, 2, hop=3)
    assert list(run.places()) == [
        Place(ESTATE_ID, at("09:00"), Lane.GREEN, 4),
        Place(ESTATE_ID, at("09:00"), Lane.GREEN, 5),
    ]


def test_places_keep_their_hops_when_they_become_runs_and_back():
    hops = {Place(ESTATE_ID, at("09:00"), Lane.GREEN, index): index // 2 for index in range(5)}
    assert [run.count for run in runs_of(hops)] == [2, 2, 1]
    assert hops_of(runs_of(hops)) == hops


@pytest.mark.parametrize("change", [{"first": -1}, {"count": -1}, {"hop": -1}])
def test_a_run_with_a_negative_number_is_refused(change: dict[str, int]):
    with pytest.raises(BadValueError):
        replace(RUN, **change)


def test_a_place_with_a_negative_index_or_a_naive_slot_is_refused():
    with pytest.raises(BadValueError):
        Place(ESTATE_ID, at("09:00"), Lane.GREEN, -1)
    with pytest.raises(BadValueError):
        Place(ESTATE_ID, datetime(2026, 3, 2), Lane.GREEN, 0)  # noqa: DTZ001
