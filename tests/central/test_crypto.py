# SPDX-License-Identifier: Apache-2.0
import copy
import hashlib
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from central import crypto
from central.crypto import (
    BadPublicKeyError,
    BookingKey,
    CryptoError,
    DayKeys,
    KeyFileError,
    Token,
    UnknownAlgorithmError,
    check_public_key,
    key_id,
)
from common.key_files import DayKey
from common.signatures import Ed25519, PublicKey
from hall.ids import SiteId

SITE = SiteId("hall_1")
OTHER = SiteId("hall_2")
TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- tokens ----------------------------------------------------------------------------------


def test_a_token_is_kept_as_its_hash_and_found_by_it() -> None:
    token = Token.new()
    assert Token(token.reveal()).hash() == token.hash()
    assert token.hash() == f"s256:{hashlib.sha256(token.reveal().encode()).hexdigest()}"
    assert token.reveal() not in token.hash()


def test_no_two_tokens_are_the_same_and_each_has_256_bits() -> None:
    tokens = {Token.new().reveal() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {43}


def test_a_token_shows_itself_nowhere_by_accident() -> None:
    token = Token("very secret")
    assert "secret" not in f"{token!r} {token}"
    for carry in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            carry(token)


def test_tokens_kept_by_an_earlier_algorithm_are_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earlier = Token("t").hash()
    both = {**crypto.TOKEN_HASHES, "x1": lambda data: hashlib.sha512(data).digest()}
    monkeypatch.setattr(crypto, "TOKEN_HASHES", both)
    monkeypatch.setattr(crypto, "FIRST_CHOICE", "x1")
    hashes = Token("t").hashes()
    assert [found.split(":")[0] for found in hashes] == ["x1", "s256"]
    assert earlier in hashes


# --- public keys -----------------------------------------------------------------------------


def test_what_is_too_long_to_keep_is_told_from_anything_else_by_its_hash() -> None:
    kept = crypto.hash_of(b"asked")
    assert kept.startswith(b"s256:")
    assert crypto.is_hash_of(kept, b"asked")
    assert not crypto.is_hash_of(kept, b"asked otherwise")
    for odd in (b"", b"s256", b"x1:" + kept[5:], b"\xff:", kept[5:]):
        assert not crypto.is_hash_of(odd, b"asked")


def test_a_kiosk_s_public_key_is_taken() -> None:
    algorithm = Ed25519()
    check_public_key(PublicKey("YH1", algorithm.public_key(algorithm.new_key())))


@pytest.mark.parametrize("data", [b"", bytes(31), bytes(33)])
def test_bytes_that_are_no_public_key_are_refused(data: bytes) -> None:
    with pytest.raises(BadPublicKeyError):
        check_public_key(PublicKey("YH1", data))


def test_a_key_of_a_later_version_is_named_as_such() -> None:
    with pytest.raises(UnknownAlgorithmError) as caught:
        check_public_key(PublicKey("YH9", bytes(32)))
    assert caught.value.fields == {"algorithm": "YH9"}


# --- day keys --------------------------------------------------------------------------------


def test_the_centres_own_key_is_made_once_and_lies_in_a_file_of_its_own(tmp_path: Path) -> None:
    key = BookingKey.load_or_make(tmp_path)
    again = BookingKey.load_or_make(tmp_path)
    assert again.public_key == key.public_key
    assert again.id_of("a") == key.id_of("a")
    assert mode(tmp_path / "keys" / "booking.key") == 0o600
    assert repr(key) == "BookingKey()"
    with pytest.raises(TypeError):
        copy.copy(key)


@pytest.mark.parametrize("text", ["", "YH1", "YH1 AAAA", "YH1 ?", "\xff"])
def test_a_file_that_holds_no_key_of_the_centre_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys" / "booking.key"
    path.parent.mkdir()
    path.write_text(text, encoding="latin-1")
    with pytest.raises(CryptoError):
        BookingKey.load_or_make(tmp_path)
    assert path.read_text(encoding="latin-1") == text


def test_a_day_s_key_is_made_once_and_lies_in_a_file_of_its_own(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    key = keys.key(SITE, TODAY)
    assert len(key.reveal()) == 32
    assert DayKeys(tmp_path).key(SITE, TODAY).reveal() == key.reveal()
    folder = tmp_path / "keys" / "hall_1"
    assert [path.name for path in folder.iterdir()] == ["day-2026-03-02.key"]
    assert (mode(folder), mode(folder / "day-2026-03-02.key")) == (0o700, 0o600)


def test_days_and_sites_have_keys_of_their_own(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    found = {keys.key(site, on).reveal() for site in (SITE, OTHER) for on in (TODAY, TOMORROW)}
    assert len(found) == 4


def test_those_who_ask_at_once_for_a_new_day_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: DayKeys(tmp_path).key(SITE, TODAY).reveal(), range(32)))
    assert len(set(keys)) == 1


def test_earlier_days_are_forgotten_of_that_site_alone(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    old, other, tomorrow = (
        keys.key(SITE, TODAY),
        keys.key(OTHER, TODAY),
        keys.key(SITE, TOMORROW),
    )
    assert keys.known(SITE, TODAY) is old
    keys.forget_before(SITE, TOMORROW)
    assert keys.known(SITE, TODAY) is None
    assert keys.known(OTHER, TODAY) is other
    assert keys.key(SITE, TOMORROW).reveal() == tomorrow.reveal()
    assert keys.key(OTHER, TODAY).reveal() == other.reveal()
    assert keys.key(SITE, TODAY).reveal() != old.reveal()


def test_forgetting_takes_along_what_a_crash_left_and_needs_no_folder(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.forget_before(SITE, TODAY)
    keys.key(SITE, TOMORROW)
    folder = tmp_path / "keys" / "hall_1"
    (folder / "day-2026-03-01.key.ab12.new").write_bytes(bytes(32))
    keys.forget_before(SITE, TODAY)
    assert [path.name for path in folder.iterdir()] == ["day-2026-03-03.key"]


def test_a_file_that_holds_no_key_is_an_error_and_stays(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.key(SITE, TODAY)
    path = tmp_path / "keys" / "hall_1" / "day-2026-03-02.key"
    path.write_bytes(b"short")
    with pytest.raises(KeyFileError) as caught:
        keys.key(SITE, TODAY)
    assert caught.value.fields == {"path": path, "problem": "5 bytes, not 32"}
    assert path.read_bytes() == b"short"


def test_a_folder_that_is_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("in the way")
    with pytest.raises(KeyFileError):
        DayKeys(tmp_path).key(SITE, TODAY)


def test_a_key_that_cannot_be_deleted_is_an_error(tmp_path: Path) -> None:
    keys = DayKeys(tmp_path)
    keys.key(SITE, TODAY)
    (tmp_path / "keys" / "hall_1" / "day-2026-03-01.key").mkdir()
    with pytest.raises(KeyFileError) as caught:
        keys.forget_before(SITE, TODAY)
    assert caught.value.fields["path"] == tmp_path / "keys" / "hall_1"


def test_the_id_of_a_key_tells_it_from_another_of_the_same_day_and_says_no_more() -> None:
    one, other = DayKey(TODAY, bytes(32)), DayKey(TODAY, b"\1" * 32)
    assert key_id(one) == key_id(DayKey(TODAY, bytes(32))) != key_id(other)
    assert key_id(one).startswith("2026-03-02.")
    assert hashlib.sha256(bytes(32)).hexdigest()[:16] not in key_id(one)
