# SPDX-License-Identifier: Apache-2.0
"""What a check of the audit can find, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_SAID = 20
"""Findings that are told one by one; of the rest, how many."""


class Wrong(StrEnum):
    """What is wrong; each is the key of its words."""

    ACT_CHANGED = "command.audit.act_changed"
    """Fields: `position`, `on`."""
    ACTS_MISSING = "command.audit.acts_missing"
    """Fields: `first`, `last`."""
    ROW_UNREADABLE = "command.audit.row_unreadable"
    """Fields: `seq`, `on`."""
    ROW_CHANGED = "command.audit.row_changed"
    """Fields: `seq`, `on`."""
    LOGGED_CHANGED = "command.audit.logged_changed"
    """An entry that does not give its hash. Fields: `seq`, `on`, `kiosk_id`, `position`."""
    LOGGED_LOOSE = "command.audit.logged_loose"
    """An entry that does not follow the one before it. Fields: as LOGGED_CHANGED."""
    LOGGED_ELSEWHERE = "command.audit.logged_elsewhere"
    """An entry after one that came later. Fields: as LOGGED_CHANGED."""
    LOGGED_MISSING = "command.audit.logged_missing"
    """Fields: `kiosk_id`, `first`, `last`, `on` (what stands before it was written then)."""
    LOGGED_MISSING_SOMEWHERE = "command.audit.logged_missing_somewhere"
    """More than were forgotten. Fields: `count`."""
    KIOSK_OTHERWISE = "command.audit.kiosk_otherwise"
    """What is kept of a kiosk is not its last entry. Fields: `kiosk_id`, `applied`, `position`."""
    ROWS_MISSING = "command.audit.rows_missing"
    """Fields: `first`, `last`, `on` (as LOGGED_MISSING)."""
    ROWS_MISSING_SOMEWHERE = "command.audit.rows_missing_somewhere"
    """More than were forgotten. Fields: `count`, `first`, `last` (of all gaps)."""
    ROWS_TOO_MANY = "command.audit.rows_too_many"
    """More than can be after what was forgotten. Fields: `count`."""


class Hint(StrEnum):
    """Where something may be missing; each is the key of its words. Fields: as *_MISSING."""

    ROWS = "command.audit.rows_perhaps"
    LOGGED = "command.audit.logged_perhaps"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or a hint; the fields are named there."""

    what: Wrong | Hint
    fields: Mapping[str, object]


@dataclass
class Findings:
    """The first of what is found, and how much there is; so that a ruined journal fits in memory."""

    count: int = 0
    first: list[Finding] = field(default_factory=list)
    hints: list[Finding] = field(default_factory=list)

    def add(self, wrong: Wrong, **fields: object) -> None:
        """Another one."""
        self.count += 1
        if len(self.first) < MOST_SAID:
            self.first.append(Finding(wrong, fields))

    def hint(self, where: Hint, **fields: object) -> None:
        """It may be here."""
        self.hints.append(Finding(where, fields))
