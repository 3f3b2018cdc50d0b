# SPDX-License-Identifier: Apache-2.0
"""The one file: a zip of redacted parts. It is there whole, or not at all."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from zipfile import ZIP_DEFLATED, ZipFile

from kiosk.errors import KioskError
from kiosk.export.redaction import Redactor

LOG_PART = "log.txt"


class BundleExistsError(KioskError):
    """Nothing is overwritten. Fields: `path`."""

    key: ClassVar[str] = "error.export.exists"


class BundleUnwrittenError(KioskError):
    """Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.export.unwritten"


class Bundle:
    """Every text that is put in is redacted on the way; made by `new_bundle`."""

    def __init__(self, archive: ZipFile, redactor: Redactor) -> None:
        self._archive = archive
        self._redactor = redactor

    def put_log(self, lines: Iterable[str]) -> None:
        """Line by line: a log may be larger than the memory."""
        with self._archive.open(LOG_PART, "w", force_zip64=True) as part:
            for line in lines:
                part.write((self._redactor.line(line.rstrip("\r\n")) + "\n").encode())

    def put_values(self, parts: Mapping[str, object]) -> None:
        """Each as NAME.json."""
        for name, value in parts.items():
            redacted = json.dumps(self._redactor.value(value), ensure_ascii=False, indent=2)
            self._archive.writestr(f"{name}.json", redacted + "\n")


@contextmanager
def new_bundle(path: Path, redactor: Redactor) -> Iterator[Bundle]:
    """On leaving it is under its name, for its owner alone; after an error nothing is.

    Raises:
        BundleExistsError: there is a file of this name.
        BundleUnwrittenError: nothing can be written there.
    """
    if path.exists():
        raise BundleExistsError(path=path)
    begun = path.with_name(f"{path.name}.part")
    try:
        begun.unlink(missing_ok=True)  # of an export that was interrupted
        file = os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except OSError as error:
        raise BundleUnwrittenError(path=path, problem=error.strerror) from error
    try:
        with file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            yield Bundle(archive, redactor)
        begun.rename(path)
    except OSError as error:
        raise BundleUnwrittenError(path=path, problem=error.strerror) from error
    finally:
        begun.unlink(missing_ok=True)
