# SPDX-License-Identifier: Apache-2.0
import sys

import pytest
from PySide6.QtCore import QObject

CALLS = 500


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_qt_call_that_returns_none_keeps_its_reference_count() -> None:
    """PySide6 6.12.0 loses one a call and ends the process after some 5,000 (docs/adr/0001)."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        thing.setObjectName("x")
    assert before - sys.getrefcount(None) < CALLS / 10
