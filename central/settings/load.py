# SPDX-License-Identifier: Apache-2.0
"""central.toml and the command line's options, read and checked: settings, or all that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from central.errors import CentralError, CommandLineError
from central.settings.model import (
    DatabaseSettings,
    KeptSettings,
    LimitSettings,
    ListenSettings,
    Settings,
    TlsSettings,
)
from central.settings.options import FILE, HOMES, HOST, PORT
from central.settings.tls_rules import check_host, check_tls, is_open
from central.texts import languages
from common.settings.groups import Values
from common.settings.problems import Phrase, Problem
from common.settings.settings_file import SettingsFile, UnreadableError
from common.settings.site_file import SiteFile, load_site
from common.settings.spot import Context, RefusedError, Spot

NO_FILE = "the defaults"
"""What settings without a file are called in an error."""


class SettingsError(CentralError):
    """A file cannot be used; `problems` are all that was found, in the file's order.

    Fields: `file`, `count`.
    """

    key: ClassVar[str] = "error.settings.refused"

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file=file, count=len(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Overrides:
    """Options of the command line that go before the file's; None leaves the file's."""

    database: str | None = None
    host: str | None = None
    port: int | None = None


def load_settings(path: Path | None, overrides: Overrides) -> Settings:
    """The settings of a file, or the defaults without one, with the overrides.

    Raises:
        CommandLineError: of an override; its `problem` is a Phrase.
        SettingsError: with every problem of the file, in its order.
    """
    _check_overrides(overrides)
    if path is None:
        here = Path(NO_FILE)
        file = SettingsFile.of_text("", here, languages(), HOMES, "site")
    else:
        file = _open(path)
    values = file.read(FILE)
    check_tls(values.get("listen", {}), file.spot.at("listen"))
    if overrides.host is None:
        check_host(values.get("listen", {}), file.spot.at("listen"))
    if problems := file.problems():
        raise SettingsError(str(file.path), problems)
    settings = _overridden(_build(values), overrides)
    _check_overridden(settings.listen, overrides)
    return settings


def load_site_file(path: Path, year: int) -> SiteFile:
    """The site of a site.toml; raises SettingsError."""
    found = load_site(path, year)
    if isinstance(found, tuple):
        raise SettingsError(str(path), found)
    return found


def _open(path: Path) -> SettingsFile:
    try:
        return SettingsFile.open(path, languages(), HOMES, "site")
    except UnreadableError as error:
        raise SettingsError(str(path), [error.problem]) from error


def _check_overrides(overrides: Overrides) -> None:
    """They are held to what the file's options are."""
    for name, kind, value in (("host", HOST, overrides.host), ("port", PORT, overrides.port)):
        at = Spot(Context(Path()))
        try:
            if value is not None:
                kind.read(value, at)
        except RefusedError as error:
            (found,) = at.findings
            fields = {**found.fields, "option": f"--{name}"}
            raise CommandLineError(problem=Phrase(found.key, fields)) from error


def _check_overridden(listen: ListenSettings, overrides: Overrides) -> None:
    """As `check_host`, of a host that the command line says."""
    if overrides.host is None or listen.tls or listen.trusts_proxy or not is_open(listen.host):
        return
    fields = {"option": "--host", "value": listen.host}
    raise CommandLineError(problem=Phrase("in_the_clear", fields))


def _build(values: Mapping[str, Values]) -> Settings:
    listen = dict(values["listen"])
    certificate, private_key = listen.pop("certificate"), listen.pop("private_key")
    state_dir: Path = values["state"]["dir"]
    database = values["database"]
    return Settings(
        database=DatabaseSettings(
            url=database["url"] or f"sqlite:///{state_dir / 'central.db'}",
            connections=database["connections"],
        ),
        listen=ListenSettings(
            tls=TlsSettings(certificate, private_key) if certificate else None, **listen
        ),
        state_dir=state_dir,
        limits=LimitSettings(**values["limits"]),
        kept=KeptSettings(**values["kept"]),
    )


def _overridden(settings: Settings, overrides: Overrides) -> Settings:
    database, listen = settings.database, settings.listen
    return replace(
        settings,
        database=replace(database, url=overrides.database or database.url),
        listen=replace(
            listen, host=overrides.host or listen.host, port=overrides.port or listen.port
        ),
    )
