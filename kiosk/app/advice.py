# SPDX-License-Identifier: Apache-2.0
"""All that a technician should look at again in a kiosk.toml without mistakes, each with its line."""

from common.settings.problems import Problem
from common.settings.spot import Spot
from kiosk.app.store import staff_file
from kiosk.clock import Clock
from kiosk.health import support
from kiosk.settings.load import SYSTEM_CLOCK, Loaded, advise
from kiosk.settings.model import Settings
from kiosk.store.staff_file import StaffFileError


def warnings_of(
    loaded: Loaded,
    clock: Clock = SYSTEM_CLOCK,
    machine: support.Machine | None = None,
) -> tuple[Problem, ...]:
    """What is legal and yet unwise, in the file's order; `machine` is this one if none is given.

    Asked once of a loaded file.
    """
    at = loaded.file.spot
    advise(loaded, clock)
    _machine(machine or support.this_machine(), at.at("kiosk"))
    _pin(loaded.settings, at.at("kiosk"))
    return loaded.file.warnings()


def _machine(machine: support.Machine, at: Spot) -> None:
    if not support.is_known(machine):
        libc, qt = support.shown(machine.libc), support.shown(machine.qt)
        at.warn("machine", processor=machine.processor, libc=libc, qt=qt)


def _pin(settings: Settings, at: Spot) -> None:
    """Where this user may not look, nothing is said."""
    try:
        people = staff_file(settings).load().values()
    except StaffFileError:
        return
    if not any(record.pin for record in people):
        at.warn("no_pin")
