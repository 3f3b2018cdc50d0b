# SPDX-License-Identifier: Apache-2.0
"""Names of any length and script stay on the paper, whole."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import PaperProfile, Raster, Text
from drivers.ticket_printer.charset import MISSING
from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.paper import PaperPicture
from kiosk.printing.raster_page import MARGIN
from tests.kiosk.printing.tickets import PROFILES, paper_of, shipped, ticket

HAN = "不动产登记社保医疗保险户口身份证养老金资格认证公积金企业出入境𠮷㐂龘䶮〇"
LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzÀéñü"
MARKS = "0123456789 （）、，·-–/&<>|{}%\"'"
NAMES = st.one_of(
    st.text(alphabet=HAN, min_size=2, max_size=24),
    st.text(alphabet=LATIN, min_size=2, max_size=24),
    st.text(alphabet=HAN + LATIN + MARKS, min_size=2, max_size=24),
    st.sampled_from(("W" * 24, "Hukou registration and resident ID cards", "㐂" * 24, "𠮷" * 24)),
).filter(lambda name: bool(name.strip()))
WIDE: Final = "WWWWWWWWWWWWWWWWWWWWWWWW"


def inked_columns(picture: PaperPicture) -> int:
    """One bit per column of the paper, 1 where any row has a dot."""
    row_bytes = picture.width_dots // 8
    columns = 0
    for at in range(0, len(picture.rows), row_bytes):
        columns |= int.from_bytes(picture.rows[at : at + row_bytes])
    return columns


def assert_margins_are_white(picture: PaperPicture) -> None:
    edges = (1 << MARGIN) - 1
    columns = inked_columns(picture)
    assert columns & edges == 0
    assert columns >> (picture.width_dots - MARGIN) == 0


@pytest.mark.parametrize("paper_mm", PROFILES)
@given(name=NAMES)
@settings(max_examples=40)
def test_a_name_stays_inside_the_margins_and_above_the_number(paper_mm: int, name: str) -> None:
    plain = ticket("zh_Hans", "plain")
    renderer = shipped("raster", paper_mm)
    usual = paper_of(renderer.render(replace(plain, service_name="社保")), paper_mm)
    picture = paper_of(renderer.render(replace(plain, service_name=name)), paper_mm)
    assert_margins_are_white(picture)
    assert below_the_name(picture, usual) == below_the_name(usual, usual)


def below_the_name(picture: PaperPicture, usual: PaperPicture) -> bytes:
    """From just above the number to the foot: what a name must not reach into."""
    row_bytes = usual.width_dots // 8
    heading = {576: 170, 384: 140}[usual.width_dots]
    return picture.rows[-(usual.height_dots - heading) * row_bytes :]


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("words", [WIDE, "中" * 40, "Wm " * 13, "，" * 40])
def test_the_longest_words_stay_inside_the_margins(paper_mm: int, words: str) -> None:
    standby = ticket("en", "standby")
    for document in (
        replace(standby, site_name=words),
        replace(standby, where=words),
        replace(standby, machine_name=words),
        replace(standby, hotline=words),
        replace(standby, number=words),
    ):
        picture = paper_of(shipped("raster", paper_mm).render(document), paper_mm)
        assert_margins_are_white(picture)


@pytest.mark.parametrize("paper_mm", PROFILES)
def test_many_materials_stay_inside_the_margins(paper_mm: int) -> None:
    materials = tuple(f"{number} 不动产权属证书原件及复印件各一份 {WIDE}" for number in range(8))
    document = replace(ticket("zh_Hans", "plain"), materials=materials)
    assert_margins_are_white(paper_of(shipped("raster", paper_mm).render(document), paper_mm))


@pytest.mark.parametrize("paper_mm", PROFILES)
@given(name=NAMES)
@settings(max_examples=100)
def test_a_text_ticket_prints_a_name_whole_as_text_or_as_a_picture(
    paper_mm: int, name: str
) -> None:
    profile = PROFILES[paper_mm]
    job = shipped("text", paper_mm).render(replace(ticket("zh_Hans", "plain"), service_name=name))
    texts = [item for item in job.items if isinstance(item, Text)]
    pictures = [item for item in job.items if isinstance(item, Raster)]
    printed = "".join(item.text for item in texts)
    assert pictures or "".join(name.split()) in "".join(printed.split())
    data = encode(job, profile)
    assert MISSING.encode("gb18030") not in data
    assert all(fits(item, profile) for item in texts)
    assert all(item.width_dots <= profile.dots for item in pictures)


def fits(line: Text, profile: PaperProfile) -> bool:
    return len(line.text.encode(profile.encoding)) * line.width <= profile.columns
