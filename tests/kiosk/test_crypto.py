# SPDX-License-Identifier: Apache-2.0
import copy
import dataclasses
import hashlib
import hmac
import os
import pickle
import stat
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from hall.ids import TicketId
from kiosk import crypto
from kiosk.crypto import (
    DayKeys,
    KeyFileError,
    NoTicketCodeError,
    PublicKey,
    SignatureAlgorithm,
    SigningKey,
    TicketCode,
    UnknownAlgorithmError,
    WrongSignatureError,
    read_ticket_code,
)

TICKET = TicketId(UUID("0195570b-3a8e-7c21-9d5f-6b1e2f3a4c5d"))
TODAY = date(2026, 3, 2)
TOMORROW = date(2026, 3, 3)
PRIVATE = bytes(range(32))
KEY = SigningKey(PRIVATE)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- ticket codes ----------------------------------------------------------------------------


def test_a_ticket_code_names_its_ticket() -> None:
    assert read_ticket_code(KEY.sign(TICKET), KEY.public_key) == TICKET


def test_a_ticket_code_has_the_form_of_the_protocol_and_a_signature_others_can_check() -> None:
    mark, ticket, signature = KEY.sign(TICKET).split(".")
    assert mark == "YH1"
    assert urlsafe_b64decode(ticket + "==") == TICKET.bytes
    public = Ed25519PublicKey.from_public_bytes(KEY.public_key.data)
    public.verify(urlsafe_b64decode(signature + "=="), f"YH1.{ticket}".encode())
    assert len(signature) == 86


def test_the_same_ticket_has_the_same_code_when_it_is_printed_again() -> None:
    assert KEY.sign(TICKET) == KEY.sign(TICKET)


def test_spaces_around_a_scanned_code_do_no_harm() -> None:
    assert read_ticket_code(f" {KEY.sign(TICKET)}\r\n", KEY.public_key) == TICKET


def test_a_code_of_another_kiosk_is_refused() -> None:
    other = SigningKey(bytes(32))
    with pytest.raises(WrongSignatureError):
        read_ticket_code(other.sign(TICKET), KEY.public_key)


def test_the_signature_of_one_ticket_does_not_serve_another() -> None:
    mark, _, signature = KEY.sign(TICKET).split(".")
    ticket = KEY.sign(TicketId(UUID(int=7))).split(".")[1]
    with pytest.raises(WrongSignatureError):
        read_ticket_code(f"{mark}.{ticket}.{signature}", KEY.public_key)


@given(st.integers(min_value=0, max_value=112), st.characters(codec="utf-8"))
def test_a_code_with_one_changed_character_is_refused(place: int, sign: str) -> None:
    code = KEY.sign(TICKET)
    changed = code[:place] + sign + code[place + 1 :]
    if changed.strip() == code:
        return
    with pytest.raises((NoTicketCodeError, UnknownAlgorithmError, WrongSignatureError)):
        read_ticket_code(changed, KEY.public_key)


@given(st.text(max_size=200))
def test_any_other_text_is_no_ticket_code(text: str) -> None:
    with pytest.raises((NoTicketCodeError, UnknownAlgorithmError)):
        read_ticket_code(text, KEY.public_key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org/a.b.c",
        "YH1..",
        "YHB1.AAAA.AAAA",
        "YH1.AAAA.AAAA",
        "YH1." + "A" * 21 + "." + "A" * 86,
        "YH１.AZVXCzqOfCGdX2seLzpMXQ." + "A" * 86,
    ],
)
def test_a_text_of_another_form_is_no_ticket_code(text: str) -> None:
    with pytest.raises(NoTicketCodeError):
        read_ticket_code(text, KEY.public_key)


def test_a_code_has_only_one_spelling() -> None:
    # The last of 22 characters carries 4 bits that do not count; another one there is refused.
    code = KEY.sign(TICKET)
    assert code[25] == "Q"
    with pytest.raises(NoTicketCodeError):
        read_ticket_code(f"{code[:25]}R{code[26:]}", KEY.public_key)


def test_a_code_of_a_later_version_is_named_as_such() -> None:
    with pytest.raises(UnknownAlgorithmError) as caught:
        read_ticket_code("YH9" + KEY.sign(TICKET)[3:], KEY.public_key)
    assert caught.value.fields == {"algorithm": "YH9"}


class StandIn(SignatureAlgorithm):
    """A second set with other lengths, as SM2 would be one; no real signature."""

    def new_key(self) -> bytes:
        return b"s" * 20

    def public_key(self, private: bytes) -> bytes:
        return private

    def is_key(self, public: bytes) -> bool:
        return len(public) == 20

    def sign(self, private: bytes, message: bytes) -> bytes:
        return hmac.digest(private, message, hashlib.sha1)

    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(self.sign(public, message), signature)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(crypto, "SIGNATURES", {**crypto.SIGNATURES, "YH2": StandIn()})
    return "YH2"


def test_a_second_algorithm_needs_only_its_entry_in_the_table(
    stand_in: str, tmp_path: Path
) -> None:
    key = SigningKey.load_or_make(tmp_path / "kiosk.key", stand_in)
    code = key.sign(TICKET)
    assert code.startswith("YH2.")
    assert read_ticket_code(code, key.public_key) == TICKET
    assert SigningKey.load_or_make(tmp_path / "kiosk.key").public_key == key.public_key


def test_a_key_of_one_algorithm_does_not_vouch_for_a_code_of_another(stand_in: str) -> None:
    own = SigningKey(b"k" * 20, stand_in)
    confused = PublicKey("YH1", own.public_key.data)
    with pytest.raises(WrongSignatureError):
        read_ticket_code(own.sign(TICKET), confused)


# --- the signing key -------------------------------------------------------------------------


def test_the_signing_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "keys" / "signing.key"
    first = SigningKey.load_or_make(path)
    assert SigningKey.load_or_make(path).public_key == first.public_key
    assert first.public_key != SigningKey.load_or_make(tmp_path / "other.key").public_key


def test_only_the_kiosk_itself_can_read_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.key"
    SigningKey.load_or_make(path)
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["signing.key"]


def test_a_key_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    SigningKey.load_or_make(path)
    path.chmod(0o644)
    SigningKey.load_or_make(path)
    assert mode(path) == 0o600


@pytest.mark.parametrize("content", [b"YH1 AAAA\n", b"YH1\n", b"YH1 \xff\xfe\n"])
def test_a_spoilt_key_file_is_reported_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "signing.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError) as caught:
        SigningKey.load_or_make(path)
    assert caught.value.fields["path"] == path
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"YH7 AAAA\n"])
def test_a_key_file_of_an_unknown_algorithm_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "signing.key"
    path.write_bytes(content)
    with pytest.raises(UnknownAlgorithmError):
        SigningKey.load_or_make(path)
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_a_key_is_reported(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        SigningKey.load_or_make(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    with pytest.raises(KeyFileError):
        DayKeys(tmp_path / "keys").key(TODAY)


# --- the day's keys --------------------------------------------------------------------------


def test_a_day_has_one_key_of_32_random_bytes_in_its_own_file(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path / "keys")
    key = keys.key(TODAY)
    assert len(key.reveal()) == 32
    assert keys.key(TODAY).reveal() == key.reveal()
    assert keys.key(TOMORROW).reveal() != key.reveal()
    path = tmp_path / "keys" / "day-2026-03-02.key"
    assert path.read_bytes() == key.reveal()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_at_the_next_business_day_the_old_key_is_gone(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.key(TODAY)
    keys.key(TOMORROW)
    (tmp_path / "day-2026-03-01.key.x1y2.new").write_bytes(b"left by a crash")
    SigningKey.load_or_make(tmp_path / "signing.key")
    keys.forget_before(TOMORROW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "day-2026-03-03.key",
        "signing.key",
    ]


def test_the_key_of_a_later_day_stays_for_a_clock_that_was_ahead(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.key(TODAY)
    keys.key(TOMORROW)
    keys.forget_before(TODAY)
    assert len(list(tmp_path.iterdir())) == 2


def test_before_the_first_key_there_is_nothing_to_delete(tmp_path: Path) -> None:
    DayKeys(tmp_path / "keys").forget_before(TODAY)
    assert not (tmp_path / "keys").exists()


def test_a_day_key_that_cannot_be_deleted_is_reported(tmp_path: Path) -> None:
    (tmp_path / "day-2026-03-01.key").mkdir()
    with pytest.raises(KeyFileError):
        DayKeys(tmp_path).forget_before(TODAY)


def test_a_day_key_of_a_wrong_length_is_reported_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "day-2026-03-02.key"
    path.write_bytes(b"short")
    with pytest.raises(KeyFileError):
        DayKeys(tmp_path).key(TODAY)
    assert path.read_bytes() == b"short"


def test_the_centres_key_takes_the_place_of_an_own_one(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.key(TODAY)
    for _ in range(2):
        keys.put(TODAY, bytes(32))
        assert keys.key(TODAY).reveal() == bytes(32)
    assert [path.name for path in tmp_path.iterdir()] == [f"day-{TODAY}.key"]
    assert stat.S_IMODE((tmp_path / f"day-{TODAY}.key").stat().st_mode) == 0o600


def test_a_key_of_the_centre_that_cannot_be_kept_is_reported(tmp_path: Path) -> None:
    (tmp_path / f"day-{TODAY}.key").mkdir()
    with pytest.raises(KeyFileError):
        DayKeys(tmp_path).put(TODAY, bytes(32))
    assert len(list(tmp_path.iterdir())) == 1


def test_many_threads_that_ask_for_a_new_day_get_the_same_key(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path / "keys")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys.key(TODAY).reveal(), range(32)))
    assert len(found) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["day-2026-03-02.key"]


def test_a_new_key_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, link = os.fsync, os.link

    def recorded_sync(number: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "file"
        steps.append(f"sync {kind}")
        sync(number)

    def recorded_link(source: str, target: Path) -> None:
        steps.append("name")
        link(source, target)

    monkeypatch.setattr(os, "fsync", recorded_sync)
    monkeypatch.setattr(os, "link", recorded_link)
    DayKeys(tmp_path / "keys").key(TODAY)
    assert steps == ["sync folder", "sync file", "name", "sync folder"]


# --- nothing leaks ---------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Holder:
    key: object


@pytest.mark.parametrize("key", [KEY, crypto.DayKey(TODAY, PRIVATE)])
def test_a_key_is_in_no_repr_and_cannot_be_copied_or_pickled(key: object) -> None:
    for seen in (repr(key), str(key), f"{key}", repr(Holder(key))):
        assert repr(PRIVATE) not in seen
        assert PRIVATE.hex() not in seen
    with pytest.raises(TypeError):
        copy.deepcopy(key)
    with pytest.raises(TypeError):
        dataclasses.asdict(Holder(key))
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_a_ticket_code_tells_nothing_of_the_key() -> None:
    code: TicketCode = KEY.sign(TICKET)
    assert PRIVATE.hex() not in code
