# SPDX-License-Identifier: Apache-2.0
"""Staff mode, page by page."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from hall.identity import Secret
from hall.ids import TicketId
from hall.ticket import TicketStatus
from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.staff_pages import ask_who, enter, show_page
from kiosk.flow.staff_states import (
    CardAwaited,
    ChangePaper,
    DeviceList,
    HoldAsked,
    NewNumber,
    NumberSought,
    OneDevice,
    OneTicket,
    PrinterTrial,
    ServiceForVisitor,
    StaffHome,
    StaffPage,
    StaffVolume,
    StopList,
    StopWhen,
    TicketList,
    Today,
    WayIn,
    WhyCancel,
    WhyExtra,
    WhyStop,
    Working,
)
from kiosk.flow.staff_values import (
    CheckSeen,
    How,
    Remark,
    Sentence,
    ServiceStands,
    Sought,
    StaffAct,
    StaffPerson,
    StaffTicket,
)
from kiosk.flow.states import Help, Kiosk, OutOfService, Services
from kiosk.flow.values import Availability, Devices, Volume
from tests.gui.sample_hall import DAY, HOME, SERVICES, TICKET, at, visit

WANG = StaffPerson("7", "王敏")
STATUSES = tuple(TicketStatus)


def _ticket(no: int) -> StaffTicket:
    service = SERVICES[no % len(SERVICES)]
    view = replace(
        TICKET,
        ticket_id=TicketId(UUID(int=no)),
        number=f"A{no:03}",
        service_id=service.service_id,
        service_name=service.name,
        issued_at=at(9, 59 - no),
        is_elsewhere=no % 5 == 4,
    )
    return StaffTicket(view, STATUSES[no % len(STATUSES)], copies=no % 3)


LATEST = tuple(_ticket(no) for no in range(1, 21))
WAITING = replace(LATEST[0], status=TicketStatus.WAITING, copies=0)


def staff() -> Iterator[tuple[str, Kiosk]]:
    asked = ask_who(visit(Help(Services())))
    typing = WayIn(Secret("000007"), Secret("0" * 12), is_pin_asked=True)
    ways_in: dict[str, StaffPage] = {
        "": WayIn(),
        "_number": WayIn(Secret("000007")),
        "_pin": typing,
        "_checking": replace(typing, is_checking=True),
        "_wrong": WayIn(remark=Remark("error.staff.wrong_pin")),
        "_locked": WayIn(remark=Remark("error.staff.locked", until=at(10, 4))),
    }
    for name, page in ways_in.items():
        yield f"staff_way_in{name}", show_page(asked, page)[0]
    inside = enter(HOME, WANG)
    yield "staff_home_low", replace(inside, is_low=True)
    tiles = tuple(
        replace(tile, availability=availability)
        for tile, availability in zip(SERVICES, Availability, strict=False)
    )
    mixed = replace(inside, site_services=tiles)
    for number in range(2):
        yield f"staff_service_mixed_{number}", show_page(mixed, ServiceForVisitor(number))[0]
    yield "staff_home_held", enter(replace(HOME, screen=OutOfService(), is_held=True), WANG)
    yield "out_of_service", replace(HOME, screen=OutOfService(), is_held=True)
    for name, page in _pages().items():
        yield f"staff_{name}", show_page(inside, page)[0]
    loud = replace(inside.settings, has_voice=True, volume=Volume.LOUD)
    every_day = replace(loud, usual_volume=Volume.LOUD)
    for name, settings in (("", loud), ("_every_day", every_day)):
        yield f"staff_volume{name}", show_page(replace(inside, settings=settings), StaffVolume())[0]
    spoken = replace(inside, settings=every_day)
    unheard = Devices(voice_problem="error.speech.no_sound_card")
    yield "staff_volume_busy", show_page(spoken, StaffVolume(is_busy=True))[0]
    yield "staff_volume_unheard", show_page(replace(spoken, devices=unheard), StaffVolume())[0]
    yield "staff_home_voice", show_page(spoken, StaffHome(page=1))[0]
    out = Devices(printer_problem="error.ticket_printer.cover_open")
    waiting = replace(inside, devices=out, unprinted=("A023", "B007"))
    yield "staff_paper_open", show_page(waiting, ChangePaper())[0]


def _giving() -> dict[str, StaffPage]:
    number = NewNumber(SERVICES[0].service_id)
    full = Remark("screen.services.full")
    return {
        "service": ServiceForVisitor(),
        "give": number,
        "give_green": replace(number, is_green=True, items=3, count=20),
        "give_full": replace(number, is_full=True, remark=full),
        "give_busy": replace(number, is_busy=True),
        "why_extra": WhyExtra(number),
    }


def _pages() -> dict[str, StaffPage]:
    numbered = Sought(How.NUMBER, digits="999")
    return {
        "home": StaffHome(),
        "home_second": StaffHome(page=1),
        "hold": HoldAsked(),
        "released": StaffHome(Remark("screen.staff_hold.released", is_good=True)),
        "working": Working(),
        **_stopping(),
        **_devices(),
        "latest": TicketList(Sought(), LATEST, is_loaded=True),
        "latest_second": TicketList(Sought(), LATEST, is_loaded=True, page=1),
        "searching": TicketList(Sought()),
        "found": TicketList(numbered, LATEST[:2], is_loaded=True),
        "none": TicketList(numbered, is_loaded=True, problem="error.ticket.unknown"),
        "number": NumberSought("02"),
        "ticket": OneTicket(WAITING),
        "ticket_items": OneTicket(
            replace(WAITING, view=replace(WAITING.view, items=3), copies=2),
            remark=Remark("error.ticket_printer.paper_out"),
        ),
        "ticket_busy": OneTicket(WAITING, doing=StaffAct.REPRINTED),
        "ticket_printed": OneTicket(
            replace(WAITING, copies=1), remark=Remark("screen.staff_ticket.printed", is_good=True)
        ),
        "ticket_maybe": OneTicket(WAITING, remark=Remark("screen.staff_ticket.maybe_printed")),
        "ticket_no_paper": OneTicket(WAITING, remark=Remark("error.ticket_printer.paper_out")),
        "ticket_cancelled": OneTicket(
            replace(WAITING, status=TicketStatus.CANCELLED),
            remark=Remark("screen.staff_ticket.cancelled", is_good=True),
        ),
        "why_cancel": WhyCancel(OneTicket(WAITING)),
        "card": CardAwaited(),
        "card_kept": StaffHome(Remark("screen.staff_card.kept", is_good=True)),
        **_giving(),
        "paper": ChangePaper(),
        "paper_busy": ChangePaper(is_busy=True),
        "paper_done": ChangePaper(remark=Remark("screen.staff_paper.printed", is_good=True)),
        "paper_maybe": ChangePaper(remark=Remark("screen.staff_ticket.maybe_printed")),
        "trial": PrinterTrial(),
        "trial_busy": PrinterTrial(is_busy=True),
        "trial_done": PrinterTrial(remark=Remark("screen.staff_trial.printed", is_good=True)),
        **_today(),
    }


def _today() -> dict[str, StaffPage]:
    services = tuple(
        ServiceFigures(tile.service_id, tile.name, 20 * no, waiting=None if no == 1 else 12 * no)
        for no, tile in enumerate(SERVICES)
    )
    figures = DayFigures(
        DAY, at(10, 5), is_over=False, services=services, at_site=1108, printed=299
    )
    printed = Remark("screen.staff_today.printed", is_good=True)
    return {
        "today_loading": Today(),
        "today": Today(figures),
        **{f"today_{page}": Today(figures, page=page) for page in range(1, 8)},
        "today_busy": Today(figures, is_busy=True),
        "today_printed": Today(figures, remark=printed),
        "today_no_paper": Today(figures, remark=Remark("error.ticket_printer.paper_out")),
    }


READER_AT = "/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
SEEN = (
    CheckSeen(
        "card_reader",
        READER_AT,
        is_good=False,
        found=(Sentence("error.card_reader.unplugged"),),
        to_do=Sentence(
            "health.suggestion.serial.unplugged", (("place", READER_AT), ("table", "reader"))
        ),
    ),
    CheckSeen(
        "stock",
        "/var/lib/youhao-kiosk/kiosk.db",
        is_good=False,
        found=(
            Sentence("health.found.no_numbers", (("letter", "A"),)),
            Sentence("health.found.numbers_left", (("listed", "A 0 B 312 C 87 D 540"),)),
            Sentence("health.found.places_left", (("places", "148"),)),
        ),
        to_do=Sentence("health.suggestion.more_numbers", (("letter", "A"),)),
    ),
    CheckSeen(
        "clock",
        "",
        is_good=True,
        found=(
            Sentence("health.found.good"),
            Sentence("health.found.clock_alone"),
            Sentence("health.found.machine_time", (("at", "2026-11-24 10:12"),)),
        ),
        to_do=Sentence("health.suggestion.synchronise"),
    ),
    *(
        CheckSeen(check, "", is_good=True, found=(Sentence("health.found.good"),))
        for check in (
            "ticket_printer",
            "paper",
            "code_scanner",
            "signal_light",
            "speech",
            "centre",
            "panel",
            "fonts",
            "printer_profile",
            "certificates",
            "disk",
            "database",
            "service",
        )
    ),
)


def _devices() -> dict[str, StaffPage]:
    listed = DeviceList(SEEN)
    return {
        "devices_loading": DeviceList(),
        "devices": listed,
        "devices_second": DeviceList(SEEN, page=1),
        "device_reader": OneDevice(listed, SEEN[0]),
        "device_stock": OneDevice(listed, SEEN[1]),
        "device_clock": OneDevice(listed, SEEN[2]),
        "device_well": OneDevice(listed, SEEN[3]),
    }


def _stopping() -> dict[str, StaffPage]:
    stands = tuple(
        ServiceStands(
            tile.service_id,
            tile.name,
            is_open=number != 1,
            stops_at=at(11, 30) if number == 2 else None,
        )
        for number, tile in enumerate(SERVICES)
    )
    listed = StopList(stands, tuple(at(hour, 30) for hour in (10, 11, 13, 14)))
    when = StopWhen(listed, stands[2])
    return {
        "stop_loading": StopList(),
        "stop": listed,
        "stop_when": when,
        "stop_again": StopWhen(listed, stands[1]),
        "stop_why": WhyStop(when, at(11, 30)),
        "stop_why_now": WhyStop(when),
        "stopped": StaffHome(Remark("screen.staff_stop.done_stopped", is_good=True)),
        "reopened": StaffHome(Remark("screen.staff_stop.done_open", is_good=True)),
    }
