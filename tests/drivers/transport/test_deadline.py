# SPDX-License-Identifier: Apache-2.0
"""Deadlines, with a clock that is moved by hand."""

from drivers.transport.deadline import Deadline


def test_a_deadline_runs_down_and_never_below_nothing() -> None:
    now = [100.0]
    deadline = Deadline(2.0, lambda: now[0])

    seen = []
    for now[0] in (100.0, 101.5, 102.0, 200.0):
        seen.append((deadline.remaining_seconds, deadline.is_over))

    assert seen == [(2.0, False), (0.5, False), (0.0, True), (0.0, True)]


def test_a_step_ends_by_itself_or_with_the_whole() -> None:
    now = [100.0]
    whole = Deadline(2.0, lambda: now[0])

    assert whole.within(0.5).remaining_seconds == 0.5
    now[0] = 101.75
    assert whole.within(0.5).remaining_seconds == 0.25
