# SPDX-License-Identifier: Apache-2.0
"""`kiosk check-config`: every error of a configuration, a line each; else what of it is unwise."""

from pathlib import Path
from typing import TextIO

from common.settings.problems import render
from kiosk.app.advice import warnings_of
from kiosk.health.places import places_of
from kiosk.health.suggestions import better_name
from kiosk.settings.load import load_file
from kiosk.settings.problems import SettingsError
from kiosk.texts import load_texts


def check_config(path: Path, language: str, out: TextIO) -> int:
    """Every error of a configuration, a line each; 1 if there are any.

    Of a good one it is told what is unwise, and which of its devices have names that will not last.
    """
    texts = load_texts(language)
    try:
        loaded = load_file(path)
    except SettingsError as error:
        out.writelines(render(problem, texts) + "\n" for problem in error.problems)
        return 1
    warnings = warnings_of(loaded)
    out.writelines(render(warning, texts) + "\n" for warning in warnings)
    key = "command.config_has_warnings" if warnings else "command.config_is_good"
    out.write(texts(key, file=path, count=len(warnings)) + "\n")
    for where in places_of(loaded.settings):
        if hint := better_name(where):
            out.write(texts("health.to_do", suggestion=hint.words(texts)) + "\n")
    return 0
