# SPDX-License-Identifier: Apache-2.0
"""Help, "still there?" and what is kept of a visitor cover a screen; it comes back whole."""

from kiosk.flow.states import Help, Home, Privacy, Screen, StillThere


def innermost(screen: Screen) -> Screen:
    """The screen under help and question; what devices and services say is about that one."""
    while isinstance(screen, Help | StillThere | Privacy):
        screen = screen.before
    return screen


def put_inside(cover: Screen, screen: Screen) -> Screen:
    """`cover` with `screen` under it; nobody is asked "still there?" over a home screen."""
    match cover:
        case Help(before):
            return Help(put_inside(before, screen))
        case StillThere(before):
            inside = put_inside(before, screen)
            return inside if isinstance(screen, Home) else StillThere(inside)
        case Privacy(before):
            inside = put_inside(before, screen)
            return Privacy(inside) if isinstance(screen, Home) else inside
        case _:
            return screen


def help_over(screen: Screen) -> Screen:
    """Help for a screen; never help over help."""
    return screen if isinstance(screen, Help) else Help(screen)
