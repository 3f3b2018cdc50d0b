# SPDX-License-Identifier: Apache-2.0
"""What strace sees between the card and the first byte of its ticket (rules.md 3, point 2)."""

from pathlib import Path

import pytest

from drivers.card_reader.codec import Command, encode_command
from hall.log import Body, Issued, PrintStarted, body_to_text
from tests.e2e.devices import JOB
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.records import Records
from tests.e2e.tracing import Call, read_trace, traced

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SYNCS = {"fdatasync", "fsync", "sync_file_range", "msync", "sync"}
CALLS = ",".join(("pwrite64", "sendto", "write", *sorted(SYNCS)))
MOST_SYNCS = 2
READ_CARD = encode_command(Command.READ)


class Visit:
    """The system calls of one visit, from asking for the card's data to the end of the print."""

    def __init__(self, hall: Hall, folder: Path, count: int) -> None:
        confirmed = hall.kiosk.count("proof=confirmed")
        hall.lay_nothing()
        with traced(hall.kiosk, folder, CALLS) as trace:
            hall.reader.lay(person(count).card)
            hall.kiosk.wait_for("proof=confirmed", times=confirmed + 1)
        self.calls = read_trace(trace.read_text().splitlines())
        self.records: Records = hall.records()

    @property
    def reading(self) -> Call:
        return next(call for call in self.calls if call.data == READ_CARD)

    @property
    def first_byte(self) -> Call:
        return next(
            call for call in self.calls if call.name == "sendto" and call.data.startswith(JOB)
        )

    def body(self, kind: type[Body]) -> Body:
        """The entry that this visit wrote."""
        bodies = [entry.body for entry in self.records.entries]
        return next(body for body in reversed(bodies) if isinstance(body, kind))

    def written(self, body: Body) -> Call:
        """The page with an entry on its way into the write-ahead log."""
        row = (body.kind + body_to_text(body)).encode()
        return next(call for call in self.calls if call.name == "pwrite64" and row in call.data)

    def sync_after(self, write: Call) -> Call:
        """The next sync of the file that was written."""
        assert write.ended is not None
        syncs = (
            call
            for call in self.calls
            if call.name == "fdatasync" and call.file == write.file and call.begun > write.ended
        )
        sync = next(syncs, None)
        assert sync is not None, "never synced"
        return sync


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> tuple[Visit, Visit]:
    return traced_visit(tmp_path_factory, 0), traced_visit(tmp_path_factory, 1)


def traced_visit(folders: pytest.TempPathFactory, visits_before: int) -> Visit:
    folder = folders.mktemp("hall")
    with Hall(folder, is_forked=True) as hall:
        hall.start()
        for count in range(visits_before):
            hall.confirmed_visit(person(count))
        return Visit(hall, folder, visits_before)


@pytest.fixture(params=[0, 1], ids=["first of the day", "second"])
def visit(request: pytest.FixtureRequest, visits: tuple[Visit, Visit]) -> Visit:
    return visits[request.param]


@pytest.mark.parametrize("kind", [Issued, PrintStarted])
def test_what_is_promised_is_on_the_disk_before_the_first_byte_leaves(
    visit: Visit, kind: type[Body]
) -> None:
    write = visit.written(visit.body(kind))
    sync = visit.sync_after(write)
    assert write.file.endswith("kiosk.db-wal")
    assert sync.result == 0
    assert sync.ended is not None
    assert sync.ended < visit.first_byte.begun


def test_no_more_than_two_syncs_lie_between_the_card_and_the_first_byte(visit: Visit) -> None:
    between = range(visit.reading.begun, visit.first_byte.begun)
    syncs = [call.file for call in visit.calls if call.name in SYNCS and call.begun in between]
    assert len(syncs) <= MOST_SYNCS, syncs
