# SPDX-License-Identifier: Apache-2.0
"""Whatever hangs is noticed by the watchdog, ended and started anew, as the unit files say.

How long that takes is measured by `./dev bench frozen`.
"""

import signal
from pathlib import Path

import pytest

from tests.e2e import frozen

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.mark.parametrize(
    ("how", "says"), [(signal.SIGUSR1, None), (signal.SIGUSR2, "hangs name=card reader")]
)
def test_a_kiosk_whose_screen_or_reader_hangs_is_started_anew(
    tmp_path: Path, how: signal.Signals, says: str | None
) -> None:
    with frozen.kiosk(tmp_path) as stand_in:
        stand_in.wait_for("ready")
        stand_in.wait_until_said("ready screen=Welcome")
        frozen.freeze(stand_in, how)
        stand_in.wait_for("hangs")
        assert says is None or says in stand_in.output
        stand_in.wait_for("ready", times=2)


def test_a_compositor_that_hangs_is_started_anew_with_the_kiosk_in_it(tmp_path: Path) -> None:
    with frozen.kiosk(tmp_path, has_compositor=True) as stand_in:
        stand_in.wait_for("ready")
        frozen.freeze(stand_in, signal.SIGSTOP)
        stand_in.wait_for("hangs")
        assert "hangs name=compositor" in stand_in.output
        stand_in.wait_for("ready", times=2)


def test_a_compositor_that_dies_takes_the_kiosk_with_it_and_both_come_back(tmp_path: Path) -> None:
    with frozen.kiosk(tmp_path, has_compositor=True) as stand_in:
        stand_in.wait_for("ready")
        frozen.freeze(stand_in, signal.SIGKILL)
        stand_in.wait_for("gone")
        stand_in.wait_for("ready", times=2)


def test_a_centre_that_hangs_is_started_anew(tmp_path: Path) -> None:
    with frozen.central(tmp_path) as stand_in:
        stand_in.wait_for("ready")
        frozen.freeze(stand_in, signal.SIGSTOP)
        stand_in.wait_for("hangs")
        stand_in.wait_for("ready", times=2)
