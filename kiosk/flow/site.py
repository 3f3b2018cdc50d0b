# SPDX-License-Identifier: Apache-2.0
"""What changes around the visitor: devices, hours, services, numbers without paper."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow import ticket
from kiosk.flow.change import Change, go_home, home_screen, is_asked_whom, is_home
from kiosk.flow.events import (
    DiskChanged,
    LightChanged,
    LinkChanged,
    OpeningChanged,
    PrinterChanged,
    ReaderChanged,
    ScannerChanged,
    ServicesChanged,
    SettingsTold,
    SiteEvent,
    TroubleEvent,
    UnprintedChanged,
    VoiceChanged,
)
from kiosk.flow.identifying import load_visit
from kiosk.flow.states import Family, GreenReasons, Kiosk, NoCard, Reading, Services
from kiosk.flow.values import Devices, FlowSettings, Opening, ServiceTile


def react(kiosk: Kiosk, event: SiteEvent | TroubleEvent) -> Change:
    """Known on every screen; `kiosk.screen` is the one under help or question."""
    match event:
        case ReaderChanged(problem):
            return _reader_changed(kiosk, problem), ()
        case PrinterChanged() | ScannerChanged() | LightChanged() | VoiceChanged():
            return _device_changed(kiosk, event)
        case OpeningChanged(opening, missing):
            return _opening_changed(replace(kiosk, missing=missing), opening), ()
        case LinkChanged() | UnprintedChanged() | SettingsTold() | DiskChanged():
            return _known(kiosk, event), ()
        case ServicesChanged(services, green_reasons):
            return _services_changed(replace(kiosk, green_reasons=green_reasons), services)
        case _:
            assert_never(event)


def _known(
    kiosk: Kiosk, event: LinkChanged | UnprintedChanged | SettingsTold | DiskChanged
) -> Kiosk:
    """What changes no more than what is shown."""
    match event:
        case LinkChanged(cut_since):
            return replace(kiosk, cut_since=cut_since)
        case UnprintedChanged(numbers):
            return replace(kiosk, unprinted=numbers)
        case DiskChanged(is_full):
            return replace(kiosk, devices=replace(kiosk.devices, is_disk_full=is_full))
        case SettingsTold(settings):
            return replace(kiosk, settings=_with_what_others_tell(settings, kiosk.settings))
        case _:
            assert_never(event)


def _with_what_others_tell(told: FlowSettings, before: FlowSettings) -> FlowSettings:
    """Of its lamp only the light knows; how loud staff want it stands in the records."""
    return replace(
        told,
        has_lamp=before.has_lamp,
        volume=before.volume,
        usual_volume=before.usual_volume,
    )


def _device_changed(
    kiosk: Kiosk, event: PrinterChanged | ScannerChanged | LightChanged | VoiceChanged
) -> Change:
    """A voice that is lost says nothing any more; with paper again, the number that waits for it is printed."""
    was_stopped = kiosk.devices.printer_problem is not None
    devices = _devices_after(kiosk.devices, event)
    speech_no = kiosk.speech_no if devices.voice_problem is None else None
    kiosk = replace(kiosk, devices=devices, speech_no=speech_no)
    if was_stopped and devices.printer_problem is None:
        return ticket.print_at_last(kiosk)
    return kiosk, ()


def _devices_after(
    devices: Devices, event: PrinterChanged | ScannerChanged | LightChanged | VoiceChanged
) -> Devices:
    match event:
        case PrinterChanged(problem, is_paper_low):
            return replace(devices, printer_problem=problem, is_paper_low=is_paper_low)
        case ScannerChanged(problem):
            return replace(devices, scanner_problem=problem)
        case LightChanged(problem):
            return replace(devices, light_problem=problem)
        case VoiceChanged(problem):
            return replace(devices, voice_problem=problem)
        case _:
            assert_never(event)


def _reader_changed(kiosk: Kiosk, problem: str | None) -> Kiosk:
    """A reader that fails while it reads sends the visitor home, where its trouble is told."""
    kiosk = replace(kiosk, devices=replace(kiosk.devices, reader_problem=problem))
    if problem is None:
        return kiosk
    kiosk = replace(kiosk, is_card_present=False)
    match kiosk.screen:
        case Reading(is_done=False) if is_asked_whom(kiosk):
            return replace(kiosk, screen=Family())
        case Reading(is_done=False):
            return go_home(kiosk)
        case _:
            return kiosk


def _opening_changed(kiosk: Kiosk, opening: Opening | None) -> Kiosk:
    """A visit in progress ends under the day it began with."""
    kiosk = replace(kiosk, opening=opening)
    return replace(kiosk, screen=home_screen(kiosk)) if is_home(kiosk.screen) else kiosk


def _services_changed(kiosk: Kiosk, services: tuple[ServiceTile, ...]) -> Change:
    """A visitor's tiles are asked for anew where he looks at them."""
    kiosk = replace(kiosk, site_services=services)
    if kiosk.visitor is None:
        return replace(kiosk, services=services), ()
    looks = isinstance(kiosk.screen, Services | NoCard | GreenReasons)
    return kiosk, load_visit(kiosk) if looks else ()
