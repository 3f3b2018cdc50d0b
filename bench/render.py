# SPDX-License-Identifier: Apache-2.0
"""CPU time and bytes of a ticket, and of all else that is printed: from template to printer's bytes, on every paper.

Tickets of all services of the shipped kiosk.toml, each with its own number, time and signed code.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from bench.figure import Figure, percentile
from bench.plan import ROOT, Plan
from bench.screen import application
from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.codec import encode
from hall.ids import TicketId
from kiosk.app.devices import DOTS_AND_COLUMNS
from kiosk.app.look import fonts_of
from kiosk.app.slips import document_of
from kiosk.clock import SystemClock
from kiosk.crypto import SigningKey
from kiosk.flow.values import TicketView
from kiosk.printing.document import TicketDocument
from kiosk.printing.documents import KINDS
from kiosk.printing.fonts import load_fonts
from kiosk.printing.renderer import Mode, PaperRenderer
from kiosk.printing.sample import sample_of
from kiosk.runner.printer_worker import PrintOrder, SlipToPrint
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings

CPU_GOALS: dict[Mode, float] = {"text": 15, "raster": 60}
ROUNDS = 7
"""Of each other paper; the first has the template to compile."""

BYTE_GOALS: dict[Mode, float] = {"text": 400, "raster": 30_000}


def measure(plan: Plan) -> Iterator[Figure]:
    """Text and raster, 80 and 58 mm."""
    application()
    settings = load_settings(ROOT / "kiosk.toml")
    load_fonts(fonts_of(settings))
    key = SigningKey.load_or_make(plan.room("render") / "ticket.key")
    documents = [_document(settings, key, number) for number in range(plan.count(80, 800))]
    for mode in CPU_GOALS:
        for paper_mm, (dots, columns) in DOTS_AND_COLUMNS.items():
            profile = PaperProfile(dots, columns)
            yield from _figures(settings, mode, paper_mm, profile, documents)
            yield from _others(settings, mode, paper_mm, profile)


def _figures(
    settings: Settings,
    mode: Mode,
    paper_mm: int,
    profile: PaperProfile,
    documents: list[TicketDocument],
) -> Iterator[Figure]:
    renderer = PaperRenderer(settings.machine.templates_dir, fonts_of(settings), profile, mode)
    milliseconds, sizes = list[float](), list[int]()
    for document in documents:
        began = time.process_time()
        data = encode(renderer.render(document), profile)
        milliseconds.append((time.process_time() - began) * 1000)
        sizes.append(len(data))
    name = f"ticket as {mode}, {paper_mm} mm"
    yield Figure(f"{name}, first", milliseconds[0], "ms CPU")
    yield Figure(f"{name}, p50", percentile(milliseconds, 50), "ms CPU", CPU_GOALS[mode])
    yield Figure(f"{name}, p50", percentile(sizes, 50), "bytes", BYTE_GOALS[mode])
    yield Figure(f"{name}, largest", max(sizes), "bytes")


def _others(
    settings: Settings, mode: Mode, paper_mm: int, profile: PaperProfile
) -> Iterator[Figure]:
    """The papers that are no ticket; nobody queues for them, so they have no goal."""
    renderer = PaperRenderer(settings.machine.templates_dir, fonts_of(settings), profile, mode)
    for kind in KINDS:
        if kind == TicketDocument.kind:
            continue
        document = sample_of(kind, settings.machine.languages[0])
        milliseconds, size = list[float](), 0
        for _ in range(ROUNDS):
            began = time.process_time()
            size = len(encode(renderer.render(document), profile))
            milliseconds.append((time.process_time() - began) * 1000)
        name = f"{kind} as {mode}, {paper_mm} mm"
        yield Figure(f"{name}, p50", percentile(milliseconds, 50), "ms CPU")
        yield Figure(name, size, "bytes")


def _document(settings: Settings, key: SigningKey, number: int) -> TicketDocument:
    assert settings.site
    services = settings.site.catalogue.services
    service = services[number % len(services)]
    language = settings.machine.languages[-1 if number % 4 == 0 else 0]
    ticket = TicketView(
        ticket_id=TicketId(UUID(int=number + 1)),
        number=f"{service.letter}{number + 1:03}",
        service_id=service.service_id,
        service_name=service.name,
        where=service.where,
        issued_at=SystemClock().now().astimezone(settings.site.site.timezone)
        + timedelta(minutes=number),
        materials=service.materials,
    )
    slip = SlipToPrint(PrintOrder(ticket.ticket_id, language), ticket, copy=0)
    return document_of(settings, settings.site.site, slip, key)
