# SPDX-License-Identifier: Apache-2.0
"""The options of a site: who it is, when it is open, what it serves; each declared once."""

from collections.abc import Iterable

from common.pictures import NAME
from common.settings.groups import (
    DATES,
    PERIODS,
    WEEKDAYS,
    ListOf,
    Option,
    Table,
    WordsOf,
)
from common.settings.kinds import (
    Choice,
    DayOfYear,
    Kind,
    Line,
    Matching,
    Name,
    Number,
    TimeOfDay,
    Whole,
    YesNo,
    Zone,
)
from hall.calendar import SLOT_MINUTES
from hall.numbering import LETTERS

LANGUAGES = ["zh_Hans", "zh_Hant", "en"]
"""Those of a site that says nothing of them."""

MOST_LANGUAGES = 4
"""The screen offers each but its own by a control of its own, three at most."""

YEARS = Whole(40, 120, "years")
PERCENT = Whole(0, 100, "percent")
MOST_REASONS = 12
"""To be served first: two pages of choices."""

SITE = (
    Option("site_id", Name()),
    Option("name", WordsOf(20)),
    Option("timezone", Zone(), "Asia/Shanghai"),
    Option("help_desk", WordsOf(20)),
    Option("hotline", Line(10, shortest=0), "12345"),
    Option("day_starts", TimeOfDay(), "04:00"),
)
MOVED_DAY = Table((Option("on", DayOfYear()), Option("like", Choice(WEEKDAYS))))
WEEK = tuple(Option(day, PERIODS, []) for day in WEEKDAYS)
ISSUING = (Option("issue_from", TimeOfDay(), None), Option("stop_at", TimeOfDay(), None))
HOURS = Table(
    (
        *WEEK,
        *ISSUING,
        Option("slot_minutes", Choice(SLOT_MINUTES), 30),
        Option("holidays", DATES, []),
        Option("moved_days", ListOf(MOVED_DAY, most=60, repeats=True), []),
    )
)
SLOTS_AHEAD = Option("slots_ahead", Whole(0, 24, "slots"), 4)


def green(icon: Kind) -> Table:
    """Who is served first; `icon` is what may name a picture."""
    reason = Table((Option("name", WordsOf(15)), Option("icon", icon)))
    return Table(
        (
            Option("age_years", YEARS, 70),
            Option("reasons", ListOf(reason, most=MOST_REASONS), []),
        )
    )


def services(icon: Kind) -> ListOf:
    """The list of services; `icon` is what may name a picture."""
    service = Table(
        (
            Option("service_id", Name()),
            Option("letter", Choice(tuple(LETTERS))),
            Option("name", WordsOf(24)),
            Option("icon", icon),
            Option("where", WordsOf(20)),
            Option("way_picture", Matching(NAME, "way_picture"), None),
            Option("materials", ListOf(WordsOf(20), most=8), []),
            Option("proxy_materials", ListOf(WordsOf(20), most=8), []),
            Option("materials_before", YesNo(), default=False, field="asks_materials"),
            Option("mean_minutes", Number(0.5, 240, "minutes"), 10),
            Option("counters", Whole(1, 200, "counters"), 1),
            Option("quota", YesNo(), default=False, field="has_quota"),
            Option("standby_per_slot", Whole(0, 200, "tickets"), 0),
            Option("direct", WordsOf(20), None),
            *ISSUING,
            Option("hours", Table(WEEK), None),
        )
    )
    return ListOf(service, fewest=1, most=len(LETTERS), repeats=True, form="services")


def homes(options: Iterable[Option]) -> dict[str, str]:
    """The table each option belongs to, the first when there are several."""
    tables = [(header, kind) for option in options for header, kind in _tables(option)]
    return {name: header for header, table in reversed(tables) for name in table.names}


def _tables(option: Option) -> list[tuple[str, Table]]:
    match option.kind:
        case Table():
            return [(f"[{option.name}]", option.kind)]
        case ListOf(kind=Table() as each):
            return [(f"[[{option.name}]]", each)]
        case _:
            return []
