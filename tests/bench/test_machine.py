# SPDX-License-Identifier: Apache-2.0
"""What the bench says of the machine."""

from pathlib import Path

from bench.machine import ProcessorTime


def test_the_share_of_the_host_is_told(tmp_path: Path) -> None:
    stat = tmp_path / "stat"
    stat.write_text("cpu  50 0 10 30 5 0 0 5 0 0\ncpu0 50 0 10 30 5 0 0 5 0 0\n")
    before = ProcessorTime.now(stat)
    stat.write_text("cpu  90 0 20 60 5 0 0 25 9 0\n")
    after = ProcessorTime.now(stat)
    assert before == ProcessorTime(100, 5)
    assert after.stolen_since(before) == "the host took 20.0 % of the processor for others"
