# SPDX-License-Identifier: Apache-2.0
"""A text as a row of words, and the fewest recorded phrases that make it up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

Words = tuple[str, ...]
Clip = TypeVar("Clip")

WORD = re.compile(r"[A-Za-z']+|[^\W_a-zA-Z]")
"""Latin letters stand together, any other letter or digit by itself."""
PAUSE = re.compile(r"[,，、;；:：.。!！?？\n]")


def words_of(phrase: str) -> Words:
    """Its words without what stands between them; capitals count as small letters."""
    return tuple(word.lower() for word in WORD.findall(phrase))


def written(words: Words) -> str:
    """A phrase of these words, with a space only where one is usual."""
    phrase = ""
    for word in words:
        phrase += " " + word if phrase[-1:].isascii() and phrase and word.isascii() else word
    return phrase


def parts_of(text: str) -> Iterator[Words]:
    """The words of what stands between two pauses."""
    return filter(None, map(words_of, PAUSE.split(text)))


def covered(words: Sequence[str], clips: Mapping[Words, Clip]) -> list[Clip] | None:
    """The fewest phrases that say all these words in order; None when one was never recorded."""
    longest = max(map(len, clips), default=0)
    # best[n]: the fewest phrases for the last n words
    best: list[tuple[int, Words | None]] = [(0, ())]
    for left in range(1, len(words) + 1):
        begin = len(words) - left
        choices = (tuple(words[begin : begin + size]) for size in range(1, min(left, longest) + 1))
        reached = [
            (best[left - len(phrase)][0] + 1, phrase)
            for phrase in choices
            if phrase in clips and best[left - len(phrase)][1] is not None
        ]
        best.append(min(reached, key=lambda one: (one[0], -len(one[1])), default=(0, None)))
    if best[-1][1] is None:
        return None
    found, left = [], len(words)
    while left:
        phrase = best[left][1] or ()
        found.append(clips[phrase])
        left -= len(phrase)
    return found
