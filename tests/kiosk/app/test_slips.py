# SPDX-License-Identifier: Apache-2.0
"""The papers that are not tickets, as this kiosk's own settings make them."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from hall.ids import TicketId
from kiosk.app.devices import profile_of
from kiosk.app.slips import SiteSlips
from kiosk.crypto import SigningKey, read_ticket_code
from kiosk.printing.staff_papers import PrinterTestPage
from kiosk.settings.load import load_settings
from tests.fakes.clock import MONDAY_TEN, FakeClock
from tests.kiosk.settings.samples import SHIPPED


@pytest.mark.gui
def test_the_page_that_tries_the_printer_says_what_kiosk_toml_says_of_it(
    qapp: QApplication,
) -> None:
    settings = load_settings(SHIPPED)
    site, key = settings.site, SigningKey(bytes(32))
    assert site is not None
    profile = replace(profile_of(settings.printer), senses_low_paper=False)
    slips = SiteSlips(settings, lambda: site.site, profile, key, FakeClock())
    page = slips.test_page("en")
    assert isinstance(page, PrinterTestPage)
    assert page.printed_at == MONDAY_TEN
    assert (page.driver, page.mode, page.dots) == (
        settings.printer.kind,
        settings.printer.mode,
        profile.dots,
    )
    assert not page.senses_low_paper
    assert read_ticket_code(page.code, key.public_key) == TicketId(UUID(int=0))
    assert slips.render_test("en").items
