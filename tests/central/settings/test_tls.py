# SPDX-License-Identifier: Apache-2.0
"""Nothing is said in the clear to another machine, and a certificate that cannot be shown is told by its line."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from central.errors import CommandLineError
from central.settings.load import Overrides, SettingsError, load_settings
from central.settings.tls_rules import is_good_at
from central.texts import languages, load_texts
from common.clock import SystemClock
from common.settings.problems import Phrase, render
from tests.e2e.certificates import LASTS, Authority

EVERYWHERE = "0.0.0.0"  # noqa: S104  # what is refused
PAIR = 'certificate = "centre.pem"\nprivate_key = "centre.key"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of every kind, good and bad."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = Authority(folder / "own", "Own authority").vouch()
    _, other = Authority(folder / "others", "Another's").vouch()
    opened = load_pem_private_key(key.read_bytes(), None)
    shut = opened.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    rsa = generate_private_key(65537, 2048)
    shutil.copy(certificate, folder / "centre.pem")
    shutil.copy(key, folder / "centre.key")
    shutil.copy(other, folder / "other.key")
    (folder / "shut.key").write_bytes(shut)
    (folder / "rsa.key").write_bytes(
        rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "junk").write_bytes(b"junk\xff\x00")
    (folder / "empty").touch()
    (folder / "cut.pem").write_bytes(certificate.read_bytes()[:200])
    return folder


@pytest.fixture(autouse=True)
def beside_the_file(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)


def told(text: str, language: str = "en", overrides: Overrides | None = None) -> list[str]:
    Path("central.toml").write_text(text, encoding="utf-8")
    try:
        load_settings(Path("central.toml"), overrides or Overrides())
    except SettingsError as error:
        return [render(problem, load_texts(language)) for problem in error.problems]
    return []


NO_CERTIFICATE = '2:15: listen.certificate: there is no certificate in PEM form in "'
NO_KEY = '3:15: listen.private_key: there is no private key in PEM form without a password in "'
OTHER_KEY = '3:15: listen.private_key: "{}" is not the key of that certificate'


@pytest.mark.parametrize(
    ("certificate", "key", "begins"),
    [
        ("junk", "centre.key", NO_CERTIFICATE),
        ("empty", "centre.key", NO_CERTIFICATE),
        ("cut.pem", "centre.key", NO_CERTIFICATE),
        ("centre.key", "centre.pem", NO_CERTIFICATE),
        ("centre.pem", "junk", NO_KEY),
        ("centre.pem", "empty", NO_KEY),
        ("centre.pem", "centre.pem", NO_KEY),
        ("centre.pem", "shut.key", NO_KEY),
        ("centre.pem", "other.key", OTHER_KEY),
        ("centre.pem", "rsa.key", OTHER_KEY),
    ],
)
def test_a_certificate_or_key_of_no_use_is_told_with_its_line(
    certificate: str, key: str, begins: str, made: Path
) -> None:
    text = f'[listen]\ncertificate = "{certificate}"\nprivate_key = "{key}"\n'
    (line,) = told(text)
    assert line.startswith("central.toml:" + begins.format(made / key))
    assert len({tuple(told(text, language)) for language in languages()}) == len(languages())


def test_a_certificate_that_openssl_does_not_take_is_told_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object, certificate: Path, private_key: Path, password: str) -> None:
        assert (certificate.name, private_key.name) == ("centre.pem", "centre.key")
        assert password == ""  # else OpenSSL asks whoever sits there
        raise OSError("no")

    monkeypatch.setattr("ssl.SSLContext.load_cert_chain", refuse)
    text = f"[listen]\n{PAIR}"
    (line,) = told(text)
    assert line.startswith("central.toml:2:15: listen.certificate: the certificate in")
    assert len({tuple(told(text, language)) for language in languages()}) == len(languages())


def test_a_pair_that_belongs_together_is_taken() -> None:
    assert told(f"[listen]\n{PAIR}") == []


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "centre.example"])
def test_other_machines_are_let_in_with_encryption_alone(host: str) -> None:
    text = f'[listen]\nhost = "{host}"\n'
    (line,) = told(text)
    assert line.startswith(f"central.toml:2:8: listen.host = {host} lets other machines in")
    assert "behind_proxy" in line
    assert len({tuple(told(text, language)) for language in languages()}) == len(languages())
    assert told(text + PAIR) == []
    assert told(text + "behind_proxy = true\n") == []
    assert told(text, overrides=Overrides(host="127.0.0.1")) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost", "LOCALHOST"])
def test_this_machine_alone_needs_none(host: str) -> None:
    assert told(f'[listen]\nhost = "{host}"\n') == []


def test_what_the_command_line_lets_in_is_held_to_the_same() -> None:
    everybody = Overrides(host=EVERYWHERE)
    with pytest.raises(CommandLineError) as caught:
        told("[listen]\nport = 81\n", overrides=everybody)
    problem = caught.value.fields["problem"]
    assert isinstance(problem, Phrase)
    for language in languages():
        assert problem.text(load_texts(language)).startswith(f"--host = {EVERYWHERE}")
    assert told(f"[listen]\n{PAIR}", overrides=everybody) == []
    assert told("[listen]\nbehind_proxy = true\n", overrides=everybody) == []


def test_a_mistake_beside_it_is_told_alone() -> None:
    """Who wrote a certificate that is not there meant to encrypt."""
    text = f'[listen]\nhost = "{EVERYWHERE}"\ncertificate = "none"\nprivate_key = "centre.key"\n'
    (line,) = told(text)
    assert "there is no file" in line


def test_a_certificate_is_good_in_its_time_alone(made: Path) -> None:
    now = SystemClock().now()
    assert is_good_at(made / "centre.pem", now)
    assert not is_good_at(made / "centre.pem", now + 2 * LASTS)
    assert not is_good_at(made / "centre.pem", now - 2 * LASTS - timedelta(hours=1))
