# SPDX-License-Identifier: Apache-2.0
import shutil
from pathlib import Path

import pytest

from tests.tooling.bare_system import (
    PYTHON_TOO_NEW,
    REPOSITORY,
    BareSystem,
    bare_system,
    packages_wanted,
)


@pytest.fixture
def system(tmp_path: Path) -> BareSystem:
    return bare_system(tmp_path)


def one_sentence(stderr: str) -> str:
    """What ./dev said, if it was one line."""
    (line,) = stderr.splitlines()
    assert line.startswith("./dev: ")
    return line


@pytest.mark.parametrize(
    "command", ["demo", "test", "lint", "bench", "deb", "lock", "shell", "help"]
)
def test_help_names_every_command(system: BareSystem, command: str) -> None:
    done = system.dev("help")
    assert done.returncode == 0
    assert f"./dev {command}" in done.stdout


def test_an_unknown_command_is_refused_with_the_help(system: BareSystem) -> None:
    done = system.dev("tset")
    assert done.returncode == 1
    assert "there is no command 'tset'" in done.stderr
    assert "./dev test" in done.stderr


def test_a_demo_without_a_display_names_the_other_way(system: BareSystem) -> None:
    done = system.dev("demo")
    assert done.returncode == 1
    assert "--headless OUT" in one_sentence(done.stderr)


def test_a_system_without_apt_is_told_which_systems_will_do(system: BareSystem) -> None:
    (system.programs / "dpkg-query").unlink()
    done = system.dev("bench")
    assert done.returncode == 1
    assert "Debian 12 or 13" in one_sentence(done.stderr)


def test_without_root_and_sudo_an_administrator_is_asked(system: BareSystem) -> None:
    system.provide("id", "#!/bin/sh\necho 1000\n")
    system.has_packages(*(name for name in packages_wanted() if name != "libegl1"))
    done = system.dev("bench")
    assert done.returncode == 1
    assert one_sentence(done.stderr).endswith("apt-get install libegl1")


def test_sudo_is_used_where_there_is_one(system: BareSystem) -> None:
    system.provide("id", "#!/bin/sh\necho 1000\n")
    system.provide("sudo", '#!/bin/sh\necho "sudo $*"\n')
    system.has_packages(*(name for name in packages_wanted() if name != "libegl1"))
    done = system.dev("bench")
    assert "sudo -n -- apt-get update" in done.stdout
    assert "--no-install-recommends libegl1" in done.stdout


def test_a_package_that_was_renamed_to_t64_is_there(system: BareSystem) -> None:
    others = [name for name in packages_wanted() if name != "libglib2.0-0"]
    system.has_packages(*others, "libglib2.0-0t64")
    assert "apt-get" not in system.dev("bench").stdout


def test_apt_that_fails_ends_the_set_up_with_a_sentence(system: BareSystem) -> None:
    system.has_packages()
    system.provide("apt-get", "#!/bin/sh\nexit 100\n")
    done = system.dev("bench")
    assert done.returncode == 1
    assert "apt-get update failed" in done.stderr.splitlines()[-1]


def test_a_python_that_is_too_new_is_named(system: BareSystem) -> None:
    system.provide("python3", PYTHON_TOO_NEW)
    done = system.dev("bench")
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13 and found Python 3.14.1" in one_sentence(done.stderr)


def test_a_bare_system_gets_python_in_the_same_apt_run(system: BareSystem) -> None:
    (system.programs / "python3").unlink()
    system.has_packages()
    installs = [
        line for line in system.dev("bench").stdout.splitlines() if "apt-get install" in line
    ]
    assert len(installs) == 1
    assert installs[0].endswith("python3 python3-venv")


def test_the_first_run_sets_up_and_the_second_does_not(system: BareSystem) -> None:
    first = system.dev("bench", "--json", "x")
    assert "making .venv" in first.stderr
    assert "pip install" in first.stdout
    assert "--require-hashes" in first.stdout
    second = system.dev("bench", "--json", "x")
    assert (second.returncode, second.stdout, second.stderr) == (0, "bench --json x\n", "")


def test_a_new_lock_is_installed_into_the_same_environment(system: BareSystem) -> None:
    system.dev("bench")
    (system.checkout / "requirements/dev.txt").write_text("six==1.16.0\n")
    again = system.dev("bench")
    assert "making .venv" not in again.stderr
    assert "pip install" in again.stdout


def test_a_moved_checkout_gets_a_new_environment(system: BareSystem, tmp_path: Path) -> None:
    system.dev("bench")
    shutil.move(system.checkout, tmp_path / "elsewhere")
    system.checkout = tmp_path / "elsewhere"
    assert "making .venv" in system.dev("bench").stderr


def test_an_environment_of_another_python_is_made_anew(system: BareSystem) -> None:
    system.dev("bench")
    packages = next((system.checkout / ".venv/lib").iterdir())
    packages.rename(packages.with_name("python3.10"))
    stamp = system.checkout / ".venv/youhao-stamp"
    stamp.write_text(stamp.read_text().replace(" 3 ", " 2 "))
    assert "making .venv" in system.dev("bench").stderr


@pytest.fixture
def set_up(system: BareSystem) -> BareSystem:
    """A system on which ./dev has run before, with three cores."""
    system.dev("bench")
    system.provide("nproc", "#!/bin/sh\necho 3\n")
    system.provide_tools()
    return system


LINTED = ["ruff check .", "ruff format --check .", "mypy", "lint-imports"]


def test_all_tests_go_to_two_workers_more_than_there_are_cores(set_up: BareSystem) -> None:
    done = set_up.dev("test")
    called = "pytest --numprocesses=5"
    assert (done.returncode, done.stdout.splitlines()) == (0, [*LINTED, called])


def test_words_after_test_choose_tests(set_up: BareSystem) -> None:
    done = set_up.dev("test", "tests/hall", "-x")
    assert (done.returncode, done.stdout.splitlines()) == (0, [*LINTED, "pytest tests/hall -x"])


@pytest.mark.parametrize("arguments", [(), ("tests/hall",)])
def test_a_test_that_fails_fails_it_all(set_up: BareSystem, arguments: tuple[str, ...]) -> None:
    set_up.provide_tools(pytest=1)
    assert set_up.dev("test", *arguments).returncode == 1


def test_nothing_is_tested_that_is_not_clean_and_all_of_it_is_named(set_up: BareSystem) -> None:
    set_up.provide_tools(ruff=1, mypy=2)
    done = set_up.dev("test")
    assert (done.returncode, done.stdout.splitlines()) == (1, LINTED)
    said = done.stderr.splitlines()[-1]
    assert said == "./dev: not clean: ruff, formatter, types; what to mend stands above"


def test_ci_calls_the_tests_and_the_packages_of_dev_and_nothing_else() -> None:
    commands = (REPOSITORY / ".ci/run").read_text().splitlines()[2:]
    assert commands == ['cd "$(dirname "$0")/.." && ./dev test && exec ./dev deb --check']
