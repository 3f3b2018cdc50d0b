# SPDX-License-Identifier: Apache-2.0
"""`kiosk check-config`: every error of a configuration, a line each, and names that will not last."""

from pathlib import Path
from typing import TextIO

from common.settings.problems import render
from kiosk.health.places import places_of
from kiosk.health.suggestions import better_name
from kiosk.settings.load import check_config as problems_of
from kiosk.settings.load import load_settings
from kiosk.texts import load_texts


def check_config(path: Path, language: str, out: TextIO) -> int:
    """Every error of a configuration, a line each; 1 if there are any.

    A good one is also told which of its devices have names that will not last.
    """
    problems, texts = problems_of(path), load_texts(language)
    out.writelines(render(problem, texts) + "\n" for problem in problems)
    if problems:
        return 1
    out.write(texts("command.config_is_good", file=path) + "\n")
    for where in places_of(load_settings(path)):
        if hint := better_name(where):
            out.write(texts("health.to_do", suggestion=hint.words(texts)) + "\n")
    return 0
