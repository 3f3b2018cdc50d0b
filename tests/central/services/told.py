# SPDX-License-Identifier: Apache-2.0
"""What an answer of the centre tells a kiosk, and two people it tells of."""

from typing import TypeVar

from hall.identity import IdentityDigest
from hall.wire.values import Answer

K = TypeVar("K")
ALICE, BOB = IdentityDigest("h1:" + "a" * 32), IdentityDigest("h1:" + "b" * 32)


def told(answer: Answer, kind: type[K]) -> list[K]:
    return [each.body for each in answer.told if isinstance(each.body, kind)]
