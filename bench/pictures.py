# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.pictures OUT`: draws the pictures of docs/rules.md, in Chinese and in English.

One simulated day of a pool, twice: the numbers stay as planned though counters close over lunch, and
the numbers are reduced for it (R5). `./dev bench pictures` draws these into docs, and every screen, the
tasks of docs/staff.md and the figures of docs/design.md with them; as pictures measure nothing, they are drawn only when named.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from bench import design, sheets, staff_guide
from bench.chart import INK, LANE_COLOURS, SOFT_INK, Chart, font
from bench.colours import with_few_colours
from bench.figure import Figure
from bench.plan import ROOT, Plan, say
from bench.screen import application
from hall.place import Lane
from kiosk.settings.folders import font_files
from kiosk.ui.fonts import load_fonts
from tests.simulation.fairness.picture import WorkedDay, worked_day
from tests.simulation.fairness.scenarios import to_floor
from tests.simulation.fairness.worlds import World

PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1500, 1160
LEFT, RIGHT = 90, 1110
"""Edges of the axes; beside them stand the numbers of the day."""
PANEL_TOPS = (215, 675)
PLOT_HEIGHT = 290
MOST_WAITING = 66

HALL = World(rounding=to_floor, late_after=30, resells=True)
"""The product's rounding, R2, and the late inside their slot stay booked; no standby, no extras."""
ORDINARY_DAY = 15
"""Of the first 60 days the one whose waits and numbers are nearest to the mean of all, in both."""
SCENARIOS = ("lunch3of15", "lunch3of15-replanned")
IN_TIME_MINUTES = 10


@dataclass(frozen=True)
class Words:
    """Everything that is written on one picture.

    Attributes:
        panels: the headings of the day as planned and of the day with fewer numbers.
        numbers: what stands beside each day, for `numbers_of`.
        source: what is below both.
    """

    file_name: str
    title: str
    subtitle: str
    lanes: Mapping[Lane, str]
    counters: Mapping[int, str]
    at_most: str
    panels: tuple[str, str]
    numbers: tuple[tuple[str, str], ...]
    source: str


CHINESE = Words(
    file_name="worked-day.png",
    title="中午窗口少了，大厅里会怎样",
    subtitle="平时开 15 个窗口，11 点到 13 点只开 3 个。色块有多高，就有多少人在等：已经取号，还没叫到。",
    lanes={Lane.WALK_IN: "现场取号", Lane.BOOKED: "预约", Lane.GREEN: "绿色通道"},
    counters={15: "开 15 个窗口", 3: "只开 3 个窗口"},
    at_most="{} 人在等",
    panels=("一、中午的号没有减：仍按 15 个窗口发", "二、中午的号提前减了：按 3 个窗口发"),
    numbers=(
        ("{}%", "按时到的预约，时段开始后\n10 分钟内叫到"),
        ("{} 分钟", "现场取号平均等多久\n（最久 {} 分钟）"),
        ("{} 个号", "这一天一共发出"),
    ),
    source="电脑模拟的一天，平均每件办 15 分钟。两张图里想来办事的人一样多：约 340 人，约了的人里 15% 不来；来的时间是随机的。",
)
ENGLISH = Words(
    file_name="worked-day.en.png",
    title="Fewer counters over lunch, and what the hall sees of it",
    subtitle="Usually 15 counters, from 11:00 to 13:00 only 3. Height: how many have a number and are not called yet.",
    lanes={Lane.WALK_IN: "walk-in", Lane.BOOKED: "booked", Lane.GREEN: "green lane"},
    counters={15: "15 counters open", 3: "only 3 open"},
    at_most="{} waiting",
    panels=(
        "1. Numbers for lunch not reduced: still given as for 15 counters",
        "2. Numbers for lunch reduced beforehand: given as for 3 counters",
    ),
    numbers=(
        (
            "{}%",
            "of the booked who came in time\nwere called within 10 minutes",
        ),
        ("{} min", "a walk-in waited on average\n(at most {} min)"),
        ("{} numbers", "given on this day"),
    ),
    source="A simulated day, 15 minutes a visitor on average. As many want to come in both: about 340, at random times; 15% of the booked do not.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes both pictures into the folder, which is made when it is not there; 0."""
    parser = argparse.ArgumentParser(prog="bench.pictures", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="as docs/pictures")
    folder: Path = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for path in of_rules(folder):
        say(f"{path}: {path.stat().st_size // 1000} kB")
    return 0


def measure(plan: Plan) -> Iterator[Figure]:
    """Draws all that docs show of the program: the rules, every screen, staff's tasks, the figures of the design."""
    for name, paths in (
        ("rules", of_rules(PICTURES)),
        ("screens", sheets.sheets(PICTURES / "screens")),
        ("guide for staff", staff_guide.strips(PICTURES / "staff")),
    ):
        sizes = [path.stat().st_size / 1000 for path in paths]
        yield Figure(f"pictures of the {name}, {len(sizes)} files", sum(sizes), "kB")
    design.main()


def of_rules(folder: Path) -> Iterator[Path]:
    """Each when it is written."""
    application()
    load_fonts(font_files(ROOT / "fonts"))
    days = [worked_day(name, replication=ORDINARY_DAY, world=HALL) for name in SCENARIOS]
    for words in (CHINESE, ENGLISH):
        path = folder / words.file_name
        picture(days, words).save(str(path), quality=0)
        yield path


def picture(days: Sequence[WorkedDay], words: Words) -> QImage:
    """Both days below each other."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _text(painter, 30, 62, words.title, 40, bold=True)
    _text(painter, 30, 108, words.subtitle, 23, soft=True)
    _legend(painter, words)
    for day, top, heading in zip(days, PANEL_TOPS, words.panels, strict=True):
        _text(painter, 30, top, heading, 28, bold=True)
        area = QRectF(LEFT, top + 30, RIGHT - LEFT, PLOT_HEIGHT)
        Chart(area, MOST_WAITING, words.counters, words.at_most).draw(painter, day)
        _numbers(painter, top + 30, numbers_of(day), words)
    _text(painter, 30, HEIGHT - 26, words.source, 20, soft=True)
    painter.end()
    return with_few_colours(image)


def numbers_of(day: WorkedDay) -> tuple[tuple[int, ...], ...]:
    """Percent of the punctual booked called in time; mean and longest walk-in wait; tickets."""
    late_by = [
        ticket.called - ticket.slot_start
        for ticket in day.tickets
        if ticket.slot_start is not None and ticket.checked_in <= ticket.slot_start
    ]
    in_time = sum(late <= IN_TIME_MINUTES for late in late_by)
    waits = [one.called - one.checked_in for one in day.tickets if one.lane is Lane.WALK_IN]
    return (
        (round(100 * in_time / len(late_by)),),
        (round(sum(waits) / len(waits)), round(max(waits))),
        (len(day.tickets),),
    )


def _legend(painter: QPainter, words: Words) -> None:
    """In the order of the stack, from its top."""
    x = 30
    for lane, word in words.lanes.items():
        painter.fillRect(QRectF(x, 132, 28, 28), LANE_COLOURS[lane])
        _text(painter, x + 40, 154, word, 23)
        x += 80 + painter.fontMetrics().horizontalAdvance(word)


def _numbers(
    painter: QPainter, top: float, numbers: Sequence[tuple[int, ...]], words: Words
) -> None:
    for row, (values, (value, caption)) in enumerate(zip(numbers, words.numbers, strict=True)):
        y = top + 32 + row * 130
        _text(painter, RIGHT + 40, y, value.format(values[0]), 40, bold=True)
        for line, text in enumerate(caption.format(*values[1:]).splitlines()):
            _text(painter, RIGHT + 40, y + 32 + line * 27, text, 21, soft=True)


def _text(
    painter: QPainter,
    x: float,
    y: float,
    text: str,
    pixels: int,
    *,
    bold: bool = False,
    soft: bool = False,
) -> None:
    """`y` is the line the letters stand on."""
    painter.setPen(SOFT_INK if soft else INK)
    painter.setFont(font(pixels, bold=bold))
    painter.drawText(QPointF(x, y), text)


if __name__ == "__main__":
    sys.exit(main())
