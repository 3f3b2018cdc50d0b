# SPDX-License-Identifier: Apache-2.0
"""Does systemd start the kiosk with the machine, watch it, and start it anew; starts nothing."""

from collections.abc import Callable, Iterator, Mapping

from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, advice, fault, finding, told

FAMILY = "service"
MOST_RESTARTS = 3
"""So often may it have been started anew since it was started by hand or with the machine."""
NO_WATCHDOG = frozenset({"0", "infinity", ""})
UP = frozenset({"active", "activating", "reloading"})


class ServiceCheck:
    """Lifetime: `look` as often as wanted.

    Args:
        properties: of the unit, as `systemctl show` has them; empty where systemd does not run.
        is_running: whether it is the kiosk that looks, not a program beside it.
    """

    def __init__(
        self, unit: str, properties: Callable[[], Mapping[str, str]], *, is_running: bool
    ) -> None:
        self._where = Where("systemd", unit)
        self._properties = properties
        self._is_running = is_running

    def look(self) -> Finding:
        """Takes as long as systemd needs to answer."""
        return finding(FAMILY, self._where, self._notes(self._properties()))

    def _notes(self, unit: Mapping[str, str]) -> Iterator[Note]:
        name = self._where.kind
        if not unit:
            yield advice("no_systemd", "install_unit", unit=name)
        elif unit.get("LoadState") != "loaded":
            yield advice("no_unit", "install_unit", unit=name)
        else:
            yield from self._installed(unit)

    def _installed(self, unit: Mapping[str, str]) -> Iterator[Note]:
        name, state = self._where.kind, unit.get("ActiveState", "")
        if not unit.get("UnitFileState", "").startswith("enabled"):
            yield fault("not_enabled", "enable_unit", unit=name)
        if unit.get("WatchdogUSec", "") in NO_WATCHDOG:
            yield fault("no_watchdog", "own_unit", unit=name)
        if self._is_running and state not in UP:
            yield advice("by_hand", "start_unit", unit=name)
        if not self._is_running and state == "failed":
            yield fault("unit_failed", "see_journal", unit=name, result=unit.get("Result", ""))
        yield from self._restarts(unit.get("NRestarts", ""))

    def _restarts(self, said: str) -> Iterator[Note]:
        count = int(said) if said.isdecimal() else 0
        if count > MOST_RESTARTS:
            yield fault("restarts", "see_journal", unit=self._where.kind, count=count)
        elif count:
            yield told("restarts", count=count)
