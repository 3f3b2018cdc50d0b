# SPDX-License-Identifier: Apache-2.0
"""What every part of the flow gives back, and how a visit begins and ends."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow.covers import innermost, put_inside
from kiosk.flow.effects import Effect
from kiosk.flow.states import (
    BeforeOpening,
    Closed,
    Family,
    Home,
    Kiosk,
    OutOfService,
    Refused,
    Screen,
    Starting,
    StillThere,
    Welcome,
)
from kiosk.flow.values import CameBy, Contrast, FlowSettings, Pace, Phase, Size, Visitor

Change = tuple[Kiosk, tuple[Effect, ...]]
"""The kiosk after an event, and what is to be done."""


def unexpected(kiosk: Kiosk) -> Change:
    """Nothing changes but the count of events no screen wanted; a visitor may tap twice."""
    return replace(kiosk, unexpected=kiosk.unexpected + 1), ()


def show(kiosk: Kiosk, screen: Screen) -> Change:
    """Another screen and nothing else."""
    return replace(kiosk, screen=screen), ()


def show_inside(kiosk: Kiosk, screen: Screen) -> Kiosk:
    """Another screen, under the help or the question that may cover it."""
    return replace(kiosk, screen=put_inside(kiosk.screen, screen))


def is_home(screen: Screen) -> bool:
    """Whether nobody is being served there."""
    return isinstance(innermost(screen), Home)


def home_screen(kiosk: Kiosk) -> Screen:
    """The screen of the day's phase, unless staff hold the kiosk."""
    if kiosk.is_held:
        return OutOfService()
    if kiosk.opening is None:
        return Starting()
    match kiosk.opening.phase:
        case Phase.BEFORE_ISSUE:
            return BeforeOpening()
        case Phase.ISSUING:
            return Welcome()
        case Phase.STOPPED | Phase.CLOSED_DAY:
            return Closed()
        case _:
            assert_never(kiosk.opening.phase)


def first_language(settings: FlowSettings) -> str:
    """What the kiosk speaks when nobody chose."""
    return settings.languages[0]


def is_as_new(kiosk: Kiosk) -> bool:
    """Whether the screens look as before anybody came."""
    return (
        not kiosk.is_size_chosen
        and not kiosk.is_voice_on
        and not kiosk.is_voice_chosen
        and not kiosk.is_low
        and kiosk.contrast is Contrast.STANDARD
        and kiosk.language == first_language(kiosk.settings)
    )


def end_visit(kiosk: Kiosk) -> Kiosk:
    """Home; nothing of the visitor is left but how the screen looks.

    Many readers do not see a card again that was not lifted, and do not tell that it lies there.
    """
    return replace(
        kiosk,
        screen=home_screen(kiosk),
        visitor=None,
        is_in_person=False,
        is_lift_asked=_is_by_card(kiosk.visitor) or kiosk.is_card_present,
        code_problem=None,
        services=kiosk.site_services,
        visit_no=kiosk.visit_no + 1,
    )


def _is_by_card(visitor: Visitor | None) -> bool:
    """Whether a card was laid, of the person served or of the proxy."""
    if visitor is None:
        return False
    return visitor.came_by is CameBy.CARD or _is_by_card(visitor.proxy)


def go_home(kiosk: Kiosk) -> Kiosk:
    """Home; nothing of the visitor is left."""
    return replace(
        end_visit(kiosk),
        size=Size.NORMAL,
        is_size_by_age=False,
        is_size_chosen=False,
        contrast=Contrast.STANDARD,
        is_low=False,
        is_adjusting=False,
        is_voice_on=False,
        is_voice_by_age=False,
        is_voice_chosen=False,
        pace=Pace.NORMAL,
        volume=None,
        speech_no=None,
        language=first_language(kiosk.settings),
    )


def gives_numbers(kiosk: Kiosk) -> bool:
    """Whether walk-ins get numbers now; where nobody books, visits are only begun while they do."""
    if not kiosk.settings.has_bookings:
        return True
    return kiosk.opening is not None and kiosk.opening.phase is Phase.ISSUING


def checks_in(kiosk: Kiosk) -> bool:
    """Whether bookings check in now: also before numbers start and after they end (rules.md 1)."""
    if kiosk.opening is None or kiosk.is_held:
        return False
    phases = {Phase.ISSUING}
    if kiosk.settings.has_bookings:
        phases |= {Phase.BEFORE_ISSUE, Phase.STOPPED}
    return kiosk.opening.phase in phases


def begin_visit(kiosk: Kiosk, came_by: CameBy, screen: Screen) -> Kiosk:
    """A visit from now on, or the way home where no numbers are given (any more).

    Where a proxy is asked whom the number is for, it is that person's, and she stays known.
    """
    opening = kiosk.opening
    is_allowed = checks_in(kiosk) and (came_by is not CameBy.NOTHING or gives_numbers(kiosk))
    if opening is None or not is_allowed:
        return go_home(kiosk)
    if kiosk.visitor is not None and is_asked_whom(kiosk):
        asked = replace(kiosk.visitor, came_by=came_by)
        return replace(kiosk, screen=screen, visitor=asked, visit_no=kiosk.visit_no + 1)
    visitor = Visitor(came_by, business_date=opening.business_date)
    return replace(end_visit(kiosk), screen=screen, visitor=visitor, is_lift_asked=False)


def is_asked_whom(kiosk: Kiosk) -> bool:
    """Whether a proxy has still to show whom the number is for: every card and code says that."""
    return kiosk.visitor is not None and kiosk.visitor.is_asked_whom


def may_be_left(kiosk: Kiosk) -> bool:
    """Whether a proxy who is asked whom her number is for showed nothing for so long.

    The next card or code may be that of somebody who never saw her.
    """
    return is_asked_whom(kiosk) and isinstance(kiosk.screen, StillThere)


def refused(kiosk: Kiosk, problem: str) -> Screen:
    """Why it did not go on; a proxy who is asked whom the number is for is asked again."""
    return Family(problem) if is_asked_whom(kiosk) else Refused(problem)
