# SPDX-License-Identifier: Apache-2.0
"""A kiosk whose records are damaged says so, gives no numbers, and begins anew only when told to."""

import os
from pathlib import Path

import pytest

from tests.e2e.harness import Hall
from tests.e2e.persons import person

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_damaged_records_wait_for_a_technician_and_are_kept(tmp_path: Path) -> None:
    with Hall(tmp_path, is_forked=True) as hall:
        hall.start()
        hall.confirmed_visit(person(1))
        assert hall.kiosk.end() == 0  # all is in one file then
        hall.kiosk.kill()
        records = hall.state / "kiosk.db"
        spoilt = os.urandom(4096) + records.read_bytes()[4096:]
        records.write_bytes(spoilt)
        kiosk = hall.launch()
        kiosk.wait_for("not started key=error.store.damaged", times=2)
        assert records.read_bytes() == spoilt
        code, said = hall.command("new-store", "--config", hall.config)
        assert code == 0, said
        (aside,) = hall.state.glob("damaged-*")
        assert (aside / "kiosk.db").read_bytes() == spoilt
        kiosk.wait_for("missing screen.missing.begins_tomorrow")
        assert not kiosk.count("issued number=")
        assert kiosk.end() == 0
