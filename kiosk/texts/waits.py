# SPDX-License-Identifier: Apache-2.0
"""How many wait and how long, in words: the same on the screen and on paper."""

from common.texts import Texts


def wait_words(
    texts: Texts, ahead: int, low: int | None, high: int | None, minutes_old: int | None
) -> str:
    """As in 6 ahead, 10 to 15 min (3 min ago)."""
    words = texts("wait.ahead", ahead=ahead) if ahead else texts("wait.nobody")
    if low is not None and high is not None:
        words = texts("wait.range", ahead=words, low=low, high=high)
    if minutes_old is not None:
        words = texts("wait.age", wait=words, minutes=minutes_old)
    return words
