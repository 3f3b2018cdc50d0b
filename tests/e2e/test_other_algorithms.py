# SPDX-License-Identifier: Apache-2.0
"""Centre and kiosks work by another set of algorithms, from the enrolment to the codes on paper.

So SM2 and SM3 can be added without another change of the protocol (protocol.md 4).
"""

from datetime import timedelta
from pathlib import Path

import pytest

from common.booking_codes import read_booking_code
from hall.booking_code import SiteBooking
from tests.e2e.fire.changes import OTHER_ALGORITHMS
from tests.e2e.fire.hall import ESTATE, KIOSKS, SECONDS, FireHall
from tests.e2e.fire.words import LayCard, WalkIn
from tests.e2e.persons import person
from tests.e2e.synced_kiosk import eventually
from tests.fakes.algorithms import DIGEST, SIGNATURE, TOKEN_HASH, use_second_set

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def test_a_whole_hall_works_by_another_set_of_algorithms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_second_set(monkeypatch.setattr)
    walked_in, booked = person(1).number, person(2).number
    with FireHall(tmp_path, f"sqlite:///{tmp_path / 'central.db'}", 1, OTHER_ALGORITHMS) as hall:
        eventually(hall.is_granted, SECONDS)
        whole = hall.time.now().replace(minute=0, second=0, microsecond=0)
        hall.booker.book(booked, ESTATE, whole + timedelta(hours=2))
        hall.booker.wait()
        one, other, *_ = (hall.kiosks[kiosk_id] for kiosk_id in KIOSKS)
        one.order(WalkIn(ESTATE, walked_in))
        assert one.hear() == "issued"

        def checked_in() -> bool:
            other.order(LayCard(booked))
            return other.hear() == "checked in"

        eventually(checked_in, SECONDS)
        assert hall.settle(), hall.said
        audit = hall.audit()
    assert audit.problems(hall.booker.made, 1) == []
    # The codes on paper were read with the enrolled keys to get there.
    assert audit.papers == 2
    assert len(audit.centre.tickets) == 2
    digests = [digest for kiosk in audit.kiosks for digest in kiosk.digests.values()]
    assert [digest.partition(":")[0] for digest in digests] == [DIGEST]
    for kiosk in audit.centre.kiosks:
        assert kiosk.algorithm == SIGNATURE
        assert kiosk.credential_hash.startswith(f"{TOKEN_HASH}:")
    ((booking_id, code),) = hall.booker.codes.items()
    for kiosk in audit.kiosks:
        assert kiosk.centre_key
        found = read_booking_code(code, kiosk.centre_key)
        assert isinstance(found, SiteBooking), found
        assert found.booking.booking_id == booking_id
        assert (found.booking.digest or "").startswith(f"{DIGEST}:")
