# SPDX-License-Identifier: Apache-2.0
"""The commands as an administrator types them; the long-running one is tested as a process."""

import asyncio
import json
import logging
import re
import shutil
import sqlite3
import stat
from datetime import date
from pathlib import Path

import pytest

from central.__main__ import LogLines, main
from central.services.sites import business_day
from central.store.database import Database
from central.texts import languages
from common.clock import SystemClock
from tests.central.services.hall import Hall
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "serve",
    "migrate",
    "import-site",
    "check-site",
    "enrol-kiosk",
    "demo-data",
    "openapi",
    "add-account",
    "disable-account",
    "revoke-kiosk",
    "check-audit",
    "restored",
)


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "site.toml", tmp_path)


def named() -> str:
    """The line that says which database it was, where no file and no option names one."""
    return f"Database: sqlite:///{Path.cwd()}/central-state/central.db"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"example: central {command}" in re.sub(r"\s+", " ", capsys.readouterr().out)


def test_a_centre_is_set_up_by_three_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "migrate"]) == 0
    assert main(["--language", "en", "import-site", "site.toml"]) == 0
    assert main(["--language", "en", "enrol-kiosk", "shili_hall", "kiosk_1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "The tables are up to date (before: -)",
        "Site shili_hall is new; services: 8",
    ]
    assert re.fullmatch(r"[\w-]{43} \(good once, for 30 minutes\)", lines[2])
    database = tmp_path / "central-state" / "central.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_a_site_is_checked_without_a_centre(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", "en", "check-site", "site.toml"]) == 0
    assert capsys.readouterr().out == (
        "site.toml: no errors, it can be imported: shili_hall, services: 8\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.toml"]


def test_what_is_unwise_is_told_by_check_and_import_and_what_is_wrong_refused_by_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    line = text.split("\n").index("slots_ahead = 4") + 1
    (tmp_path / "site.toml").write_text(text.replace("slots_ahead = 4", "slots_ahead = 0"))
    main(["migrate"])
    capsys.readouterr()
    for command in ("check-site", "import-site"):
        assert main(["--language", "en", command, "site.toml"]) == 0
        assert f"site.toml:{line}:15: warning: walk_in.slots_ahead = 0" in capsys.readouterr().out
    (tmp_path / "site.toml").write_text(text.replace("slots_ahead = 4", "slots_ahead = 99"))
    for command in ("check-site", "import-site"):
        assert main(["--language", "en", command, "site.toml"]) == 1
        assert f"site.toml:{line}:15: walk_in.slots_ahead = 99" in capsys.readouterr().err


def test_the_token_is_in_the_database_only_as_a_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo-data"])
    lines = capsys.readouterr().out.splitlines()
    tokens = [line.split(": ")[1].partition("（")[0] for line in lines if line.startswith("kiosk_")]
    assert [len(token) for token in tokens] == [43, 43]
    with sqlite3.connect(tmp_path / "central-state" / "central.db") as connection:
        kept = "\n".join(connection.iterdump())
    connection.close()
    assert "s256:" in kept
    assert not [token for token in tokens if token in kept]


def test_a_site_that_is_imported_again_is_described_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    main(["import-site", "site.toml"])
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    (tmp_path / "site.toml").write_text(
        text.replace("示例区政务服务中心", "新区政务服务中心"), encoding="utf-8"
    )
    assert main(["--language", "en", "import-site", "site.toml"]) == 0
    assert "described anew" in capsys.readouterr().out
    with sqlite3.connect(tmp_path / "central-state" / "central.db") as connection:
        found = connection.execute("SELECT name, timezone FROM site").fetchall()
    connection.close()
    assert found == [("新区政务服务中心", "Asia/Shanghai")]


def test_days_that_keep_their_places_are_named_when_a_site_is_described_anew(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main(["demo-data"])
    today = asyncio.run(days_opened(tmp_path))
    text = (ROOT / "site.toml").read_text(encoding="utf-8")
    (tmp_path / "other.toml").write_text(
        text.replace("booked_percent = 50", "booked_percent = 40").replace(
            "walk_in_percent = 40", "walk_in_percent = 50"
        ),
        encoding="utf-8",
    )
    capsys.readouterr()
    assert main(["--language", "en", "import-site", "other.toml"]) == 0
    _, *kept = capsys.readouterr().out.splitlines()
    assert [line.partition(" keeps the places")[0] for line in kept] == [str(today)]


async def days_opened(folder: Path) -> date:
    """As the centre does it when it runs; the day that goes on."""
    database = await Database.open("sqlite:///central-state/central.db", connections=1)
    try:
        hall = Hall(folder, database.unit_of_work)
        hall.clock.jump_to(SystemClock().now())
        async with hall.writers:
            await hall.round.go()
        async with database.unit_of_work(is_read_only=True) as unit:
            (record,) = await unit.sites.all()
    finally:
        await database.close()
    return business_day(record, hall.clock.now())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "arguments",
    [
        ["import-site", "site.toml"],  # no tables yet
        ["enrol-kiosk", "shili_hall", "kiosk_1"],
        ["import-site", "none.toml"],
        ["migrate", "--config", "none.toml"],
        ["migrate", "--database", "mysql://localhost/x"],
        ["migrate", "--database", "postgresql://youhao:secret@127.0.0.1:1/youhao"],
        ["serve", "--port", str(free_port()), "--database", "sqlite:///none.db"],
    ],
)
def test_what_does_not_work_is_said_in_one_sentence(
    arguments: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", language, *arguments]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "secret" not in said.err


def test_every_mistake_of_a_site_is_told_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    capsys.readouterr()
    text = (tmp_path / "site.toml").read_text(encoding="utf-8")
    (tmp_path / "site.toml").write_text(text.replace("= true", "= yes"), encoding="utf-8")
    assert main(["--language", "en", "import-site", "site.toml"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert all(line.startswith("site.toml:") for line in said)
    with sqlite3.connect(tmp_path / "central-state" / "central.db") as connection:
        assert connection.execute("SELECT count(*) FROM site").fetchone() == (0,)
    connection.close()


def test_a_kiosk_is_enrolled_only_at_a_site_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["--language", "en", "enrol-kiosk", "nowhere", "kiosk_1"]) == 1
    assert capsys.readouterr().err == f"{named()}\nThere is no site nowhere here\n"


@pytest.mark.parametrize("arguments", [["check-audit"], ["restored"]])
def test_nothing_is_said_of_a_site_there_is_not(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate"])
    capsys.readouterr()
    assert main(["--language", "en", *arguments, "nowhere"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{named()}\nThere is no site nowhere here\n")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "arguments",
    [
        ["import-site", "site.toml"],
        ["enrol-kiosk", "shili_hall", "kiosk_1"],
        ["add-account", "shili_hall", "city_app", "platform"],
        ["disable-account", "shili_hall", "city_app"],
        ["check-audit", "shili_hall"],
        ["serve", "--port", str(free_port())],
    ],
)
@pytest.mark.parametrize("has_file", [False, True])
def test_before_migrate_every_command_names_it(
    arguments: list[str],
    language: str,
    *,
    has_file: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if has_file:
        (tmp_path / "central-state").mkdir()
        (tmp_path / "central-state" / "central.db").touch()
    assert main(["--language", language, *arguments]) == 1
    assert capsys.readouterr().err.endswith("central migrate\n")


@pytest.mark.parametrize("wanted", ["", "Ki osk/1", "<b>x';--", "a" * 33, "号", "a\n"])
def test_an_id_is_letters_digits_and_two_signs(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo-data"])
    capsys.readouterr()
    for arguments in (
        ["enrol-kiosk", "shili_hall", wanted],
        ["add-account", "shili_hall", wanted, "platform"],
    ):
        assert main(["--language", "en", *arguments]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        database, line = said.err.splitlines()
        assert database == named()
        assert line.endswith(
            "cannot be an id; allowed: letters A to Z, digits, _ and -, at most 32 characters"
        )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        (["--port", "99999"], "65535"),
        (["--port", "0"], "65535"),
        (["--port=-1"], "65535"),
        (["--host", "a" * 64], "192.168.1.87"),
        (["--host", ""], "192.168.1.87"),
    ],
)
def test_where_nobody_can_listen_is_refused_with_what_is_allowed(
    options: list[str], allowed: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", language, "serve", *options]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert options[0].partition("=")[0] in line
    assert allowed in line


@pytest.mark.parametrize("language", languages())
def test_nobody_elses_machine_is_let_in_without_encryption(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--language", language, "serve", "--host", "192.0.2.1"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--host = 192.0.2.1" in line
    assert "behind_proxy" in line


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("instant", ["2026-11-23T10:12", "now", ""])
def test_an_instant_needs_its_zone(
    instant: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["demo", "site.toml", "--begins-at", instant]
    assert main(["--language", language, *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("2026-11-23T10:12+08:00")


def test_a_file_in_the_current_folder_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "central.toml").write_text("[state]\ndir = 'elsewhere'\n")
    assert main(["migrate"]) == 0
    assert (tmp_path / "elsewhere" / "central.db").exists()


def test_the_document_is_printed_without_a_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["openapi"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["openapi"].startswith("3.1")
    (bearer,) = document["components"]["securitySchemes"].values()
    for each in ("kiosk", "platform", "staff", "/v1/sessions"):
        assert each in bearer["description"]
    assert not (tmp_path / "central-state").exists()


def test_accounts_come_and_go_and_the_audit_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["demo-data"])
    capsys.readouterr()
    hall = "shili_hall"
    assert main(["--language", "en", "add-account", hall, "city_app", "platform"]) == 0
    assert re.fullmatch(r"[\w-]{43} \(shown this once\)\n", capsys.readouterr().out)
    assert main(["--language", "en", "add-account", hall, "li", "manager"]) == 0
    assert re.search(
        r": otpauth://totp/Youhao%3Ashili_hall%3Ali\?secret=[A-Z2-7]{32}&issuer=Youhao\n",
        capsys.readouterr().out,
    )
    assert main(["--language", "en", "disable-account", hall, "li"]) == 0
    assert main(["--language", "en", "disable-account", hall, "li"]) == 1
    assert main(["--language", "en", "revoke-kiosk", hall, "kiosk_1"]) == 1
    capsys.readouterr()
    assert main(["--language", "en", "check-audit", hall]) == 0
    assert "Acts of staff: 6, the last at position 6, mark " in capsys.readouterr().out
    with sqlite3.connect(tmp_path / "central-state" / "central.db") as connection:
        connection.execute("UPDATE audit SET act = 'nothing' WHERE position = 3")
    connection.close()
    assert main(["--language", "en", "check-audit", hall]) == 1
    assert "The act of staff at position 3 (" in capsys.readouterr().out


def test_a_kiosk_is_no_account_and_the_roles_are_said_as_they_are_typed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["add-account", "shili_hall", "k1", "kiosk"])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert "'platform'" in said
    assert "Role" not in said


@pytest.mark.parametrize("language", languages())
def test_every_act_names_its_database_beside_what_it_answers(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    acts = (
        ["migrate"],
        ["import-site", "site.toml"],
        ["enrol-kiosk", "shili_hall", "kiosk_1"],
        ["add-account", "shili_hall", "li", "manager"],
        ["disable-account", "shili_hall", "li"],
        ["check-audit", "shili_hall"],
        ["restored", "shili_hall"],
    )
    for arguments in acts:
        assert main(["--language", language, *arguments]) == 0
        said = capsys.readouterr()
        (line,) = said.err.splitlines()
        assert line.endswith(named().removeprefix("Database: "))
        assert named().removeprefix("Database: ") not in said.out


def test_a_restore_is_said_and_stands_in_the_audit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["demo-data"])
    assert main(["--language", "en", "restored", "shili_hall"]) == 0
    said = capsys.readouterr().out
    assert re.search("Epoch [0-9]+ begins", said)
    assert "1000 numbers left" in said
    assert "are few" not in said
    for _ in range(7):
        main(["--language", "en", "restored", "shili_hall"])
    assert "63 numbers are few" in capsys.readouterr().out
    assert main(["--language", "en", "check-audit", "shili_hall"]) == 0
    assert main(["--language", "en", "restored", "nowhere"]) == 1
    capsys.readouterr()
    assert main(["--language", "en", "restored", "shili_hall", "--stopped-at", "friday"]) == 1
    assert "--stopped-at friday cannot be; an instant such as" in capsys.readouterr().err


def test_each_line_of_the_log_begins_with_its_time_in_utc() -> None:
    record = logging.makeLogRecord({"name": "central", "levelname": "INFO", "msg": "ended"})
    record.created, record.msecs = 1_772_413_200.25, 250
    assert LogLines().format(record) == "2026-03-02T01:00:00.250Z INFO central ended"
