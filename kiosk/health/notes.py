# SPDX-License-Identifier: Apache-2.0
"""What a look at the machine gives: notes, some of which are advice or a fault."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.errors import KioskError
from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Sayable, Where
from kiosk.health.suggestions import ROOT


@dataclass(frozen=True)
class Note:
    """One thing that was seen.

    Attributes:
        to_do: what a technician can do about it; None for a thing that is only told.
        is_fault: whether it keeps the whole from being in order.
    """

    found: Sayable
    to_do: Said | None = None
    is_fault: bool = False


def told(found: str, **fields: object) -> Note:
    """Good to know; the word stands below `health.found`."""
    return Note(Said(f"{FOUND}{found}", fields))


def advice(found: str, to_do: str, **fields: object) -> Note:
    """In order, and could be better; `to_do` stands below `health.suggestion`."""
    return Note(Said(f"{FOUND}{found}", fields), Said(f"{ROOT}{to_do}", fields))


def fault(found: str, to_do: str, **fields: object) -> Note:
    """Not in order."""
    return Note(Said(f"{FOUND}{found}", fields), Said(f"{ROOT}{to_do}", fields), is_fault=True)


def failed(error: KioskError, to_do: str, **fields: object) -> Note:
    """Not in order, as an error says."""
    return Note(Said(error.key, error.fields), Said(f"{ROOT}{to_do}", fields), is_fault=True)


def finding(family: str, where: Where, notes: Iterable[Note]) -> Finding:
    """All notes in one finding: faults first, then what is to be done, each in its order."""
    ordered = sorted(notes, key=lambda note: (not note.is_fault, note.to_do is None))
    is_good = not any(note.is_fault for note in ordered)
    good = (Said(f"{FOUND}good"),) if is_good else ()
    to_do = next((note.to_do for note in ordered if note.to_do is not None), None)
    found = (*good, *(note.found for note in ordered))
    return Finding(family, where, is_good=is_good, found=found, suggestion=to_do)
