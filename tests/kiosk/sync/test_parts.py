# SPDX-License-Identifier: Apache-2.0
"""The parts of sync that need no centre: pauses, the centre's time, addresses."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import KEEP_SECONDS, CentreClock
from kiosk.sync.errors import BadAddressError
from kiosk.sync.pause import FIRST_SECONDS, MOST_SECONDS, Pause
from tests.contract.store_samples import NOW
from tests.fakes.clock import FakeClock

# --- pauses --------------------------------------------------------------------------------


@given(st.integers(1, 2000), st.floats(0, 1))
def test_a_pause_grows_to_a_bound_and_is_never_nothing(failures: int, drawn: float) -> None:
    pause = Pause(draw=lambda: drawn)
    pauses = [pause.after_failure() for _ in range(failures)]
    assert pauses == sorted(pauses)
    assert all(FIRST_SECONDS / 10 <= each <= MOST_SECONDS for each in pauses)


def test_two_kiosks_do_not_pause_alike() -> None:
    first, second = Pause(), Pause()
    assert [first.after_failure() for _ in range(5)] != [second.after_failure() for _ in range(5)]


def test_what_works_again_begins_with_the_first_pause() -> None:
    pause = Pause(draw=lambda: 1.0)
    assert not pause.is_waiting
    assert [pause.after_failure() for _ in range(3)] == [0.5, 1.0, 2.0]
    assert pause.is_waiting
    pause.reset()
    assert not pause.is_waiting
    assert pause.after_failure() == 0.5


# --- time ----------------------------------------------------------------------------------

LATER = NOW + timedelta(hours=1)


def test_until_the_centre_was_heard_the_machines_clock_counts() -> None:
    own = FakeClock(NOW)
    clock = CentreClock(own)
    assert clock.now() == NOW
    assert clock.off_by == timedelta(0)
    assert clock.new_id() != clock.new_id()


def test_setting_the_machines_clock_changes_nothing_any_more() -> None:
    own = FakeClock(NOW)
    clock = CentreClock(own)
    clock.heard(LATER, sent=-0.2, received=0.0)
    own.jump_to(NOW - timedelta(days=400))
    own.pass_time(timedelta(seconds=10))
    assert clock.now() == LATER + timedelta(seconds=10.1)
    assert clock.off_by < timedelta(days=-399)


def test_a_slow_answer_does_not_move_the_time_to_and_fro() -> None:
    own = FakeClock(NOW)
    clock = CentreClock(own)
    clock.heard(LATER, sent=-0.02, received=0.0)
    before = clock.now()
    clock.heard(LATER, sent=-2.0, received=0.0)
    assert clock.now() == before


@pytest.mark.parametrize(
    ("told", "sent", "passed"),
    [
        (LATER + timedelta(minutes=10), -2.0, 0.0),
        (LATER, -0.001, 0.0),
        (LATER + timedelta(seconds=KEEP_SECONDS + 2), -2.0, KEEP_SECONDS + 1),
    ],
    ids=["it was wrong", "it is better", "it is due"],
)
def test_a_new_estimate_counts_when_there_is_a_reason(
    told: object, sent: float, passed: float
) -> None:
    own = FakeClock(NOW)
    clock = CentreClock(own)
    clock.heard(LATER, sent=-0.5, received=0.0)
    own.pass_time(timedelta(seconds=passed))
    before = clock.now()
    clock.heard(told, sent=own.monotonic() + sent, received=own.monotonic())  # type: ignore[arg-type]
    assert clock.now() != before


# --- addresses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080/", "http://127.1.2.3"]
)
def test_on_this_machine_plain_http_will_do(url: str) -> None:
    assert CentreAddress(url).tls() is False


@pytest.mark.parametrize(
    "url",
    [
        "",
        "centre.example",
        "ftp://centre.example",
        "http://centre.example",
        "http://10.0.0.7:8080",
        "https://",
        "https://centre.example/api",
        "https://centre.example?x=1",
        "https://user@centre.example",
        "https://centre.example:99999",
        "http://127.0.0.1.centre.example",
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadAddressError):
        CentreAddress(url, tmp_path / "authority.pem")


def test_https_without_an_authority_is_refused() -> None:
    with pytest.raises(BadAddressError):
        CentreAddress("https://centre.example")


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadAddressError):
        CentreAddress("https://centre.example", path).tls()


def test_the_credential_is_in_no_repr() -> None:
    assert "Secret()" in repr(CentreAddress("http://localhost"))
