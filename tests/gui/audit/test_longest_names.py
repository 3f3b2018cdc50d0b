# SPDX-License-Identifier: Apache-2.0
"""Names as long as a site may write them, on every tile at once: they page, and nothing is cut or shrunk."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from common.settings.site_file import SiteFile, parse_site
from hall.words import letters
from kiosk.flow.states import Kiosk
from kiosk.flow.values import Size
from kiosk.ui.panel import Panel
from tests.central.small_site import SMALL_SITE
from tests.gui.audit.findings import GEOMETRY_ROWS, findings
from tests.gui.audit.measure import measure
from tests.gui.audit.test_audit import ACROSS, LOW, UPRIGHT, Way, shown
from tests.gui.sample_hall import LONG_LOOK, words
from tests.gui.samples import samples

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]

MOST_LETTERS = 48
NAME = words(
    "城乡居民基本养老保险待遇资格认证与社会保障卡申领",
    "Household registration, residence permit renewal",
)
STATES = (
    "welcome",
    "services",
    "green_offered",
    "green_services",
    "direct",
    "family",
    "pause",
    "when",
)


def with_longest_names(kiosk: Kiosk) -> Kiosk:
    services = tuple(replace(tile, name=NAME) for tile in kiosk.services)
    return replace(kiosk, services=services)


def is_accepted(name: str) -> bool:
    assert "不动产" in SMALL_SITE
    return isinstance(parse_site(SMALL_SITE.replace("不动产", name), 2026), SiteFile)


def test_the_names_are_as_long_as_a_site_may_write_them() -> None:
    assert {letters(text) for _, text in NAME.texts} == {MOST_LETTERS}
    assert is_accepted("n" * MOST_LETTERS)
    assert not is_accepted("n" * (MOST_LETTERS + 1))


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
@pytest.mark.parametrize("way", [UPRIGHT, ACROSS, LOW], ids=lambda way: way.name)
def test_the_longest_names_keep_the_table(
    qtbot: QtBot, way: Way, size: Size, language: str
) -> None:
    look = replace(
        way.look,
        site_name=LONG_LOOK.site_name,
        help_desk=LONG_LOOK.help_desk,
    )
    panel = Panel(look)
    qtbot.addWidget(panel)
    panel.show()
    broken = []
    for name, kiosk in samples().items():
        if name.startswith(STATES):
            panel.show_kiosk(with_longest_names(shown(way, kiosk, size, language)))
            screen = measure(panel, size, has_picture=False)
            broken += [f"{name}: {one}" for row in GEOMETRY_ROWS for one in findings(row, screen)]
    assert not broken, "\n".join(broken)
