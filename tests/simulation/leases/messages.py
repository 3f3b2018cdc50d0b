# SPDX-License-Identifier: Apache-2.0
"""What kiosks and the centre send each other; a network may lose, repeat and reorder it."""

from dataclasses import dataclass

from hall.exchange import LeaseRequest, LogPart
from hall.feed import FeedPart
from hall.ids import KioskId, TransferId
from hall.log import Given, Granted


@dataclass(frozen=True, slots=True)
class Ask:
    kiosk_id: KioskId
    request: LeaseRequest


@dataclass(frozen=True, slots=True)
class Pull:
    kiosk_id: KioskId
    cursor: int


@dataclass(frozen=True, slots=True)
class Grant:
    epoch: int
    granted: Granted


@dataclass(frozen=True, slots=True)
class Acknowledged:
    epoch: int
    position: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Repeated until it is confirmed."""

    from_kiosk: KioskId
    given: Given


@dataclass(frozen=True, slots=True)
class Confirmed:
    from_kiosk: KioskId
    transfer_id: TransferId


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Staff declared it destroyed: others may have its places."""


ToCentre = Ask | Pull | LogPart
ToKiosk = Grant | Acknowledged | FeedPart | Transfer | Confirmed | GivenUp
