# SPDX-License-Identifier: Apache-2.0
"""What an audit of the calls found."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Findings:
    """What the calls of any number of days showed; every list names visitors by order.

    Attributes:
        tickets: how many were called from a line and held against both bounds.
        late: called after more calls than the bound says, beyond those of the put back.
        over_bare: called after more calls than the bare bound, which knows no put back.
        passed: overtaken by more later arrivals of another line than the bound says, or by one of
            their own line.
        waited_longer: put back and called after more calls than promised.
        too_soon: early or standby visitors called while somebody went before them.
        tightest: the greatest part of the bound, with its put backs, that was used.
        tightest_overtaking: the same for overtaking.
        most_put_backs: the most put back visitors called during one ticket's wait.
    """

    tickets: int = 0
    put_backs: int = 0
    standby: int = 0
    late: list[int] = field(default_factory=list)
    over_bare: list[int] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    waited_longer: list[int] = field(default_factory=list)
    too_soon: list[int] = field(default_factory=list)
    tightest: float = 0.0
    tightest_overtaking: float = 0.0
    most_over_bare: int = 0
    most_put_backs: int = 0

    @property
    def violations(self) -> int:
        """Of everything that is promised; the bare bound is not, where visitors are put back."""
        return sum(map(len, (self.late, self.passed, self.waited_longer, self.too_soon)))
