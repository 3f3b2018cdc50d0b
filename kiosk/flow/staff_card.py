# SPDX-License-Identifier: Apache-2.0
"""Somebody of the staff lays the card by which she enters from now on."""

from kiosk.flow.change import Change
from kiosk.flow.effects import Effect
from kiosk.flow.staff_effects import AwaitCard, NoteAct
from kiosk.flow.staff_pages import enter, show_page
from kiosk.flow.staff_states import CardAwaited, StaffHome
from kiosk.flow.staff_values import Remark, StaffAct, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode

KEPT = Remark("screen.staff_card.kept", is_good=True)


def ask(kiosk: Kiosk, person: StaffPerson) -> Change:
    """The next card that is laid is hers."""
    return show_page(kiosk, CardAwaited(), AwaitCard(person.staff_id))


def read(kiosk: Kiosk, person: StaffPerson) -> Change:
    """A card of the staff: it was kept just now, or it lets its owner in."""
    if _is_awaited(kiosk) and isinstance(kiosk.screen, StaffMode) and kiosk.screen.person == person:
        return show_page(kiosk, StaffHome(KEPT), NoteAct(person.staff_id, StaffAct.CARD_KEPT))
    return enter(kiosk, person), (NoteAct(person.staff_id, StaffAct.ENTERED_BY_CARD),)


def no_more(before: Kiosk, after: Kiosk) -> tuple[Effect, ...]:
    """However that page was left, no later card is hers."""
    return (AwaitCard(None),) if _is_awaited(before) and not _is_awaited(after) else ()


def _is_awaited(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, StaffMode) and isinstance(kiosk.screen.page, CardAwaited)
