# SPDX-License-Identifier: Apache-2.0
"""Requests that come again: the same key brings the same answer, kept with what it answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from central.crypto import hash_of, is_hash_of
from central.services.access import Caller
from central.services.errors import KeyUsedError, TryAgainError
from central.store.abstract import Units
from central.store.records import Answered
from hall.canonical import Json, to_text
from hall.ids import SiteId


@dataclass(frozen=True, slots=True)
class Repeated:
    """The key has done what it can do; what was answered is kept, of a day from `since` on."""

    since: date


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks under a key of his own; a key counts for one kind of request.

    `asked` is all that is asked; only a hash of it is kept. Where a person is named, it holds his
    digest and no number.
    """

    site_id: SiteId
    account_id: str
    key: str
    asked: bytes = field(repr=False)

    @classmethod
    def of(
        cls, site_id: SiteId, account_id: str, kind: str, key: str, asked: Mapping[str, Json]
    ) -> "Request":
        """One kind of request with all that it asks."""
        return cls(site_id, account_id, _key_of(kind, key), to_text(asked).encode())

    def answered(self, on: date, answer: Mapping[str, Json]) -> Answered:
        """What to keep; `on` is the business day it is about."""
        return Answered(on, self.account_id, self.key, hash_of(self.asked), to_text(answer))


async def answered_on(
    units: Units, caller: Caller, kind: str, key: str, since: date
) -> date | None:
    """The business day of what was answered to his key, from `since` on; raises StoreError."""
    async with units(is_read_only=True) as unit:
        found = await unit.tables.answered(caller.site_id, since, caller.name, _key_of(kind, key))
    return found.business_date if found else None


async def answer_again(units: Units, request: Request, repeated: Repeated) -> str:
    """What was answered to the key.

    Raises:
        KeyUsedError: it was another request.
        TryAgainError, StoreError: it cannot be told now.
    """
    async with units(is_read_only=True) as unit:
        found = await unit.tables.answered(
            request.site_id, repeated.since, request.account_id, request.key
        )
    if found is None:
        raise TryAgainError
    if not is_hash_of(found.request_hash, request.asked):
        raise KeyUsedError
    return found.answer


def _key_of(kind: str, key: str) -> str:
    return f"{kind}:{key}"
