# SPDX-License-Identifier: Apache-2.0
"""The command line: run the centre, prepare its database, tell it of sites and kiosks."""

import argparse
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import uvloop

from central.errors import CentralError, CommandLineError
from central.services.roles import Role
from central.texts import languages, load_texts
from common.version import program_version
from hall.words import FIRST_LANGUAGE

if TYPE_CHECKING:
    from central.settings.model import Settings

CONFIGS = (Path("central.toml"), Path("/etc/youhao/central.toml"))
"""Where central.toml is looked for: here, then where the Debian package puts it."""

COMMAND_LINE_WRONG = 2
EXIT_CODES = """exit codes:
  0  done
  1  a file has errors, address or database cannot be used, or the audit is not whole
  2  the command line was wrong
  70 the program ended on a fault of its own; what was promised is in the database: start it anew
"""


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="central",
        description="有号 Youhao: the centre of queue-ticket kiosks.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=program_version())
    parser.add_argument(
        "--language", choices=languages(), default=FIRST_LANGUAGE, help="language of messages"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_serving(commands)
    _add_site(commands)
    _add_demo(commands)
    _add_who_gets_in(commands)
    _add_checks(commands)
    _add_document(commands)
    return parser


def _add_serving(commands: _Commands) -> None:
    serve = _add(
        commands,
        "serve",
        "answer kiosks, platforms and counters",
        "central serve --database postgresql:///youhao --port 8080",
    )
    serve.add_argument("--host", metavar="ADDRESS", help="default 127.0.0.1")
    serve.add_argument("--port", type=int, metavar="NUMBER", help="default 8080")
    _add(commands, "migrate", "bring the tables up to date", "central migrate")


def _add_site(commands: _Commands) -> None:
    _add(
        commands,
        "import-site",
        "take in a site's hours and services",
        "central import-site site.toml",
    ).add_argument("file", type=Path, metavar="FILE")
    check = "every error of a site.toml with its line, and what is unwise; imports nothing"
    commands.add_parser(
        "check-site", help=check, description=check, epilog="example: central check-site site.toml"
    ).add_argument("file", type=Path, metavar="FILE")
    enrol = _add(
        commands,
        "enrol-kiosk",
        "a token, good once and for half an hour, that a kiosk enrols with",
        "central enrol-kiosk shili_hall kiosk_1",
    )
    enrol.add_argument("site", metavar="SITE")
    enrol.add_argument("kiosk", metavar="KIOSK")


def _add_document(commands: _Commands) -> None:
    document = "the OpenAPI document, as JSON"
    commands.add_parser(
        "openapi",
        help=document,
        description=document,
        epilog="example: central openapi > openapi.json",
    )


def _add_demo(commands: _Commands) -> None:
    _add(
        commands,
        "demo-data",
        "tables, a sample site and tokens for its kiosks",
        "central demo-data --database sqlite:///demo.db",
    ).add_argument("--site", type=Path, default=Path("site.toml"), metavar="FILE")
    demo = _add(
        commands,
        "demo",
        "a centre to play with, as `kiosk demo` starts it; ends with its standard input",
        "central demo --database sqlite:///demo.db --begins-at 2026-11-23T10:12+08:00 site.toml",
    )
    demo.add_argument("file", type=Path, metavar="FILE")
    demo.add_argument("--begins-at", required=True, metavar="INSTANT")


def _add_who_gets_in(commands: _Commands) -> None:
    account = _add(
        commands,
        "add-account",
        "let a booking platform or somebody of the staff in",
        "central add-account shili_hall city_app platform",
    )
    account.add_argument("site", metavar="SITE")
    account.add_argument("account", metavar="NAME")
    account.add_argument("role", choices=[role.value for role in Role if role is not Role.KIOSK])
    disable = _add(
        commands,
        "disable-account",
        "let somebody in no more",
        "central disable-account shili_hall city_app",
    )
    disable.add_argument("site", metavar="SITE")
    disable.add_argument("account", metavar="NAME")
    revoke = _add(
        commands,
        "revoke-kiosk",
        "make a kiosk's credential worthless",
        "central revoke-kiosk shili_hall kiosk_1",
    )
    revoke.add_argument("site", metavar="SITE")
    revoke.add_argument("kiosk", metavar="KIOSK")


def _add_checks(commands: _Commands) -> None:
    _add(
        commands,
        "check-audit",
        "whether what is kept of a site is whole, and where not; 1 if not",
        "central check-audit shili_hall",
    ).add_argument("site", metavar="SITE")
    _add(
        commands,
        "backup",
        "one more backup of the database; the newest 14 are kept",
        "central backup /var/lib/youhao-central-backup",
    ).add_argument("folder", type=Path, metavar="FOLDER")
    restored = _add(
        commands,
        "restored",
        "say that the database came back from a backup, before `serve`",
        "central restored shili_hall --stopped-at 2026-11-20T17:40",
    )
    restored.add_argument("site", metavar="SITE")
    restored.add_argument(
        "--stopped-at",
        metavar="INSTANT",
        help="the lost centre did nothing after it, by the site's clock; default now",
    )


def _add(
    commands: _Commands,
    name: str,
    what: str,
    example: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what, description=what, epilog=f"example: {example}")
    command.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="default central.toml, here or in /etc/youhao, if it is there",
    )
    command.add_argument("--database", metavar="URL", help="in place of the file's [database] url")
    return command


class LogLines(logging.Formatter):
    """Each line begins with its time, in UTC."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        self.converter = time.gmtime


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the process's exit code."""
    from central.settings.load import SettingsError
    from common.settings.problems import Phrase, render

    chosen = _parser().parse_args(arguments)
    texts = load_texts(chosen.language)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        return _do(chosen)
    except SettingsError as error:
        sys.stderr.writelines(render(problem, texts) + "\n" for problem in error.problems)
    except CentralError as error:
        fields = error.fields.items()
        said = {
            name: each.text(texts) if isinstance(each, Phrase) else each for name, each in fields
        }
        sys.stderr.write(texts(error.key, **said) + "\n")
        if isinstance(error, CommandLineError):
            return COMMAND_LINE_WRONG
    return 1


def _do(chosen: argparse.Namespace) -> int:
    """Each command imports what it needs."""
    from central import app

    if chosen.command == "openapi":
        return app.openapi(sys.stdout)
    if chosen.command == "check-site":
        from central.checking import check_site

        return check_site(chosen.file, load_texts(chosen.language), sys.stdout)
    if chosen.command == "backup":
        from central.administration import back_up_into

        texts = load_texts(chosen.language)
        return back_up_into(_settings(chosen), chosen.folder, texts=texts, out=sys.stdout)
    return uvloop.run(_on_settings(chosen, _settings(chosen)))


async def _on_settings(chosen: argparse.Namespace, settings: "Settings") -> int:
    from central import app
    from hall.ids import KioskId, SiteId

    texts = load_texts(chosen.language)
    match chosen.command:
        case "serve":
            return await app.serve(settings)
        case "migrate":
            return await app.migrate(settings, texts, sys.stdout)
        case "import-site":
            return await app.import_file(settings, chosen.file, texts, sys.stdout)
        case "enrol-kiosk":
            site, kiosk = SiteId(chosen.site), KioskId(chosen.kiosk)
            return await app.enrol_kiosk(settings, site, kiosk, texts, sys.stdout)
        case "demo" | "demo-data":
            return await _try_out(chosen, settings)
        case _:
            return await _administer(chosen, settings)


async def _try_out(chosen: argparse.Namespace, settings: "Settings") -> int:
    from central import app, demo

    if chosen.command == "demo":
        return await demo.demo(settings, chosen.file, chosen.begins_at, sys.stdout)
    return await app.demo_data(settings, chosen.site, load_texts(chosen.language), sys.stdout)


async def _administer(chosen: argparse.Namespace, settings: "Settings") -> int:
    from central import administration
    from hall.ids import KioskId, SiteId

    texts, site = load_texts(chosen.language), SiteId(chosen.site)
    match chosen.command:
        case "add-account":
            role = Role(chosen.role)
            return await administration.add(
                settings, site, chosen.account, role, texts=texts, out=sys.stdout
            )
        case "disable-account":
            return await administration.disable(
                settings, site, chosen.account, texts=texts, out=sys.stdout
            )
        case "revoke-kiosk":
            kiosk = KioskId(chosen.kiosk)
            return await administration.revoke_kiosk(
                settings, site, kiosk, texts=texts, out=sys.stdout
            )
        case "restored":
            return await administration.restored(
                settings, site, chosen.stopped_at, texts=texts, out=sys.stdout
            )
        case _:
            return await administration.check(settings, site, texts=texts, out=sys.stdout)


def _settings(chosen: argparse.Namespace) -> "Settings":
    from central.settings.load import Overrides, load_settings

    path: Path | None = chosen.config
    if path is None:
        # os.path: no error where it may not be looked.
        path = next((file for file in CONFIGS if os.path.exists(file)), None)  # noqa: PTH110
    overrides = Overrides(
        database=chosen.database,
        host=getattr(chosen, "host", None),
        port=getattr(chosen, "port", None),
    )
    return load_settings(path, overrides)


if __name__ == "__main__":
    sys.exit(main())
