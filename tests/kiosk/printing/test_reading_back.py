# SPDX-License-Identifier: Apache-2.0
"""A text ticket says on the line what it was meant to say: its bytes are cut into lines by the
emulator's own rules and read by iconv, neither of which shares code with the product.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import PrintJob, QrCode, Text, TextEncoding
from drivers.ticket_printer.codec import encode
from tests.drivers.ticket_printer.gb18030 import by_iconv
from tests.emulators.escpos_commands import command_length
from tests.kiosk.printing.tickets import KINDS, LANGUAGES, PROFILES, shipped, ticket

TAB_STOPS = 8
INITIALIZE, CHINESE = b"\x1b@", b"\x1c&"
HALVES = "A1 ()-:,"
HAN = "不动产登记社保医疗、，：（）·〇①"


def commands(data: bytes) -> Iterator[bytes]:
    while data:
        length = command_length(data)
        assert length, "the last command is cut short"
        yield data[:length]
        data = data[length:]


def lines_on_paper(data: bytes) -> Iterator[bytes]:
    """The characters of each printed line, with tabs as the blanks that a printer makes of them."""
    line = b""
    for command in commands(data):
        if command == b"\n":
            yield line
            line = b""
        elif command == b"\t":
            line += b" " * (TAB_STOPS - len(line) % TAB_STOPS)
        elif command[0] >= 0x20:
            line += command
    assert line == b"", "the last line is never printed"


def read(data: bytes) -> list[str]:
    return by_iconv(b"\n".join(lines_on_paper(data)), "GB18030").split("\n")


def codes(data: bytes) -> list[str]:
    stored = (each[8:] for each in commands(data) if each[:3] == b"\x1d(k" and each[5:7] == b"1P")
    return [code.decode("ascii") for code in stored]


def meant(job: PrintJob) -> list[str]:
    return [item.text for item in job.items if isinstance(item, Text)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_shipped_text_ticket_reads_back_line_by_line(
    paper_mm: int, language: str, kind: str
) -> None:
    job = shipped("text", paper_mm).render(ticket(language, kind))
    data = encode(job, PROFILES[paper_mm])
    assert read(data) == meant(job)
    assert codes(data) == [item.data for item in job.items if isinstance(item, QrCode)]


def test_gaps_that_went_as_tabs_read_back_as_wide_as_they_were() -> None:
    job = shipped("text", 80).render(ticket("zh_Hans", "plain"))
    data = encode(job, PROFILES[80])
    assert b"\t" in data
    rows = [line for line in read(data) if "   " in line]
    assert rows
    assert {len(row.encode("gb18030")) for row in rows} == {PROFILES[80].columns}


@pytest.mark.parametrize("paper_mm", PROFILES)
@given(
    name=st.text(alphabet=HAN + HALVES, min_size=1, max_size=20).filter(str.strip),
    where=st.text(alphabet=HAN + HALVES, min_size=1, max_size=20).filter(str.strip),
)
@settings(max_examples=25)
def test_any_words_read_back(paper_mm: int, name: str, where: str) -> None:
    document = replace(ticket("zh_Hans", "plain"), service_name=name, where=where)
    job = shipped("text", paper_mm).render(document)
    assert read(encode(job, PROFILES[paper_mm])) == meant(job)


@pytest.mark.parametrize("encoding", [TextEncoding.GB18030, TextEncoding.GBK])
def test_characters_come_only_after_the_printer_was_set_to_chinese(encoding: TextEncoding) -> None:
    """What a printer was left in by whoever used it before must not matter."""
    profile = replace(PROFILES[80], encoding=encoding)
    job = shipped("text", 80).render(ticket("zh_Hans", "plain"))
    sent = list(commands(encode(job, profile)))
    first_character = next(at for at, each in enumerate(sent) if each[0] >= 0x20)
    assert sent[0] == INITIALIZE
    assert CHINESE in sent[:first_character]
