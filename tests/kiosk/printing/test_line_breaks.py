# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import TextEncoding
from drivers.ticket_printer.charset import text_columns
from kiosk.printing.line_breaks import break_evenly

HAN = "不动产登记社保医户口身份证养老金资格认证公积办理业务中心大厅𠮷㐂龘"
TEXTS = st.text(alphabet=HAN + "，、（）《》： AaBbMmWw-–.’0123456789", min_size=1, max_size=60)


def columns(text: str) -> int:
    return text_columns(text, TextEncoding.GB18030)


def broken(text: str, width: int) -> tuple[str, ...]:
    return break_evenly(text, width, columns)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("不动产登记", 10, ("不动产登记",)),
        ("不动产登记", 8, ("不动", "产登记")),
        ("二楼 B 区 12–18 号窗口", 18, ("二楼 B 区", "12–18 号窗口")),
        ("号票丢失，可刷身份证补打", 22, ("号票丢失，", "可刷身份证补打")),
        ("ID card, property certificate", 24, ("ID card,", "property certificate")),
        ("Shili District Service Centre", 20, ("Shili District", "Service Centre")),
        ("示例区政务服务中心（高新区分中心）", 24, ("示例区政务服务中心", "（高新区分中心）")),
        ("户口、身份证", 6, ("户口、", "身份证")),
        ("aaaaaaaaaaaa", 5, ("aaaa", "aaaa", "aaaa")),
        ("张", 1, ("张",)),
        ("", 9, ("",)),
        ("  ", 1, ("",)),
    ],
)
def test_lines_end_where_a_reader_pauses(text: str, width: int, lines: tuple[str, ...]) -> None:
    assert broken(text, width) == lines


@given(text=TEXTS, width=st.integers(2, 48))
def test_no_line_is_too_wide_and_no_character_is_lost(text: str, width: int) -> None:
    lines = broken(text, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    text=st.text(alphabet="不动产登记社保医户口身份证", min_size=2, max_size=60),
    width=st.integers(8, 48),
)
def test_no_character_stands_alone(text: str, width: int) -> None:
    assert all(len(line) >= 2 for line in broken(text, width))


@given(
    words=st.lists(st.text(alphabet=HAN, min_size=1, max_size=6), min_size=2, max_size=12),
    width=st.integers(4, 48),
)
def test_no_line_begins_with_a_comma(words: list[str], width: int) -> None:
    assert not any(line.startswith("，") for line in broken("，".join(words), width))
