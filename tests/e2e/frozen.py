# SPDX-License-Identifier: Apache-2.0
"""Programs under the stand-in for systemd, and how each of them is made to hang."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.process import PASSED_ON
from tests.e2e.site import ROOT, Wiring, kiosk_toml
from tests.ports import free_port
from tests.units import StandIn

UNREACHABLE_PRINTER = 9

NOT_ROOT = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
"""cage refuses to run as root."""


@contextmanager
def kiosk(folder: Path, *, has_compositor: bool = False) -> Iterator[StandIn]:
    """A kiosk whose devices are not there, by itself or in cage."""
    config = folder / "kiosk.toml"
    # Any serial device that answers nothing will do.
    config.write_text(kiosk_toml(Wiring(folder / "no-reader", UNREACHABLE_PRINTER, "text")))
    command = [sys.executable, "-m", "tests.e2e.freezing_kiosk", "run", "--config", str(config)]
    if has_compositor:
        command = [*NOT_ROOT, "cage", "--", *command]
    with StandIn("kiosk", command, folder, _environment(folder, has_compositor)) as stand_in:
        yield stand_in


@contextmanager
def central(folder: Path) -> Iterator[StandIn]:
    """A centre on an empty database."""
    migrate = [sys.executable, "-m", "central", "migrate"]
    serve = [sys.executable, "-m", "central", "serve", "--port", str(free_port())]
    # As ExecStartPre and ExecStart.
    command = ["sh", "-c", f"{' '.join(migrate)} && exec {' '.join(serve)}"]
    with StandIn("central", command, folder, _environment(folder, has_compositor=False)) as one:
        yield one


def freeze(stand_in: StandIn, how: signal.Signals) -> float:
    """When it was told to hang."""
    at = stand_in.now()
    os.kill(stand_in.pid, how)
    return at


def _environment(folder: Path, has_compositor: bool) -> dict[str, str]:  # noqa: FBT001 - passed on
    run = folder / "run"
    run.mkdir(mode=0o700)
    return {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "XDG_RUNTIME_DIR": str(run),
        "QT_QPA_PLATFORM": "wayland" if has_compositor else "offscreen",
        "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman",
        "WLR_LIBINPUT_NO_DEVICES": "1",
    }
