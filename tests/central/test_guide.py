# SPDX-License-Identifier: Apache-2.0
"""docs/centre.md: its commands are carried out as they stand, from an empty PostgreSQL to a restored centre.

Left out is what changes the machine itself (packages, its users) or takes minutes (the virtual
environment). The database has another name, since the tests have one of that name too.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from central.__main__ import main
from tests.cluster import Cluster

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "centre.md").read_text(encoding="utf-8")
OWN = "guide_centre"
OWNER = "sudo -u postgres "
ACT = "python -m central "
NOT_HERE = (
    "sudo apt-get ",
    "sudo adduser ",
    "sudo cp ",
    "sudo chown ",
    "sudo --login ",
    "cd ",
    "python3 -m venv ",
    ".venv/bin/pip ",
    ". .venv/",
)
SECONDS = 60


def commands(heading: str) -> list[str]:
    """The lines of all blocks of a section, without remarks."""
    section = GUIDE.partition(f"\n{heading}\n")[2].partition("\n##")[0]
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", section, re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    assert lines, heading
    return [re.sub(r" {2,}#.*", "", line) for line in lines]


class Shell:
    """Carries out lines of the guide in a folder that the software was put into."""

    def __init__(self, cluster: Cluster, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        address = urlsplit(cluster.url)
        self._host, self._superuser = parse_qs(address.query)["host"][0], address.username or ""
        self._folder = folder
        self._capsys = capsys

    def environment(self, user: str) -> dict[str, str]:
        """libpq's own way to name a server: the guide's commands find the distribution's."""
        return {"PGHOST": self._host, "PGUSER": user, "PATH": "/usr/bin:/bin"}

    def run(self, line: str) -> str:
        """What it answered; fails with what it said when it failed."""
        line = re.sub(r"\byouhao(?=\b|_)(?!\.dump)", OWN, line)
        if line.startswith(ACT):
            assert main(["--language", "en", *shlex.split(line.removeprefix(ACT))]) == 0
            said = self._capsys.readouterr()
            assert f"Database: postgresql:///{OWN}\n" in said.err
            return said.out
        user = self._superuser if line.startswith(OWNER) else OWN
        done = subprocess.run(
            shlex.split(line.removeprefix(OWNER)),
            cwd=self._folder,
            env=self.environment(user),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
        return done.stdout


@pytest.fixture
def shell(
    cluster: Cluster,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shell]:
    for name in ("central.toml", "site.toml"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    made = Shell(cluster, tmp_path, capsys)
    for name, value in made.environment(OWN).items():
        monkeypatch.setenv(name, value)
    yield made
    with closing(cluster.connect("postgres")) as connection:
        for name in (OWN, f"{OWN}_broken"):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE IF EXISTS {OWN}")


def done(shell: Shell, lines: list[str]) -> dict[str, str]:
    """What each line answered, of those that can be carried out here."""
    return {line: shell.run(line) for line in lines if not line.startswith(NOT_HERE)}


def test_a_centre_is_set_up_saved_and_restored_as_the_guide_says(
    shell: Shell, tmp_path: Path
) -> None:
    booking_key = tmp_path / "central-state" / "keys" / "booking.key"
    done(shell, commands("## 2. 准备"))
    added, *_ = commands("### 账号")
    assert shell.run(added)
    booking_key.parent.mkdir(parents=True)  # as `serve` does when it first starts
    booking_key.write_text("key")
    save, restore = split(commands("## 6. 备份和恢复"))
    done(shell, save)
    booking_key.unlink()
    answers = done(shell, restore)
    assert booking_key.read_text() == "key"
    assert "The tables are up to date" in answers[f"{ACT}migrate"]
    assert answers[f"{ACT}restored shili_hall"].startswith("Epoch ")
    assert shell.run(f"{ACT}disable-account shili_hall zhou")  # came back with the rest


def split(lines: list[str]) -> tuple[list[str], list[str]]:
    """What is done every day, and what is done after a loss."""
    first = next(number for number, line in enumerate(lines) if "RENAME" in line)
    return lines[:first], lines[first:]


def test_what_is_left_out_is_there_to_be_used() -> None:
    lines = commands("## 2. 准备")
    left_out = [line for line in lines if line.startswith(NOT_HERE)]
    assert len(left_out) == len(NOT_HERE)
    (install,) = [line for line in left_out if "pip" in line]
    assert (ROOT / shlex.split(install)[-1]).is_file()
    assert lines.index(next(line for line in lines if "central.toml" in line)) < lines.index(
        f"{ACT}migrate"
    )
