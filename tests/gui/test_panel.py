# SPDX-License-Identifier: Apache-2.0
"""The panel as a whole: names for assistive technology, privacy, one set of widgets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from hall.identity import Identity, IdentityDigest, Secret
from kiosk.flow import states
from kiosk.flow.helping import HelpStage, stage
from kiosk.flow.values import CameBy, Paper, Size
from kiosk.ui.lines import plain
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.labels import BigLabel
from tests.gui.audit.findings import missing_glyphs
from tests.gui.audit.measure import measure
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import visit
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui


def visible(panel: Panel) -> Iterator[QWidget]:
    return (child for child in panel.findChildren(QWidget) if child.isVisible())


def test_every_control_is_a_button_named_by_the_words_on_it(panel: Panel) -> None:
    for name, kiosk in samples().items():
        panel.show_kiosk(kiosk)
        for button in visible(panel):
            if not isinstance(button, WrapButton):
                continue
            seen = QAccessible.queryAccessibleInterface(button)
            assert seen.role() == QAccessible.Role.Button, name
            spoken = seen.text(QAccessible.Text.Name).replace(" ", "")
            words = ["".join(line.text for line in text) for text in button.painted_texts()]
            if button.objectName().startswith("key."):
                assert spoken, name
            else:
                assert all(
                    w.replace(" ", "").replace("·", "") in spoken.replace("·", "")
                    for w in words
                    if "、" not in w
                ), (name, words, spoken)


def test_every_text_is_a_text_named_by_itself(panel: Panel) -> None:
    for name, kiosk in samples().items():
        panel.show_kiosk(kiosk)
        for label in visible(panel):
            if isinstance(label, BigLabel):
                seen = QAccessible.queryAccessibleInterface(label)
                assert seen.role() == QAccessible.Role.StaticText, name
                words = "".join(line.text for text in label.painted_texts() for line in text)
                assert words.replace(" ", "") == seen.text(QAccessible.Text.Name).replace(" ", "")


def test_typed_digits_are_on_the_screen_and_in_no_name(panel: Panel) -> None:
    typed = "110101194912310021"
    panel.show_kiosk(visit(states.Keypad(Secret(typed)), came_by=CameBy.TYPED, identity=None))
    empty = panel.grab().toImage()
    seen = [*_names(panel), repr(panel.fitted)]
    for group in (typed, typed[:6], typed[6:10], typed[10:14], typed[14:]):
        assert not [text for text in seen if group in text]
    panel.show_kiosk(visit(states.Keypad(Secret("")), came_by=CameBy.TYPED, identity=None))
    assert panel.grab().toImage() != empty


def _names(panel: Panel) -> list[str]:
    names = []
    for child in [panel, *panel.findChildren(QObject)]:
        names += [repr(child), child.objectName()]
        if isinstance(child, QWidget):
            seen = QAccessible.queryAccessibleInterface(child)
            names += [child.toolTip(), child.accessibleName(), child.accessibleDescription()]
            names += [seen.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
        for name in ("text", "windowTitle"):
            reader = getattr(child, name, None)
            if callable(reader):
                names.append(str(reader()))
    return names


def test_a_rare_name_is_drawn(panel: Panel) -> None:
    rare = Identity(IdentityDigest("h1:02"), "㐂*", frozenset())
    panel.show_kiosk(visit(states.Services(), identity=rare))
    assert "㐂*，您好" in _texts(panel)
    assert not list(missing_glyphs(measure(panel, Size.NORMAL)))


def test_a_name_without_a_shape_is_left_out_of_the_greeting(panel: Panel) -> None:
    panel.show_kiosk(samples()["services_nameless"])
    assert "您好" in _texts(panel)
    assert not list(missing_glyphs(measure(panel, Size.NORMAL)))


def test_no_widget_is_ever_added_once_all_screens_were_seen(panel: Panel) -> None:
    def round_trip() -> int:
        for kiosk in samples().values():
            for size in Size:
                panel.show_kiosk(in_size(kiosk, size, "zh_Hans"))
        return len(panel.findChildren(QWidget))

    assert round_trip() == round_trip()


def test_the_reading_order_is_from_top_to_bottom(panel: Panel) -> None:
    panel.show_kiosk(samples()["services"])
    children = [w for w in panel.children() if isinstance(w, WrapButton) and w.isVisible()]
    names = [button.objectName() for button in children]
    assert names[:2] == ["service.property", "service.social"]
    assert names[-5:] == ["bar.size", "bar.voice", "bar.back", "bar.restart", "bar.help"]


def test_tab_walks_the_controls_in_reading_order_and_shows_where_it_is(panel: Panel) -> None:
    panel.show_kiosk(samples()["pause_asks"])
    walked = []
    for _ in range(6):
        QTest.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Tab)
        focused = panel.focusWidget()
        assert focused is not None
        walked.append(focused.objectName())
    assert walked == ["confirm", "not_this", "bar.size", "bar.back", "bar.restart", "bar.help"]


def test_no_control_has_a_focus_ring_before_the_tab_key(panel: Panel) -> None:
    panel.activateWindow()
    panel.show_kiosk(samples()["services"])
    before = panel.grab().toImage()
    QTest.keyClick(panel, Qt.Key.Key_Tab)
    assert panel.grab().toImage() != before


def test_a_pressed_control_looks_pressed(panel: Panel, seconds: Seconds) -> None:
    panel.show_kiosk(samples()["services"])
    seconds.go_on(1.0)
    tile = next(w for w in visible(panel) if w.objectName() == "service.social")
    before = panel.grab().toImage()
    QTest.mousePress(tile, Qt.MouseButton.LeftButton)
    assert panel.grab().toImage() != before
    QTest.mouseRelease(tile, Qt.MouseButton.LeftButton)


def test_the_seconds_that_are_left_are_counted_down(panel: Panel, seconds: Seconds) -> None:
    panel.show_kiosk(samples()["still_there"])
    assert "30 秒后返回首页" in _texts(panel)
    seconds.go_on(12.0)
    view = next(w for w in visible(panel) if w.objectName() == "countdown")
    view.refresh()
    assert "18 秒后返回首页" in _texts(panel)
    panel.show_kiosk(samples()["services"])
    seconds.go_on(60.0)
    panel.show_kiosk(replace(samples()["still_there"], screen_no=2))
    assert "30 秒后返回首页" in _texts(panel)


def _texts(panel: Panel) -> list[str]:
    return [
        "".join(line.text for line in text)
        for w in visible(panel)
        for text in getattr(w, "painted_texts", list)()
    ]


def test_take_your_ticket_is_said_only_when_the_paper_is_confirmed(panel: Panel) -> None:
    for name, kiosk in samples().items():
        panel.show_kiosk(kiosk)
        is_said = any("取走号票" in text for text in _texts(panel))
        screen = kiosk.screen
        is_taken = isinstance(screen, states.TicketShown) and screen.ticket.paper is Paper.CONFIRMED
        assert is_said == is_taken, name


def test_whoever_takes_a_number_for_somebody_else_reads_before_the_touch_what_to_bring(
    panel: Panel,
) -> None:
    for name in ("family_services", "family_pause", "family_ticket"):
        panel.show_kiosk(samples()[name])
        assert any("经办人身份证和委托书" in text for text in _texts(panel)), name
    for name in ("family_pause", "family_ticket", "family_again", "family_keep_number"):
        panel.show_kiosk(samples()[name])
        assert any("代办" in text for text in _texts(panel)), name


def test_help_and_the_desk_are_named_on_every_screen_of_trouble(panel: Panel) -> None:
    for name in (
        "refused",
        "when_none",
        "help",
        "closed_day",
        "welcome_reader",
        "keep_number_paper_out",
    ):
        panel.show_kiosk(samples()[name])
        assert any("一楼大厅服务台" in text for text in _texts(panel)), name


def test_a_kiosk_of_one_language_offers_no_other(panel: Panel) -> None:
    panel.show_kiosk(samples()["welcome_one_language"])
    assert not [c for c in visible(panel) if c.objectName().startswith("language.")]


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("here", ["zh_Hans", "zh_Hant", "en"])
def test_each_other_language_has_a_control_in_its_own_words(
    panel: Panel, here: str, size: Size
) -> None:
    names = {"zh_Hans": "简体中文", "zh_Hant": "繁體中文", "en": "English"}
    panel.show_kiosk(in_size(samples()["welcome"], size, here))
    shown = {
        child.objectName().removeprefix("language."): child.accessibleName()
        for child in visible(panel)
        if child.objectName().startswith("language.")
    }
    assert shown == {name: words for name, words in names.items() if name != here}


def test_nobody_is_said_to_be_told_or_to_come_where_that_is_not_known(panel: Panel) -> None:
    claims = {"已通知": HelpStage.TOLD, "正在过来": HelpStage.COMING, "已经亮了": HelpStage.LIT}
    for name, kiosk in samples().items():
        panel.show_kiosk(kiosk)
        for claim, needed in claims.items():
            is_said = any(claim in text for text in _texts(panel))
            is_known = isinstance(kiosk.screen, states.Help) and stage(kiosk) is needed
            assert is_said == is_known, name


def test_a_hint_for_breaking_is_not_part_of_a_word() -> None:
    assert plain("输入\u200b身份证号") == "输入身份证号"


def test_a_cut_is_told_with_the_code_only_where_it_can_be_scanned(panel: Panel) -> None:
    for name, is_scanned in (("booked_welcome_cut", False), ("booked_welcome_cut_scanner", True)):
        panel.show_kiosk(samples()[name])
        said = "".join(_texts(panel))
        assert "以后才约的" in said
        assert ("请扫预约码" in said) is is_scanned
