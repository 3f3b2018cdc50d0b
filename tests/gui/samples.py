# SPDX-License-Identifier: Apache-2.0
"""A kiosk in every state, with the words of an invented hall; for audit, bench and pictures."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from hall.booking import Booking
from hall.identity import Identity, IdentityDigest, Reached, Secret
from hall.ids import BookingId, ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from hall.words import Words
from kiosk.flow import states
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import (
    Availability,
    BookingState,
    BookingView,
    CameBy,
    Devices,
    FlowSettings,
    Instead,
    Offer,
    OfferKind,
    Opening,
    Paper,
    Phase,
    PutBack,
    ServiceTile,
    Size,
    TicketView,
    Visitor,
    Wait,
)
from kiosk.settings.folders import font_files
from kiosk.ui.look import PanelLook

FONTS = font_files(Path(__file__).parents[2] / "fonts")
DAY = date(2026, 11, 23)


def words(zh: str, en: str) -> Words:
    return Words.of({"zh_Hans": zh, "en": en})


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=UTC)


LOOK = PanelLook(
    site_name=words("长沙市政务服务中心", "Changsha Service Centre"),
    machine_name=words("二楼 3 号机", "Floor 2, no. 3"),
    help_desk=words("一楼大厅服务台", "Help desk, ground floor"),
    hotline="12345",
    fonts=FONTS,
)

SERVICES = tuple(
    ServiceTile(
        ServiceId(key),
        words(zh, en),
        icon,
        words(where_zh, where_en),
        Availability.NOW,
        materials=(words("身份证", "ID card"), words("户口本", "household register")),
    )
    for key, zh, en, icon, where_zh, where_en in (
        (
            "property",
            "不动产登记",
            "Property",
            "house",
            "二楼 B 区 12–18 号窗口",
            "Floor 2, zone B, 12–18",
        ),
        (
            "social",
            "社保",
            "Social security",
            "shield-plus",
            "一楼 A 区 1–6 号窗口",
            "Floor 1, zone A, 1–6",
        ),
        (
            "medical",
            "医保",
            "Health insurance",
            "stethoscope",
            "一楼 A 区 7–9 号窗口",
            "Floor 1, zone A, 7–9",
        ),
        (
            "household",
            "户口、身份证",
            "ID and household",
            "id-card",
            "一楼 C 区 1–4 号窗口",
            "Floor 1, zone C, 1–4",
        ),
        (
            "pension",
            "养老金资格认证",
            "Pension check",
            "hand-helping",
            "一楼 A 区 10 号窗口",
            "Floor 1, zone A, 10",
        ),
        (
            "company",
            "企业开办",
            "New company",
            "building-2",
            "三楼 D 区 1–8 号窗口",
            "Floor 3, zone D, 1–8",
        ),
        ("tax", "办税缴费", "Tax", "receipt-text", "三楼 E 区 1–9 号窗口", "Floor 3, zone E, 1–9"),
        (
            "fund",
            "住房公积金",
            "Housing fund",
            "banknote",
            "二楼 F 区 1–5 号窗口",
            "Floor 2, zone F, 1–5",
        ),
    )
)

OPENING = Opening(
    DAY,
    Phase.ISSUING,
    hours=((at(9), at(12)), (at(13, 30), at(17))),
    issue_from=at(8, 30),
    stop_at=at(16, 45),
    next_opening=at(9).replace(day=24),
)

IDENTITY = Identity(IdentityDigest("h1:00"), "王*明", frozenset())
SENIOR = Identity(IdentityDigest("h1:01"), "李*芳", frozenset({Reached.SENIOR, Reached.GREEN}))

TICKET = TicketView(
    TicketId(UUID(int=1)),
    "A023",
    SERVICES[0].service_id,
    SERVICES[0].name,
    SERVICES[0].where,
    at(10, 12),
    materials=(words("身份证", "ID card"), words("房产证", "property deed")),
    paper=Paper.CONFIRMED,
)

HOME = Kiosk(
    FlowSettings(),
    states.Welcome(),
    services=SERVICES[:6],
    site_services=SERVICES[:6],
    opening=OPENING,
)


def visit(
    screen: Screen, *, came_by: CameBy = CameBy.CARD, identity: Identity | None = IDENTITY
) -> Kiosk:
    if came_by is CameBy.NOTHING:
        identity = None
    visitor = Visitor(came_by, identity, business_date=DAY, is_loaded=True)
    return replace(HOME, screen=screen, visitor=visitor)


def _mixed() -> tuple[ServiceTile, ...]:
    changes = (
        {"is_green": True},
        {"availability": Availability.LATER, "from_at": at(10, 30)},
        {"availability": Availability.STANDBY},
        {"availability": Availability.FULL},
        {"availability": Availability.STOPPED},
        {"availability": Availability.STOPPED, "from_at": at(13, 30)},
    )
    return tuple(replace(tile, **change) for tile, change in zip(SERVICES, changes, strict=False))


def _waits() -> tuple[ServiceTile, ...]:
    waits = (Wait(6, 10, 15), Wait(128, 95, 160, 12), Wait(0, 0, 1), Wait(3), None, Wait(11, 8, 9))
    return tuple(replace(tile, wait=wait) for tile, wait in zip(SERVICES, waits, strict=False))


LATER = Offer(OfferKind.NOW, at(10, 30), at(11))
SLOTS = tuple(
    Offer(OfferKind.LATER_SLOT, at(hour, minute), at(hour + minute // 30, (minute + 30) % 60))
    for hour, minute in ((11, 0), (11, 30), (13, 30), (14, 0))
)
STANDBY = Offer(OfferKind.STANDBY)
NOW = Offer(OfferKind.NOW)
PROPERTY = SERVICES[0].service_id


MISSING = (
    ("not_enrolled", "no_network"),
    ("no_catalogue", "not_trusted"),
    ("unreadable_catalogue", ""),
    ("no_places", "not_known"),
    ("no_day_key", "trouble"),
    ("disowned", ""),
)


def _home() -> Iterator[tuple[str, Kiosk]]:
    starting = replace(HOME, screen=states.Starting(), opening=None)
    yield "starting", starting
    for what, why in MISSING:
        keys = tuple(f"screen.missing.{name}" for name in (what, why) if name)
        yield f"starting_{what}", replace(starting, missing=keys)
    yield "welcome_cut", replace(HOME, cut_since=at(9, 42))
    yield "welcome_cut_yesterday", replace(HOME, cut_since=at(18, 2).replace(day=22))
    yield "welcome", HOME
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
    stopped = replace(OPENING, phase=Phase.STOPPED, issue_from=at(8, 30).replace(day=24))
    yield "closed_stopped", replace(HOME, screen=states.Closed(), opening=stopped)
    holiday = replace(OPENING, phase=Phase.CLOSED_DAY, hours=(), issue_from=None, stop_at=None)
    yield "closed_day", replace(HOME, screen=states.Closed(), opening=holiday)
    yield (
        "closed_for_long",
        replace(HOME, screen=states.Closed(), opening=replace(holiday, next_opening=None)),
    )


def _identifying() -> Iterator[tuple[str, Kiosk]]:
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
    for problem in ("length", "characters", "birth", "check_digit"):
        digits = "1101011949" if problem == "length" else "110101194912310021"
        keypad = states.Keypad(Secret(digits), problem=f"error.number.{problem}")
        yield f"keypad_{problem}", visit(keypad, came_by=CameBy.TYPED, identity=None)
    checking = states.Keypad(is_checking=True)
    yield "keypad_checking", visit(checking, came_by=CameBy.TYPED, identity=None)


def _choosing() -> Iterator[tuple[str, Kiosk]]:
    yield "no_card", visit(states.NoCard(), came_by=CameBy.NOTHING)
    yield "services", visit(states.Services())
    yield "services_waits", replace(visit(states.Services()), services=_waits())
    yield "services_mixed", replace(visit(states.Services(), identity=SENIOR), services=_mixed())
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
    closed = _mixed()[4:]
    for name, tile in zip(("when_stopped", "when_not_begun"), closed, strict=True):
        none = states.When(tile.service_id, is_loaded=True)
        yield name, replace(visit(none), services=closed)
    halted = tuple(replace(tile, availability=Availability.SUSPENDED) for tile in _mixed()[4:])
    yield "services_suspended", replace(visit(states.Services()), services=halted)
    none = states.When(halted[0].service_id, is_loaded=True)
    yield "when_suspended", replace(visit(none), services=halted)


def _taking() -> Iterator[tuple[str, Kiosk]]:
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
    yield "ticket_standby", visit(states.TicketShown(replace(TICKET, is_standby=True)))
    slot = replace(TICKET, slot_start=at(14), slot_end=at(14, 30), number="Y1234")
    yield "ticket_slot", visit(states.TicketShown(slot))
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
    yield from _missed()
    yield "refused", visit(states.Refused("error.issue.stopped", leads_back=True))
    yield "refused_no_answer", visit(states.Refused("error.flow.no_answer"))
    yield "refused_cancel_unsure", visit(states.Refused("error.flow.cancel_unsure"))
    yield "refused_cancel", visit(states.Refused("error.cancel.refused"))


def _missed() -> Iterator[tuple[str, Kiosk]]:
    """Who has a number while the centre is cut off, and who missed his call."""
    for put_back in (None, *PutBack):
        again = visit(states.Again(replace(TICKET, put_back=put_back)))
        yield f"again_{put_back}_cut", replace(again, cut_since=at(9, 42))
        if put_back:
            yield f"again_{put_back}", again


NO_WAY = Instead()


def booking(
    state: BookingState, start: datetime, service: int = 0, instead: Instead = NO_WAY
) -> BookingView:
    """A booking of half an hour, for one of the services."""
    tile, end = SERVICES[service], start + timedelta(minutes=30)
    of_service, number = tile.service_id, TicketNumber("A", 12 + service, is_booked=True)
    made = Booking(
        booking_id=BookingId(UUID(int=100 + service)),
        business_date=DAY,
        service_id=of_service,
        slot=Span(start, end),
        number=number,
        place=Place(of_service, start, Lane.BOOKED, 0),
    )
    return BookingView(
        made, state, tile.name, tile.icon, start, end, start - timedelta(minutes=10), instead
    )


EARLY = booking(BookingState.EARLY, at(14))
ON_TIME = booking(BookingState.ON_TIME, at(10), 1)
DAYS = (DAY + timedelta(days=1), DAY + timedelta(days=2), DAY + timedelta(days=3))
LATE = booking(
    BookingState.LATE, at(9), 3, Instead((NOW, SLOTS[0], SLOTS[1], STANDBY), other_days=DAYS)
)
FULL = booking(BookingState.LATE, at(9), 3, Instead(other_days=DAYS))
SUSPENDED = replace(EARLY, is_suspended=True, instead=Instead(other_days=DAYS))
NO_EXTRA = booking(BookingState.NO_EXTRA, at(10), 2, Instead((LATER, STANDBY), other_days=DAYS[:1]))
CANCELLED = booking(BookingState.CANCELLED, at(10), 4, Instead((NOW,)))
BOOKED_TICKET = replace(
    TICKET, number="YA012", slot_start=at(14), slot_end=at(14, 30), is_booked=True, is_early=True
)


def booked(screen: Screen, *bookings: BookingView, held: TicketView | None = None) -> Kiosk:
    """A visitor with bookings where bookings are."""
    kiosk = visit(screen)
    assert kiosk.visitor is not None
    visitor = replace(kiosk.visitor, bookings=bookings, open_ticket=held)
    return with_bookings(replace(kiosk, visitor=visitor))


def with_bookings(kiosk: Kiosk, *, has_scanner: bool = False) -> Kiosk:
    settings = replace(kiosk.settings, has_bookings=True, has_scanner=has_scanner)
    return replace(kiosk, settings=settings)


def _booked() -> Iterator[tuple[str, Kiosk]]:
    home = dict(_home())
    for name in (
        "welcome",
        "welcome_both",
        "welcome_many_unprinted",
        "welcome_cut",
        "before_opening",
    ):
        yield f"booked_{name}", with_bookings(home[name])
    yield "booked_welcome_cut_scanner", with_bookings(home["welcome_cut"], has_scanner=True)
    for name in ("closed_stopped", "welcome_lift_paper_out"):
        yield f"booked_{name}", with_bookings(home[name])
    unread = states.Reading(problem="error.card_reader.card_not_supported")
    yield "booked_reading_not_supported", with_bookings(visit(unread, identity=None))
    again = states.Reading(problem="error.card_reader.card_unreadable")
    yield "booked_reading_unreadable", with_bookings(visit(again, identity=None))
    for name, digits in {"empty": "", "full": "48120637"}.items():
        keypad = visit(states.CodeKeypad(Secret(digits)), came_by=CameBy.CODE, identity=None)
        yield f"code_keypad_{name}", with_bookings(keypad, has_scanner=name == "empty")
    for problem in ("length", "check_digit"):
        typed = Secret("48120" if problem == "length" else "48120637")
        keypad = states.CodeKeypad(typed, problem=f"error.booking_code.{problem}")
        found = visit(keypad, came_by=CameBy.CODE, identity=None)
        yield f"code_keypad_{problem}", with_bookings(found)
    checking = states.CodeKeypad(Secret("48120637"), is_checking=True)
    yield "code_keypad_checking", with_bookings(visit(checking, came_by=CameBy.CODE, identity=None))
    yield "finding", with_bookings(visit(states.Finding(), came_by=CameBy.CODE, identity=None))
    yield "bookings_two", booked(states.Bookings(), ON_TIME, EARLY)
    several = (ON_TIME, LATE, NO_EXTRA, CANCELLED, EARLY)
    yield "bookings_many", booked(states.Bookings(), *several, held=TICKET)
    for name, over in {"late": LATE, "full": FULL, "no_extra": NO_EXTRA}.items():
        yield f"instead_{name}", booked(states.InsteadOfBooking(over), over)
    yield "instead_cancelled", booked(states.InsteadOfBooking(CANCELLED), CANCELLED)
    yield "check_in_pause", booked(states.CheckInPause(EARLY), EARLY)
    yield "check_in_pause_asks", booked(states.CheckInPause(EARLY, asks=True), EARLY)
    yield "check_in_suspended", booked(states.CheckInPause(SUSPENDED, asks=True), SUSPENDED)
    yield "bookings_suspended", booked(states.Bookings(), SUSPENDED, ON_TIME)
    yield "checking_in", booked(states.CheckingIn(ON_TIME), ON_TIME)
    yield "booked_ticket", booked(states.TicketShown(BOOKED_TICKET))
    lost = replace(
        BOOKED_TICKET, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.paper_out"
    )
    yield "booked_keep_number", booked(states.KeepNumber(lost))
    yield "booked_again", booked(states.Again(replace(BOOKED_TICKET, is_elsewhere=True)))
    for problem in ("booking_code.wrong_signature", "flow.no_booking", "flow.too_many_codes"):
        yield f"booked_refused_{problem}", booked(states.Refused(f"error.{problem}"))


def for_family(screen: Screen, identity: Identity | None = SENIOR, **values: object) -> Kiosk:
    """Somebody who takes a number for a family member; a proxy brings other papers."""
    kiosk = visit(screen)
    papers = (words("经办人身份证和委托书", "ID card and mandate of the proxy"),)
    tiles = tuple(replace(tile, materials=papers) for tile in HOME.services)
    visitor = Visitor(CameBy.CARD, identity, business_date=DAY, proxy=kiosk.visitor)
    return replace(kiosk, visitor=replace(visitor, **values), services=tiles)  # type: ignore[arg-type]  # names of its fields


def _family_asked() -> Iterator[tuple[str, Kiosk]]:
    """Until it is known whom the number is for."""
    offered = replace(FlowSettings(), proxy_limit=3)
    own = visit(states.Services())
    yield "family_offered", replace(own, settings=offered)
    many = replace(own, services=SERVICES, settings=offered)
    yield "family_offered_many", many
    by_age = replace(visit(states.Services(), identity=SENIOR), is_size_by_age=True)
    yield "family_offered_by_age", replace(by_age, settings=offered)
    asked = for_family(states.Family(), None)
    yield "family", asked
    yield "booked_family", with_bookings(asked)
    yield "family_own_card", for_family(states.Family("error.flow.own_card"), None)
    no_code = for_family(states.Family("error.booking_code.wrong_signature"), None)
    yield "booked_family_no_code", with_bookings(no_code)
    devices = Devices(reader_problem="error.card_reader.unplugged")
    yield "family_no_reader", replace(asked, devices=devices)
    both = for_family(states.Family("error.flow.too_many_codes"), None)
    yield "booked_family_no_reader", with_bookings(replace(both, devices=devices))
    unread = states.Reading(problem="error.card_reader.card_not_supported")
    yield "family_reading_not_supported", with_bookings(for_family(unread, None))
    again = states.Reading(problem="error.card_reader.card_unreadable")
    yield "family_reading_unreadable", with_bookings(for_family(again, None))
    yield "family_keypad", for_family(states.Keypad(), None)


def _family_served() -> Iterator[tuple[str, Kiosk]]:
    """The family member is known."""
    yield "family_services", for_family(states.Services())
    waits = for_family(states.Services())
    yield "family_services_waits", replace(waits, services=_waits())
    yield "family_services_mixed", replace(waits, services=_mixed())
    yield "family_pause", for_family(states.Pause(PROPERTY, NOW))
    yield "family_pause_slot", for_family(states.Pause(PROPERTY, SLOTS[0], asks=True))
    yield "family_issuing", for_family(states.Issuing(PROPERTY, NOW))
    yield "family_check_in_pause", for_family(states.CheckInPause(EARLY, asks=True))
    yield "family_checking_in", for_family(states.CheckingIn(ON_TIME))
    ticket = replace(TICKET, is_proxy=True, materials=waits.services[0].materials)
    yield "family_ticket", for_family(states.TicketShown(ticket))
    green = replace(ticket, is_green=True, wait=Wait(128, 95, 160, 12))
    yield "family_ticket_green", for_family(states.TicketShown(green))
    booked_ticket = replace(BOOKED_TICKET, is_proxy=True)
    yield "family_booked_ticket", for_family(states.TicketShown(booked_ticket))
    yield "family_again", for_family(states.Again(ticket))
    by_code = for_family(states.Again(ticket), None, came_by=CameBy.CODE, open_ticket=ticket)
    yield "booked_family_again_by_code", with_bookings(by_code)
    lost = replace(ticket, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.paper_out")
    yield "family_keep_number", for_family(states.KeepNumber(lost))
    for kind in ("issue", "check_in"):
        refused = states.Refused(f"error.{kind}.proxy_limit", leads_back=True)
        yield f"family_refused_{kind}", for_family(refused)


def _covers() -> Iterator[tuple[str, Kiosk]]:
    yield "still_there", visit(states.StillThere(states.Services()))
    yield "help", visit(states.Help(states.Services()))
    yield "help_from_home", replace(HOME, screen=states.Help(states.Welcome()))


def samples() -> dict[str, Kiosk]:
    """Every state, and every variant of it that looks different, by name."""
    visits = (*_identifying(), *_choosing(), *_taking(), *_booked())
    return dict([*_home(), *visits, *_family_asked(), *_family_served(), *_covers()])


def in_size(kiosk: Kiosk, size: Size, language: str) -> Kiosk:
    return replace(kiosk, size=size, language=language)


LONG_LOOK = replace(
    LOOK,
    site_name=words(
        "内蒙古自治区呼和浩特市新城区政务服务中心", "Xincheng District Service Centre of Hohhot"
    ),
    help_desk=words("一楼大厅东侧综合服务台", "Main help desk, ground floor, east side"),
)


def long_samples() -> dict[str, Kiosk]:
    """A hall that likes long names."""
    names = (
        "城乡居民基本养老保险待遇资格认证",
        "不动产登记（新房、二手房、抵押）",
        "职工医疗保险参保登记与缴费",
        "户口迁移、居民身份证、居住证",
        "个体工商户与企业开办",
        "婚姻登记预约与档案查询",
    )
    where = words("二楼 B 区东侧等候厅 12–18 号窗口", "Floor 2, zone B, east hall, 12–18")
    services = tuple(
        replace(
            tile,
            name=words(name, "Household registration and residence permit"),
            where=where,
            is_green=number == 0,
        )
        for number, (tile, name) in enumerate(zip(SERVICES[:6], names, strict=True))
    )
    ticket = replace(TICKET, service_name=services[0].name, where=where, is_green=True)
    lost = replace(ticket, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.cover_open")
    screens: dict[str, Screen] = {
        "services": states.Services(),
        "pause": states.Pause(PROPERTY, NOW, asks=True),
        "when": states.When(PROPERTY, (LATER, *SLOTS, STANDBY), is_loaded=True),
        "when_none": states.When(PROPERTY, is_loaded=True),
        "ticket": states.TicketShown(ticket),
        "keep_number": states.KeepNumber(lost),
        "again": states.Again(ticket),
        "help": states.Help(states.Services()),
    }
    shown = {name: replace(visit(screen), services=services) for name, screen in screens.items()}
    welcome = {name: kiosk for name, kiosk in samples().items() if name.startswith("welcome")}
    return shown | welcome
