# SPDX-License-Identifier: Apache-2.0
"""The disk of a kiosk is full to the last block: it goes on giving numbers, over restarts too."""

import json
from pathlib import Path

import pytest

from tests.e2e.full_disk import GIVEN_WHILE_FULL
from tests.small_disk import run_on_small_disk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_a_kiosk_on_a_full_disk_goes_on_giving_numbers_and_none_twice(tmp_path: Path) -> None:
    said = run_on_small_disk("tests.e2e.full_disk", tmp_path, size="40m", mounted="state")
    told = json.loads(said.splitlines()[-1])
    count = GIVEN_WHILE_FULL + 3
    assert told["numbers"] == [f"A{number:03}" for number in range(1, count + 1)]
    assert told["papers"] == count
    assert told["broken"] == []
    assert told["sound"] == "ok"
