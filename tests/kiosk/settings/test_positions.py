# SPDX-License-Identifier: Apache-2.0
import pytest

from common.settings.positions import Place, Positions
from common.settings.spot import Side, Steps

TEXT = """\
top = 1
[site] # 说明
name = { zh_Hans = "大厅", en = "Hall" }
a.b = 1
a.c = 2
"quoted key" = 3
other = "号"
list = [
  1, # one
  [2, { deep = 3 }],
]

[[service]]
letter = "A"
[service.hours]
monday = []
[[service]]
letter = "C"
[service.hours]
monday = [1]
[outer.inner]
x = 1
"""
KEY, VALUE = Side.KEY, Side.VALUE


@pytest.mark.parametrize(
    ("steps", "side", "place"),
    [
        (("top",), KEY, (1, 1)),
        (("top",), VALUE, (1, 7)),
        (("site",), KEY, (2, 2)),
        (("site",), VALUE, (2, 1)),
        (("site", "name", "en"), KEY, (3, 26)),
        (("site", "name", "en"), VALUE, (3, 31)),
        (("site", "a"), KEY, (4, 1)),
        (("site", "a", "c"), VALUE, (5, 7)),
        (("site", "quoted key"), VALUE, (6, 16)),
        (("site", "list", 0), VALUE, (9, 3)),
        (("site", "list", 1, 0), VALUE, (10, 4)),
        (("site", "list", 1, 1, "deep"), KEY, (10, 9)),
        (("service",), KEY, (13, 3)),
        (("service", 0), VALUE, (13, 1)),
        (("service", 0, "hours", "monday"), VALUE, (16, 10)),
        (("service", 1), KEY, (17, 3)),
        (("service", 1, "letter"), VALUE, (18, 10)),
        (("service", 1, "hours", "monday", 0), VALUE, (20, 11)),
        (("outer", "inner", "x"), KEY, (22, 1)),
    ],
)
def test_every_key_and_value_has_its_place(
    steps: Steps, side: Side, place: tuple[int, int]
) -> None:
    assert Positions.of(TEXT).place(steps, side) == Place(*place)


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        (("site", "absent"), (2, 1)),
        (("service", 1, "absent", "deeper"), (17, 1)),
        (("absent",), (1, 1)),
        ((), (1, 1)),
    ],
)
def test_what_is_absent_has_the_place_of_what_would_hold_it(
    steps: Steps, place: tuple[int, int]
) -> None:
    assert Positions.of(TEXT).place(steps, KEY) == Place(*place)


def test_columns_count_characters_and_not_bytes() -> None:
    positions = Positions.of('name = { zh_Hans = "不动产登记𠮷", en = "x" }\n')
    assert positions.place(("name", "en"), KEY) == Place(1, 30)


def test_what_is_nested_deeper_than_any_option_has_the_place_of_what_holds_it() -> None:
    text = "x = " + "[" * 4000 + "]" * 4000
    places = Positions.of(text)
    assert places.place(("x", *[0] * 10), VALUE) == Place(1, 15)
    assert places.place(("x", *[0] * 3999), VALUE) == Place(1, 20)


def test_a_long_row_is_gone_through_once() -> None:
    """Else a row of a hundred thousand values takes minutes."""
    text = "号 = [" + "1, " * 100_000 + "]"
    quoted = text.replace("号", '"号"')
    assert Positions.of(quoted).place(("号", 99_999), VALUE) == Place(1, 8 + 3 * 99_999)
