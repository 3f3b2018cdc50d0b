# SPDX-License-Identifier: Apache-2.0
"""From a slip to a print job: the words of the site, the signed code, the template."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from typing_extensions import override

from common.settings.site_model import SiteSettings
from drivers.ticket_printer.abstract import PaperProfile, PrintJob
from hall.ids import TicketId
from kiosk.app.look import fonts_of
from kiosk.app.staff_papers import printer_test_page
from kiosk.clock import Clock
from kiosk.crypto import SigningKey
from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.effects import PrintDirection, PrintReport
from kiosk.flow.values import Wait
from kiosk.printing.document import DirectionDocument, TicketDocument
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.staff_papers import DayReport, PrinterTestPage, ServiceDay
from kiosk.runner.printer_worker import SlipRenderer, SlipToPrint
from kiosk.settings.model import Settings
from kiosk.texts import load_texts
from kiosk.texts.waits import wait_words

NO_TICKET = TicketId(UUID(int=0))
"""A test page has a code like a ticket's, which no kiosk ever gave."""


class SiteSlips(SlipRenderer):
    """The slips of this site, by the templates that kiosk.toml names.

    `site` gives the site as it is called now.
    """

    def __init__(
        self,
        settings: Settings,
        site: Callable[[], SiteSettings],
        profile: PaperProfile,
        signing_key: SigningKey,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._site = site
        self._signing_key = signing_key
        self._clock = clock
        self._profile = profile
        self._renderer = PaperRenderer(
            settings.machine.templates_dir, fonts_of(settings), profile, settings.printer.mode
        )

    def take(self, settings: Settings) -> None:
        """Print what these say from now on, by the same templates and fonts; from any thread."""
        self._settings = settings

    @override
    def warm(self) -> None:
        self._renderer.warm(self._settings.machine.languages)

    @override
    def render(self, slip: SlipToPrint) -> PrintJob:
        document = document_of(self._settings, self._site(), slip, self._signing_key)
        return self._renderer.render(document)

    @override
    def render_direction(self, wanted: PrintDirection) -> PrintJob:
        document = direction_of(self._settings, self._site(), wanted, self._clock.now())
        return self._renderer.render(document)

    @override
    def render_report(self, wanted: PrintReport) -> PrintJob:
        site, machine = self._site(), self._settings.machine
        return self._renderer.render(
            report_of(
                wanted.figures,
                site.name.text(wanted.language),
                machine.name.text(wanted.language),
                wanted.language,
            )
        )

    @override
    def render_test(self, language: str) -> PrintJob:
        return self._renderer.render(self.test_page(language))

    def test_page(self, language: str) -> PrinterTestPage:
        """What the page says that tries this machine's printer; its code is of no ticket."""
        site = self._site()
        return printer_test_page(
            self._settings,
            self._profile,
            site.name.text(language),
            language,
            printed_at=self._clock.now().astimezone(site.timezone),
            code=self._signing_key.sign(NO_TICKET),
        )


def direction_of(
    settings: Settings, site: SiteSettings, wanted: PrintDirection, now: datetime
) -> DirectionDocument:
    """What the paper of a slip without a number says."""
    language = wanted.language
    return DirectionDocument(
        language=language,
        service_name=wanted.service_name.text(language),
        site_name=site.name.text(language),
        machine_name=settings.machine.name.text(language),
        where=wanted.where.text(language),
        materials=tuple(words.text(language) for words in wanted.materials),
        printed_at=now.astimezone(site.timezone),
        hotline=site.hotline,
    )


def report_of(figures: DayFigures, site_name: str, machine_name: str, language: str) -> DayReport:
    """What the day report says: the figures as staff saw them."""
    return DayReport(
        language=language,
        site_name=site_name,
        machine_name=machine_name,
        business_date=figures.business_date,
        printed_at=figures.as_of,
        is_over=figures.is_over,
        services=tuple(_service_day(each, language) for each in figures.services),
        booked=figures.booked,
        green=figures.green,
        standby=figures.standby,
        proxies=figures.proxies,
        extra=figures.extra,
        printed=figures.printed,
        reprints=figures.reprints,
        unprinted=figures.unprinted,
        at_site=figures.at_site,
        paper_left_mm=figures.paper_left_mm,
    )


def _service_day(service: ServiceFigures, language: str) -> ServiceDay:
    name = service.name.text(language)
    return ServiceDay(name, service.issued, service.first, service.last, service.cancelled)


def document_of(
    settings: Settings, site: SiteSettings, slip: SlipToPrint, signing_key: SigningKey
) -> TicketDocument:
    """What the paper of this slip says."""
    language, ticket = slip.order.language, slip.ticket
    wait = ticket.wait
    return TicketDocument(
        language=language,
        number=ticket.number,
        service_name=ticket.service_name.text(language),
        site_name=site.name.text(language),
        machine_name=settings.machine.name.text(language),
        where=ticket.where.text(language),
        materials=tuple(words.text(language) for words in ticket.materials),
        issued_at=ticket.issued_at,
        code=signing_key.sign(ticket.ticket_id),
        hotline=site.hotline,
        slot_start=ticket.slot_start,
        slot_end=ticket.slot_end,
        is_green=ticket.is_green,
        is_standby=ticket.is_standby,
        is_booked=ticket.is_booked,
        is_early=ticket.is_early,
        is_proxy=ticket.is_proxy,
        is_in_person=ticket.is_in_person,
        items=ticket.items,
        wait=_wait_words(language, wait) if wait else "",
        copy=slip.copy,
        masked_name=slip.order.masked_name,
    )


def _wait_words(language: str, wait: Wait) -> str:
    return wait_words(load_texts(language), wait.ahead, wait.low, wait.high, wait.minutes_old)
