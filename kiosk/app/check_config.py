# SPDX-License-Identifier: Apache-2.0
"""`kiosk check-config`: every error of a configuration, a line each."""

from pathlib import Path
from typing import TextIO

from kiosk.settings.load import check_config as problems_of
from kiosk.settings.problems import render
from kiosk.texts import load_texts


def check_config(path: Path, language: str, out: TextIO) -> int:
    """Every error of a configuration, a line each; 1 if there are any."""
    problems, texts = problems_of(path), load_texts(language)
    out.writelines(render(problem, texts) + "\n" for problem in problems)
    if not problems:
        out.write(texts("command.config_is_good", file=path) + "\n")
    return 1 if problems else 0
