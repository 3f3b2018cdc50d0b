# SPDX-License-Identifier: Apache-2.0
"""Prints what assistive technology sees of a program: role and name of all it shows, as JSON.

Run by the system's Python, which has the library: `at_spi_client.py PROGRAM`.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 - its version comes first


def found(program: str) -> "Atspi.Accessible | None":
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_name() == program:
            return child
    return None


def seen(one: "Atspi.Accessible") -> list[dict[str, object]]:
    states = one.get_state_set()
    here = {
        "role": one.get_role_name(),
        "name": one.get_name(),
        "is_showing": states.contains(Atspi.StateType.SHOWING),
        "is_awake": states.contains(Atspi.StateType.ENABLED),
        "has_focus": states.contains(Atspi.StateType.FOCUSED),
    }
    rows = [here]
    for number in range(one.get_child_count()):
        child = one.get_child_at_index(number)
        if child is not None:
            rows += seen(child)
    return rows


program = found(sys.argv[1])
print(json.dumps(seen(program) if program is not None else []))  # noqa: T201 - for who runs it
