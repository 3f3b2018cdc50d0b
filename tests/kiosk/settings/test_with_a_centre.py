# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml of a kiosk with a centre: what of it the centre tells, and how it is known from others."""

from pathlib import Path

import pytest

from kiosk.settings.load import load_settings
from tests.e2e.certificates import Authority
from tests.kiosk.settings.samples import SMALL, answer, must_be_said_in_every_language, write

CENTRE = """\
[kiosk]
name = { zh_Hans = "1 号机", en = "Kiosk 1" }

[centre]
url = "https://centre.example:8443/"
ca_file = "ca.pem"

[reader]
kind = "simulator"

[printer]
kind = "simulator"
"""
URL, CA_FILE = '"https://centre.example:8443/"', 'ca_file = "ca.pem"\n'
NO_URL = (
    "5:7: centre.url cannot be {}; allowed: the address without a path, such as "
    '"https://centre.example:8443"; http:// only for a centre on this machine'
)
OF_THE_CENTRE = (
    "[{0}] is told by the centre: with [centre] it may not stand here, remove the table "
    "(the centre has it from its site.toml)"
)
SITE_TABLES = [
    ('[site]\nsite_id = "hall"\n', "2", "site"),
    ('[hours]\nmonday = [["09:00", "12:00"]]\n', "2", "hours"),
    ("[green]\nage_years = 70\n", "2", "green"),
    ("[walk_in]\nslots_ahead = 2\n", "2", "walk_in"),
    ('[[service]]\nservice_id = "social"\n', "3", "service"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Authority(tmp_path_factory.mktemp("tls") / "own", "Own authority").certificate


@pytest.fixture(autouse=True)
def beside_the_file(tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ca.pem").write_bytes(certificate.read_bytes())
    monkeypatch.chdir(tmp_path)


def test_a_file_without_site_and_services_is_right(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, CENTRE))
    assert settings.site is None
    assert settings.centre
    assert settings.centre.url == "https://centre.example:8443"
    assert settings.centre.ca_file == tmp_path / "ca.pem"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080"])
def test_on_this_machine_a_centre_needs_no_certificate(host: str, tmp_path: Path) -> None:
    text = CENTRE.replace(URL, f'"http://{host}"').replace(CA_FILE, "")
    assert answer(text, tmp_path) == []


@pytest.mark.parametrize(("table", "column", "name"), SITE_TABLES)
def test_what_the_centre_tells_may_not_stand_in_the_file(
    table: str, column: str, name: str, tmp_path: Path
) -> None:
    lines = answer(f"{CENTRE}\n{table}", tmp_path)
    assert lines == [f"kiosk.toml:14:{column}: {OF_THE_CENTRE.format(name)}"]
    must_be_said_in_every_language(f"{CENTRE}\n{table}", tmp_path)


def test_all_of_a_file_that_stood_alone_is_told_at_once_and_nothing_else(tmp_path: Path) -> None:
    text = SMALL + f"\n[centre]\nurl = {URL}\n{CA_FILE}"
    places = [line.split(" ")[0] for line in answer(text, tmp_path)]
    assert places == ["kiosk.toml:1:2:", "kiosk.toml:21:2:", "kiosk.toml:31:3:"]


@pytest.mark.parametrize(
    "url",
    [
        '"centre.example"',
        '"http://centre.example"',
        '"https://centre.example/youhao"',
        '"https://user@centre.example"',
        '"https://centre.example:port"',
        '"https://[::1"',
        '"https://centre.example?x"',
        '"https://"',
        '"ftp://127.0.0.1"',
        '"https://号.example"',
    ],
)
def test_an_address_that_leads_to_no_centre_is_told(url: str, tmp_path: Path) -> None:
    text = CENTRE.replace(URL, url)
    assert answer(text, tmp_path)[0] == f"kiosk.toml:{NO_URL.format(url)}"
    must_be_said_in_every_language(text, tmp_path)


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            CA_FILE,
            "",
            "4:1: ca_file is missing; needed: the path of a file",
        ),
        (
            CA_FILE,
            'ca_file = "other.pem"\n',
            (
                '6:11: centre.ca_file: there is no file "FOLDER/other.pem"; relative paths count '
                "from the folder of this file"
            ),
        ),
        (
            CA_FILE,
            'ca_file = "kiosk.toml"\n',
            (
                '6:11: centre.ca_file: "FOLDER/kiosk.toml" holds no certificate; needed: a PEM file, '
                "-----BEGIN CERTIFICATE----- stands in it"
            ),
        ),
        (f"url = {URL}\n", "", "4:1: url is missing; needed: the address without a path"),
        (
            "ca_file =",
            "cafile =",
            "6:1: unknown option centre.cafile; allowed: url, ca_file; nearest: ca_file",
        ),
    ],
)
def test_what_keeps_a_kiosk_from_knowing_its_centre_is_told_with_its_place(
    right: str, wrong: str, expected: str, tmp_path: Path
) -> None:
    text = CENTRE.replace(right, wrong, 1)
    said = f"kiosk.toml:{expected}".replace("FOLDER", str(tmp_path))
    assert any(line.startswith(said) for line in answer(text, tmp_path))
    must_be_said_in_every_language(text, tmp_path)


@pytest.mark.parametrize("name", ["center", "central", "Centre", "centr"])
def test_a_misspelt_centre_is_the_one_mistake(name: str, tmp_path: Path) -> None:
    text = CENTRE.replace("[centre]", f"[{name}]")
    (line,) = answer(text, tmp_path)
    assert line.startswith(f"kiosk.toml:4:2: unknown option {name};")
    assert line.endswith("; nearest: centre")
    must_be_said_in_every_language(text, tmp_path)


def test_a_misspelt_centre_beside_a_site_is_the_one_mistake_too(tmp_path: Path) -> None:
    (line,) = answer(f"{SMALL}\n[center]\nurl = {URL}\n", tmp_path)
    assert line.endswith("; nearest: centre")


@pytest.mark.parametrize("name", ["[kiosk]", "[reader]", "[printer]", "kind", "url", "name"])
def test_what_is_misspelt_is_not_missing_besides(name: str, tmp_path: Path) -> None:
    bare = name.strip("[]")
    misspelt = bare[1] + bare[0] + bare[2:]
    (line,) = answer(CENTRE.replace(name, name.replace(bare, misspelt), 1), tmp_path)
    assert line.endswith(f"; nearest: {bare}")
