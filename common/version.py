# SPDX-License-Identifier: Apache-2.0
"""Which version of the program this is."""

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """That of the installed package, `0.1.0`; `0` in a source checkout."""
    try:
        return version("youhao")
    except PackageNotFoundError:
        return "0"
