# SPDX-License-Identifier: Apache-2.0
"""nginx of the distribution, as docs/centre.md sets it before two processes of the centre."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.central.server import ROOT
from tests.e2e.certificates import Authority
from tests.ports import free_port

SECONDS = 30
AROUND = """daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  {temporary}
{block}
}}
"""
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program() -> str | None:
    """Where it is installed. ./dev does not install it: it would serve the machine's port 80 at once."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")


def documented(ports: Sequence[int], listen: int, certificate: Path, key: Path) -> str:
    """The block of the guide, with what differs here in place of what it names."""
    (block,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs/centre.md").read_text(), re.DOTALL)
    changes = {
        "127.0.0.1:8081": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8082": f"127.0.0.1:{ports[1]}",
        "listen 8443 ssl": f"listen 127.0.0.1:{listen} ssl",
        "/etc/youhao/centre.pem": str(certificate),
        "/etc/youhao/centre.key": str(key),
    }
    for old, new in changes.items():
        assert block.count(old) == 1, old
        block = block.replace(old, new)
    return block


@contextmanager
def nginx(folder: Path, ports: Sequence[int], authority: Authority) -> Iterator[str]:
    """Where it listens, with TLS."""
    listen, (certificate, key) = free_port(), authority.vouch()
    temporary = "\n  ".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    block = documented(ports, listen, certificate, key)
    file = folder / "nginx.conf"
    file.write_text(AROUND.format(folder=folder, temporary=temporary, block=block))
    with (folder / "nginx.log").open("wb") as log:
        running = subprocess.Popen([str(program()), "-c", str(file)], stdout=log, stderr=log)
    try:
        yield f"https://127.0.0.1:{listen}"
    finally:
        running.terminate()
        running.wait(SECONDS)
