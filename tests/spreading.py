# SPDX-License-Identifier: Apache-2.0
"""Which worker gets which tests of `pytest -n`, where xdist's own ways all lose something."""

from functools import cache
from pathlib import Path

import pytest
from typing_extensions import override
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

MADE_ONCE = ('scope="module"', "\n@cache\n")
"""What a file's tests share: spread over workers, each of them would make it."""


class Spreading(LoadScopeScheduling):
    """Each test goes to the next free worker, in their order; those that share a value together."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    @override
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if _makes_something_once(self.config.rootpath / file) else nodeid


@cache
def _makes_something_once(file: Path) -> bool:
    text = file.read_text(encoding="utf-8")
    return any(sign in text for sign in MADE_ONCE)
