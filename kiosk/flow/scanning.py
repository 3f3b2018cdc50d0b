# SPDX-License-Identifier: Apache-2.0
"""A code was held in front of the scanner; where nobody books, none helps anybody on."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow import coding
from kiosk.flow.change import Change, show_inside, unexpected
from kiosk.flow.covers import innermost
from kiosk.flow.events import CodeEvent, CodeFailed, CodeScanned
from kiosk.flow.problems import CODE_OF_NO_USE
from kiosk.flow.states import Family, Kiosk, Welcome


def react(kiosk: Kiosk, event: CodeEvent) -> Change:
    """A code of use begins a visit, also over help and question; others are told for a while."""
    match event:
        case CodeScanned(code) if kiosk.settings.has_bookings:
            return coding.scanned(kiosk, code)
        case CodeScanned():
            problem = CODE_OF_NO_USE
        case CodeFailed(problem):
            pass
        case _:
            assert_never(event)
    match innermost(kiosk.screen):
        case Welcome():
            return replace(kiosk, code_problem=problem), ()
        case Family():
            return show_inside(kiosk, Family(problem)), ()
        case _:
            return unexpected(kiosk)
