# SPDX-License-Identifier: Apache-2.0
"""Memory of screens: every state over and over with each mode toggled, and how long each is painted."""

import gc
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice, product
from pathlib import Path

from PySide6.QtWidgets import QApplication

from bench.figure import Figure, percentiles
from bench.plan import Plan
from bench.screen import application
from bench.sheets import LANGUAGES, SHAPES, Mode
from kiosk.flow.states import Kiosk
from kiosk.flow.values import Contrast, Size
from kiosk.ui.panel import Panel
from tests.gui.samples import samples

EARLY, FEW, MANY = 400, 1000, 4000
"""After so few the kept pictures are as many as may be; after a few more Qt knows every small letter, too."""
GOAL_PERCENT = 5.0
GOALS: dict[int, float | None] = {50: None, 99: 50}
LONGEST_MS = 100


def measure(plan: Plan) -> Iterator[Figure]:
    """Each screen another state in another mode, upright and across in turns."""
    application()
    gc.collect()
    gc.freeze()  # as the kiosk does when all is loaded
    many = plan.count(MANY, 4 * MANY)
    panels = {shape: Panel(Mode(shape, LANGUAGES[0]).look) for shape in SHAPES}
    for panel in panels.values():
        panel.show()
    milliseconds, memory = list[float](), dict[int, float]()
    for number, (mode, kiosk) in enumerate(islice(toggled(), many)):
        if number in {EARLY, FEW}:
            memory[number] = memory_mib()
        worked = time.process_time()
        panels[mode.shape].show_kiosk(replace(kiosk, screen_no=number))
        QApplication.processEvents()
        milliseconds.append((time.process_time() - worked) * 1000)
    after = memory_mib()
    yield Figure(f"memory, after {FEW} screens in all modes", memory[FEW], "MiB")
    yield Figure(f"memory, after {many:,} screens in all modes", after, "MiB")
    for number, goal in {EARLY: None, FEW: GOAL_PERCENT}.items():
        grown = (after / memory[number] - 1) * 100
        yield Figure(f"memory, growth from {number} to {many:,} screens", grown, "%", goal)
    yield from percentiles("a screen in any mode, of the processor", milliseconds, "ms", GOALS)
    yield Figure("the longest, of the processor", max(milliseconds), "ms", LONGEST_MS)


def toggled() -> Iterator[tuple[Mode, Kiosk]]:
    """Without end; as many states as modes would meet each other in the same pairs, so one is left out."""
    modes = [Mode(*one) for one in product(SHAPES, LANGUAGES, Size, Contrast)]
    marks = product((False, True), repeat=3)
    states = tuple(samples().values())
    several = zip(cycle(modes), cycle(marks), cycle(states[: len(states) // 2 * 2 - 1]))
    for mode, (is_low, is_adjusting, is_voice_on), kiosk in several:
        shown = mode.of(kiosk)
        yield (
            mode,
            replace(
                shown,
                is_low=is_low and shown.settings.can_lower,
                is_adjusting=is_adjusting,
                is_voice_on=is_voice_on,
            ),
        )


def memory_mib() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
