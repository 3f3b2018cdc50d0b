# SPDX-License-Identifier: Apache-2.0
"""Every option of central.toml: its name, kind, range, unit and default, declared once."""

from common.settings.folders import DataFolder, ExistingFile
from common.settings.groups import Option, Table
from common.settings.kinds import Host, Line, Whole, YesNo
from common.settings.site_options import homes

HOST = Host()
PORT = Whole(1, 65535, "none")
DATABASE = Table(
    (
        Option("url", Line(200), None),
        Option("connections", Whole(1, 200, "none"), 10),
    )
)
LISTEN = Table(
    (
        Option("host", HOST, "127.0.0.1"),
        Option("port", PORT, 8080),
        Option("certificate", ExistingFile(), None),
        Option("private_key", ExistingFile(), None),
        Option("behind_proxy", YesNo(), default=False, field="trusts_proxy"),
    )
)
STATE = Table((Option("dir", DataFolder(), "central-state"),))
LIMITS = Table(
    (
        Option("platform_per_second", Whole(1, 10_000, "requests"), 100),
        Option("platform_holds", Whole(1, 100_000, "places"), 200),
        Option("kiosk_per_second", Whole(1, 10_000, "requests"), 50),
    )
)
KEPT = Table(
    (
        Option("operation_days", Whole(183, 36_500, "days"), 400),
        Option("statistics_days", Whole(1, 36_500, "days"), 1100),
    )
)
FILE = Table(
    (
        Option("database", DATABASE, {}),
        Option("listen", LISTEN, {}),
        Option("state", STATE, {}),
        Option("limits", LIMITS, {}),
        Option("kept", KEPT, {}),
    )
)
HOMES = homes(FILE.options)
"""The table an option belongs to, the first when there are several."""
