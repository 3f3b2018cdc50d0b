# SPDX-License-Identifier: Apache-2.0
"""From the touch on 补打 to the moment before the first byte, with 100,000 tickets in the store.

The copy is counted and noted in one commit, rendered as raster on 80 mm, and its begin is committed.
"""

import time
from collections.abc import Callable, Iterator

from bench.figure import Figure, percentiles
from bench.hall import Hall
from bench.issue import COUNTERS, MANY
from bench.plan import ROOT, Plan
from bench.screen import application
from bench.store import BenchStore, open_bench_store
from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.codec import encode
from hall.ids import TicketId
from kiosk.app.devices import DOTS_AND_COLUMNS
from kiosk.app.look import fonts_of
from kiosk.app.slips import document_of
from kiosk.crypto import SigningKey
from kiosk.printing.fonts import load_fonts
from kiosk.printing.renderer import PaperRenderer
from kiosk.settings.load import load_settings

PAPER_MM = 80
TICKETS = 22
"""Of today; the others are of days past."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Finding the ticket, and the way of its copy to the printer."""
    application()
    copy_of = _copying(plan)
    with open_bench_store(Hall(counters=COUNTERS).write(plan.room("reprint"))) as store:
        store.fill(MANY)
        for _ in range(TICKETS):
            store.issue()
        ids = [each.ticket.ticket_id for each in store.find_latest()]
        found = [_milliseconds(store.find_latest) for _ in range(plan.count(50, 300))]
        yield from percentiles(f"last 20 of {MANY:,} tickets", found, "ms", {50: None, 99: 100})
        copied = list[float]()
        for number in range(plan.count(100, 500)):
            began = time.perf_counter()
            copy_of(store, ids[number % len(ids)])
            copied.append((time.perf_counter() - began) * 1000)
            store.between_visits()
        yield from percentiles("touch to the copy's first byte", copied, "ms", {50: None, 99: 300})


def _copying(plan: Plan) -> Callable[[BenchStore, TicketId], None]:
    settings = load_settings(ROOT / "kiosk.toml")
    load_fonts(fonts_of(settings))
    key = SigningKey.load_or_make(plan.room("reprint-key") / "ticket.key")
    dots, columns = DOTS_AND_COLUMNS[PAPER_MM]
    profile = PaperProfile(dots, columns)
    renderer = PaperRenderer(settings.machine.templates_dir, fonts_of(settings), profile, "raster")
    renderer.warm(settings.machine.languages)
    assert settings.site
    site = settings.site.site

    def copy(store: BenchStore, ticket_id: TicketId) -> None:
        slip = store.begin_copy(ticket_id)
        encode(renderer.render(document_of(settings, site, slip, key)), profile)
        store.start_copy(slip)

    return copy


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
