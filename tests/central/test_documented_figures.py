# SPDX-License-Identifier: Apache-2.0
"""Figures that the documents promise: what a sentence says is what the program does.

How the program keeps to a figure is tested where it does; those tests know it by its name alone.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from central import app
from central.api import exchange, limits
from central.services import day_round, enrolment, entrance, figures, listening, sessions
from central.services.booking import PLATFORM_HOLDS
from central.services.booking_commands import HOLD_LASTS
from central.settings.load import Overrides, load_settings
from hall.account import SILENT_AFTER, TOLD_TO
from hall.holds import KNOWN_FOR
from hall.missed import MissedLimits
from hall.release import GRACE
from hall.series import numbers_of_era
from hall.wire.codec import MOST_REQUEST_BYTES
from hall.wire.values import MOST_ENTRIES
from kiosk.services import waits
from kiosk.sync import stock, worker

DOCS = Path(__file__).parents[2] / "docs"
SHIPPED = load_settings(None, Overrides())
MISSED = MissedLimits()
SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
WORDS = {
    word: number
    for number, words in {
        0.5: "half",
        1: "a 一",
        2: "two second",
        3: "three",
        4: "four 四",
        5: "five 五",
        7: "seven 七",
        10: "ten",
        15: "fifteen 十五",
    }.items()
    for word in words.split()
}
"""Figures that are written as words."""

PROTOCOL = {
    "(ten) hours before a business day begins": day_round.EVENING / HOUR,
    "each had in the last (two) weeks": day_round.LEARNS_FROM / DAY / 7,
    "online sale (a) week before": day_round.DAYS_AHEAD / 7,
    "up to (a) minute early": TOLD_TO / MINUTE,
    "heard less than (30) s ago, it lives": SILENT_AFTER / SECOND,
    "not heard for (30) s is": SILENT_AFTER / SECOND,
    "up to every (10) min, but at once": stock.MOST_AGAIN_SECONDS / 60,
    "and (15) min after its beginning": GRACE / MINUTE,
    "gzip both ways, at most (200) entries": MOST_ENTRIES,
    "and a comment every (15) s": exchange.SILENT_SECONDS,
    "hears nothing asks every (10) s": worker.IDLE_SECONDS,
    "without a stream every (3) s": worker.DEAF_SECONDS,
    "look every (half) second": listening.LOOKS_EVERY_SECONDS,
    "once (a) second for each service": figures.AT_MOST_EVERY / SECOND,
    "and every (30) s besides": figures.AT_LEAST_EVERY / SECOND,
    "Older than (2) minutes it says how old": waits.FRESH_FOR / MINUTE,
    "older than (15) minutes, or without": waits.GOOD_FOR / MINUTE,
    "At most (three) calls in two minutes": MISSED.calls,
    "three calls in (two) minutes": MISSED.calls_within / MINUTE,
    "none after the (second) time": MISSED.put_backs,
    "numbers go on from (5000)": numbers_of_era("A", 1).first,
    "until the day ends, (a) quarter of an hour more": app.FORGETS_EVERY / MINUTE / 15,
    "operation_days`, (400) as shipped": SHIPPED.kept.operation_days,
    "statistics_days`, (1100) as shipped": SHIPPED.kept.statistics_days,
    "that are good for (30) minutes": enrolment.TOKEN_LASTS / MINUTE,
}
CENTRE = {
    "换一个 (10) 小时的会话": sessions.SESSION_LASTS / HOUR,
    "gives a token for (ten) hours": sessions.SESSION_LASTS / HOUR,
    "(五)分钟里错五次": sessions.FORGIVEN_AFTER / MINUTE,
    "五分钟里错(五)次": sessions.MOST_WRONG,
    "作废凭据，(2) 秒以内": entrance.KNOWN_SECONDS,
    "revoked is out within (2) s": entrance.KNOWN_SECONDS,
    "是 (30) 秒没有消息的取号机": SILENT_AFTER / SECOND,
    "它 (30) 秒以内还有消息": SILENT_AFTER / SECOND,
    "可以早(一)分钟以内": TOLD_TO / MINUTE,
    "那天和以后 (7) 天不再网上预约": day_round.DAYS_AHEAD,
}
BOOKING = {
    "今天和以后(七)天": day_round.DAYS_AHEAD,
    "today and (seven) days more": day_round.DAYS_AHEAD,
    "占住(五)分钟": HOLD_LASTS / MINUTE,
    "sets a place aside for (five) minutes": HOLD_LASTS / MINUTE,
    "结束(十五)分钟以后就忘了": KNOWN_FOR / MINUTE,
    "每个账号每秒 (100) 次": SHIPPED.limits.platform_per_second,
    "休息以后可以一下子(四)倍": entrance.AT_ONCE_SECONDS,
    "platform_holds`，默认 (200)": SHIPPED.limits.platform_holds,
    "platform holds (200) places at once": PLATFORM_HOLDS,
    "内容 (15) 秒里没有送完": limits.MOST_SECONDS,
    "太大（(4) MiB）": MOST_REQUEST_BYTES / 2**20,
}
PROMISES = [
    (name, sentence, value)
    for name, table in (("protocol", PROTOCOL), ("centre", CENTRE), ("booking-api", BOOKING))
    for sentence, value in table.items()
]


@pytest.mark.parametrize(("name", "sentence", "value"), PROMISES)
def test_what_is_promised_is_what_is_done(name: str, sentence: str, value: float) -> None:
    text = " ".join((DOCS / f"{name}.md").read_text(encoding="utf-8").split())
    said = {WORDS[each] if each in WORDS else float(each) for each in re.findall(sentence, text)}
    assert said == {value}, f"docs/{name}.md says {said or 'nothing'}, the program does {value}"
