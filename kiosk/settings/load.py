# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml, read and checked: settings, or all that is wrong with the file."""

from dataclasses import dataclass
from pathlib import Path

from common.settings.groups import Values
from common.settings.kinds import nearest
from common.settings.problems import Problem
from common.settings.settings_file import SettingsFile, UnreadableError
from common.settings.site_advice import advise_site
from common.settings.site_numbers import check_numbers
from common.settings.site_rules import check_site
from kiosk.clock import Clock, SystemClock
from kiosk.settings.advice import advise_machine
from kiosk.settings.build import build
from kiosk.settings.centre_rules import check_centre
from kiosk.settings.machine_rules import check_machine
from kiosk.settings.model import Settings
from kiosk.settings.options import FILE, HOMES, OF_THE_SITE, WITH_CENTRE
from kiosk.settings.problems import SettingsError
from kiosk.settings.profile_file import note_doubles
from kiosk.settings.rules import check_ages
from kiosk.texts import languages

SYSTEM_CLOCK = SystemClock()


@dataclass(frozen=True)
class Loaded:
    """A file without mistakes: what it says, and where in it something stands."""

    settings: Settings
    file: SettingsFile
    values: Values


def load_settings(path: Path, clock: Clock = SYSTEM_CLOCK) -> Settings:
    """The settings of a file; the clock says which years' summer time counts.

    Raises:
        SettingsError: with every problem of the file, in its order.
    """
    return load_file(path, clock).settings


def load_file(path: Path, clock: Clock = SYSTEM_CLOCK) -> Loaded:
    """As `load_settings`, with the file they stand in."""
    try:
        file = SettingsFile.open(path, languages(), HOMES, "kiosk")
    except UnreadableError as error:
        raise SettingsError(str(path), [error.problem]) from error
    return _checked(file, clock)


def load_text(text: str, path: Path, clock: Clock = SYSTEM_CLOCK) -> Loaded:
    """As `load_file`, for a text that is taken for the file at `path`."""
    return _checked(SettingsFile.of_text(text, path, languages(), HOMES, "kiosk"), clock)


def advise(loaded: Loaded, clock: Clock = SYSTEM_CLOCK) -> None:
    """Note in the file what is legal and yet unwise in it; once."""
    advise_machine(loaded.values, loaded.file.spot)
    if loaded.settings.site is not None:
        advise_site(loaded.values, loaded.file.spot, clock.now().year)


def _checked(file: SettingsFile, clock: Clock) -> Loaded:
    spot = file.spot
    values = _read(file)
    check_ages(values.get("senior", {}), spot.at("senior"))
    note_doubles(file.file.values.get("printer"), spot.at("printer"))
    if file.is_whole:
        check_numbers(values, spot, clock.now().year)
        check_machine(values, spot)
    if problems := file.problems():
        raise SettingsError(str(file.path), problems)
    return Loaded(build(values), file, values)


def _read(file: SettingsFile) -> Values:
    """With a centre nothing of the site may stand in the file, else all of it must."""
    spot, written = file.spot, file.file.values
    if not _is_linked(written):
        values = file.read(FILE)
        check_site(values, spot)
        return values
    for name in OF_THE_SITE.intersection(written):
        spot.at(name).note_key("of_the_centre")
    values = file.read(WITH_CENTRE, left_out=OF_THE_SITE)
    check_centre(values.get("centre") or {}, spot.at("centre"))
    return values


def _is_linked(written: Values) -> bool:
    """Also by a misspelt [centre]: then that is the mistake, and not that there is no site."""
    others = written.keys() - FILE.names
    is_meant = any(nearest(name, FILE.names) == "centre" for name in others)
    return "centre" in written or (is_meant and OF_THE_SITE.isdisjoint(written))


def check_config(path: Path, clock: Clock = SYSTEM_CLOCK) -> tuple[Problem, ...]:
    """Everything that is wrong with a file; empty when all is well."""
    try:
        load_file(path, clock)
    except SettingsError as error:
        return error.problems
    return ()
