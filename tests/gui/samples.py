# SPDX-License-Identifier: Apache-2.0
"""A kiosk in every state, with the words of an invented hall; for audit, bench and pictures."""

from dataclasses import replace

from kiosk.flow import states
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import Contrast, Paper, Size
from tests.gui.sample_bookings import who_booked
from tests.gui.sample_family import family_asked, family_served
from tests.gui.sample_green import direct, green
from tests.gui.sample_hall import (
    LATER,
    NOW,
    PROPERTY,
    SERVICES,
    SLOTS,
    STANDBY,
    TICKET,
    visit,
    words,
)
from tests.gui.sample_staff import staff
from tests.gui.sample_walk_ins import choosing, covers, home, identifying, taking


def samples() -> dict[str, Kiosk]:
    """Every state, and every variant of it that looks different, by name."""
    visits = (*identifying(), *choosing(), *green(), *direct(), *taking(), *who_booked())
    return dict([*home(), *visits, *family_asked(), *family_served(), *covers(), *staff()])


def in_size(kiosk: Kiosk, size: Size, language: str, contrast: Contrast | None = None) -> Kiosk:
    """Its colours stay unless others are named."""
    shown = contrast or kiosk.contrast
    return replace(kiosk, size=size, language=language, contrast=shown)


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
