# SPDX-License-Identifier: Apache-2.0
"""`kiosk export-logs`: one file for the vendor, without anything of a person; nothing is sent."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from common.settings.problems import render
from kiosk.app.doctor import doctor
from kiosk.app.last_good import load_usable
from kiosk.app.store import staff_file
from kiosk.errors import KioskError
from kiosk.export.bundle import new_bundle
from kiosk.export.known_settings import known_settings
from kiosk.export.log_source import file_lines, journal_command, journal_lines
from kiosk.export.machine import files_below, versions
from kiosk.export.redaction import Redactor
from kiosk.settings.model import Settings
from kiosk.settings.problems import SettingsError
from kiosk.texts import Texts, load_texts


@dataclass(frozen=True)
class ExportWanted:
    """What goes where.

    Attributes:
        file: the bundle, which must not be there yet.
        logs: files of the log, `-` for standard input; none: the journal of this machine.
        days: so far back the journal is read.
    """

    file: Path
    logs: Sequence[Path]
    days: int


def export_logs(config: Path, wanted: ExportWanted, language: str, out: TextIO) -> int:
    """Works while the kiosk runs, then without the findings on devices, which it has for itself.

    Raises:
        BundleExistsError, BundleUnwrittenError: it cannot be kept under this name.
        NoJournalError, LogUnreadableError: there is no log to be read.
        StaffFileError: who is to be left out of it is not known.
    """
    texts = load_texts(language)
    settings = _settings(config)
    lines = file_lines(wanted.logs) if wanted.logs else journal_lines(journal_command(wanted.days))
    with new_bundle(wanted.file, Redactor(_staff_names(settings))) as bundle:
        bundle.put_log(lines)
        parts = {
            "versions": versions(),
            "settings": known_settings(config),
            "files": list(files_below(settings.machine.state_dir)) if settings else None,
        }
        found, missing = _found(config, language, texts)
        bundle.put_values({**parts, "doctor": found})
    out.writelines(texts("command.export.no_doctor", problem=line) + "\n" for line in missing)
    out.write(texts("command.export.written", path=wanted.file) + "\n")
    return 0


def _settings(config: Path) -> Settings | None:
    """None with a kiosk.toml that cannot be used: what is wrong with it is in the bundle."""
    try:
        return load_usable(config).loaded.settings
    except SettingsError:
        return None


def _staff_names(settings: Settings | None) -> list[str]:
    records = staff_file(settings).load() if settings else {}
    return [record.name for record in records.values()]


def _found(config: Path, language: str, texts: Texts) -> tuple[object, list[str]]:
    """What doctor says, or why it says nothing, in the bundle and to whoever makes it."""
    said = io.StringIO()
    try:
        doctor(config, language, said, is_json=True)
    except SettingsError as error:
        problems = [render(problem, texts) for problem in error.problems]
        return {"left_out": problems}, [texts(error.key, **error.fields)]
    except KioskError as error:
        words = texts(error.key, **error.fields)
        return {"left_out": [words]}, [words]
    found: object = json.loads(said.getvalue())
    return found, []
