# SPDX-License-Identifier: Apache-2.0
"""What a visit leaves behind is searched for the visitor (protocol.md 4 and 5)."""

import hashlib
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.card_reader.codec import Command
from tests.e2e.devices import PHOTO
from tests.e2e.harness import Hall
from tests.e2e.persons import Person, person
from tests.emulators.sam_reader import Trouble

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
HASHES = ("md5", "sha1", "sha256")
PHOTO_PIECE = 16
VISITOR = replace(person(1), name="欧阳测试", address="示例省无名市隐私路三弄七号")
OTHER = replace(person(2), name="司徒样本", address="示例省无名市秘密巷五号")
UNKNOWN_DOCUMENT = replace(person(3), name="诸葛例子", number=person(3).number[:17] + "?")
EVERYBODY = (VISITOR, OTHER, UNKNOWN_DOCUMENT)


def traces_of(who: Person) -> Iterator[tuple[str, bytes]]:
    """What must be nowhere, with a word for it that tells nothing."""
    words = {
        "name": who.name,
        "address": who.address,
        "number": who.number,
        "number without check digit": who.number[:17],
        "birth and order": who.number[6:17],
        "birth": f"{who.born_on:%Y%m%d}",
    }
    for what, word in words.items():
        yield from ((f"{what} in {encoding}", word.encode(encoding)) for encoding in ENCODINGS)
    for name in HASHES:
        # So few numbers are possible that a hash without a key is as good as the number.
        found = hashlib.new(name, who.number.encode(), usedforsecurity=False)
        yield f"{name} of the number", found.digest()
        yield f"{name} of the number, written", found.hexdigest().encode()
    for start in range(0, len(PHOTO) - PHOTO_PIECE, PHOTO_PIECE):
        yield "photo", PHOTO[start : start + PHOTO_PIECE]


def found_in(data: bytes) -> set[str]:
    return {what for who in EVERYBODY for what, trace in traces_of(who) if trace in data}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path, options=("--frames",)) as hall:
        yield hall


def visits_of_all_kinds(hall: Hall) -> None:
    """A good one, one with a bad line, a document nobody knows, a printer that is mute."""
    hall.start()
    hall.confirmed_visit(VISITOR)
    hall.reader.misbehave(Trouble(on=frozenset({Command.READ}), spoils_checksum=True, times=1))
    hall.confirmed_visit(OTHER)
    hall.reader.behave()
    hall.lay(UNKNOWN_DOCUMENT)
    hall.kiosk.wait_for("card not read")
    hall.printer.gives_proof = False
    hall.visit(replace(VISITOR, number=person(4).number))
    hall.kiosk.wait_for("proof=unknown")


def test_nothing_of_a_visitor_is_left_anywhere(hall: Hall) -> None:
    visits_of_all_kinds(hall)
    alive = left_behind(hall)
    assert b"from card reader: 00 00 90 + 1284 bytes" in alive["said"]
    hall.kiosk.kill()
    killed = left_behind(hall)
    hall.start()
    assert hall.kiosk.end() == 0
    for moment, places in (("alive", alive), ("killed", killed), ("ended", left_behind(hall))):
        names = {path.name for path in places if isinstance(path, Path)}
        assert {"kiosk.db", "kiosk.toml"} <= names
        assert not {where: found for where, data in places.items() if (found := found_in(data))}, (
            moment
        )


def left_behind(hall: Hall) -> dict[Path | str, bytes]:
    """All files below the hall's folder, home and temporary files among them, and all that was said."""
    files = (path for path in hall.folder.rglob("*") if path.is_file() and not path.is_symlink())
    places: dict[Path | str, bytes] = {path: path.read_bytes() for path in files}
    places["said"] = hall.kiosk.output.encode()
    places["printed"] = bytes(hall.printer.received)
    return places


def test_the_search_finds_what_is_on_a_card() -> None:
    found = found_in(VISITOR.card + PHOTO)
    assert {"name in utf-16-le", "number in utf-16-le", "address in utf-16-le", "photo"} <= found


def test_only_the_kiosks_user_may_read_keys_and_records(hall: Hall) -> None:
    hall.start()
    hall.confirmed_visit(VISITOR)
    below = list(hall.state.rglob("*"))
    folders = {path.name: stat.S_IMODE(path.stat().st_mode) for path in below if path.is_dir()}
    assert folders == {"keys": 0o700, "last-good": 0o700}
    modes = {
        path.relative_to(hall.state): stat.S_IMODE(path.stat().st_mode)
        for path in below
        if not path.is_dir()
    }
    assert any(path.match("keys/day-*.key") for path in modes)
    assert set(modes.values()) == {0o600}, modes
