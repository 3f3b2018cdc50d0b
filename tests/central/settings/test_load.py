# SPDX-License-Identifier: Apache-2.0
import re
import shutil
from pathlib import Path

import pytest

from central.settings.load import Overrides, SettingsError, load_settings, load_site_file
from central.settings.options import FILE
from central.texts import languages, load_texts
from common.settings.groups import Option
from common.settings.problems import render
from tests.e2e.certificates import Authority
from tests.option_comments import Comments, must_tell, options_below

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "central.toml"
TEXT = SHIPPED.read_text(encoding="utf-8")
COMMENTS = Comments(TEXT)
NO_OVERRIDES = Overrides()


@pytest.fixture(autouse=True)
def beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls") / "own", "Own authority")


@pytest.fixture(scope="module")
def pair(authority: Authority) -> tuple[Path, Path]:
    """Certificate and key of a server."""
    return authority.vouch()


def told(text: str, language: str = "en") -> list[str]:
    Path("central.toml").write_text(text, encoding="utf-8")
    try:
        load_settings(Path("central.toml"), NO_OVERRIDES)
    except SettingsError as error:
        return [render(problem, load_texts(language)) for problem in error.problems]
    return []


def test_the_shipped_file_says_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "central.toml").write_text(TEXT, encoding="utf-8")
    assert load_settings(Path("central.toml"), NO_OVERRIDES) == load_settings(None, NO_OVERRIDES)


@pytest.mark.parametrize(
    ("header", "option"),
    # The address of the database is as long as anybody writes it; the two files of TLS are explained at once.
    [each for each in options_below(FILE) if each[1].name not in {"url", "private_key"}],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_option_stands_in_the_shipped_file_with_its_range_and_default_in_both_languages(
    header: str, option: Option
) -> None:
    must_tell(option, COMMENTS.chinese(header, option), COMMENTS.english(header, option))


def test_what_is_written_as_a_remark_works_when_the_mark_is_taken_away(
    tmp_path: Path, pair: tuple[Path, Path]
) -> None:
    (tmp_path / "tls").mkdir()
    for name, made in zip(("centre.pem", "centre.key"), pair, strict=True):
        shutil.copy(made, tmp_path / "tls" / name)
    text = re.sub(r"(?m)^# (\w+ = )", r"\1", TEXT)
    assert told(text) == []
    found = load_settings(Path("central.toml"), NO_OVERRIDES)
    assert found.database.url == "postgresql:///youhao"
    assert found.listen.tls
    assert found.listen.tls.private_key == tmp_path / "tls" / "centre.key"


def test_without_a_file_the_database_lies_in_the_state_folder(tmp_path: Path) -> None:
    found = load_settings(None, NO_OVERRIDES)
    assert found.state_dir == tmp_path / "central-state"
    assert found.database.url == f"sqlite:///{tmp_path}/central-state/central.db"


def test_the_command_line_goes_before_the_file() -> None:
    assert told('[database]\nurl = "sqlite:///a.db"\n[listen]\nport = 81\nhost = "::1"\n') == []
    path = Path("central.toml")
    found = load_settings(path, Overrides("sqlite:///b.db", "127.0.0.2", 82))
    assert (found.database.url, found.listen.host, found.listen.port) == (
        "sqlite:///b.db",
        "127.0.0.2",
        82,
    )
    found = load_settings(path, NO_OVERRIDES)
    assert (found.database.url, found.listen.host, found.listen.port) == (
        "sqlite:///a.db",
        "::1",
        81,
    )


def test_a_password_in_the_address_is_in_no_repr() -> None:
    found = load_settings(None, Overrides("postgresql://youhao:secret@localhost/youhao"))
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[listen]\nport = 0", "2:8: listen.port = 0 is out of range; allowed: a whole number from 1 to 65535 (no unit)"),
        ("[listen]\nprot = 80", "2:1: unknown option listen.prot; allowed: host, port, certificate, private_key, behind_proxy; nearest: port"),
        ("[listen]\nurl = 'x'", "2:1: unknown option listen.url; allowed: host, port, certificate, private_key, behind_proxy; it belongs in [database]"),
        ("[listn]", "1:2: unknown option listn; allowed: database, listen, state, limits, kept; nearest: listen"),
        ("[listen]\ncertificate = 'a.pem'", '2:15: listen.certificate: there is no file "FOLDER/a.pem"; relative paths count from the folder of this file'),
        ("[listen]\ncertificate = 'central.toml'", "2:15: listen.certificate alone is of no use; write private_key too"),
        ("[listen]\nprivate_key = 'central.toml'", "2:15: listen.private_key alone is of no use; write certificate too"),
        ("[limits]\nplatform_holds = 0", "2:18: limits.platform_holds = 0 is out of range; allowed: a whole number from 1 to 100000 (places)"),
        ("[kept]\noperation_days = 182", "2:18: kept.operation_days = 182 is out of range; allowed: a whole number from 183 to 36500 (days)"),
        ("[state]\ndir = 'central.toml'", '2:7: state.dir: "FOLDER/central.toml" is no folder; write another path or move it away'),
        ("[state\ndir = 'x'", "1:7: the header of the table is not complete; write: [name] or [[service]]"),
        ("\n", "1:1: the file is empty; start from the one that came with the program"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_column_in_every_language(
    text: str, expected: str, tmp_path: Path
) -> None:
    assert told(text) == [f"central.toml:{expected}".replace("FOLDER", str(tmp_path))]
    said = {tuple(told(text, language)) for language in languages()}
    assert len(said) == len(languages())


def test_all_mistakes_are_told_at_once() -> None:
    assert len(told("[listen]\nport = 0\nhost = 1\n[kept]\nx = 1\n")) == 3


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(Path("none.toml"), NO_OVERRIDES)
    (problem,) = caught.value.problems
    assert problem.key == "no_file"


def test_a_site_file_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    text = (ROOT / "site.toml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert load_site_file(path, 2026).site.site_id == "shili_hall"
    path.write_text(text.replace("slots_ahead = 4", "slots_ahead = 99\nx = 1"), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_site_file(path, 2026)
    assert [problem.key for problem in caught.value.problems] == ["out_of_range", "unknown"]
    for problem in caught.value.problems:
        for language in languages():
            assert render(problem, load_texts(language))
