# SPDX-License-Identifier: Apache-2.0
"""What flow and screens must know of kiosk.toml."""

from pathlib import Path

from drivers.card_reader.registry import CardReaderKind
from hall.words import NO_WORDS
from kiosk.flow.values import FlowSettings, Shape, Volume
from kiosk.settings.folders import font_files
from kiosk.settings.model import Settings
from kiosk.ui.keys import BackKey
from kiosk.ui.look import PanelLook, ReaderPosition, ReaderTakes

HIGHEST_LOW_EDGE_MM = 800.0
"""Lower edge of a panel over the floor: from a higher one on not all fits below 1100 mm."""


def flow_settings(settings: Settings, *, is_file_spoilt: bool = False) -> FlowSettings:
    """What the flow must know of kiosk.toml, which may be the last good one."""
    panel = settings.panel
    is_wide = panel.width_mm > panel.height_mm
    return FlowSettings(
        languages=settings.machine.languages,
        shape=Shape.LANDSCAPE if is_wide else Shape.PORTRAIT,
        can_lower=not is_wide and panel.bottom_edge_mm <= HIGHEST_LOW_EDGE_MM,
        has_voice=settings.speech.kind != "none",
        volume=volume_of(settings),
        usual_volume=volume_of(settings),
        pause_seconds=settings.ticket.pause_seconds,
        is_confirm_asked=settings.ticket.is_confirm_asked,
        is_check_in_asked=settings.checkin.is_confirm_asked,
        has_bookings=settings.centre is not None,
        calls_centre=settings.centre is not None,
        has_scanner=settings.scanner.kind != "none",
        max_open=settings.ticket.max_open,
        proxy_limit=settings.ticket.proxy_limit,
        prints_name=settings.ticket.prints_name,
        is_file_spoilt=is_file_spoilt,
    )


def volume_of(settings: Settings) -> Volume:
    """How loud kiosk.toml wants the kiosk, as long as staff say nothing else."""
    return Volume(settings.speech.volume)


def fonts_of(settings: Settings) -> tuple[Path, ...]:
    """The font files of screen and paper."""
    return font_files(settings.machine.fonts_dir)


def size_of(settings: Settings, height_px: int) -> tuple[int, int]:
    """Width and height in pixels of the panel of kiosk.toml, so many pixels high."""
    return round(settings.panel.width_mm * height_px / settings.panel.height_mm), height_px


def look_of(settings: Settings, size_px: tuple[int, int]) -> PanelLook:
    """The panel of kiosk.toml drawn in so many pixels; its millimetres stay.

    With a centre, the site's own words come later.
    """
    panel, (width_px, height_px) = settings.panel, size_px
    px_per_mm = height_px / panel.height_mm
    is_pcsc = settings.reader.kind == CardReaderKind.PCSC
    site = settings.site and settings.site.site
    return PanelLook(
        site_name=site.name if site else NO_WORDS,
        machine_name=settings.machine.name,
        help_desk=site.help_desk if site else NO_WORDS,
        hotline=site.hotline if site else "",
        fonts=fonts_of(settings),
        width_px=width_px,
        height_px=height_px,
        px_per_mm=px_per_mm,
        bottom_edge_mm=panel.bottom_edge_mm,
        reader_position=ReaderPosition(panel.reader_position),
        back_key=BackKey(panel.back_key),
        ways_dir=settings.machine.ways_dir,
        reader_takes=ReaderTakes.CHIP_CARDS if is_pcsc else ReaderTakes.ID_CARDS,
    )
