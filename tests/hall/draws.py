# SPDX-License-Identifier: Apache-2.0
"""What hypothesis draws for visitors of a day: instants of it, and free places."""

from datetime import timedelta

from hypothesis import strategies as st

from hall.place import Lane, Place
from tests.hall.samples import ESTATE, PLAN, at

STARTS = [slot.start for slot in PLAN.slots]

moments = st.integers(0, 8 * 60 - 1).map(lambda minutes: at("08:30") + timedelta(minutes=minutes))
some_places = st.sets(
    st.builds(
        lambda start, lane, index: Place(ESTATE.service_id, start, lane, index),
        st.sampled_from(STARTS),
        st.sampled_from(Lane),
        st.integers(0, 3),
    ),
    max_size=12,
)
