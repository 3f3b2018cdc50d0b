# SPDX-License-Identifier: Apache-2.0
"""`kiosk unprinted`: the staff list, also while the kiosk runs."""

from pathlib import Path
from typing import TextIO

from hall.log import PrintProof
from kiosk.app.store import DATABASE_FILE
from kiosk.clock import SystemClock
from kiosk.services.site_now import SiteNow, site_of, told_catalogue
from kiosk.services.unprinted import Unprinted, unprinted
from kiosk.settings.load import load_settings
from kiosk.store.database import Database
from kiosk.texts import Texts, load_texts


def list_unprinted(config: Path, language: str, out: TextIO) -> int:
    """The staff list: numbers given today without proof of paper; works while the kiosk runs."""
    settings, texts = load_settings(config), load_texts(language)
    path = settings.machine.state_dir / DATABASE_FILE
    if not path.exists():
        out.write(texts("command.no_records", path=path) + "\n")
        return 0
    database, now, site = Database.look(path), SystemClock().now(), SiteNow(settings)
    if settings.centre and (catalogue := told_catalogue(database.unit_of_work())):
        site.put(site_of(catalogue, now.year))
    rules = site.get().rules
    found = unprinted(database.unit_of_work(), rules, now)
    for each in found:
        at = rules.local(each.ticket.issued_at)
        out.write(f"{each.ticket.number}  {at:%H:%M}  {_what_is_known(each, texts)}\n")
    if not found:
        out.write(texts("command.all_printed") + "\n")
    return 0


def _what_is_known(each: Unprinted, texts: Texts) -> str:
    if each.slip is None:
        return texts("command.never_begun")
    if each.slip.proof is PrintProof.NOT_PRINTED:
        return texts("command.not_printed")
    return texts("command.unproven")
