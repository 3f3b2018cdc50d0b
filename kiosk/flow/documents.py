# SPDX-License-Identifier: Apache-2.0
"""Another document than an ID card: which one, and its number typed by hand, letters too."""

from dataclasses import replace
from string import ascii_uppercase, digits
from typing import assert_never

from hall.documents import Document, problem_of_document
from hall.identity import NUMBER_LENGTH, NumberProblem, Secret
from kiosk.flow.change import Change, begin_visit, show, unexpected
from kiosk.flow.effects import IdentifyTyped
from kiosk.flow.problems import DOCUMENT_PROBLEM, NUMBER_PROBLEM
from kiosk.flow.states import DocumentKeypad, Documents, Family, Kiosk, NoCard, Reading, Welcome
from kiosk.flow.values import CameBy

_LONGEST_PASSPORT = 9
_PERMIT_LENGTH = 9
_TAIWAN_LENGTH = 8
_STATE_LETTERS = 3
_LENGTH_2017 = 15
FOREIGN = "9"
"""Begins the number of a permanent residence card of 2023."""


def other_document_pressed(kiosk: Kiosk) -> Change:
    """Asks which document it is."""
    match kiosk.screen:
        case Welcome() | NoCard() | Family() | Reading(is_done=False):
            return begin_visit(kiosk, CameBy.TYPED, Documents()), ()
        case _:
            return unexpected(kiosk)


def document_pressed(kiosk: Kiosk, document: Document) -> Change:
    """The keys with which its number begins."""
    if not isinstance(kiosk.screen, Documents):
        return unexpected(kiosk)
    has_letters = document in (Document.PASSPORT, Document.HONG_KONG_MACAO)
    return show(kiosk, DocumentKeypad(document, has_letters=has_letters))


def other_keys_pressed(kiosk: Kiosk) -> Change:
    """From digits to letters and back; what was typed stays, and so does what is wrong with it."""
    match kiosk.screen:
        case DocumentKeypad(is_checking=False) as screen if may_change_keys(screen):
            return show(kiosk, replace(screen, has_letters=not screen.has_letters))
        case _:
            return unexpected(kiosk)


def may_change_keys(screen: DocumentKeypad) -> bool:
    """Whether the other keys would do anything."""
    other = digits if screen.has_letters else ascii_uppercase
    return any(key in next_keys(screen) for key in other)


def next_keys(screen: DocumentKeypad) -> str:
    """What may be typed after what is typed; nothing once the number is as long as it can be."""
    typed = screen.typed.reveal()
    match screen.document:
        case Document.PASSPORT:
            return digits + ascii_uppercase if len(typed) < _LONGEST_PASSPORT else ""
        case Document.HONG_KONG_MACAO:
            return _of_permit(typed)
        case Document.TAIWAN:
            return digits if len(typed) < _TAIWAN_LENGTH else ""
        case Document.PERMANENT_RESIDENCE:
            return _of_residence(typed)
        case _:
            assert_never(screen.document)


def _of_permit(typed: str) -> str:
    match len(typed):
        case 0:
            return "HM"
        case 1:
            return digits + "A"
        case length:
            return digits if length < _PERMIT_LENGTH else ""


def _of_residence(typed: str) -> str:
    if not typed:
        return FOREIGN + ascii_uppercase
    if typed.startswith(FOREIGN):
        last = digits + "X" if len(typed) == NUMBER_LENGTH - 1 else digits
        return last if len(typed) < NUMBER_LENGTH else ""
    if len(typed) < _STATE_LETTERS:
        return ascii_uppercase
    return digits if len(typed) < _LENGTH_2017 else ""


def key_pressed(kiosk: Kiosk, screen: DocumentKeypad, key: str) -> Change:
    """One more; the other keys come by themselves where only they go on."""
    if screen.is_checking or len(key) != 1 or key not in next_keys(screen):
        return unexpected(kiosk)
    typed = Secret(screen.typed.reveal() + key)
    return show(kiosk, _with_keys(DocumentKeypad(screen.document, typed, screen.has_letters)))


def delete_pressed(kiosk: Kiosk, screen: DocumentKeypad) -> Change:
    """One less."""
    if screen.is_checking or not len(screen.typed):
        return unexpected(kiosk)
    typed = Secret(screen.typed.reveal()[:-1])
    return show(kiosk, _with_keys(DocumentKeypad(screen.document, typed, screen.has_letters)))


def _with_keys(screen: DocumentKeypad) -> DocumentKeypad:
    """The keys that go on; those of a permit's eight digits even where an A could follow too."""
    keys = set(next_keys(screen))
    if not keys:
        return screen
    if screen.document is Document.HONG_KONG_MACAO:
        return replace(screen, has_letters=not len(screen.typed))
    here = ascii_uppercase if screen.has_letters else digits
    return screen if keys & set(here) else replace(screen, has_letters=not screen.has_letters)


def done_pressed(kiosk: Kiosk, screen: DocumentKeypad) -> Change:
    """Checked before anything is asked; what was typed stays when it is not right."""
    if screen.is_checking:
        return unexpected(kiosk)
    problem = problem_of_document(screen.document, screen.typed)
    if problem:
        return show(kiosk, replace(screen, problem=_key_of(screen.document, problem)))
    # From here on only the effect carries the number.
    wanted = IdentifyTyped(kiosk.visit_no, screen.typed, screen.document)
    checking = DocumentKeypad(screen.document, is_checking=True)
    return replace(kiosk, screen=checking), (wanted,)


def _key_of(document: Document, problem: NumberProblem) -> str:
    """What is said of an ID number is said of one that is made alike; else what it should be."""
    if problem in (NumberProblem.BIRTH, NumberProblem.CHECK_DIGIT):
        return NUMBER_PROBLEM + problem
    return DOCUMENT_PROBLEM + document
