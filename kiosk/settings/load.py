# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml, read and checked: settings, or all that is wrong with the file."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.clock import Clock, SystemClock
from kiosk.settings.build import build
from kiosk.settings.machine_rules import check_machine
from kiosk.settings.model import Settings
from kiosk.settings.number_rules import check_numbers
from kiosk.settings.options import FILE, HOMES, LANGUAGES
from kiosk.settings.positions import Positions
from kiosk.settings.problems import Problem, SettingsError
from kiosk.settings.profile_file import note_doubles
from kiosk.settings.rules import check
from kiosk.settings.spot import Context, Finding, Spot
from kiosk.settings.toml_file import Fault, TomlFile, parse, read_text
from kiosk.texts import languages

LATER = frozenset({"centre"})
"""Tables that come with a later version."""

ABSENCES = frozenset({"missing", "never_open"})


SYSTEM_CLOCK = SystemClock()


def load_settings(path: Path, clock: Clock = SYSTEM_CLOCK) -> Settings:
    """The settings of a file; the clock says which years' summer time counts.

    Raises:
        SettingsError: with every problem of the file, in its order.
    """
    text = read_text(path)
    if isinstance(text, Fault):
        raise SettingsError(str(path), [_of_fault(text, path)])
    file = parse(text)
    known = languages()
    spot = Spot(Context(path.absolute().parent, _wanted(file, known), known, HOMES))
    values = FILE.read(_without_later_tables(file.values, spot), spot)
    check(values, spot)
    note_doubles(file.values.get("printer"), spot.at("printer"))
    if not file.faults:  # else what is missing may be what makes it work
        check_numbers(values, spot, clock.now().year)
        check_machine(values, spot)
    problems = sorted(
        _problems(file, spot.findings, path), key=lambda found: (found.line, found.column)
    )
    if problems:
        raise SettingsError(str(path), problems)
    return build(values)


def check_config(path: Path, clock: Clock = SYSTEM_CLOCK) -> tuple[Problem, ...]:
    """Everything that is wrong with a file; empty when the kiosk can run with it."""
    try:
        load_settings(path, clock)
    except SettingsError as error:
        return error.problems
    return ()


def _wanted(file: TomlFile, known: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of the site's texts, needed before the texts are read."""
    kiosk = file.values.get("kiosk")
    wanted = kiosk.get("languages", LANGUAGES) if isinstance(kiosk, dict) else LANGUAGES
    return tuple(name for name in known if isinstance(wanted, list) and name in wanted)


def _without_later_tables(values: dict[str, object], at: Spot) -> dict[str, object]:
    for name in LATER.intersection(values):
        at.at(name).note_key("later")
    return {name: value for name, value in values.items() if name not in LATER}


def _problems(file: TomlFile, findings: list[Finding], path: Path) -> Iterator[Problem]:
    yield from (_of_fault(fault, path) for fault in file.faults)
    if file.faults:  # what is absent may stand where the file cannot be read
        findings = [finding for finding in findings if finding.key not in ABSENCES]
    positions = Positions.of(file.text) if findings else Positions({})
    for finding in findings:
        place = positions.place(finding.steps, finding.side)
        yield Problem(str(path), place.line, place.column, finding.key, finding.fields)


def _of_fault(fault: Fault, path: Path) -> Problem:
    fields = {"detail": fault.detail}
    return Problem(str(path), fault.place.line, fault.place.column, fault.key, fields)
