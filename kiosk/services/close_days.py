# SPDX-License-Identifier: Apache-2.0
"""The end of the business days before: open tickets expire, and nobody can be recognised any more."""

from datetime import date

from kiosk.store.abstract import UnitOfWork


def close_days_before(unit: UnitOfWork, on: date) -> None:
    """Let earlier days end: their open tickets expire and their digests are wiped (protocol.md 5).

    This cannot be undone, so it waits until the new day is certain; see `UseCases`.
    """
    with unit:
        unit.tickets.end_days_before(on)
        unit.bookings.end_days_before(on)
        unit.site_tickets.end_days_before(on)
        unit.absences.end_days_before(on)
        unit.commit()
