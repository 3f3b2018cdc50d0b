# SPDX-License-Identifier: Apache-2.0
"""Who of the staff is let in, and for how long wrong PINs shut the door."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hall.identity import Secret
from kiosk.errors import KioskError
from kiosk.flow.staff_values import StaffPerson
from kiosk.pins import Pins, is_fit
from kiosk.services.staff_door import LockedError, NobodyError, StaffDoor, WrongPinError, pause
from kiosk.store.staff_file import StaffFile, StaffFileError, StaffRecord, Tries, TriesFile
from tests.kiosk.services.samples import at

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PIN, WRONG, SEVEN = Secret("246810"), Secret("135791"), Secret("7")
WANG = StaffPerson("7", "王敏")
CARD = Secret("0" * 18)


class Kept:
    """The files of a kiosk, and the door over them as after a start."""

    def __init__(self, folder: Path) -> None:
        self.people = StaffFile(folder / "keys" / "staff.json")
        self.tries = TriesFile(folder / "keys" / "tries.json")
        self.people.put([StaffRecord("7", "王敏", Pins(QUICK).kept(PIN))])

    def door(self, pins: Pins | None = None) -> StaffDoor:
        return StaffDoor(self.people, self.tries, pins or Pins(QUICK), lambda: bytes(32))

    def wrong(self, now: datetime, number: Secret = SEVEN) -> KioskError:
        with pytest.raises((WrongPinError, LockedError)) as caught:
            self.door().by_pin(number, WRONG, now)
        return caught.value


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_number_and_pin_let_in_whom_they_are_of(kept: Kept) -> None:
    assert kept.door().by_pin(SEVEN, PIN, at(9)) == WANG


def test_a_wrong_pin_and_a_number_that_nobody_has_are_told_alike(kept: Kept) -> None:
    assert type(kept.wrong(at(9))) is type(kept.wrong(at(9), Secret("8"))) is WrongPinError


def test_the_fifth_wrong_one_locks_for_a_minute_and_each_further_one_for_twice_as_long(
    kept: Kept,
) -> None:
    now = at(9)
    for _ in range(4):
        assert isinstance(kept.wrong(now), WrongPinError)
    for minutes in (1, 2, 4, 8, 16, 32, 64, 64):
        error = kept.wrong(now)
        assert isinstance(error, LockedError)
        assert (error.until, error.is_new) == (now + timedelta(minutes=minutes), True)
        now = error.until


def test_while_it_is_locked_even_the_right_pin_is_not_looked_at_also_after_a_restart(
    kept: Kept,
) -> None:
    for _ in range(5):
        kept.wrong(at(9))
    with pytest.raises(LockedError) as caught:
        kept.door().by_pin(SEVEN, PIN, at(9, second=59))
    assert not caught.value.is_new
    assert kept.door().by_pin(SEVEN, PIN, at(9, 1)) == WANG


def test_the_right_pin_forgets_the_wrong_ones(kept: Kept) -> None:
    for _ in range(4):
        kept.wrong(at(9))
    kept.door().by_pin(SEVEN, PIN, at(9))
    assert isinstance(kept.wrong(at(9)), WrongPinError)


def test_a_try_counts_before_it_is_looked_at(kept: Kept) -> None:
    """Whoever switches the machine off in between has had it."""

    class Cut(Pins):
        def fits(self, kept: str | None, pin: Secret) -> bool:
            raise SystemExit

    with pytest.raises(SystemExit):
        kept.door(Cut(QUICK)).by_pin(SEVEN, PIN, at(9))
    assert kept.tries.load() == Tries(wrong=1)


def test_a_clock_that_was_set_back_locks_for_no_longer_than_the_pause(kept: Kept) -> None:
    for _ in range(5):
        kept.wrong(at(15))
    with pytest.raises(LockedError) as caught:
        kept.door().by_pin(SEVEN, PIN, at(9))
    assert caught.value.until == at(9) + pause(5)
    assert kept.door().by_pin(SEVEN, PIN, caught.value.until + timedelta(seconds=1)) == WANG


def test_the_same_work_is_done_for_a_number_that_nobody_has(kept: Kept) -> None:
    """Compared with a hash of the very cost of the others: time tells nothing."""
    seen: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
            seen.append(str(hash))
            return super().verify(hash, password)

    watched = Watched(time_cost=1, memory_cost=8, parallelism=1)
    for number in (SEVEN, Secret("8")):
        with pytest.raises(WrongPinError):
            kept.door(Pins(watched)).by_pin(number, WRONG, at(9))
    costs = [one.rsplit("$", 2)[0] for one in seen]
    assert costs == ["$argon2id$v=19$m=8,t=1,p=1"] * 2
    assert len(set(seen)) == len({len(one) for one in seen}) + 1 == 2


def test_nobodys_hash_is_compared_to_its_end() -> None:
    """It is well-formed at the default cost too: no PIN fits it, and none is refused unread."""
    assert not Pins().fits(None, PIN)
    with pytest.raises(NobodyError):
        StaffDoor(StaffFile(Path("none")), TriesFile(Path("none")), Pins(QUICK), bytes).by_pin(
            SEVEN, PIN, at(9)
        )


def test_a_card_is_known_by_its_keyed_digest_alone(kept: Kept) -> None:
    door = kept.door()
    assert door.by_card(CARD) is None
    kept.people.put([StaffRecord("7", "王敏", card=door.card(CARD))])
    assert door.by_card(CARD) == WANG
    assert door.by_card(Secret("1" * 18)) is None
    assert CARD.reveal() not in kept.people.path.read_text()
    other = StaffDoor(kept.people, kept.tries, Pins(QUICK), lambda: bytes([1]) * 32)
    assert other.by_card(CARD) is None


def test_the_next_card_is_kept_once_as_that_persons_and_no_card_becomes_two_peoples(
    kept: Kept,
) -> None:
    door = kept.door()
    kept.people.put([*kept.people.load().values(), StaffRecord("8", "李强")])
    door.await_card("7")
    assert door.by_card(CARD) == WANG
    assert door.by_card(Secret("1" * 18)) is None
    door.await_card("8")
    assert door.by_card(CARD) == WANG
    door.await_card("8")
    door.await_card(None)
    assert door.by_card(Secret("1" * 18)) is None
    assert kept.people.load()["8"].card is None


def test_the_files_hold_no_pin_are_the_kiosks_alone_and_their_records_are_silent(
    kept: Kept,
) -> None:
    text = kept.people.path.read_text()
    assert PIN.reveal() not in text
    assert "$argon2id$" in text
    assert kept.people.path.stat().st_mode & 0o777 == 0o600
    (record,) = kept.people.load().values()
    assert "argon2" not in repr(record)
    assert "王" not in repr(record) + repr(WANG)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"staff": [{"staff_id": "7"}]}', '{"staff": 7}'])
def test_a_spoilt_list_lets_nobody_in_and_says_so(kept: Kept, text: str) -> None:
    kept.people.path.write_text(text)
    with pytest.raises(StaffFileError):
        kept.door().by_pin(SEVEN, PIN, at(9))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"wrong": 1, "until": "soon"}'])
def test_spoilt_tries_let_nobody_in_and_say_so(kept: Kept, text: str) -> None:
    kept.tries.put(Tries())
    (kept.people.path.parent / "tries.json").write_text(text)
    with pytest.raises(StaffFileError):
        kept.door().by_pin(SEVEN, PIN, at(9))


@pytest.mark.parametrize("pin", ["246810", "112233", "2468101214", "100000000000"])
def test_a_pin_that_may_be_one(pin: str) -> None:
    assert is_fit(Secret(pin))


@pytest.mark.parametrize(
    "pin", ["", "24681", "1" * 6, "123456", "654321", "2" * 13, "24681x", "２４６８１０"]
)
def test_a_pin_that_may_not(pin: str) -> None:
    assert not is_fit(Secret(pin))
