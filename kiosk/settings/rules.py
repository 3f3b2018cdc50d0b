# SPDX-License-Identifier: Apache-2.0
"""What must hold between the ages of kiosk.toml, those that could be read."""

from common.settings.groups import Values
from common.settings.spot import Spot


def check_ages(senior: Values, at: Spot) -> None:
    """Note an age for the voice below that for large type."""
    large, voice = senior.get("age_years"), senior.get("voice_age_years")
    if large and voice and voice < large:
        at.at("voice_age_years").note("voice_first", voice=voice, large=large)
