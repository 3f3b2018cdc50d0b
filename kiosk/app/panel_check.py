# SPDX-License-Identifier: Apache-2.0
"""What `kiosk doctor` says of the panel: whether somebody who sits can have all controls low."""

from collections.abc import Iterator

from kiosk.app.look import HIGHEST_LOW_EDGE_MM, flow_settings
from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT
from kiosk.settings.model import Settings
from kiosk.ui.arrangement import LOW_MM


def panel_check(settings: Settings) -> Iterator[Finding]:
    """Names a panel on which controls cannot be lowered; nothing else depends on it."""
    panel, flow = settings.panel, flow_settings(settings)
    if flow.can_lower:
        return
    fields = {
        "edge": f"{panel.bottom_edge_mm:.0f}",
        "highest": f"{HIGHEST_LOW_EDGE_MM:.0f}",
        "low": f"{LOW_MM:.0f}",
    }
    where = Where("panel", f"{panel.width_mm:.0f} × {panel.height_mm:.0f} mm")
    key = "hang_lower" if panel.width_mm <= panel.height_mm else "hang_upright"
    found = (Said(f"{FOUND}not_low", fields),)
    to_do = Said(f"{ROOT}{key}", fields)
    yield Finding("panel", where, is_good=True, found=found, suggestion=to_do)
