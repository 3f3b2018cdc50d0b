# SPDX-License-Identifier: Apache-2.0
"""The invented hall of the samples: its look, services, visitors and tickets."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from hall.green import GreenReason
from hall.identity import Identity, IdentityDigest, Reached
from hall.ids import ServiceId, TicketId
from hall.words import Words
from kiosk.flow import states
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import (
    Availability,
    CameBy,
    FlowSettings,
    Offer,
    OfferKind,
    Opening,
    Paper,
    Phase,
    ServiceTile,
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
    ways_dir=Path(__file__).parents[2] / "ways",
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


REASONS = tuple(
    GreenReason(words(zh, en), icon)
    for zh, en, icon in (
        ("残疾人", "Disability", "accessibility"),
        ("孕产妇", "Pregnancy, childbirth", "heart-pulse"),
        ("带婴幼儿", "With a small child", "baby"),
        ("现役军人、退役军人", "Soldier, veteran", "medal"),
        ("消防救援人员", "Fire and rescue", "siren"),
        ("高龄老人", "Of great age", "users"),
    )
)


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


def mixed() -> tuple[ServiceTile, ...]:
    """Each tile stands otherwise."""
    changes = (
        {"is_green": True},
        {"availability": Availability.LATER, "from_at": at(10, 30)},
        {"availability": Availability.STANDBY},
        {"availability": Availability.FULL},
        {"availability": Availability.STOPPED},
        {"availability": Availability.STOPPED, "from_at": at(13, 30)},
    )
    return tuple(replace(tile, **change) for tile, change in zip(SERVICES, changes, strict=False))


def with_waits() -> tuple[ServiceTile, ...]:
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


LONG_LOOK = replace(
    LOOK,
    site_name=words(
        "内蒙古自治区呼和浩特市新城区政务服务中心", "Xincheng District Service Centre of Hohhot"
    ),
    help_desk=words("一楼大厅东侧综合服务台", "Main help desk, ground floor, east side"),
)
