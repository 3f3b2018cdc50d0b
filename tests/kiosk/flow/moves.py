# SPDX-License-Identifier: Apache-2.0
"""What visitors, devices and services do: anything, and what would be sensible on each screen."""

from hypothesis import strategies as st

from kiosk.flow.effects import Timer
from kiosk.flow.events import (
    BookingRefused,
    CheckInRefused,
    Event,
    IssueRefused,
    NumberIdentified,
    OffersLoaded,
    TicketCancelled,
    TimerFired,
    VisitLoaded,
)
from kiosk.flow.values import (
    FlowSettings,
)
from tests.kiosk.flow.journey import (
    ESTATE,
    LATER,
    STANDBY,
    ticket,
)
from tests.kiosk.flow.sensible import Answers, Move, Sensible
from tests.kiosk.flow.staff_moves import STAFF_ANSWERS
from tests.kiosk.flow.surroundings import (
    CARD,
    CATALOGUES,
    HELD,
    KNOWN_BOOKINGS,
    LATE,
    PEOPLE,
    SURROUNDINGS,
    TOUCHES,
)

VISIT_NO = st.integers(0, 12)
STRAY: st.SearchStrategy[Event] = st.one_of(
    st.builds(TimerFired, st.sampled_from(Timer), st.integers(0, 80)),
    st.builds(
        VisitLoaded,
        VISIT_NO,
        st.sampled_from(CATALOGUES),
        st.sampled_from([None, HELD]),
        st.sampled_from(KNOWN_BOOKINGS),
    ),
    st.builds(BookingRefused, VISIT_NO, st.just("error.booking_code.no_code")),
    st.builds(CheckInRefused, VISIT_NO, st.just("error.check_in.late"), st.just(LATE)),
    st.builds(NumberIdentified, VISIT_NO, st.sampled_from(PEOPLE)),
    st.builds(OffersLoaded, VISIT_NO, st.just(ESTATE), st.just((LATER,))),
    st.builds(IssueRefused, VISIT_NO, st.just("error.issue.refused"), st.just((STANDBY,))),
    st.builds(TicketCancelled, st.just(ticket().ticket_id)),
    st.sampled_from(STAFF_ANSWERS),
)
MOVES: st.SearchStrategy[list[Move]] = st.lists(
    st.one_of(
        st.sampled_from(TOUCHES),
        st.sampled_from(CARD),
        st.sampled_from(SURROUNDINGS),
        STRAY,
        st.builds(Answers, st.integers(0, 2), st.integers(0, 27)),
        *(st.builds(Sensible, st.integers(0, 9)),) * 24,
    ),
    min_size=30,
    max_size=80,
)
SETTINGS = st.builds(
    FlowSettings,
    pause_seconds=st.sampled_from([0.0, 2.0]),
    is_confirm_asked=st.booleans(),
    has_bookings=st.booleans(),
    calls_centre=st.booleans(),
    has_lamp=st.booleans(),
    has_voice=st.booleans(),
    is_check_in_asked=st.booleans(),
    proxy_limit=st.sampled_from([0, 3]),
    languages=st.sampled_from([("zh_Hans", "zh_Hant", "en"), ("zh_Hans",)]),
)
