# SPDX-License-Identifier: Apache-2.0
"""The command line: run the appliance, try it, check its configuration and its devices, and more."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from common.version import program_version
from hall.words import FIRST_LANGUAGE
from kiosk.errors import KioskError
from kiosk.texts import languages, load_texts

EXIT_CODES = """exit codes:
  0  done
  1  kiosk.toml has errors, a device is not in order (doctor), or the kiosk could not start
  2  the command line was wrong
  70 the program ended on a fault of its own; what was promised is on disk: start it anew
"""

CONFIGS = (Path("kiosk.toml"), Path("/etc/youhao/kiosk.toml"))
"""Where kiosk.toml is looked for: here, then where the Debian package puts it."""

MOST_DAYS = 400

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk",
        description="有号 Youhao: the queue-ticket kiosk.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=program_version())
    parser.add_argument(
        "--language", choices=languages(), default=FIRST_LANGUAGE, help="language of messages"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_kiosks(commands)
    _add_checks(commands)
    _add_tools(commands)
    return parser


def _add_kiosks(commands: Commands) -> None:
    run = _add(commands, "run", "the appliance", "kiosk run --config kiosk.toml")
    _add_config(run)
    run.add_argument(
        "--frames",
        action="store_true",
        help="log what the card reader is asked and answers, without anything from a card",
    )
    demo = _add(commands, "demo", "the kiosk with simulated devices", "kiosk demo --headless out")
    _add_config(demo)
    demo.add_argument(
        "--headless", type=Path, metavar="OUT", help="play the sample visits without a display"
    )


def _add_checks(commands: Commands) -> None:
    _add(
        commands, "check-config", "every error with its line", "kiosk check-config kiosk.toml"
    ).add_argument("file", type=Path, metavar="FILE")
    _add(
        commands,
        "config",
        "the kiosk.toml that comes with the program, or what editors check it by",
        "kiosk config default > kiosk.toml",
    ).add_argument("what", choices=("default", "schema"))
    doctor = _add(
        commands,
        "doctor",
        "each device and the machine: what was found, what to do",
        "kiosk doctor",
    )
    _add_config(doctor)
    doctor.add_argument("--json", action="store_true", help="for programs (docs/technician.md)")
    _add_export(commands)
    _add_config(
        _add(commands, "unprinted", "numbers given today without proof of paper", "kiosk unprinted")
    )


def _add_export(commands: Commands) -> None:
    export = _add(
        commands,
        "export-logs",
        "one file for the vendor: log, versions, settings, without anything of a person",
        "kiosk export-logs youhao.zip",
    )
    _add_config(export)
    export.add_argument("file", type=Path, metavar="NEW_FILE")
    export.add_argument(
        "--log",
        type=Path,
        action="append",
        default=[],
        dest="logs",
        metavar="FILE",
        help="a file of the log instead of the journal, once for each; - for standard input",
    )
    export.add_argument(
        "--days", type=_days, default=14, help="so far back the journal is read (14)"
    )


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"1 to {MOST_DAYS}")
    return int(text)


def _add_tools(commands: Commands) -> None:
    _add_config(
        _add(
            commands,
            "setup",
            "the first evening: questions that end in a good kiosk.toml and a first paper",
            "kiosk setup --config kiosk.toml",
        )
    )
    probe = _add(
        commands,
        "probe-printer",
        "ask the printer what it can do and write its profile",
        "kiosk probe-printer printer.toml",
    )
    _add_config(probe)
    probe.add_argument("file", type=Path, metavar="NEW_FILE")
    _add_config(
        _add(commands, "new-roll", "count the paper of a new roll from now on", "kiosk new-roll")
    )
    _add_config(
        _add(
            commands,
            "new-store",
            "put damaged records aside and begin anew, as another kiosk",
            "kiosk new-store",
        )
    )
    enrol = _add(
        commands,
        "enrol",
        "make this machine a kiosk of the centre in kiosk.toml, by a token of half an hour",
        "kiosk enrol https://centre.example:8443 5nTq0Jp7...",
    )
    _add_config(enrol)
    enrol.add_argument("url", metavar="URL")
    enrol.add_argument("token", metavar="TOKEN")
    _add_preview(commands)
    _add_set_pin(commands)
    render = _add(
        commands,
        "render-clips",
        "make the spoken words that were never recorded",
        "kiosk render-clips clips",
    )
    render.add_argument("folder", type=Path, metavar="FOLDER")
    render.add_argument("--engine", choices=("espeak", "pyttsx3"), default="espeak")


def _add_preview(commands: Commands) -> None:
    preview = _add(
        commands,
        "preview",
        "a template as the paper shows it, or what is wrong with it and in which line",
        "kiosk preview ticket --out ticket.png --width 58 --watch",
    )
    _add_config(preview)
    preview.add_argument("template", metavar="TEMPLATE", help="ticket, or a file: ticket.txt.j2")
    preview.add_argument("--out", type=Path, required=True, metavar="PNG", help="the picture")
    preview.add_argument("--width", type=int, choices=(58, 80), help="of the paper, in mm")
    preview.add_argument(
        "--language", choices=languages(), dest="paper_language", help="of the paper"
    )
    preview.add_argument("--full", action="store_true", help="all that can stand on a ticket")
    preview.add_argument("--watch", action="store_true", help="again after each save; end: Ctrl+C")


def _add_set_pin(commands: Commands) -> None:
    pin = _add(
        commands,
        "set-pin",
        "let somebody of the staff into staff mode by a staff number and a PIN",
        "kiosk set-pin 7 --name 王敏",
    )
    _add_config(pin)
    pin.add_argument("number", metavar="NUMBER", help="staff number, 1 to 6 digits")
    pin.add_argument("--name", help="as the screens name the person; the log has the number")
    pin.add_argument("--remove", action="store_true", help="let the person in no more")


def _add_config(command: argparse.ArgumentParser) -> None:
    # os.path: no error where it may not be looked.
    default = next((path for path in CONFIGS if os.path.exists(path)), CONFIGS[0])  # noqa: PTH110
    command.add_argument("--config", type=Path, default=default, metavar="FILE")


def _add(commands: Commands, name: str, what: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=what, description=what, epilog=f"example: {example}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the process's exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        return _do(chosen)
    except KioskError as error:
        sys.stderr.writelines(line + "\n" for line in _lines(error, chosen.language))
        return 1


def _lines(error: KioskError, language: str) -> Iterator[str]:
    """What is wrong; of a kiosk.toml every mistake, as check-config says them."""
    from common.settings.problems import render
    from kiosk.settings.problems import SettingsError

    texts = load_texts(language)
    if isinstance(error, SettingsError):
        yield from (render(problem, texts) for problem in error.problems)
    yield texts(error.key, **error.fields)


def _do(chosen: argparse.Namespace) -> int:
    """Each command imports what it needs: check-config works where Qt does not."""
    match chosen.command:
        case "run":
            from kiosk.app.run import run

            return run(chosen.config, shows_frames=chosen.frames)
        case "demo":
            from kiosk.app.play import demo, demo_headless

            out: Path | None = chosen.headless
            return demo_headless(chosen.config, out) if out else demo(chosen.config)
        case "check-config" | "config" | "preview":
            return _tend_files(chosen)
        case "doctor":
            from kiosk.app.doctor import doctor

            return doctor(chosen.config, chosen.language, sys.stdout, is_json=chosen.json)
        case "unprinted" | "new-store" | "export-logs":
            return _tend_records(chosen)
        case _:
            return _tend_devices(chosen)


def _tend_files(chosen: argparse.Namespace) -> int:
    """What a technician writes, and what is said of it."""
    match chosen.command:
        case "config":
            from kiosk.app.config import print_config

            return print_config(chosen.what, sys.stdout)
        case "preview":
            return _preview(chosen)
        case _:
            from kiosk.app.check_config import check_config

            return check_config(chosen.file, chosen.language, sys.stdout)


def _tend_records(chosen: argparse.Namespace) -> int:
    """What the kiosk has kept."""
    if chosen.command == "export-logs":
        return _export(chosen)
    if chosen.command == "new-store":
        from kiosk.app.new_store import new_store

        return new_store(chosen.config, chosen.language, sys.stdout)
    from kiosk.app.list_unprinted import list_unprinted

    return list_unprinted(chosen.config, chosen.language, sys.stdout)


def _tend_devices(chosen: argparse.Namespace) -> int:
    """What a technician does beside the kiosk."""
    match chosen.command:
        case "render-clips":
            from kiosk.app.render_clips import render_clips

            return render_clips(chosen.folder, chosen.engine, chosen.language, sys.stdout)
        case "enrol":
            from kiosk.app.enrol import enrol_kiosk

            return enrol_kiosk(chosen.config, chosen.url, chosen.token, chosen.language, sys.stdout)
        case "set-pin":
            return _let_in(chosen)
        case "setup":
            from kiosk.app.setup import setup

            return setup(chosen.config, chosen.language, sys.stdout)
        case "new-roll":
            from kiosk.app.new_roll import new_roll

            return new_roll(chosen.config, chosen.language, sys.stdout)
        case _:
            from kiosk.app.probe_printer import probe_printer

            return probe_printer(chosen.config, chosen.file, chosen.language, sys.stdout)


def _preview(chosen: argparse.Namespace) -> int:
    from kiosk.app.preview import PreviewWanted, preview

    wanted = PreviewWanted(
        chosen.template,
        chosen.out,
        chosen.width,
        chosen.paper_language,
        is_full=chosen.full,
        watches=chosen.watch,
    )
    return preview(chosen.config, wanted, chosen.language, sys.stdout)


def _export(chosen: argparse.Namespace) -> int:
    from kiosk.app.export_logs import ExportWanted, export_logs

    wanted = ExportWanted(chosen.file, chosen.logs, chosen.days)
    return export_logs(chosen.config, wanted, chosen.language, sys.stdout)


def _let_in(chosen: argparse.Namespace) -> int:
    from kiosk.app.set_pin import remove_staff, set_pin

    number: str = chosen.number
    if chosen.remove:
        return remove_staff(chosen.config, number, chosen.language, sys.stdout)
    return set_pin(chosen.config, number, chosen.name, chosen.language, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
