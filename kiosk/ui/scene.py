# SPDX-License-Identifier: Apache-2.0
"""What a screen is built from: the kiosk, its words in the visitor's language, the panel's look."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from hall.ids import ServiceId
from hall.words import Words
from kiosk.flow.states import Kiosk
from kiosk.flow.values import ServiceTile, Wait
from kiosk.texts import Texts, load_texts
from kiosk.texts.waits import wait_words
from kiosk.ui.look import PanelLook, ReaderTakes
from kiosk.ui.theme import Theme


@dataclass(frozen=True)
class Scene:
    """Everything a screen may look at."""

    kiosk: Kiosk
    look: PanelLook
    theme: Theme

    @property
    def texts(self) -> Texts:
        """The words in the visitor's language."""
        return load_texts(self.kiosk.language)

    def text(self, key: str, **fields: object) -> str:
        """The words of a screen: `text("welcome.lead")` is `screen.welcome.lead`."""
        return self.texts(f"screen.{key}", **fields)

    def card_text(self, key: str, **fields: object) -> str:
        """The words of a screen that asks for a card: for the kind that can be read here."""
        takes_chips = self.look.reader_takes is ReaderTakes.CHIP_CARDS
        return self.text(f"chip.{key}" if takes_chips else key, **fields)

    def reason(self, key: str) -> str:
        """A trouble in words; never fails, because a screen must come up whatever is wrong."""
        try:
            return self.texts(key)
        except KeyError:
            return self.texts("error.kiosk")

    def own(self, words: Words) -> str:
        """The site's own words."""
        return words.text(self.kiosk.language)

    @property
    def desk(self) -> str:
        """Where a person is."""
        return self.own(self.look.help_desk) or self.text("desk.any")

    def wait(self, wait: Wait) -> str:
        """6 ahead, 10 to 15 min."""
        return wait_words(self.texts, wait.ahead, wait.low, wait.high, wait.minutes_old)

    def time(self, instant: datetime) -> str:
        """9:05; instants are local to the site already."""
        return f"{instant.hour}:{instant.minute:02}"

    def span(self, start: datetime, end: datetime) -> str:
        """9:00–12:00."""
        return self.texts("language.range", start=self.time(start), end=self.time(end))

    def day(self, day: date) -> str:
        """11 月 24 日（星期一）."""
        weekday = self.texts(f"language.day_{day.isoweekday()}")
        return self.texts("language.date", month=day.month, day=day.day, weekday=weekday)

    def listed(self, items: Iterable[str]) -> str:
        """甲、乙、丙."""
        return self.texts("language.list").join(items)

    def joined(self, clauses: Iterable[str]) -> str:
        """甲，乙; one sentence of several."""
        return reduce(
            lambda first, second: self.texts("language.clauses", first=first, second=second),
            clauses,
        )

    def tile(self, service_id: ServiceId) -> ServiceTile | None:
        """The tile of a service, unless it went away meanwhile."""
        tiles = (*self.kiosk.services, *self.kiosk.site_services)
        return next((tile for tile in tiles if tile.service_id == service_id), None)
