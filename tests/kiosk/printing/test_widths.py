# SPDX-License-Identifier: Apache-2.0
"""Tickets fit every paper that a printer profile may name."""

import logging

import pytest

from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.codec import encode
from kiosk.printing.renderer import PaperRenderer
from kiosk.settings.profile_file import DOTS
from tests.kiosk.printing.tickets import FONTS, KINDS, LANGUAGES, MODES, TEMPLATES, Mode, ticket


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dots", [DOTS[0], 432, 512, 640, DOTS[-1]])
def test_no_width_needs_the_emergency_ticket(
    dots: int, mode: Mode, caplog: pytest.LogCaptureFixture
) -> None:
    profile = PaperProfile(dots=dots, columns=dots // 12)
    renderer = PaperRenderer(TEMPLATES, FONTS, profile, mode)
    with caplog.at_level(logging.WARNING):
        for kind in KINDS:
            for language in LANGUAGES:
                assert encode(renderer.render(ticket(language, kind)), profile)
    assert caplog.messages == []
