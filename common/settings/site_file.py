# SPDX-License-Identifier: Apache-2.0
"""site.toml: a whole site with its hours, services and lanes; the centre is given it, kiosks get it."""

from dataclasses import dataclass, field
from pathlib import Path

from common.settings.groups import Language, ListOf, Option, Table, Values
from common.settings.kinds import Matching
from common.settings.problems import Problem
from common.settings.settings_file import SettingsFile, UnreadableError
from common.settings.site_advice import advise_site
from common.settings.site_build import build_green, build_hours, build_service
from common.settings.site_model import SiteSettings, WholeSite
from common.settings.site_numbers import check_numbers
from common.settings.site_options import (
    HOURS,
    LANGUAGES,
    MOST_LANGUAGES,
    PERCENT,
    SITE,
    SLOTS_AHEAD,
    green,
    homes,
    services,
)
from common.settings.site_rules import LANES, check_site
from common.texts import SHARED_WORDS, languages_in
from hall.quota import LaneRatio
from hall.service import Catalogue

KNOWN_LANGUAGES = languages_in(SHARED_WORDS)
ICON = Matching("[a-z0-9]+(-[a-z0-9]+)*", "icon_name")
"""Which pictures there are is the kiosks' matter; they show none for a name they do not know."""

WALK_IN = Table(
    (
        SLOTS_AHEAD,
        Option("booked_percent", PERCENT, 50),
        Option("walk_in_percent", PERCENT, 40),
        Option("green_percent", PERCENT, 10),
    )
)
FILE = Table(
    (
        Option(
            "site",
            Table(
                (
                    *SITE,
                    Option(
                        "languages",
                        ListOf(Language(KNOWN_LANGUAGES), fewest=1, most=MOST_LANGUAGES),
                        LANGUAGES,
                    ),
                )
            ),
        ),
        Option("hours", HOURS),
        Option("green", green(ICON), {}),
        Option("walk_in", WALK_IN, {}),
        Option("service", services(ICON)),
    )
)
HOMES = homes(FILE.options)
SITE_TOML = Path("site.toml")
"""What a site's text without a file is called in an error."""
MOST_SITE_BYTES = 100_000
"""Ten times the sample, and read within a second whatever stands in it."""


@dataclass(frozen=True)
class SiteFile(WholeSite):
    """What site.toml says, checked.

    Attributes:
        text: all of the file, as kiosks get it.
        warnings: what of it is legal and yet unwise.
    """

    text: str
    languages: tuple[str, ...]
    warnings: tuple[Problem, ...] = field(default=(), compare=False)


def load_site(path: Path, year: int) -> SiteFile | tuple[Problem, ...]:
    """The site of a file, or all that is wrong with it; `year` is this year, for summer time."""
    try:
        file = SettingsFile.open(path, KNOWN_LANGUAGES, HOMES, "site")
    except UnreadableError as error:
        return (error.problem,)
    is_too_large = len(file.file.text.encode()) > MOST_SITE_BYTES
    return (_too_large(path),) if is_too_large else _checked(file, year)


def read_site(data: bytes, year: int) -> SiteFile | tuple[Problem, ...]:
    """As `load_site`, for what such a file holds."""
    if len(data) > MOST_SITE_BYTES:
        return (_too_large(SITE_TOML),)
    try:
        file = SettingsFile.of_bytes(data, SITE_TOML, KNOWN_LANGUAGES, HOMES, "site")
    except UnreadableError as error:
        return (error.problem,)
    return _checked(file, year)


def parse_site(text: str, year: int) -> SiteFile | tuple[Problem, ...]:
    """As `load_site`, for the text of such a file."""
    return _checked(SettingsFile.of_text(text, SITE_TOML, KNOWN_LANGUAGES, HOMES, "site"), year)


def _too_large(path: Path) -> Problem:
    return Problem(str(path), 1, 1, "site_too_large", {"most": f"{MOST_SITE_BYTES:,}"})


def _checked(file: SettingsFile, year: int) -> SiteFile | tuple[Problem, ...]:
    values = file.read(FILE)
    check_site(values, file.spot, LANES)
    if file.is_whole:
        check_numbers(values, file.spot, year)
    if problems := file.problems():
        return problems
    advise_site(values, file.spot, year)
    return _build(file, values)


def _build(file: SettingsFile, values: Values) -> SiteFile:
    site, walk_in, hours = dict(values["site"]), values["walk_in"], build_hours(values["hours"])
    languages = site.pop("languages")
    return SiteFile(
        text=file.file.text,
        warnings=file.warnings(),
        site=SiteSettings(**site),
        languages=languages,
        hours=hours,
        green=build_green(values["green"]),
        slots_ahead=walk_in["slots_ahead"],
        ratio=LaneRatio.percent(*(walk_in[name] for name in _IN_ORDER)),
        catalogue=Catalogue(
            tuple(build_service(each, hours.opening) for each in values["service"])
        ),
    )


_IN_ORDER = ("booked_percent", "walk_in_percent", "green_percent")
