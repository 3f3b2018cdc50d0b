# SPDX-License-Identifier: Apache-2.0
"""A keypad of letters, each key large enough for a finger at every size."""

from string import ascii_uppercase

from kiosk.flow.values import Size
from kiosk.ui.blocks import Column, Row
from kiosk.ui.leaves import Block
from kiosk.ui.scene import Scene
from kiosk.ui.screens.keypad import delete_key, key, other_key

_COLUMNS = 6
_GAP = 28
_WIDE_SHARES = (138.0, 138.0, 304.0, 304.0)
"""Of the last row: two letters, and two keys as wide as two letters and the gap between."""


def keys(scene: Scene) -> Block:
    """A to Z as in the alphabet, then the way to the digits, and delete."""
    least = _least(scene)
    letters = [key(scene, letter, least) for letter in ascii_uppercase]
    full = [Row(tuple(letters[start : start + _COLUMNS]), gap=_GAP) for start in range(0, 24, 6)]
    others = (
        other_key(scene, "keypad.digits", least),
        delete_key(scene, least, is_wide=True),
    )
    last = Row((*letters[24:], *others), _WIDE_SHARES, _GAP)
    return Column((*full, last), gap=_GAP)


def _least(scene: Scene) -> int:
    if scene.look.is_wide or scene.kiosk.is_low:
        return 92
    return 104 if scene.theme.size is Size.EXTRA_LARGE else 124
