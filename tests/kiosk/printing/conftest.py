# SPDX-License-Identifier: Apache-2.0
import pytest
from PySide6.QtWidgets import QApplication

from kiosk.printing.fonts import load_fonts
from tests.kiosk.printing.tickets import FONTS


@pytest.fixture(scope="session", autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts(FONTS)
