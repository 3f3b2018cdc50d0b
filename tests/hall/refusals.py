# SPDX-License-Identifier: Apache-2.0
"""What is refused, and how it is checked that nothing has changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hall.errors import HallError
from hall.ids import ServiceId
from tests.hall.halls import Site
from tests.hall.leases import refused

NOWHERE = ServiceId("nowhere")
NAIVE = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - an instant without a time zone is what is refused


@dataclass(frozen=True)
class Bad:
    """What is tried, and the key and fields of the error."""

    key: str
    fields: Mapping[str, object]
    act: Callable[[Site], object]


def bad(key: str, act: Callable[[Site], object], **fields: object) -> Bad:
    return Bad(f"error.hall.{key}", fields, act)


def check(case: Bad, site: Site, *things: object) -> None:
    with refused(HallError, *things) as caught:
        case.act(site)
    assert caught.value.key == case.key
    assert caught.value.fields == case.fields
