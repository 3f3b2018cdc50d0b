# SPDX-License-Identifier: Apache-2.0
"""`central check-site`: what is wrong or unwise in a site.toml, before it goes live."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from central.settings.load import load_site_file
from central.texts import Texts
from common.clock import SystemClock
from common.settings.problems import render
from common.settings.site_file import SiteFile


def check_site(path: Path, texts: Texts, out: TextIO) -> int:
    """Say what is unwise in a site.toml, and that it could be imported.

    Raises:
        SettingsError: with every mistake of the file.
    """
    site = load_site_file(path, SystemClock().now().year)
    out.writelines(warnings_of(site, texts))
    key = "command.site_has_warnings" if site.warnings else "command.site_is_good"
    count, warnings = len(site.catalogue.services), len(site.warnings)
    fields = {"file": path, "site_id": site.site.site_id, "count": count, "warnings": warnings}
    out.write(texts(key, **fields) + "\n")
    return 0


def warnings_of(site: SiteFile, texts: Texts) -> Iterator[str]:
    """What is unwise in it, a line each."""
    return (render(warning, texts) + "\n" for warning in site.warnings)
