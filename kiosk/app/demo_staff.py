# SPDX-License-Identifier: Apache-2.0
"""Who of the staff is let in at the demo's kiosk."""

from hall.identity import Secret
from kiosk.app.store import staff_file
from kiosk.demo import staff
from kiosk.pins import Pins
from kiosk.settings.model import Settings
from kiosk.store.staff_file import StaffRecord


def let_staff_in(settings: Settings) -> None:
    """One person, whose number and PIN the tray tells."""
    kept = Pins().kept(Secret(staff.PIN))
    staff_file(settings).put([StaffRecord(staff.NUMBER, staff.NAME, pin=kept)])
