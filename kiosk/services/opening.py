# SPDX-License-Identifier: Apache-2.0
"""Where the business day stands, for the screen; and when that changes next."""

from collections.abc import Sequence
from datetime import datetime

from hall.calendar import DayPlan, Phase
from hall.span import Span
from kiosk.flow.values import Opening
from kiosk.services.rules import Rules

_BY_OPENNESS = (Phase.ISSUING, Phase.BEFORE_ISSUE, Phase.STOPPED, Phase.CLOSED_DAY)


def opening(rules: Rules, now: datetime) -> tuple[Opening, datetime]:
    """The day and its phase, all times local, and the instant from which this no longer holds.

    Numbers are given while any service gives them; before, between and after, the day is as open
    as its most open service.
    """
    on = rules.calendar.business_day(now)
    site = rules.calendar.plan(on)
    plans = tuple(rules.plans(on).values()) or (site,)
    issuing = [plan.issuing for plan in plans if plan.issuing]
    phase = min((plan.phase(now) for plan in plans), key=_BY_OPENNESS.index)
    begins, ends = _issuing_times(rules, issuing, phase, now)
    opens_at = rules.calendar.next_opening_at(now)
    shown = Opening(
        business_date=on,
        phase=phase,
        hours=tuple((rules.local(span.start), rules.local(span.end)) for span in site.opening),
        issue_from=rules.local(begins) if begins else None,
        stop_at=rules.local(ends) if ends else None,
        next_opening=rules.local(opens_at) if opens_at else None,
    )
    return shown, _changes_at(plans, now)


def _issuing_times(
    rules: Rules, issuing: Sequence[Span], phase: Phase, now: datetime
) -> tuple[datetime | None, datetime | None]:
    match phase:
        case Phase.ISSUING:
            return min(span.start for span in issuing), max(span.end for span in issuing)
        case Phase.BEFORE_ISSUE:
            coming = [span.start for span in issuing if span.start > now]
            return min(coming), max(span.end for span in issuing)
        case _:
            return _next_issuing(rules, now), max((span.end for span in issuing), default=None)


def _next_issuing(rules: Rules, now: datetime) -> datetime | None:
    calendars = [service.calendar(rules.calendar) for service in rules.catalogue.services]
    found = [calendar.next_issuing_at(now) for calendar in calendars or [rules.calendar]]
    return min((at for at in found if at), default=None)


def _changes_at(plans: Sequence[DayPlan], now: datetime) -> datetime:
    instants = [plan.day.end for plan in plans]
    for plan in plans:
        if plan.issuing:
            instants += [plan.issuing.start, plan.issuing.end]
    return min(at for at in instants if at > now)
