# SPDX-License-Identifier: Apache-2.0
"""A kiosk comes up from what a power cut leaves of its files, with no number lost and none twice.

`./dev bench --long power` cuts many more.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.copies import Copier, moments, problems_after
from tests.e2e.harness import Hall
from tests.e2e.moments import MOMENTS

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_kiosk_comes_up_from_its_files_of_any_moment(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = random.getrandbits(32)
    record_property("seed", seed)
    draw = random.Random(seed)  # noqa: S311 - no secret
    with Hall(tmp_path, is_forked=True) as hall:
        copier = Copier(hall, draw)
        copies = [copier.copy_at(moment) for moment in moments(draw, len(MOMENTS))]
    problems = [
        problem for copy in copies for problem in problems_after(copy, visitor_no=len(copies) + 1)
    ]
    assert not problems
    assert copies[-1].numbers, "no number was given before any cut"
