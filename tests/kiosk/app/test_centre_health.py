# SPDX-License-Identifier: Apache-2.0
"""What the centre is told of how a kiosk is."""

from pathlib import Path

import pytest

from hall.wire.values import Finding
from kiosk.app.centre import findings_of
from kiosk.flow.staff_values import CheckSeen, Sentence
from kiosk.flow.values import Devices
from kiosk.health.running import device_findings, seen
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SMALL, write

OUT = "error.ticket_printer.paper_out"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(write(tmp_path, SMALL))


def told(settings: Settings, devices: Devices) -> list[Finding]:
    return list(findings_of(map(seen, device_findings(settings, devices))))


def test_reader_printer_and_paper_are_told_of_also_while_they_are_well(settings: Settings) -> None:
    names = ("card_reader", "ticket_printer", "paper")
    assert told(settings, Devices()) == [Finding(name, is_good=True) for name in names]


def test_paper_that_runs_low_is_told_before_it_is_out(settings: Settings) -> None:
    low = told(settings, Devices(is_paper_low=True))[-1]
    assert (low.check, low.is_good) == ("paper", False)
    assert load_texts("en")(low.key) == "paper running low"
    assert told(settings, Devices(printer_problem=OUT))[1:] == [
        Finding("ticket_printer", is_good=False, key=OUT),
        Finding("paper", is_good=False, key=OUT),
    ]


def test_a_printer_that_is_away_tells_nothing_of_its_paper(settings: Settings) -> None:
    away = "error.ticket_printer.unplugged"
    found = told(settings, Devices(printer_problem=away, is_paper_low=True))
    assert found == [
        Finding("card_reader", is_good=True),
        Finding("ticket_printer", is_good=False, key=away),
    ]


def test_of_the_machine_only_what_is_not_in_order_is_told_and_nothing_of_the_line_itself() -> None:
    full = Sentence("health.found.little_room", (("megabytes", "3"),))
    seen_last = (
        CheckSeen("clock", "", is_good=True, found=(Sentence("health.found.good"),)),
        CheckSeen("disk", "/state", is_good=False, found=(full,)),
        CheckSeen("centre", "", is_good=False, found=(Sentence("error.sync.no_answer"),)),
    )
    assert list(findings_of(seen_last)) == [
        Finding("disk", is_good=False, key="health.found.little_room")
    ]


def test_each_device_that_is_fitted_says_what_ails_it_and_what_to_do(tmp_path: Path) -> None:
    more = (
        '[scanner]\nkind = "serial_scanner"\ndevice = "/dev/ttyS7"\n[speech]\nkind = "simulator"\n'
    )
    settings = load_settings(write(tmp_path, SMALL + more))
    ill = Devices(
        "error.card_reader.silent",
        "error.ticket_printer.cover_open",
        scanner_problem="error.code_scanner.unplugged",
        light_problem="error.signal_light.unplugged",
        voice_problem="error.speech.no_sound_card",
    )
    found = list(device_findings(settings, ill))
    assert [each.family for each in found] == [
        "card_reader",
        "ticket_printer",
        "code_scanner",
        "speech",
    ]
    assert not any(each.is_good for each in found)
    for texts in map(load_texts, languages()):
        assert all(said.words(texts) for each in found for said in each.found)
        to_do = [each.suggestion and each.suggestion.words(texts) for each in found]
        # The reader is only played: there is no line to mend.
        assert to_do[0] is None
        assert all(to_do[1:])
        assert "scanner.device" in str(to_do[2])
