# SPDX-License-Identifier: Apache-2.0
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest

from common.settings.groups import Option
from common.settings.site_model import WholeSite
from common.settings.site_options import WEEK
from hall.ids import ServiceId
from hall.service import Service
from kiosk.settings import advice
from kiosk.settings.load import advise, check_config, load_file, load_settings
from kiosk.settings.model import Settings
from kiosk.settings.options import FILE
from tests.fakes.clock import FakeClock
from tests.kiosk.settings.samples import SHIPPED, write
from tests.option_comments import Comments, must_tell, options_below

TEXT = SHIPPED.read_text(encoding="utf-8")
LINES = TEXT.split("\n")


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return load_settings(SHIPPED)


@pytest.fixture(scope="module")
def site(shipped: Settings) -> WholeSite:
    assert shipped.site
    return shipped.site


@pytest.fixture(scope="module")
def services(site: WholeSite) -> tuple[Service, ...]:
    return site.catalogue.services


def test_the_shipped_file_has_no_mistake() -> None:
    assert check_config(SHIPPED) == ()


def test_nothing_in_the_shipped_file_is_unwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "VOLATILE", ())  # it may lie in such a folder here
    loaded = load_file(SHIPPED, FakeClock())
    advise(loaded, FakeClock())
    assert loaded.file.warnings() == ()


def test_it_offers_six_services_or_more_in_chinese_and_english(
    services: tuple[Service, ...],
) -> None:
    assert len(services) >= 6
    for service in services:
        for words in (service.name, service.where, *service.materials, *service.proxy_materials):
            assert words.text("en").isascii() or "–" in words.text("en")
            assert re.search("[一-龥]", words.text("zh_Hans"))


def test_what_a_proxy_must_bring_is_a_list_of_its_own_where_it_is_written(
    services: tuple[Service, ...],
) -> None:
    named = {service.service_id: service for service in services}
    social, medical = (named[ServiceId(key)] for key in ("social_insurance", "medical_insurance"))
    assert social.materials_of(is_proxy=True) == social.proxy_materials != social.materials
    assert medical.materials_of(is_proxy=True) == medical.materials


def test_each_of_its_services_has_its_own_icon_and_place_to_wait(
    services: tuple[Service, ...],
) -> None:
    for name in ("icon", "where", "name"):
        seen = [getattr(service, name) for service in services]
        assert len(set(seen)) == len(seen)


def test_some_of_its_services_have_quota_and_one_has_hours_of_its_own(
    site: WholeSite, services: tuple[Service, ...]
) -> None:
    assert 1 <= sum(service.has_quota for service in services) < len(services)
    (own,) = [service.hours for service in services if service.hours]
    assert own.weekdays[5] == ()
    assert own.holidays == site.hours.opening.holidays
    assert own.moved_days == site.hours.opening.moved_days


def test_paths_count_from_the_folder_of_the_file(shipped: Settings) -> None:
    machine = shipped.machine
    assert machine.fonts_dir == SHIPPED.parent / "fonts"
    assert machine.state_dir == SHIPPED.parent / "state"
    assert machine.templates_dir == SHIPPED.parent / "printer_templates"


def test_settings_are_frozen_but_a_changed_copy_can_be_made(shipped: Settings) -> None:
    with pytest.raises(FrozenInstanceError):
        shipped.reader.kind = "simulator"  # type: ignore[misc]  # what the test is about
    demo = replace(shipped, reader=replace(shipped.reader, kind="simulator"))
    assert (demo.reader.kind, shipped.reader.kind) == ("simulator", "serial_sam")


def test_every_setting_has_the_type_it_is_declared_with(shipped: Settings) -> None:
    for table in values_below(shipped):
        for item in fields(table):
            value = getattr(table, item.name)
            if item.type in {str, int, float, bool}:
                assert type(value) is item.type, item.name


def values_below(settings: Settings) -> Iterator[object]:
    for item in fields(settings):
        value = getattr(settings, item.name)
        if value is not None:
            yield value


# --- the comments ----------------------------------------------------------------------------


COMMENTS = Comments(TEXT)
OPTIONS = [
    (header, option)
    for header, option in options_below(FILE)
    if option not in WEEK and header != "moved_days"
]


@pytest.mark.parametrize(
    ("header", "option"),
    OPTIONS,
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_option_stands_in_the_file_with_its_range_and_default_in_both_languages(
    header: str, option: Option
) -> None:
    must_tell(option, COMMENTS.chinese(header, option), COMMENTS.english(header, option))


def test_every_weekday_is_explained() -> None:
    begin = LINES.index("[hours]")
    for option in WEEK:
        assert any(line.startswith(f"{option.name} = ") for line in LINES[begin:])


def test_alternatives_that_are_commented_out_are_right_too(tmp_path: Path) -> None:
    serial = (
        TEXT.replace("# device = ", "device = ")
        .replace("# baud = 115200", "baud = 115200")
        .replace("# flow_control = ", "flow_control = ")
        .replace('kind = "escpos_network"', 'kind = "escpos_serial"')
    )
    printer = load_settings(write(tmp_path, serial)).printer
    assert (printer.kind, printer.baud) == ("escpos_serial", 115200)
    assert printer.flow_control == "none"
    assert printer.device.startswith("/dev/serial/by-id/")


def test_its_reasons_to_be_served_first_have_words_and_pictures(site: WholeSite) -> None:
    assert len(site.green.reasons) >= 4
    for reason in site.green.reasons:
        assert reason.name.text("en").isascii()
        assert re.search("[一-龥]", reason.name.text("zh_Hans"))
        assert reason.icon
