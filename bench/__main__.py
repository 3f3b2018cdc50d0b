# SPDX-License-Identifier: Apache-2.0
"""`python -m bench [--json FILE] [--long] [NAME ...]`: measures, and prints the table."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bench.devices import StuckError
from bench.figure import Figure, as_json, as_table
from bench.machine import ProcessorTime, describe, load
from bench.plan import Measurement, Plan, say

MEASUREMENTS = {
    "card": "card data read to the first byte at the printer, over a pty and TCP",
    "issue": "end of the pause to the committed ticket, and the disk's own sync",
    "reprint": "touch on 补打 to the first byte of the copy, with 100,000 tickets in the store",
    "pin": "a wrong PIN refused, beside a staff number that nobody has",
    "syncs": "syncs before the first byte, counted by strace",
    "render": "CPU time and bytes of a ticket, and of each other paper",
    "speech": "first sound, silence after stop, and what many texts leave behind",
    "touch": "touch to the next screen painted",
    "frozen": "a screen, thread or compositor that hangs: until it is noticed, until all is back",
    "start": "process start to the first frame and to the first card",
    "calling": "joining, calling and leaving with 1,000 to 1,000,000 tickets waiting",
    "fairness": "waits under the calling order and under others, beside the model's",
    "estimate": "how well waits are estimated, beside the model's figures",
    "folding": "a day's log of 100,000 entries, folded at the centre and at the kiosk",
    "faults": "the lease code through schedules of faults; mistakes that are caught",
    "availability": "walk-ins who get a number while lines are cut, beside the model's",
    "fire": "a centre, four kiosks, a platform and staff, through faults, cuts and kills",
    "centre": "logs taken in on PostgreSQL, beside a plain skeleton and pgbench",
    "booking": "holds and confirmations by 32 clients at once",
    "history": "the centre with 5,000,000 old tickets (--long) against an empty one",
    "synced": "an issue while the kiosk is linked to a centre, and how soon it knows a booking",
    "outages": "every fault of every device: until the program knows, until all is well",
    "fuzz": "bytes from outside: every parser fed by atheris, where it is installed",
    "papers": "2,000 numbers while paper ends, the printer falls silent, the power fails",
    "power": "kiosks that begin with the files of another, copied at random moments of its work",
    "memory": "memory after 2,000 visits against that after 20",
    "day": "every frame of a business day of visits of every kind, upright and across",
    "modes": "memory and painting of 4,000 screens with every mode toggled",
    "dev": "./dev when nothing is missing",
    "pictures": "docs/pictures and the figures of docs/design.md, drawn anew; only when named",
}
ONLY_NAMED = {"pictures"}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all ran, whether or not each figure holds; 1 when something could not be measured."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    for name in chosen.names:
        if name not in MEASUREMENTS:
            parser.error(f"there is no {name}; there are {', '.join(MEASUREMENTS)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="youhao-bench-") as folder:
        plan = Plan(Path(folder), is_long=chosen.long)
        sys.stdout.write(f"{describe(plan.folder)}{load()} at the start\n\n")
        names = chosen.names or tuple(name for name in MEASUREMENTS if name not in ONLY_NAMED)
        before = ProcessorTime.now()
        found = {name: _measure(name, plan) for name in names}
        stolen = ProcessorTime.now().stolen_since(before)
    figures = [one for measured in found.values() for one in measured or ()]
    if chosen.json:
        chosen.json.write_text(as_json(figures), encoding="utf-8")
    sys.stdout.write(f"{as_table(figures)}\n{_verdict(figures)}; {load()} at the end; {stolen}\n")
    return 1 if None in found.values() else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench",
        description="The kiosk's figures on this machine.",
        epilog=f"names:\n{_names()}\nexample: ./dev bench --json figures.json card touch",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; else all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--long", action="store_true", help="more of everything; most of an hour")
    return parser


def _names() -> str:
    return "".join(f"  {name:13}{what}\n" for name, what in MEASUREMENTS.items())


def _measure(name: str, plan: Plan) -> list[Figure] | None:
    """The figures of one measurement; None when the kiosk did not go on."""
    measurement: Measurement = import_module(f"bench.{name}").measure
    say(f"{name}: {MEASUREMENTS[name]}")
    began = time.monotonic()
    try:
        figures = list(measurement(plan))
    except StuckError as error:
        say(f"{name}: not measured: {error}")
        return None
    say(f"{name}: {time.monotonic() - began:.0f} s")
    return figures


def _verdict(figures: Sequence[Figure]) -> str:
    promised = [one for one in figures if one.goal is not None]
    failed = sum(one.holds is False for one in promised)
    unknown = sum(one.holds is None for one in promised)
    return f"{len(promised)} goals: {len(promised) - failed - unknown} hold, {failed} do not, {unknown} not measured"


if __name__ == "__main__":
    sys.exit(main())
