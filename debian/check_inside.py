# SPDX-License-Identifier: Apache-2.0
"""What must hold of the installed packages; runs as root in the clean root that debian/check makes.

systemd does not run there: what it would make is made by hand, and the stand-in of the tests starts the programs.
"""

import os
import pwd
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from tests.units import StandIn

CHECK = Path("/check")
FOLDER = Path("/usr/lib/youhao-kiosk")
STATE = Path("/var/lib/youhao-kiosk")
NOTES = Path("/var/lib/youhao-upgrade")
KIOSK_TOML = Path("/etc/youhao/kiosk.toml")
STAND_IN = CHECK / "stand-in"
LATER_REVISION = "0999"

SYSTEMCTL = """#!/bin/sh
# What our packages ask of systemd, done by the stand-in.
cd /check/stand-in 2>/dev/null || exit 0
case "$*" in
    "show --property=StatusText --value kiosk.service") cat status ;;
    "restart --no-block kiosk.service") kill "$(cat pid)" ;;
    "try-restart --no-block kiosk.service") ! kill -0 "$(cat pid)" 2>/dev/null || kill "$(cat pid)" ;;
esac
"""

MIGRATION = f'''"""A later version has more."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{LATER_REVISION}", "HEAD", None, None


def upgrade() -> None:
    op.create_table("later", sa.Column("only", sa.Integer, primary_key=True))
    op.add_column("ticket", sa.Column("later", sa.String))
'''


def say(words: str) -> None:
    print(f"debian/check_inside: {words}", file=sys.stderr, flush=True)


def run(*command: str | Path, code: int = 0) -> str:
    """Both outputs; ends the check when it ends otherwise than expected."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    words = " ".join(map(str, command))
    assert done.returncode == code, f"{words} ended with {done.returncode}:\n{done.stdout}"
    assert "Traceback" not in done.stdout, f"{words}:\n{done.stdout}"
    return done.stdout


def holds(path: Path, owner: str, group: str, mode: int) -> None:
    found = path.stat()
    expected = (pwd.getpwnam(owner).pw_uid, pwd.getpwnam(group).pw_gid, mode)
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == expected, (path, found)


# ---------------------------------------------------------------- as it is installed


def check_users_and_files() -> None:
    for name in ("youhao-kiosk", "youhao-central"):
        user = pwd.getpwnam(name)
        assert user.pw_shell.endswith("nologin"), user
        holds(Path(f"/var/lib/{name}"), name, name, 0o700)
    holds(KIOSK_TOML, "root", "youhao-kiosk", 0o640)
    holds(KIOSK_TOML.with_name("central.toml"), "root", "youhao-central", 0o640)
    for name in ("fonts", "printer_templates", "printer_profiles", "ways"):
        assert any(KIOSK_TOML.with_name(name).iterdir()), name
    for unit in ("kiosk", "kiosk-settle", "central"):
        run("systemd-analyze", "verify", "--recursive-errors=no", "--man=no", f"{unit}.service")


def check_commands() -> None:
    assert run("kiosk", "--version") == run("central", "--version")
    run("kiosk", "check-config", KIOSK_TOML)
    # No device is there; what matters is that each is named, with what to do.
    assert "→" in run("kiosk", "--language", "en", "doctor", code=1)
    assert not (Path.cwd() / "state").exists()


def check_centre() -> None:
    central = "/usr/lib/youhao-central/bin/central"
    settings = "--config /etc/youhao/central.toml"
    command = f"{central} migrate {settings} && exec {central} serve {settings}"
    with stand_in_for("central", ["sh", "-c", command]) as one:
        one.wait_for("ready")
    assert Path("/var/lib/youhao-central/central.db").owner() == "youhao-central"
    run("central", "import-site", "/etc/youhao/site.toml")


# ------------------------------------------------------------------ the running kiosk


@contextmanager
def stand_in_for(name: str, command: list[str]) -> Iterator[StandIn]:
    user = f"youhao-{name}"
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": f"/var/lib/{user}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    run("rm", "-rf", STAND_IN)
    STAND_IN.mkdir()
    one = StandIn(name, [*as_user, *command], STAND_IN, environment)
    (STAND_IN / "notify").chmod(0o666)
    with one:
        yield one


def kiosk() -> AbstractContextManager[StandIn]:
    command = [str(FOLDER / "current/bin/kiosk"), "run", "--config", str(KIOSK_TOML)]
    return stand_in_for("kiosk", command)


def log_length() -> int:
    with closing(sqlite3.connect(f"file:{STATE}/kiosk.db?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute("SELECT coalesce(max(position), 0) FROM log_entry").fetchone()[0]


def revision() -> str:
    with closing(sqlite3.connect(f"file:{STATE}/kiosk.db?mode=ro", uri=True)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def settle(code: int) -> None:
    run(FOLDER / "settle", "3", "40", code=code)
    assert not (NOTES / "on-trial").exists()


# ------------------------------------------------------------------------ versions


def make_version(number: int) -> Path:
    """The package as it is, as a later version."""
    folder = CHECK / f"version-{number}"
    (package,) = CHECK.glob("youhao-kiosk_*.deb")
    run("dpkg-deb", "-R", package, folder)
    control = folder / "DEBIAN/control"
    lines = control.read_text(encoding="utf-8").splitlines()
    later = next(line for line in lines if line.startswith("Version: ")) + f"+{number}"
    lines = [later if line.startswith("Version: ") else line for line in lines]
    control.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program = folder / "usr/lib/youhao-kiosk/program"
    (program / "VERSION").write_text(later.removeprefix("Version: ") + "\n", encoding="utf-8")
    return folder


def spoil(folder: Path) -> None:
    """It has more tables, and ends when it has opened them."""
    (packages,) = folder.glob("usr/lib/youhao-kiosk/program/lib/python3.*/site-packages")
    migrate = packages / "kiosk/store/migrate.py"
    text = migrate.read_text(encoding="utf-8")
    head = text.split('HEAD = "', 1)[1].split('"', 1)[0]
    migrate.write_text(text.replace(f'HEAD = "{head}"', f'HEAD = "{LATER_REVISION}"'))
    migration = MIGRATION.replace('"HEAD"', f'"{head}"')
    (packages / f"kiosk/store/migrations/versions/r{LATER_REVISION}.py").write_text(migration)
    appliance = packages / "kiosk/app/appliance.py"
    text, place = appliance.read_text(encoding="utf-8"), "        self._works = works\n"
    assert text.count(place) == 1
    appliance.write_text(text.replace(place, '        raise RuntimeError("spoilt")\n'))


def pack(folder: Path) -> Path:
    package = folder.with_suffix(".deb")
    run("dpkg-deb", "-Znone", "--build", folder, package)
    run("rm", "-rf", folder)
    return package


def running() -> str:
    return (FOLDER / "current/VERSION").read_text(encoding="utf-8").strip()


def check_upgrade() -> None:
    old, length = running(), log_length()
    package = pack(make_version(1))
    run("dpkg", "--unpack", package)
    assert running() == old, "what runs stays whole until the new one is there"
    run("dpkg", "--configure", "youhao-kiosk")
    assert running() == f"{old}+1"
    settle(0)
    assert log_length() >= length


def check_switch_back(stand_in: StandIn) -> None:
    old = running()
    broken = make_version(2)
    spoil(broken)
    run("dpkg", "--install", pack(broken))
    assert running() != old
    settle(1)
    assert running() == old
    stand_in.wait_until_said(f"tables of a later version revision={LATER_REVISION}")
    assert revision() == LATER_REVISION
    wait_until_serving()


def wait_until_serving() -> None:
    run("timeout", "90", "sh", "-c", f"until grep -q serving {STAND_IN}/status; do sleep 1; done")


def check_mended() -> None:
    run("dpkg", "--install", pack(make_version(3)))
    assert running().endswith("+3")
    settle(0)
    assert not (NOTES / "switched-back").exists()


# ----------------------------------------------------------------------------- end


def check_removal() -> None:
    key, length = (STATE / "keys/ticket.key").read_bytes(), log_length()
    KIOSK_TOML.write_text("# mine\n" + KIOSK_TOML.read_text(encoding="utf-8"), encoding="utf-8")
    run("dpkg", "--remove", "youhao-kiosk", "youhao-central")
    for folder in (FOLDER, Path("/usr/lib/youhao-central")):
        assert not folder.exists(), run("find", folder)
    (package,) = CHECK.glob("youhao-kiosk_*.deb")
    run("dpkg", "--install", package)
    assert KIOSK_TOML.read_text(encoding="utf-8").startswith("# mine\n")
    assert ((STATE / "keys/ticket.key").read_bytes(), log_length()) == (key, length)
    said = run("dpkg", "--purge", "youhao-kiosk", "youhao-central")
    assert f"rm -r {STATE}" in said
    assert not KIOSK_TOML.parent.exists(), run("find", KIOSK_TOML.parent)
    assert log_length() == length


def main() -> None:
    """Each line is a state of the machine that the next one goes on from."""
    Path("/run/systemd/system").mkdir(parents=True, exist_ok=True)
    systemctl = Path("/usr/local/bin/systemctl")
    systemctl.write_text(SYSTEMCTL, encoding="utf-8")
    systemctl.chmod(0o755)
    say("users, files, commands")
    check_users_and_files()
    check_commands()
    say("centre")
    check_centre()
    say("kiosk")
    with kiosk() as stand_in:
        stand_in.wait_for("ready")
        wait_until_serving()
        say("an upgrade")
        check_upgrade()
        say("an upgrade that does not serve")
        check_switch_back(stand_in)
    said = run("kiosk", "--language", "en", "doctor", code=1)
    assert "did not serve visitors" in said, said
    with kiosk() as stand_in:
        stand_in.wait_for("ready")
        wait_until_serving()
        say("the upgrade that mends it")
        check_mended()
    say("removal")
    check_removal()


if __name__ == "__main__":
    main()
