# SPDX-License-Identifier: Apache-2.0
"""Who came without a booking, screen by screen; also the screens that wait for visitors."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from uuid import UUID

from hall.documents import Document
from hall.identity import Identity, IdentityDigest, Secret
from hall.ids import TicketId
from kiosk.flow import states
from kiosk.flow.states import Kiosk
from kiosk.flow.values import (
    Availability,
    CameBy,
    Contrast,
    Devices,
    HelpReach,
    Pace,
    Paper,
    Phase,
    PutBack,
    Topic,
    Volume,
    Wait,
)
from tests.gui.sample_hall import (
    HOME,
    LATER,
    NOW,
    OPENING,
    PROPERTY,
    SENIOR,
    SERVICES,
    SLOTS,
    STANDBY,
    TICKET,
    at,
    mixed,
    visit,
    with_waits,
    words,
)

MISSING = (
    ("not_enrolled", "no_network"),
    ("no_catalogue", "not_trusted"),
    ("unreadable_catalogue", ""),
    ("no_places", "not_known"),
    ("no_day_key", "trouble"),
    ("disowned", ""),
    ("damaged", ""),
    ("lost", ""),
    ("begins_tomorrow", ""),
)


def home() -> Iterator[tuple[str, Kiosk]]:
    starting = replace(HOME, screen=states.Starting(), opening=None)
    yield "starting", starting
    for what, why in MISSING:
        keys = tuple(f"screen.missing.{name}" for name in (what, why) if name)
        yield f"starting_{what}", replace(starting, missing=keys)
    yield "welcome_cut", replace(HOME, cut_since=at(9, 42))
    yield "welcome_cut_yesterday", replace(HOME, cut_since=at(18, 2).replace(day=22))
    yield "welcome", HOME
    yield "welcome_paper_low", replace(HOME, devices=Devices(is_paper_low=True))
    spoilt = replace(HOME.settings, is_file_spoilt=True)
    yield "welcome_file_spoilt", replace(HOME, settings=spoilt)
    yield "welcome_disk_full", replace(HOME, devices=Devices(is_disk_full=True))
    yield "welcome_adjusted", replace(HOME, contrast=Contrast.HIGH, is_low=True)
    yield "welcome_lift", replace(HOME, is_lift_asked=True)
    for trouble in ("paper_out", "unplugged"):
        devices = Devices(printer_problem=f"error.ticket_printer.{trouble}")
        yield f"welcome_printer_{trouble}", replace(HOME, devices=devices)
    paper_out = Devices(printer_problem="error.ticket_printer.paper_out")
    yield "welcome_lift_paper_out", replace(HOME, is_lift_asked=True, devices=paper_out)
    devices = Devices(reader_problem="error.card_reader.unplugged")
    yield "welcome_reader", replace(HOME, devices=devices)
    devices = replace(devices, printer_problem="error.ticket_printer.paper_out")
    yield "welcome_both", replace(HOME, devices=devices)
    yield "welcome_unprinted", replace(HOME, unprinted=("A023", "B007"))
    numbers = ("A023", "A024", "B007", "Y1234", "C001")
    yield "welcome_many_unprinted", replace(HOME, unprinted=numbers)
    for reason in ("flow.code_of_no_use", "code_scanner.code_unreadable"):
        code = replace(HOME, code_problem=f"error.{reason}")
        yield f"welcome_{reason}", code
        yield f"welcome_{reason}_both", replace(code, devices=devices)
    one = replace(HOME.settings, languages=("zh_Hans",))
    yield "welcome_one_language", replace(HOME, settings=one)
    before = replace(OPENING, phase=Phase.BEFORE_ISSUE)
    yield "before_opening", replace(HOME, screen=states.BeforeOpening(), opening=before)
    yield "before_opening_cut", _cut(replace(HOME, screen=states.BeforeOpening(), opening=before))
    stopped = replace(OPENING, phase=Phase.STOPPED, issue_from=at(8, 30).replace(day=24))
    yield "closed_stopped", replace(HOME, screen=states.Closed(), opening=stopped)
    yield "closed_cut", _cut(replace(HOME, screen=states.Closed(), opening=stopped))
    holiday = replace(OPENING, phase=Phase.CLOSED_DAY, hours=(), issue_from=None, stop_at=None)
    yield "closed_day", replace(HOME, screen=states.Closed(), opening=holiday)
    yield (
        "closed_for_long",
        replace(HOME, screen=states.Closed(), opening=replace(holiday, next_opening=None)),
    )


def _cut(kiosk: Kiosk) -> Kiosk:
    """At a kiosk of a centre that is not heard."""
    with_centre = replace(kiosk.settings, has_bookings=True)
    return replace(kiosk, cut_since=at(9, 42), settings=with_centre)


def identifying() -> Iterator[tuple[str, Kiosk]]:
    yield "reading", visit(states.Reading(), identity=None)
    yield "reading_done", visit(states.Reading(is_done=True))
    slow = visit(states.Reading(is_done=True, is_time_over=True))
    yield "reading_slow", replace(slow, is_card_present=True)
    yield "reading_slow_card_taken", slow
    for reason in ("card_unreadable", "card_not_supported", "card_closed"):
        problem = f"error.card_reader.{reason}"
        yield f"reading_{reason}", visit(states.Reading(problem=problem), identity=None)
    early = states.Reading(problem="error.flow.card_taken_early")
    yield "reading_taken_early", visit(early, identity=None)
    typed = {"empty": "", "begun": "1101011949", "full": "11010119491231002X"}
    for name, digits in typed.items():
        keypad = states.Keypad(Secret(digits))
        yield f"keypad_{name}", visit(keypad, came_by=CameBy.TYPED, identity=None)
    begun = visit(states.Keypad(Secret("1101011949")), came_by=CameBy.TYPED, identity=None)
    speaks = replace(begun.settings, has_voice=True)
    yield "keypad_listening", replace(begun, is_voice_on=True, settings=speaks)
    for problem in ("length", "characters", "birth", "check_digit"):
        digits = "1101011949" if problem == "length" else "110101194912310021"
        keypad = states.Keypad(Secret(digits), problem=f"error.number.{problem}")
        yield f"keypad_{problem}", visit(keypad, came_by=CameBy.TYPED, identity=None)
    yield from _documents()
    checking = states.Keypad(is_checking=True)
    yield "keypad_checking", visit(checking, came_by=CameBy.TYPED, identity=None)


def _documents() -> Iterator[tuple[str, Kiosk]]:
    """Other documents; all numbers are invented."""
    numbers = {
        Document.PASSPORT: "EW1234567",
        Document.HONG_KONG_MACAO: "H12345678",
        Document.TAIWAN: "01234567",
        Document.PERMANENT_RESIDENCE: "WMW110088080810",
    }
    yield "documents", visit(states.Documents(), came_by=CameBy.TYPED, identity=None)
    for document, number in numbers.items():
        has_letters = document in (Document.PASSPORT, Document.HONG_KONG_MACAO)
        begun = states.DocumentKeypad(document, has_letters=has_letters)
        wrong = states.DocumentKeypad(
            document, Secret(number[:-1]), problem=f"error.document.{document}"
        )
        full = states.DocumentKeypad(document, Secret(number))
        screens = {"begun": begun, "wrong": wrong, "full": full}
        for name, screen in screens.items():
            shown = visit(screen, came_by=CameBy.TYPED, identity=None)
            yield f"document_{document}_{name}", shown
    lettered = replace(wrong, document=Document.PASSPORT, has_letters=True)
    letters = replace(lettered, problem="error.document.passport", typed=Secret("EWMWM"))
    yield "document_letters_wrong", visit(letters, came_by=CameBy.TYPED, identity=None)
    wrong_2023 = states.DocumentKeypad(
        Document.PERMANENT_RESIDENCE,
        Secret("911240198808080011"),
        problem="error.number.check_digit",
    )
    yield "document_of_2023", visit(wrong_2023, came_by=CameBy.TYPED, identity=None)
    checking = states.DocumentKeypad(Document.PASSPORT, is_checking=True)
    yield "document_checking", visit(checking, came_by=CameBy.TYPED, identity=None)


def choosing() -> Iterator[tuple[str, Kiosk]]:
    yield "no_card", visit(states.NoCard(), came_by=CameBy.NOTHING)
    yield "services", visit(states.Services())
    yield "services_cut", _cut(visit(states.Services()))
    yield "services_adjusting", replace(visit(states.Services()), is_adjusting=True)
    listens = replace(visit(states.Services(), identity=SENIOR), is_voice_on=True)
    listens = replace(listens, settings=replace(listens.settings, has_voice=True))
    by_age = replace(listens, is_voice_by_age=True, is_size_by_age=True)
    yield "services_listening", by_age
    yield (
        "services_listening_slowly",
        replace(by_age, is_size_by_age=False, pace=Pace.SLOW, volume=Volume.SOFT),
    )
    yield "services_listening_fast", replace(listens, pace=Pace.FAST, volume=Volume.LOUD)
    yield "services_in_person", replace(listens, is_in_person=True)
    yield "services_waits", replace(visit(states.Services()), services=with_waits())
    yield "services_mixed", replace(visit(states.Services(), identity=SENIOR), services=mixed())
    by_age = replace(visit(states.Services(), identity=SENIOR), is_size_by_age=True)
    green = tuple(replace(tile, is_green=True) for tile in SERVICES[:6])
    yield "services_by_age", replace(by_age, services=green)
    many = replace(visit(states.Services()), services=SERVICES)
    yield "services_many", many
    yield "services_many_2", replace(many, screen=states.Services(page=1))
    # U+0378 stands for a character that no font here has.
    nameless = Identity(IdentityDigest("h1:02"), "\u0378*", frozenset())
    yield "services_nameless", visit(states.Services(), identity=nameless)
    yield "services_few", replace(visit(states.Services()), services=SERVICES[:2])
    yield "services_none", replace(visit(states.Services()), services=(), site_services=())
    yield from _materials()
    yield "when_loading", visit(states.When(PROPERTY))
    yield "when_later", visit(states.When(PROPERTY, (LATER, *SLOTS), is_loaded=True))
    problem = "error.issue.full"
    offers = (SLOTS[0], STANDBY)
    yield (
        "when_taken",
        visit(states.When(PROPERTY, offers, is_loaded=True, problem=problem)),
    )
    yield "when_standby", visit(states.When(PROPERTY, (STANDBY,), is_loaded=True))
    yield "when_none", visit(states.When(PROPERTY, is_loaded=True))
    closed = mixed()[4:]
    for name, tile in zip(("when_stopped", "when_not_begun"), closed, strict=True):
        none = states.When(tile.service_id, is_loaded=True)
        yield name, replace(visit(none), services=closed)
    halted = tuple(replace(tile, availability=Availability.SUSPENDED) for tile in mixed()[4:])
    yield "services_suspended", replace(visit(states.Services()), services=halted)
    none = states.When(halted[0].service_id, is_loaded=True)
    yield "when_suspended", replace(visit(none), services=halted)


def _materials() -> Iterator[tuple[str, Kiosk]]:
    """What to bring, asked before the number: little, and as much as a site may write."""
    asked = visit(states.Materials(PROPERTY))
    yield "materials", asked
    many = tuple(
        words(
            f"不动产权证书或者购房合同原件、复印件{number}",
            f"Certificate or contract, copy {number}",
        )
        for number in range(1, 9)
    )
    full = replace(asked, services=(replace(SERVICES[0], materials=many), *SERVICES[1:6]))
    yield "materials_many", full
    yield "materials_many_2", replace(full, screen=states.Materials(PROPERTY, page=1))


def taking() -> Iterator[tuple[str, Kiosk]]:
    yield "pause", visit(states.Pause(PROPERTY, NOW))
    yield "pause_asks", visit(states.Pause(PROPERTY, NOW, asks=True))
    yield "pause_later", visit(states.Pause(PROPERTY, LATER))
    yield "pause_slot", visit(states.Pause(PROPERTY, SLOTS[0]))
    yield "pause_standby", visit(states.Pause(SERVICES[4].service_id, STANDBY, asks=True))
    yield "issuing", visit(states.Issuing(PROPERTY, NOW))
    yield "ticket_printing", visit(states.TicketShown(replace(TICKET, paper=Paper.PRINTING)))
    yield "ticket", visit(states.TicketShown(TICKET))
    waits = replace(TICKET, wait=Wait(128, 95, 160, 12))
    yield "ticket_waits", visit(states.TicketShown(waits))
    yield "ticket_green", visit(states.TicketShown(replace(TICKET, is_green=True)))
    in_person = replace(TICKET, is_in_person=True)
    yield "ticket_in_person", visit(states.TicketShown(in_person))
    yield "ticket_standby", visit(states.TicketShown(replace(TICKET, is_standby=True)))
    slot = replace(TICKET, slot_start=at(14), slot_end=at(14, 30), number="Y1234")
    yield "ticket_slot", visit(states.TicketShown(slot))
    yield from _asked()
    for problem in ("paper_out", "cover_open", "unrecoverable"):
        lost = replace(
            TICKET, paper=Paper.NOT_PRINTED, paper_problem=f"error.ticket_printer.{problem}"
        )
        yield f"keep_number_{problem}", visit(states.KeepNumber(lost))
    unsure = replace(TICKET, paper=Paper.UNSURE, paper_problem="error.flow.no_proof")
    yield "keep_number_unsure", visit(states.KeepNumber(unsure))
    yield "ask_cancel", visit(states.AskCancel(TICKET))
    yield "ask_cancel_waiting", visit(states.AskCancel(TICKET, is_cancelling=True))
    yield "cancelled", visit(states.Cancelled(TICKET))
    yield "cancelled_no_paper", visit(states.Cancelled(replace(TICKET, paper=Paper.NOT_PRINTED)))
    yield "again", visit(states.Again(TICKET))
    yield from _several()
    yield from _missed()
    yield "refused", visit(states.Refused("error.issue.stopped", leads_back=True))
    yield "refused_cut", _cut(visit(states.Refused("error.flow.no_booking")))
    yield "refused_no_answer", visit(states.Refused("error.flow.no_answer"))
    yield "refused_cancel_unsure", visit(states.Refused("error.flow.cancel_unsure"))
    yield "refused_cancel", visit(states.Refused("error.cancel.refused"))


def _asked() -> Iterator[tuple[str, Kiosk]]:
    """What is asked about a number: at a centre's kiosk, and at one on its own."""
    waits = {
        "apart": Wait(7, 10, 15, booked=3, green=2),
        "old": Wait(128, 95, 160, 12, booked=60, green=8),
        "one": Wait(1, 0, 5, booked=0, green=0),
        "told": Wait(7, 10, 15),
        "nobody": Wait(0, 0, 1, booked=0, green=0),
        "unknown": None,
    }
    for name, wait in waits.items():
        shown = states.TicketShown(replace(TICKET, wait=wait))
        asked = visit(states.About(shown, Topic.WHY))
        with_centre = replace(asked.settings, has_bookings=True)
        yield f"why_{name}", replace(asked, settings=with_centre)
    yield "why_alone", visit(states.About(states.TicketShown(TICKET), Topic.WHY))
    yield from _two_numbers()
    drawn = replace(TICKET, way_picture="real_estate.svg", wait=Wait(7, 10, 15))
    yield "ticket_way", visit(states.TicketShown(drawn))
    yield "more_way", visit(states.About(states.TicketShown(drawn), Topic.MORE))
    yield "way", visit(states.About(states.TicketShown(drawn), Topic.WAY))
    gone = replace(drawn, way_picture="gone.png")
    yield "way_gone", visit(states.About(states.TicketShown(gone), Topic.WAY))
    yield "more", visit(states.About(states.TicketShown(TICKET), Topic.MORE))


def _two_numbers() -> Iterator[tuple[str, Kiosk]]:
    """The second number of a visit, beside the first."""
    second = replace(
        TICKET,
        ticket_id=TicketId(UUID(int=2)),
        number="C007",
        service_id=SERVICES[1].service_id,
        service_name=SERVICES[1].name,
        where=SERVICES[1].where,
        wait=Wait(6, 10, 15),
    )
    lost = replace(second, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.paper_out")
    screens = {"ticket_second": states.TicketShown(second), "keep_second": states.KeepNumber(lost)}
    for name, screen in screens.items():
        shown = visit(screen)
        if shown.visitor is not None:
            yield name, replace(shown, visitor=replace(shown.visitor, taken=(TICKET,)))


def _several() -> Iterator[tuple[str, Kiosk]]:
    """Who has numbers of two services, on one of them and among the services."""
    other = replace(
        TICKET,
        ticket_id=TicketId(UUID(int=45)),
        number="B045",
        service_id=SERVICES[1].service_id,
        service_name=SERVICES[1].name,
        where=SERVICES[1].where,
    )
    for name, screen in (
        ("again_several", states.Again(TICKET)),
        ("again_several_missed", states.Again(replace(other, put_back=PutBack.TOO_LATE))),
        ("services_held", states.Services()),
    ):
        shown = visit(screen)
        assert shown.visitor is not None
        held = replace(shown.visitor, open_ticket=TICKET, further_tickets=(other,))
        yield name, replace(shown, visitor=held)


def _missed() -> Iterator[tuple[str, Kiosk]]:
    """Who has a number while the centre is cut off, and who missed his call."""
    for put_back in (None, *PutBack):
        again = visit(states.Again(replace(TICKET, put_back=put_back)))
        yield f"again_{put_back}_cut", replace(again, cut_since=at(9, 42))
        if put_back:
            yield f"again_{put_back}", again


def covers() -> Iterator[tuple[str, Kiosk]]:
    yield "still_there", visit(states.StillThere(states.Services()))
    yield "help", visit(states.Help(states.Services()))
    wished = replace(visit(states.Help(states.Services())), is_in_person=True)
    yield "help_in_person", wished
    yield "privacy", replace(HOME, screen=states.Privacy(states.Welcome()))
    yield "help_from_home", replace(HOME, screen=states.Help(states.Welcome()))
    yield from _calls()


def _calls() -> Iterator[tuple[str, Kiosk]]:
    """A call for help: what may be said of it."""
    calls = {
        "calling": states.HelpCall(1, HelpReach.ASKED),
        "lit": states.HelpCall(1, HelpReach.ASKED),
        "told": states.HelpCall(1, HelpReach.TOLD),
        "coming": states.HelpCall(1, HelpReach.COMING),
        "done": states.HelpCall(1, HelpReach.DONE),
        "late": states.HelpCall(1, HelpReach.TOLD, is_late=True),
    }
    places = {
        "": visit(states.Help(states.Services())),
        "_from_home": replace(HOME, screen=states.Help(states.Welcome())),
    }
    for (name, call), (where, kiosk) in product(calls.items(), places.items()):
        settings = replace(kiosk.settings, calls_centre=True, has_lamp=True)
        shown = replace(kiosk, settings=settings, help_call=call, is_lamp_on=name == "lit")
        yield f"help_{name}{where}", shown
