# SPDX-License-Identifier: Apache-2.0
"""A second reading of printer text, from iconv and not from Python's codecs."""

import subprocess


def by_iconv(data: bytes, encoding: str) -> str:
    """Decode with the C library's tables; fails on anything that is no text."""
    done = subprocess.run(
        ["iconv", "-f", encoding, "-t", "UTF-8"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode()
