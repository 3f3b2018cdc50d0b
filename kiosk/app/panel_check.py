# SPDX-License-Identifier: Apache-2.0
"""What is looked at of the panel: its pixels, and whether somebody who sits can have all controls low."""

from kiosk.app.look import HIGHEST_LOW_EDGE_MM, flow_settings
from kiosk.health.checks.panel import PanelCheck, Reach
from kiosk.health.displays import pixels
from kiosk.settings.model import Settings
from kiosk.ui.arrangement import LOW_MM


def panel_check(settings: Settings) -> PanelCheck:
    """No display is needed."""
    reach = Reach(flow_settings(settings).can_lower, LOW_MM, HIGHEST_LOW_EDGE_MM)
    return PanelCheck(settings.panel, reach, pixels)
