# SPDX-License-Identifier: Apache-2.0
"""What of this machine's settings is legal and yet unwise; the kiosk starts all the same."""

from pathlib import Path

from common.pictures import MOST_BYTES, MOST_PX, read_picture
from common.settings.folders import shown_path
from common.settings.groups import Values
from common.settings.problems import shown
from common.settings.spot import Spot

VOLATILE = tuple(map(Path, ("/tmp", "/var/tmp", "/run", "/dev/shm")))  # noqa: S108 (what is advised against)
"""Folders that are emptied at a start of the machine, or at times."""

MOST_OPEN = 3
"""Open numbers of one person for one service: with more, people collect numbers for others."""


def advise_machine(values: Values, at: Spot) -> None:
    """Note what is unwise in the values of a kiosk.toml without mistakes."""
    for table in ("reader", "printer"):
        if values[table]["kind"] == "simulator":
            at.at(table, "kind").warn("simulator")
    if not values["panel"]["is_full_screen"]:
        at.at("panel", "full_screen").warn("window")
    state_dir: Path = values["kiosk"]["state_dir"].absolute()
    if any(state_dir.is_relative_to(folder) for folder in VOLATILE):
        at.at("kiosk", "state_dir").warn("volatile", path=shown_path(state_dir))
    _tickets(values["ticket"], at.at("ticket"), is_alone=values.get("centre") is None)
    _pictures(values, at.at("service"))


def _tickets(ticket: Values, at: Spot, *, is_alone: bool) -> None:
    if not ticket["pause_seconds"] and not ticket["is_confirm_asked"]:
        at.at("pause_seconds").warn("no_pause")
    if ticket["max_open"] > MOST_OPEN:
        at.at("max_open").warn("many_open", count=ticket["max_open"])
    if is_alone and not ticket["again_minutes"]:
        at.at("again_minutes").warn("no_again")


def _pictures(values: Values, at: Spot) -> None:
    """The kiosk runs without a picture that it cannot show."""
    folder: Path = values["kiosk"]["ways_dir"]
    for number, service in enumerate(values.get("service", ())):
        name = service["way_picture"]
        if name and read_picture(folder / name) is None:
            path = shown(str(folder / name))
            at.at(number, "way_picture").warn(
                "no_picture", path=path, most=f"{MOST_BYTES:,}", px=MOST_PX
            )
