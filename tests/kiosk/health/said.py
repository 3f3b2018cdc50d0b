# SPDX-License-Identifier: Apache-2.0
"""What a finding says, short enough to compare."""

from kiosk.health.finding import Finding
from kiosk.texts import languages, load_texts


def keys(finding: Finding) -> list[str]:
    """What was found; there are words for all of it, and for what to do about what is not in order."""
    for texts in map(load_texts, languages()):
        assert all(each.words(texts) for each in finding.found)
        assert finding.suggestion is None or finding.suggestion.words(texts)
    assert finding.is_good or finding.suggestion is not None
    return [each.key.removeprefix("health.found.") for each in finding.found]
