# SPDX-License-Identifier: Apache-2.0
"""A copy of the last kiosk.toml that the kiosk ran with; it starts from that when the file is spoilt."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from common import key_files
from common.settings.problems import Problem
from common.settings.toml_faults import Fault
from common.settings.toml_file import parse, read_text
from kiosk.clock import Clock
from kiosk.settings.load import SYSTEM_CLOCK, Loaded, load_file, load_text
from kiosk.settings.options import KIOSK
from kiosk.settings.problems import SettingsError

logger = logging.getLogger(__name__)

FOLDER = "last-good"
"""Below `kiosk.state_dir`."""

STATE_DIR = "state_dir"
(_DEFAULT,) = (str(option.default) for option in KIOSK.options if option.name == STATE_DIR)


@dataclass(frozen=True)
class Usable:
    """What a kiosk can start with.

    Attributes:
        problems: of the file as it lies, when this is the copy.
        kept_at: when the kiosk took the copy on, local to this machine; None: this is the file.
    """

    loaded: Loaded
    problems: tuple[Problem, ...] = ()
    kept_at: datetime | None = None


def keep(loaded: Loaded) -> None:
    """On return the copy is on the disk, unless there is no room; the one before stays then."""
    path = _copy(loaded.settings.machine.state_dir, loaded.file.path)
    text = loaded.file.file.text
    try:
        if not path.is_file() or path.read_bytes() != text.encode():
            key_files.put(path, text.encode())
    except OSError as error:
        logger.warning("kiosk.toml has no copy path=%s problem=%s", path, error.strerror)


def load_usable(config: Path, clock: Clock = SYSTEM_CLOCK) -> Usable:
    """The file, else the copy of the last good one, if that can still be used.

    Raises:
        SettingsError: with every problem of the file.
    """
    try:
        return Usable(load_file(config, clock))
    except SettingsError as error:
        good = _last_good(config, clock)
        if good is None:
            raise
        return replace(good, problems=error.problems)


def _last_good(config: Path, clock: Clock) -> Usable | None:
    for folder in _state_dirs(config):
        path = _copy(folder, config)
        text = read_text(path)
        if isinstance(text, Fault):
            continue
        try:
            loaded = load_text(text, config, clock)
        except SettingsError:
            continue  # a folder that it names is gone
        kept_at = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        return Usable(loaded, kept_at=kept_at)
    return None


def _copy(state_dir: Path, config: Path) -> Path:
    return state_dir / FOLDER / config.name


def _state_dirs(config: Path) -> Iterator[Path]:
    """Where the records may lie of a file that need not be readable, the likeliest first."""
    base, written = config.absolute().parent, _written_state_dir(config)
    of_the_service = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    for name in (written, of_the_service, "" if written else _DEFAULT):
        if name:
            yield base / name


def _written_state_dir(config: Path) -> str:
    """As far as it can be made out; empty where not."""
    text = read_text(config)
    table = {} if isinstance(text, Fault) else parse(text).values.get("kiosk")
    written = table.get(STATE_DIR) if isinstance(table, dict) else None
    return written if isinstance(written, str) and "\0" not in written else ""
