# SPDX-License-Identifier: Apache-2.0
"""What the bench takes for noise between two ways in which a PIN is refused."""

import random

from bench.pin import noise

DRAW = random.Random(1)  # noqa: S311 - samples, no secret


def samples(about: float) -> list[float]:
    return [DRAW.gauss(about, 2.0) for _ in range(60)]


def test_times_of_one_kind_lie_within_the_noise_and_slower_ones_do_not() -> None:
    of_one_kind = samples(50.0)
    found = noise(of_one_kind, samples(50.0), random.Random(2))  # noqa: S311 - an order, no secret
    assert 0.2 < found < 3.0
    assert noise(of_one_kind, samples(58.0), random.Random(2)) < 8.0  # noqa: S311 - an order, no secret
