# SPDX-License-Identifier: Apache-2.0
"""Somebody of the staff at a whole kiosk that can be touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from kiosk.app.set_pin import set_pin
from tests.e2e.harness import Hall
from tests.e2e.touched_kiosk import Finger

NUMBER, PIN, NAME = "41", "730518", "王敏"
WAY_IN = ("bar.help", "staff")


def let_in(hall: Hall) -> None:
    """From now on, by number and PIN."""
    set_pin(hall.config, NUMBER, NAME, "zh_Hans", StringIO(), ask=lambda _: PIN)


@contextmanager
def at_the_door(hall: Hall) -> Iterator[Finger]:
    """At the kiosk that runs, asked for the staff number."""
    hall.lay_nothing()
    with Finger(hall.folder) as finger:
        finger.touch(*WAY_IN)
        yield finger


def sign_in(finger: Finger, pin: str = PIN) -> None:
    """Number, then PIN."""
    finger.type(NUMBER)
    finger.touch("number_done")
    finger.type(pin)
    finger.touch("number_done")


@contextmanager
def at_work(hall: Hall) -> Iterator[Finger]:
    """In staff mode, on its menu."""
    with at_the_door(hall) as finger:
        sign_in(finger)
        yield finger
