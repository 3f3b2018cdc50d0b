# SPDX-License-Identifier: Apache-2.0
"""What of a saved kiosk.toml is taken on at once, and what waits for the next start.

At once: what things are called, the panel's measures, the volume. Devices, hours, quotas and folders
wait: others hold on to them.
"""

from collections.abc import Iterator
from dataclasses import fields, replace

from common.settings.site_model import WholeSite
from hall.service import Service
from kiosk.settings.model import Settings

_TABLES = {"machine": "kiosk"}
_TABLES_OF_THE_SITE = {"slots_ahead": "walk_in", "ratio": "walk_in", "catalogue": "service"}
"""Tables of kiosk.toml that are called otherwise in the program."""


def with_live(running: Settings, saved: Settings) -> Settings:
    """The settings the kiosk runs with, and of the saved ones what is taken on at once."""
    site = running.site
    return replace(
        running,
        machine=replace(running.machine, name=saved.machine.name),
        panel=replace(saved.panel, is_full_screen=running.panel.is_full_screen),
        speech=replace(running.speech, volume=saved.speech.volume),
        site=_with_words(site, saved.site) if site and saved.site else site,
    )


def waiting(running: Settings, saved: Settings) -> tuple[str, ...]:
    """Tables of the saved file with something that is taken on at the next start alone."""
    after = with_live(running, saved)
    tables = (
        _TABLES.get(each.name, each.name)
        for each in fields(Settings)
        if each.name != "site" and getattr(after, each.name) != getattr(saved, each.name)
    )
    return (*tables, *_site_waiting(after.site, saved.site))


def _site_waiting(after: WholeSite | None, saved: WholeSite | None) -> Iterator[str]:
    if after is None or saved is None:  # whether there is a centre is told as [centre]
        return
    names = (
        _TABLES_OF_THE_SITE.get(each.name, each.name)
        for each in fields(WholeSite)
        if getattr(after, each.name) != getattr(saved, each.name)
    )
    yield from dict.fromkeys(names)


def _with_words(running: WholeSite, saved: WholeSite) -> WholeSite:
    told = saved.site
    services = {each.service_id: each for each in saved.catalogue.services}
    return replace(
        running,
        site=replace(running.site, name=told.name, help_desk=told.help_desk, hotline=told.hotline),
        green=replace(running.green, reasons=saved.green.reasons),
        catalogue=replace(
            running.catalogue,
            services=tuple(
                _named(each, services.get(each.service_id, each))
                for each in running.catalogue.services
            ),
        ),
    )


def _named(running: Service, saved: Service) -> Service:
    """Whether it gives numbers at all is no matter of words."""
    return replace(
        running,
        name=saved.name,
        icon=saved.icon,
        where=saved.where,
        way_picture=saved.way_picture,
        materials=saved.materials,
        proxy_materials=saved.proxy_materials,
        direct=saved.direct if running.direct and saved.direct else running.direct,
    )
