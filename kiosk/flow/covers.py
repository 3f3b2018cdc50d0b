# SPDX-License-Identifier: Apache-2.0
"""What covers a screen: help, "still there?", what is kept, what is told of a number, staff.

The screen comes back whole.
"""

from dataclasses import replace

from kiosk.flow.states import (
    About,
    Help,
    Home,
    KeepNumber,
    Privacy,
    Screen,
    StaffMode,
    StillThere,
    TicketShown,
)


def innermost(screen: Screen) -> Screen:
    """The screen under help and question; what devices and services say is about that one."""
    while isinstance(screen, Help | StillThere | Privacy | About | StaffMode):
        screen = screen.before
    return screen


def put_inside(cover: Screen, screen: Screen) -> Screen:
    """`cover` with `screen` under it; nobody is asked "still there?" over a home screen."""
    match cover:
        case Help(before) | StaffMode(before):
            return replace(cover, before=put_inside(before, screen))
        case StillThere(before):
            inside = put_inside(before, screen)
            return inside if isinstance(screen, Home) else StillThere(inside)
        case Privacy(before):
            inside = put_inside(before, screen)
            return Privacy(inside) if isinstance(screen, Home) else inside
        case About(before, topic):
            inside = put_inside(before, screen)
            if isinstance(inside, TicketShown | KeepNumber | About):
                return About(inside, topic)
            return inside
        case _:
            return screen


def is_help_shown(screen: Screen) -> bool:
    """Whether help covers a screen, be it asked over it whether somebody is still there."""
    while isinstance(screen, StillThere | Privacy | About | StaffMode):
        screen = screen.before
    return isinstance(screen, Help)


def help_over(screen: Screen) -> Screen:
    """Help for a screen; never help over help."""
    return screen if isinstance(screen, Help) else Help(screen)
