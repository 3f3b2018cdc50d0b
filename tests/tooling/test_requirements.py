# SPDX-License-Identifier: Apache-2.0
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tooling.bare_system import REPOSITORY

LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
KIOSK, CENTRAL = (
    PROJECT["project"]["optional-dependencies"][name] for name in ("kiosk", "central")
)
GROUPS = [
    wish
    for group in PROJECT["dependency-groups"].values()
    for wish in group
    if isinstance(wish, str)
]


def pins(lock: Path) -> list[tuple[Requirement, list[str]]]:
    """Each locked release with its hashes."""
    text = re.sub(r"(?m)^ *#.*\n", "", lock.read_text()).replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines()]
    return [(Requirement(line[0]), [part.strip() for part in line[1:]]) for line in lines]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_release_is_exact_and_has_the_hashes_of_its_files(lock: Path) -> None:
    for pin, hashes in pins(lock):
        assert [one.operator for one in pin.specifier] == ["=="], pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_no_address_and_no_option(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^-|^/|@ ", text)


@pytest.mark.parametrize(
    ("lock", "wishes"),
    [
        ("kiosk.txt", KIOSK),
        ("central.txt", CENTRAL),
        ("dev.txt", [*KIOSK, *CENTRAL, *GROUPS]),
    ],
)
def test_a_lock_fulfils_what_pyproject_asks_for(lock: str, wishes: list[str]) -> None:
    """Where a package is locked once for each Python, one of the releases is what is asked for."""
    locked = defaultdict(list)
    for pin, _ in pins(REPOSITORY / "requirements" / lock):
        locked[canonicalize_name(pin.name)].append(str(pin.specifier).removeprefix("=="))
    for wish in map(Requirement, wishes):
        assert any(one in wish.specifier for one in locked[canonicalize_name(wish.name)]), wish


def test_the_locks_agree() -> None:
    kiosk, central, dev = (
        {(pin.name, str(pin.specifier)) for pin, _ in pins(REPOSITORY / "requirements" / name)}
        for name in ("kiosk.txt", "central.txt", "dev.txt")
    )
    assert kiosk <= dev
    assert central <= dev


@pytest.mark.parametrize("lock", ["kiosk.txt", "central.txt"])
def test_what_is_installed_for_users_holds_no_tool_of_developers(lock: str) -> None:
    names = {pin.name for pin, _ in pins(REPOSITORY / "requirements" / lock)}
    assert names.isdisjoint({"pytest", "ruff", "mypy", "uv", "hatchling", "atheris"})


def test_a_centre_installs_no_screens_and_no_devices() -> None:
    names = {pin.name.lower() for pin, _ in pins(REPOSITORY / "requirements/central.txt")}
    assert not {name for name in names if name.startswith(("pyside6", "pyserial", "pyscard"))}
