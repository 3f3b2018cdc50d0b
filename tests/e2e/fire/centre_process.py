# SPDX-License-Identifier: Apache-2.0
"""`central`, whole, by the hall's clock: `python -m tests.e2e.fire.centre_process CLOCK CHANGE ...`."""

import sys
from datetime import timedelta
from pathlib import Path

from central import __main__ as central_main
from central import app
from tests.e2e.fire.changes import change
from tests.e2e.fire.hall_time import HallClock

GOES_ROUND_EVERY = timedelta(milliseconds=250)
"""Since the hall's hours pass in seconds."""


def main(clock_file: str, what: str, *arguments: str) -> int:
    clock = HallClock(Path(clock_file))
    app.SystemClock = lambda: clock  # type: ignore[misc,assignment]  # no switch
    app.GOES_ROUND_EVERY = GOES_ROUND_EVERY
    change(what)
    return central_main.main(arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
