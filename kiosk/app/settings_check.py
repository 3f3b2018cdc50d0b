# SPDX-License-Identifier: Apache-2.0
"""What `kiosk doctor` says of kiosk.toml: spoilt, so that the last good one is used; or unwise."""

from collections.abc import Iterator

from kiosk.app.advice import warnings_of
from kiosk.app.last_good import Usable
from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT

FAMILY = "settings"


def settings_check(usable: Usable) -> Iterator[Finding]:
    """Nothing where nothing is to be said; once of a file."""
    path = usable.loaded.file.path
    where = Where("kiosk", "", place=str(path))
    to_do = Said(f"{ROOT}check_config", {"place": path})
    if usable.kept_at is not None:
        fields = {"count": len(usable.problems), "at": f"{usable.kept_at:%Y-%m-%d %H:%M}"}
        found = Said(f"{FOUND}file_spoilt", fields)
        yield Finding(FAMILY, where, is_good=False, found=(found,), suggestion=to_do)
    elif warnings := warnings_of(usable.loaded):
        found = Said(f"{FOUND}unwise", {"count": len(warnings)})
        yield Finding(FAMILY, where, is_good=True, found=(found,), suggestion=to_do)
