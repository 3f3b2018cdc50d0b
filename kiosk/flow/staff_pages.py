# SPDX-License-Identifier: Apache-2.0
"""How staff mode begins and ends, and how one of its pages follows another."""

from dataclasses import replace

from hall.ids import TicketId
from kiosk.flow.change import Change, first_language, go_home, is_home
from kiosk.flow.covers import innermost
from kiosk.flow.effects import Effect
from kiosk.flow.staff_states import Manner, StaffHome, StaffPage, StaffVolume, WayIn
from kiosk.flow.staff_values import StaffPerson
from kiosk.flow.states import (
    Again,
    AskCancel,
    KeepNumber,
    Kiosk,
    Reading,
    StaffMode,
    TicketShown,
)
from kiosk.flow.values import Contrast, Pace, Size


def show_page(kiosk: Kiosk, page: StaffPage, *effects: Effect) -> Change:
    """Another page of staff mode, and what is to be done for it.

    The kiosk speaks to staff where they set how loud, and nowhere else.
    """
    mode = kiosk.screen
    if not isinstance(mode, StaffMode):
        return kiosk, effects
    speaks, spoke = isinstance(page, StaffVolume), isinstance(mode.page, StaffVolume)
    is_voice_on = speaks if speaks is not spoke else kiosk.is_voice_on
    return replace(kiosk, screen=replace(mode, page=page), is_voice_on=is_voice_on), effects


def ask_who(kiosk: Kiosk) -> Kiosk:
    """工作人员: number and PIN; whatever was there, a call for help too, goes on meanwhile."""
    mode = StaffMode(kiosk.screen, WayIn(), _manner_of(kiosk))
    return _plain(replace(kiosk, screen=mode))


def enter(kiosk: Kiosk, person: StaffPerson) -> Kiosk:
    """Somebody of the staff is at work; the visitor's screen waits, unless his card is being read."""
    mode, kept = kiosk.screen, _manner_of(kiosk)
    if isinstance(mode, StaffMode):
        kiosk, kept = replace(kiosk, screen=mode.before), mode.kept
    before = innermost(kiosk.screen)
    if isinstance(before, Reading):
        kiosk = go_home(kiosk)
        before, kept = kiosk.screen, _manner_of(kiosk)
    return _plain(replace(kiosk, screen=StaffMode(before, StaffHome(), kept, person)))


def leave(kiosk: Kiosk, mode: StaffMode) -> Kiosk:
    """The visitor's screen as it was, or the welcome screen where nobody was served."""
    given_back = replace(kiosk, screen=mode.before)
    if mode.person is not None and is_home(mode.before):
        return go_home(given_back)
    return _in_manner(given_back, mode.kept)


def language_of_visitor(kiosk: Kiosk) -> str:
    """What the visitor reads, also while staff are at work over his screen."""
    mode = kiosk.screen
    return mode.kept.language if isinstance(mode, StaffMode) else kiosk.language


def forget_visitor_of(kiosk: Kiosk, ticket_id: TicketId) -> Kiosk:
    """The visitor's screen is no more to be given back if it shows that ticket, as it was."""
    mode = kiosk.screen
    if not isinstance(mode, StaffMode):
        return kiosk
    match innermost(mode.before):
        case TicketShown(ticket) | KeepNumber(ticket) | AskCancel(ticket) | Again(ticket):
            if ticket.ticket_id != ticket_id:
                return kiosk
            home = go_home(replace(kiosk, screen=mode.before))
            after = replace(mode, before=home.screen, kept=_manner_of(home))
            return _in_manner(replace(home, screen=after), _manner_of(kiosk))
        case _:
            return kiosk


def _manner_of(kiosk: Kiosk) -> Manner:
    return Manner(
        size=kiosk.size,
        is_size_by_age=kiosk.is_size_by_age,
        is_size_chosen=kiosk.is_size_chosen,
        contrast=kiosk.contrast,
        is_low=kiosk.is_low,
        language=kiosk.language,
        is_voice_on=kiosk.is_voice_on,
        is_voice_by_age=kiosk.is_voice_by_age,
        is_voice_chosen=kiosk.is_voice_chosen,
        pace=kiosk.pace,
        volume=kiosk.volume,
    )


def _plain(kiosk: Kiosk) -> Kiosk:
    """Staff read small letters in the hall's own language, and nothing is read aloud to them."""
    plain = Manner(
        size=Size.NORMAL,
        is_size_by_age=False,
        is_size_chosen=False,
        contrast=Contrast.STANDARD,
        is_low=False,
        language=first_language(kiosk.settings),
        is_voice_on=False,
        is_voice_by_age=False,
        is_voice_chosen=False,
        pace=Pace.NORMAL,
        volume=None,
    )
    return replace(_in_manner(kiosk, plain), speech_no=None, is_adjusting=False)


def _in_manner(kiosk: Kiosk, manner: Manner) -> Kiosk:
    return replace(
        kiosk,
        size=manner.size,
        is_size_by_age=manner.is_size_by_age,
        is_size_chosen=manner.is_size_chosen,
        contrast=manner.contrast,
        is_low=manner.is_low,
        language=manner.language,
        is_voice_on=manner.is_voice_on,
        is_voice_by_age=manner.is_voice_by_age,
        is_voice_chosen=manner.is_voice_chosen,
        pace=manner.pace,
        volume=manner.volume,
    )
