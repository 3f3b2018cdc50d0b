# SPDX-License-Identifier: Apache-2.0
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tooling.bare_system import REPOSITORY

LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
KIOSK = PROJECT["project"]["optional-dependencies"]["kiosk"]
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


@pytest.mark.parametrize(("lock", "wishes"), [("kiosk.txt", KIOSK), ("dev.txt", [*KIOSK, *GROUPS])])
def test_a_lock_fulfils_what_pyproject_asks_for(lock: str, wishes: list[str]) -> None:
    locked = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin, _ in pins(REPOSITORY / "requirements" / lock)
    }
    for wish in map(Requirement, wishes):
        assert locked[canonicalize_name(wish.name)] in wish.specifier, wish


def test_both_locks_agree() -> None:
    kiosk, dev = (
        {str(pin) for pin, _ in pins(REPOSITORY / "requirements" / name)}
        for name in ("kiosk.txt", "dev.txt")
    )
    assert kiosk <= dev


def test_what_is_installed_for_a_kiosk_holds_no_tool_of_developers() -> None:
    names = {pin.name for pin, _ in pins(REPOSITORY / "requirements/kiosk.txt")}
    assert names.isdisjoint({"pytest", "ruff", "mypy", "uv", "hatchling"})
