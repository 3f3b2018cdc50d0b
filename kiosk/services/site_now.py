# SPDX-License-Identifier: Apache-2.0
"""The site as it is known now: from kiosk.toml for good, or from the centre until it tells anew."""

from dataclasses import dataclass

from common.settings.site_file import parse_site
from common.settings.site_model import WholeSite
from hall.identity import Ages
from hall.news import CatalogueTold, SiteEdition
from kiosk.services.errors import NotReadyError, UnreadableCatalogueError
from kiosk.services.rules import Rules, rules_of
from kiosk.settings.model import Settings
from kiosk.store.abstract import UnitOfWork
from kiosk.store.site_edition import edition_of


@dataclass(frozen=True)
class KnownSite:
    """A site and its rules at this kiosk."""

    site: WholeSite
    rules: Rules


class SiteNow:
    """Concurrency: `put` on one thread at a time, the rest on any; whoever asks twice may get two answers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.known: KnownSite | None = None
        if settings.site:
            self.put(settings.site)

    def put(self, site: WholeSite) -> None:
        """From now on this is the site."""
        self.known = KnownSite(site, rules_of(self._settings, site))

    def rules(self) -> Rules | None:
        """The rules of the day; None before the centre has told of the site."""
        return self.known.rules if self.known else None

    def get(self) -> KnownSite:
        """The site; raises NotReadyError before the centre has told of it."""
        if self.known is None:
            raise NotReadyError
        return self.known

    def ages(self) -> Ages:
        """From which ages something happens by itself; raises NotReadyError."""
        senior = self._settings.senior
        return Ages(senior.age_years, senior.voice_age_years, self.get().site.green.age_years)


def told_catalogue(unit: UnitOfWork) -> str | None:
    """What the centre last said of the site, its file; None when it never did."""
    with unit:
        return unit.centre.document(CatalogueTold.kind)


def told_edition(unit: UnitOfWork) -> SiteEdition | None:
    """Which edition that is, and when it came; None where the centre did not say."""
    with unit:
        return edition_of(unit)


def site_of(catalogue: str, year: int) -> WholeSite:
    """The site that a catalogue describes; `year` is this year, for summer time.

    Raises:
        UnreadableCatalogueError: a later version of the centre wrote it.
    """
    found = parse_site(catalogue, year)
    if isinstance(found, tuple):
        raise UnreadableCatalogueError(count=len(found))
    return found
