# SPDX-License-Identifier: Apache-2.0
"""Lines of the log as entries of systemd's journal, read by a socket of the test's own."""

import logging
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.journal import MOST_BYTES, JournalHandler, is_read_by_journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.settimeout(20)
        line.bind(str(tmp_path / "journal"))
        yield line


@pytest.fixture
def logger(tmp_path: Path, journal: socket.socket) -> Iterator[logging.Logger]:
    handler = JournalHandler(tmp_path / "journal")
    logger = logging.getLogger("kiosk.runner.told")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)
    handler.close()


def entry(journal: socket.socket) -> dict[str, str]:
    """As the journal takes it apart: name, line feed, length, value, line feed."""
    data, found = journal.recv(200_000), {}
    while data:
        name, _, rest = data.partition(b"\n")
        (length,) = struct.unpack("<Q", rest[:8])
        found[name.decode()] = rest[8 : 8 + length].decode()
        assert rest[8 + length : 9 + length] == b"\n"
        data = rest[9 + length :]
    return found


def test_each_value_of_a_line_is_a_field(logger: logging.Logger, journal: socket.socket) -> None:
    logger.info("issued number=%s ticket_id=%s", "A001", 7)
    found = entry(journal)
    assert found["MESSAGE"] == "issued number=A001 ticket_id=7"
    assert found["YOUHAO_NUMBER"] == "A001"
    assert found["YOUHAO_TICKET_ID"] == "7"
    assert found["YOUHAO_LOGGER"] == "kiosk.runner.told"
    assert found["PRIORITY"] == "6"


def test_values_without_a_name_do_not_shift_the_others(
    logger: logging.Logger, journal: socket.socket
) -> None:
    logger.warning("%s refused key=%s", "look", "error.store.failed")
    found = entry(journal)
    assert found["YOUHAO_KEY"] == "error.store.failed"
    assert found["PRIORITY"] == "4"


def test_lines_of_one_kind_have_one_id_whatever_their_values(
    logger: logging.Logger, journal: socket.socket
) -> None:
    ids = []
    for kind, value in (("issued number=%s", 1), ("issued number=%s", 2), ("printed %s", 2)):
        logger.info(kind, value)
        ids.append(entry(journal)["MESSAGE_ID"])
    assert ids[0] == ids[1] != ids[2]
    assert all(len(each) == 32 for each in ids)


def test_a_line_of_several_lines_is_one_entry_and_a_long_one_is_cut(
    logger: logging.Logger, journal: socket.socket
) -> None:
    logger.error("trace\nMESSAGE=forged\n%s", "x" * 100_000)
    found = entry(journal)
    assert found["MESSAGE"].startswith("trace\nMESSAGE=forged\n")
    assert len(found["MESSAGE"]) == MOST_BYTES


def test_the_journal_is_spoken_to_only_where_it_listens(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as out:
        found = os.fstat(out.fileno())
        here = f"{found.st_dev}:{found.st_ino}"
        assert is_read_by_journal({"JOURNAL_STREAM": here}, out)
        assert not is_read_by_journal({"JOURNAL_STREAM": f"{here}1"}, out)
        assert not is_read_by_journal({"JOURNAL_STREAM": "yes"}, out)
        assert not is_read_by_journal({}, out)
