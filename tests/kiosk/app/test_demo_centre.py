# SPDX-License-Identifier: Apache-2.0
"""The demo's centre as a process: asked, cut off, and ended with whoever started it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.card_reader.registry import sample_cards
from kiosk.app.demo_centre import DemoCentre, NoCentreError, NotHeardError
from kiosk.app.demo_site import DemoClock, DemoSite, NoSiteError
from kiosk.app.store import DATABASE_FILE, open_store
from kiosk.demo.hall_calls import AskedInVainError
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import NoAnswerError, NotKnownError
from tests.kiosk.settings.samples import SHIPPED, write
from tests.kiosk.settings.test_with_a_centre import CA_FILE, CENTRE, URL

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


class Played:
    """A centre and the settings of a kiosk that never runs."""

    def __init__(self, folder: Path, site: str | None = None) -> None:
        hall = DemoSite.beside(SHIPPED)
        on = hall.working_day()
        self.clock = DemoClock(hall.site, on)
        site_file = folder / "site.toml"
        site_file.write_text(hall.text if site is None else site)
        self.centre = DemoCentre(
            folder,
            site_file,
            self.clock.now(),
            cards=sample_cards(on),
            records=folder / "state" / DATABASE_FILE,
        )
        text = CENTRE.replace(URL, f'"{self.centre.settings.url}"').replace(CA_FILE, "")
        self.settings: Settings = load_settings(write(folder, text))

    def join(self) -> None:
        open_store(self.settings).database.close()
        self.centre.join(self.settings, self.clock)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCentre]:
    played = Played(tmp_path_factory.mktemp("demo"))
    try:
        played.join()
        yield played.centre
    finally:
        played.centre.close()
    assert played.centre.has_ended


def test_the_cable_can_be_pulled_and_put_back(centre: DemoCentre) -> None:
    for error, act in (
        (NotKnownError, centre.heal),
        (NoAnswerError, centre.cut),
        (NotKnownError, centre.heal),
    ):
        act()
        client = CentreClient(CentreAddress(centre.settings.url))
        with pytest.raises(error):
            client.greet()
        client.dispose()


def test_nobody_is_called_where_nobody_waits(centre: DemoCentre) -> None:
    assert centre.call_next() is None


def test_a_booking_that_the_kiosk_never_hears_of_is_told_as_such_and_made_once_for_each_service(
    centre: DemoCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.app.demo_centre.HEARD_SECONDS", 0.1)
    for letter in ("YA", "YJ"):  # one of each service that can be booked
        with pytest.raises(NotHeardError) as caught:
            centre.book("younger")
        assert str(caught.value.fields["number"]).startswith(letter)
    with pytest.raises(AskedInVainError, match="already_booked"):
        centre.book("younger")


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    played = Played(tmp_path)
    try:
        played.join()
        played.centre.let_go()
        assert played.centre.has_ended
    finally:
        played.centre.close()


def test_a_centre_that_does_not_start_says_why(tmp_path: Path) -> None:
    played = Played(tmp_path, site="nonsense")
    try:
        with pytest.raises(NoCentreError, match=r"site\.toml:1:"):
            played.join()
    finally:
        played.centre.close()


def test_a_demo_needs_a_site(tmp_path: Path) -> None:
    with pytest.raises(NoSiteError):
        DemoSite.beside(tmp_path / "kiosk.toml")
