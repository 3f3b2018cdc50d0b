# SPDX-License-Identifier: Apache-2.0
"""Who the visitor is: no card, the keypad, and what follows once it is known."""

from dataclasses import replace
from typing import assert_never

from hall.identity import NUMBER_LENGTH, Identity, Reached, Secret, problem_of_number
from kiosk.flow import coding, documents, family, voice
from kiosk.flow.change import Change, begin_visit, is_asked_whom, show, unexpected
from kiosk.flow.choosing import is_single
from kiosk.flow.effects import Effect, IdentifyTyped, LoadVisit
from kiosk.flow.onward import onward
from kiosk.flow.problems import NUMBER_PROBLEM
from kiosk.flow.states import (
    CodeKeypad,
    DocumentKeypad,
    Family,
    Keypad,
    Kiosk,
    NoCard,
    Reading,
    Welcome,
)
from kiosk.flow.touches import (
    BookingCodePressed,
    DeletePressed,
    DigitPressed,
    DocumentPressed,
    DocumentTouch,
    ForFamilyPressed,
    IdentifyTouch,
    KeypadTouch,
    NoCardPressed,
    NumberDonePressed,
    OtherDocumentPressed,
    OtherKeysPressed,
    TypeNumberPressed,
)
from kiosk.flow.values import CameBy, Size, Visitor

ENGLISH = "en"
LAST_ONLY = "X"  # stands for ten, and only as the check digit (GB 11643)


def react(kiosk: Kiosk, event: IdentifyTouch) -> Change:
    """A touch of somebody who has no card, or whose card cannot be read."""
    match event:
        case NoCardPressed():
            return _no_card_pressed(kiosk)
        case TypeNumberPressed():
            return _type_number_pressed(kiosk)
        case BookingCodePressed():
            return coding.code_pressed(kiosk)
        case ForFamilyPressed():
            return family.begin(kiosk)
        case OtherDocumentPressed() | DocumentPressed() | OtherKeysPressed():
            return _other_document(kiosk, event)
        case _:
            return _keyed(kiosk, event)


def _other_document(kiosk: Kiosk, event: DocumentTouch) -> Change:
    match event:
        case OtherDocumentPressed():
            return documents.other_document_pressed(kiosk)
        case DocumentPressed(document):
            return documents.document_pressed(kiosk, document)
        case OtherKeysPressed():
            return documents.other_keys_pressed(kiosk)
        case _:
            assert_never(event)


def _keyed(kiosk: Kiosk, event: KeypadTouch) -> Change:
    match event:
        case DigitPressed(digit):
            return _digit_pressed(kiosk, digit)
        case DeletePressed():
            return _delete_pressed(kiosk)
        case NumberDonePressed():
            return _number_done_pressed(kiosk)
        case _:
            assert_never(event)


def load_visit(kiosk: Kiosk) -> tuple[Effect, ...]:
    """Ask for the tiles of the person served, and once in a visit for ticket and bookings."""
    visitor = kiosk.visitor
    digest = visitor.identity.digest if visitor and visitor.identity else None
    is_green = visitor is not None and visitor.is_green
    is_proxy = visitor is not None and visitor.proxy is not None
    is_reload = visitor is not None and visitor.is_loaded
    return (LoadVisit(kiosk.visit_no, digest, is_green, is_proxy=is_proxy, is_reload=is_reload),)


def recognised(kiosk: Kiosk, visitor: Visitor, identity: Identity) -> Kiosk:
    """The visitor is known; age and kind of card set size, voice and language by themselves.

    Not those of a family member, who does not look at the screen.
    """
    kiosk = replace(kiosk, visitor=replace(visitor, identity=identity))
    if visitor.proxy is not None:
        return kiosk
    if Reached.SENIOR in identity.reached and not kiosk.is_size_chosen:
        kiosk = replace(kiosk, size=Size.LARGE, is_size_by_age=True)
    kiosk = voice.on_by_age(kiosk, identity)
    if identity.speaks_english and ENGLISH in kiosk.settings.languages:
        kiosk = replace(kiosk, language=ENGLISH)
    return kiosk


def _no_card_pressed(kiosk: Kiosk) -> Change:
    if is_asked_whom(kiosk):
        return unexpected(kiosk)
    match kiosk.screen:
        case Welcome() | Keypad(is_checking=False) | Reading(is_done=False):
            kiosk = begin_visit(kiosk, CameBy.NOTHING, NoCard())
        case _:
            return unexpected(kiosk)
    if not isinstance(kiosk.screen, NoCard):
        return kiosk, ()
    wanted = load_visit(kiosk)
    if not is_single(kiosk):
        return kiosk, wanted
    kiosk, more = onward(kiosk)
    return kiosk, wanted + more


def _type_number_pressed(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case Welcome() | NoCard() | Family() | Reading(is_done=False):
            return begin_visit(kiosk, CameBy.TYPED, Keypad()), ()
        case _:
            return unexpected(kiosk)


def _digit_pressed(kiosk: Kiosk, digit: str) -> Change:
    match kiosk.screen:
        case Keypad(typed, is_checking=False) if _is_next(digit, len(typed)):
            return show(kiosk, Keypad(Secret(typed.reveal() + digit)))
        case CodeKeypad() as screen:
            return coding.digit_pressed(kiosk, screen, digit)
        case DocumentKeypad() as screen:
            return documents.key_pressed(kiosk, screen, digit)
        case _:
            return unexpected(kiosk)


def _is_next(digit: str, typed: int) -> bool:
    if digit == LAST_ONLY:
        return typed == NUMBER_LENGTH - 1
    return typed < NUMBER_LENGTH and len(digit) == 1 and digit in "0123456789"


def _delete_pressed(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case Keypad(typed, is_checking=False) if len(typed):
            return show(kiosk, Keypad(Secret(typed.reveal()[:-1])))
        case CodeKeypad() as screen:
            return coding.delete_pressed(kiosk, screen)
        case DocumentKeypad() as screen:
            return documents.delete_pressed(kiosk, screen)
        case _:
            return unexpected(kiosk)


def _number_done_pressed(kiosk: Kiosk) -> Change:
    """Checked before anything is asked; what was typed stays when it is not right."""
    match kiosk.screen:
        case Keypad(typed, is_checking=False):
            problem = problem_of_number(typed.reveal())
            if problem:
                return show(kiosk, Keypad(typed, problem=NUMBER_PROBLEM + problem))
            # From here on only the effect carries the number.
            wanted = IdentifyTyped(kiosk.visit_no, typed)
            return replace(kiosk, screen=Keypad(is_checking=True)), (wanted,)
        case CodeKeypad() as screen:
            return coding.done_pressed(kiosk, screen)
        case DocumentKeypad() as screen:
            return documents.done_pressed(kiosk, screen)
        case _:
            return unexpected(kiosk)
