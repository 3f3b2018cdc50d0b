# SPDX-License-Identifier: Apache-2.0
"""A machine made of a few small programs, on which ./dev can be tried without installing anything."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ORDINARY = ("cat", "dirname", "env", "sed", "sh", "sha256sum", "tr")

DPKG_QUERY = """#!/bin/sh
shift 3
for package in "$@"; do
    case " {known} " in *" $package "*) echo "$package:installed" ;; esac
done
"""

# Makes real environments, with a pip that only says that it was called.
PYTHON = """#!/bin/sh
if [ "$*" = "-m venv --clear $4" ]; then
    {real} -m venv --without-pip --clear "$4"
    pip=$(echo "$4"/lib/python3.*/site-packages)/pip
    mkdir "$pip"
    touch "$pip/__init__.py"
    echo 'import sys; print("pip", *sys.argv[1:])' >"$pip/__main__.py"
    echo "#!$4/bin/python" >"$4/bin/pip"
else
    exec {real} "$@"
fi
"""

VENV = ".venv"
TOOLS = ("ruff", "mypy", "lint-imports")
TOOL = """#!/bin/sh
echo {name} "$@"
exit {code}
"""
PYTEST = "import sys; print('pytest', *sys.argv[1:]); sys.exit({code})\n"

PYTHON_TOO_NEW = """#!/bin/sh
[ "$1" = -V ] && echo "Python 3.14.1"
exit 1
"""


@dataclass
class BareSystem:
    """A folder of programs and a checkout with ./dev, its lock and a small `bench`."""

    programs: Path
    checkout: Path

    def provide(self, name: str, script: str) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def has_packages(self, *names: str) -> None:
        """Say which Debian packages are installed."""
        self.provide("dpkg-query", DPKG_QUERY.format(known=" ".join(names)))

    def provide_tools(self, **exit_codes: int) -> None:
        """Programs of .venv, made by an earlier run of ./dev, that say how they were called."""
        for name in TOOLS:
            self._write(f"{VENV}/bin/{name}", TOOL.format(name=name, code=exit_codes.get(name, 0)))
        (packages,) = (self.checkout / VENV / "lib").glob("python3.*/site-packages")
        code = exit_codes.get("pytest", 0)
        (packages / "pytest.py").write_text(PYTEST.format(code=code))

    def _write(self, path: str, script: str) -> None:
        (self.checkout / path).write_text(script.replace("#!/bin/sh", f"#!{self.programs}/sh"))
        (self.checkout / path).chmod(0o755)

    def dev(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.checkout / "dev", *arguments],
            env={"PATH": str(self.programs), "HOME": str(self.programs)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )


def packages_wanted() -> list[str]:
    """Every apt package that ./dev asks for."""
    script = (REPOSITORY / "dev").read_text().replace("\n    ", " ")
    lists = [line for line in script.splitlines() if '_PACKAGES="' in line]
    return [name for line in lists for name in line.split('"')[1].split()]


def bare_system(folder: Path) -> BareSystem:
    """Build the machine: as root, with apt, every package and a fitting Python."""
    system = BareSystem(folder / "bin", folder / "checkout")
    system.programs.mkdir()
    for name in (*ORDINARY, "mkdir", "touch"):
        (system.programs / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    system.provide("id", "#!/bin/sh\necho 0\n")
    system.provide("apt-get", '#!/bin/sh\necho "apt-get $*"\n')
    system.provide("python3", PYTHON.format(real=sys.executable))
    system.has_packages(*packages_wanted())
    (system.checkout / "requirements").mkdir(parents=True)
    (system.checkout / "requirements/dev.txt").write_text("six==1.17.0\n")
    (system.checkout / "bench").mkdir()
    (system.checkout / "bench/__main__.py").write_text(
        "import sys; print('bench', *sys.argv[1:])\n"
    )
    script = (REPOSITORY / "dev").read_text().replace("/usr/bin/", f"{system.programs}{os.sep}")
    system._write("dev", script)
    return system
