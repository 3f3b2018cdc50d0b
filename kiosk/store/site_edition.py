# SPDX-License-Identifier: Apache-2.0
"""Which edition of the site's description lies in the records, beside the description itself."""

from datetime import datetime

from hall.news import SiteEdition
from kiosk.store.abstract import UnitOfWork

KIND = "catalogue_edition"


def put_edition(unit: UnitOfWork, number: int | None, now: datetime) -> None:
    """It came now; `number` is None where the centre does not say. Inside a unit of work."""
    unit.centre.put_document(KIND, f"{number} {now.isoformat()}" if number else "")


def edition_of(unit: UnitOfWork) -> SiteEdition | None:
    """What came last; None where nobody said which it is. Inside a unit of work."""
    number, _, deployed_at = (unit.centre.document(KIND) or "").partition(" ")
    return SiteEdition(int(number), datetime.fromisoformat(deployed_at)) if number else None
