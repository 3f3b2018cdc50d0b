# SPDX-License-Identifier: Apache-2.0
"""A printer profile: a file of its own that says what one model of printer can do.

`kiosk probe-printer` writes one; `printer_profiles/` holds those of known models.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from common.settings.folders import path_of, shown_path
from common.settings.groups import ListOf, Option, Table, Values
from common.settings.kinds import Choice, Kind, Line, Whole, YesNo
from common.settings.problems import Phrase
from common.settings.spot import Context, RefusedError, Spot
from common.settings.toml_faults import Fault
from common.settings.toml_file import parse, read_text
from kiosk.settings.model import ProfileSettings

ENCODING = Option("encoding", Choice(("gb18030", "gbk", "big5", "utf-8")), "gb18030")
CUTTER = Option("cutter", YesNo(), default=True, field="has_cutter")
PROOF = Option("proof", Choice(("gs_h", "gs_r", "none")), "gs_h")

DOTS = tuple(range(384, 833, 8))
"""Whole bytes, from paper of 58 mm to paper of 112 mm; a ticket does not fit narrower paper."""

PROFILE = Table(
    (
        Option("name", Line(40, shortest=0), ""),
        Option("dots", Choice(DOTS, form="dots")),
        Option("columns", Whole(32, 69, "none")),
        ENCODING,
        CUTTER,
        PROOF,
        Option(
            "status", ListOf(Choice((1, 2, 3, 4)), most=4), [1, 2, 3, 4], field="status_questions"
        ),
        Option("low_paper_sensor", YesNo(), default=True, field="senses_low_paper"),
        Option("roll_mm", Whole(0, 200_000, "mm"), 0),
    )
)
IN_PROFILE = ("paper_mm", "encoding", "cutter", "proof")
"""Options of [printer] that a profile takes the place of."""

ENOUGH_QUESTIONS = ({2}, {1, 4})
"""Either tells that a printer is online and has paper."""


@dataclass(frozen=True)
class ProfileFile(Kind):
    """The path of a profile; read as what the file says."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.profile")

    def _read(self, value: str, at: Spot) -> ProfileSettings:
        path = path_of(value, at)
        text = read_text(path)
        if isinstance(text, Fault):
            raise at.refuse("in_profile", path=shown_path(path), problem=_of_fault(text))
        file = parse(text)
        inside = Spot(Context(path.parent))
        values = PROFILE.read(file.values, inside)
        _check_questions(values, inside)
        faults = [_of_fault(fault) for fault in file.faults]
        problems = faults or [Phrase(found.key, found.fields) for found in inside.findings]
        for problem in problems:
            at.note("in_profile", path=shown_path(path), problem=problem)
        if problems:
            raise RefusedError
        return ProfileSettings(**values)


def note_doubles(printer: object, at: Spot) -> None:
    """Note what is written in [printer] although the profile says it."""
    for name in _doubles(printer):
        at.at(name).note_key("also_in_profile")


def _doubles(printer: object) -> Iterator[str]:
    if isinstance(printer, dict) and "profile" in printer:
        yield from (name for name in IN_PROFILE if name in printer)


def _check_questions(values: Values, at: Spot) -> None:
    questions = set(values.get("status_questions", ()))
    if "status_questions" in values and not any(each <= questions for each in ENOUGH_QUESTIONS):
        at.at("status").note("never_ready")


def _of_fault(fault: Fault) -> Phrase:
    return Phrase(fault.key, {"detail": fault.detail})
