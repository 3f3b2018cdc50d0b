# SPDX-License-Identifier: Apache-2.0
"""Digits of bookings may be wrong only so often: who tries one after the other could be guessing.

With 2,000 bookings a day one of 5,000 guesses is right. So this kiosk takes at most
`FlowSettings.most_wrong_codes` wrong ones in `code_seconds`, whoever types them; a right one in
between changes nothing, since who guesses may have a booking too. Cards and scanned codes, which
nobody guesses, go on as always.
"""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.effects import StartTimer, Timer
from kiosk.flow.states import Kiosk


def takes_digits(kiosk: Kiosk) -> bool:
    """Whether digits may be tried now."""
    return kiosk.wrong_codes < kiosk.settings.most_wrong_codes


def count_wrong(kiosk: Kiosk) -> Change:
    """One more; the first begins the time after which all are forgotten."""
    after = replace(kiosk, wrong_codes=kiosk.wrong_codes + 1)
    if kiosk.wrong_codes:
        return after, ()
    return after, (StartTimer(Timer.CODES, kiosk.settings.code_seconds, kiosk.timer_no),)


def forget(kiosk: Kiosk) -> Change:
    """That time is over; the screen stays."""
    if not kiosk.wrong_codes:
        return unexpected(kiosk)
    return replace(kiosk, wrong_codes=0), ()
