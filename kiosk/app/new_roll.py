# SPDX-License-Identifier: Apache-2.0
"""`kiosk new-roll`: the paper counter begins anew; also while the kiosk runs."""

from pathlib import Path
from typing import TextIO

from kiosk.app.devices import paper_counter
from kiosk.settings.load import load_settings
from kiosk.texts import load_texts


def new_roll(config: Path, language: str, out: TextIO) -> int:
    """Count from a new roll; 1 if this printer's paper is not counted."""
    settings, texts = load_settings(config), load_texts(language)
    counter = paper_counter(settings)
    if counter is None:
        out.write(texts("command.not_counted") + "\n")
        return 1
    counter.renew()
    out.write(texts("command.new_roll") + "\n")
    return 0
