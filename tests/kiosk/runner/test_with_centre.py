# SPDX-License-Identifier: Apache-2.0
"""What a kiosk with a centre lacks, and how old what it knows of bookings is."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from hall.ids import LeaseId, SiteId
from hall.log import Granted
from hall.numbering import NumberRange
from kiosk.errors import KioskError
from kiosk.flow import events
from kiosk.flow.effects import LoadVisit
from kiosk.flow.staff_events import HeldTold, VolumeTold
from kiosk.runner.use_cases import CentreView, UseCases
from kiosk.runner.with_centre import WithCentre
from kiosk.services.rules import Rules
from kiosk.store.abstract_centre import CentreState
from kiosk.sync.errors import (
    CentreFailedError,
    NoAnswerError,
    NotKnownError,
    NotTrustedError,
    SyncError,
)
from kiosk.sync.worker import Link
from tests.fakes.clock import FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.runner.samples import Office
from tests.kiosk.services.booked import HALL
from tests.kiosk.services.samples import MONDAY, RULES, at, local

SUNDAY = date(2026, 3, 8)
NO_ANSWER = NoAnswerError(problem="ConnectError")


@dataclass
class FakeLine:
    is_enrolled: bool = True
    site_id: SiteId | None = HALL
    link: Link = field(default_factory=Link)


class Kiosk:
    """Has everything until a test takes something away."""

    def __init__(self) -> None:
        self.line = FakeLine()
        self.rules: Rules | None = RULES
        self.keys = {MONDAY}
        self.unit = FakeUnitOfWork()
        self.view = WithCentre(self.line, lambda: self.rules, self.keys.__contains__)
        with self.unit as unit:
            numbers = (NumberRange("A", 1, 10), NumberRange("C", 1, 10))
            unit.leases.apply(Granted(LeaseId("l1"), MONDAY, (), numbers))
            unit.commit()

    def missing(self) -> tuple[str, ...]:
        found = self.view.missing(self.unit, at(9, 30))
        return tuple(key.removeprefix("screen.missing.") for key in found)


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


def test_codes_of_this_site_are_told_from_others_once_it_is_enrolled() -> None:
    kiosk = Kiosk()
    assert kiosk.view.site_id == HALL
    kiosk.line.site_id = None
    assert kiosk.view.site_id is None


def test_with_site_places_and_key_nothing_is_missing_also_without_the_centre(kiosk: Kiosk) -> None:
    kiosk.line.link = Link(error=NO_ANSWER)
    assert kiosk.missing() == ()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (None, ()),
        (NO_ANSWER, ("no_network",)),
        (NotTrustedError(problem="self-signed"), ("not_trusted",)),
        (NotKnownError(status=401), ("not_known",)),
        (CentreFailedError(status=500), ("trouble",)),
    ],
)
def test_what_is_missing_is_told_with_the_reason(
    kiosk: Kiosk, error: SyncError | None, why: tuple[str, ...]
) -> None:
    kiosk.line.link = Link(error=error)
    kiosk.keys.clear()
    assert kiosk.missing() == ("no_day_key", *why)
    kiosk.unit = FakeUnitOfWork()
    assert kiosk.missing() == ("no_places", *why)
    kiosk.rules = None
    assert kiosk.missing() == ("no_catalogue", *why)
    kiosk.view.is_catalogue_unreadable = True
    assert kiosk.missing() == ("unreadable_catalogue", *why)
    kiosk.line.is_enrolled = False
    assert kiosk.missing() == ("not_enrolled", *why)


def test_a_kiosk_that_its_centre_disowned_says_so_before_all_else(kiosk: Kiosk) -> None:
    with kiosk.unit as unit:
        unit.centre.put_state(CentreState(disowned_at=at(9)))
        unit.commit()
    kiosk.line.link = Link(error=NO_ANSWER)
    assert kiosk.missing() == ("disowned",)
    kiosk.rules = None
    assert kiosk.missing() == ("disowned",)


def test_a_day_without_numbers_needs_none(kiosk: Kiosk) -> None:
    assert kiosk.view.missing(FakeUnitOfWork(), at(10, day=SUNDAY)) == ()


def test_a_centre_counts_as_cut_off_when_it_was_not_heard_for_half_a_minute(kiosk: Kiosk) -> None:
    def cut(link: Link, seconds: int) -> object:
        kiosk.line.link = link
        return kiosk.view.cut_since(kiosk.unit, at(10) + timedelta(seconds=seconds))

    heard = at(10)
    assert cut(Link(heard_at=heard), 3600) is None
    assert cut(Link(NO_ANSWER, heard), 29) is None
    assert cut(Link(NO_ANSWER, heard), 30) == heard
    assert cut(Link(NO_ANSWER), 30) is None
    with kiosk.unit as unit:
        unit.centre.put_state(CentreState(heard_at=at(8)))
        unit.commit()
    assert cut(Link(NO_ANSWER), 30) == at(8)


# --- the use cases -----------------------------------------------------------------------------


def use_cases(office: Office, view: CentreView, kiosk: Kiosk) -> UseCases:
    return UseCases(
        new_unit=lambda: office.unit,
        rules=lambda: kiosk.rules,
        identifier=office.identifier,
        housekeeping=office.housekeeping,
        clock=office.clock,
        language="zh_Hans",
        centre=view,
    )


def told(found: UseCases) -> list[events.Event]:
    return [
        event
        for event in found.changes()
        if not isinstance(
            event, events.ServicesChanged | events.DiskChanged | HeldTold | VolumeTold
        )
    ]


def test_what_is_missing_is_told_instead_of_the_day_and_the_day_when_it_has_come(
    kiosk: Kiosk,
) -> None:
    office = Office(FakeClock(at(9, 30)))
    office.unit, rules, kiosk.rules = kiosk.unit, kiosk.rules, None
    cases = use_cases(office, kiosk.view, kiosk)
    assert told(cases) == [events.OpeningChanged(None, ("screen.missing.no_catalogue",))]
    assert told(cases) == []
    assert cases.take_up() == ()
    kiosk.rules = rules
    opening, *rest = (event for event in told(cases) if isinstance(event, events.OpeningChanged))
    assert opening.opening
    assert (opening.missing, rest) == ((), [])


def test_a_kiosk_with_a_centre_grants_itself_nothing_and_makes_no_key(kiosk: Kiosk) -> None:
    office = Office(FakeClock(at(9, 30)))
    office.unit = kiosk.unit
    end = office.unit.log.end()
    told(use_cases(office, kiosk.view, kiosk))
    assert office.unit.log.end() == end
    assert office.made_keys == []


def test_since_when_the_centre_is_gone_is_told_in_local_time_and_that_it_is_back(
    kiosk: Kiosk,
) -> None:
    office = Office(FakeClock(at(9, 30)))
    office.unit = kiosk.unit
    cases = use_cases(office, kiosk.view, kiosk)
    assert events.LinkChanged(None) in told(cases)
    kiosk.line.link = Link(NO_ANSWER, at(9, 12))
    assert told(cases) == [events.LinkChanged(local(9, 12))]
    kiosk.line.link = Link(None, at(9, 31))
    assert told(cases) == [events.LinkChanged(None)]


def test_a_visit_before_the_site_is_known_is_refused_as_such(kiosk: Kiosk) -> None:
    office = Office(FakeClock(at(9, 30)))
    kiosk.rules = None
    with pytest.raises(KioskError, match=r"error\.kiosk_not_ready"):
        use_cases(office, kiosk.view, kiosk).load_visit(LoadVisit(1, None, is_green=False))
