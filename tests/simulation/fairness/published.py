# SPDX-License-Identifier: Apache-2.0
"""The model's published figures, to set the product's beside them.

Source: rules.md 4 of the design and the model's printed results behind it (300 days with slots of 30
minutes; 200 days with slots of 15; 100 days for other no-shows and ratios).
"""

from math import nan

from tests.simulation.fairness.measures import Figures

GIVEN: dict[str, tuple[int, float, float, float]] = {
    "normal34": (554, 1.0, 3.2, 0.0),
    "lunch3of15": (317, 0.0, 0.0, 0.0),
    "lunch3of15-replanned": (298, 9.8, 9.1, 0.0),
    "short8of10": (193, 6.3, 21.3, 0.0),
    "short8of10-replanned": (158, 24.7, 38.6, 1.1),
}
"""Tickets a day by scenario, and how many are refused a day: booked, walk-in, green."""

FIGURES: dict[tuple[str, str], Figures] = {
    ("normal34", "first_come"): Figures(
        2.3, 14.0, 0.6, 4.4, 2.5, 14.8, 1.0, 6.5, 97.4, 99.6, 14, 74, 0.0, 0, 0
    ),
    ("normal34", "booked_first"): Figures(
        2.7, 15.9, 0.7, 4.3, 0.6, 3.5, 0.5, 3.6, 98.9, 100.0, 17, 120, 0.3, 2, 27
    ),
    ("normal34", "alternating"): Figures(
        3.0, 17.6, 0.8, 5.0, 3.2, 19.1, 0.4, 2.4, 99.3, 100.0, 17, 113, 0.3, 2, 24
    ),
    ("normal34", "turn_by_share"): Figures(
        2.9, 17.3, 0.8, 4.8, 0.7, 4.2, 0.5, 3.1, 98.8, 100.0, 17, 110, 0.3, 2, 20
    ),
    ("lunch3of15", "first_come"): Figures(
        23.4, 90.5, 20.0, 76.9, 23.9, 90.9, 18.3, 82.8, 62.3, 77.3, 100, 128, 0.0, 0, 0
    ),
    ("lunch3of15", "booked_first"): Figures(
        33.1, 128.7, 29.8, 110.1, 2.0, 10.7, 9.5, 60.0, 81.1, 89.1, 133, 181, 8.3, 34, 64
    ),
    ("lunch3of15", "alternating"): Figures(
        32.3, 112.5, 28.5, 96.6, 17.5, 87.7, 10.4, 60.0, 77.5, 87.1, 114, 164, 7.1, 26, 53
    ),
    ("lunch3of15", "turn_by_share"): Figures(
        29.4, 107.6, 25.8, 90.0, 3.3, 20.0, 14.2, 69.9, 69.7, 82.3, 112, 161, 4.8, 19, 40
    ),
    ("lunch3of15-replanned", "first_come"): Figures(
        10.9, 52.4, 0.6, 3.8, 11.4, 54.9, 4.9, 29.9, 85.2, 96.5, 66, 103, 0.0, 0, 0
    ),
    ("lunch3of15-replanned", "booked_first"): Figures(
        14.7, 77.0, 0.9, 5.1, 1.6, 8.4, 1.4, 7.7, 97.0, 99.8, 91, 143, 2.8, 16, 34
    ),
    ("lunch3of15-replanned", "alternating"): Figures(
        15.1, 71.8, 1.0, 5.6, 12.0, 64.0, 1.0, 6.4, 98.1, 99.9, 87, 140, 3.3, 16, 34
    ),
    ("lunch3of15-replanned", "turn_by_share"): Figures(
        15.1, 75.4, 0.9, 4.9, 3.0, 17.5, 1.5, 9.1, 96.5, 99.7, 91, 139, 2.9, 15, 32
    ),
    ("short8of10", "first_come"): Figures(
        37.0, 82.9, 7.7, 48.0, 40.8, 86.6, 29.5, 75.1, 33.4, 57.6, 78, 141, 0.0, 0, 0
    ),
    ("short8of10", "booked_first"): Figures(
        65.7, 154.3, 23.4, 95.9, 2.4, 7.2, 5.3, 18.1, 82.5, 99.4, 135, 267, 11.7, 32, 63
    ),
    ("short8of10", "alternating"): Figures(
        60.5, 134.5, 18.3, 79.5, 36.1, 111.4, 7.5, 30.7, 75.6, 95.7, 118, 192, 9.6, 24, 40
    ),
    ("short8of10", "turn_by_share"): Figures(
        61.6, 136.8, 19.1, 80.4, 3.3, 11.3, 10.3, 37.9, 65.9, 92.3, 122, 202, 9.9, 25, 41
    ),
    ("short8of10-replanned", "first_come"): Figures(
        12.6, 40.0, 0.6, 3.3, 13.1, 41.5, 6.0, 29.7, 80.5, 96.3, 38, 98, 0.0, 0, 0
    ),
    ("short8of10-replanned", "booked_first"): Figures(
        17.9, 67.1, 1.2, 7.8, 1.9, 7.0, 2.1, 11.0, 94.5, 99.9, 59, 157, 2.3, 11, 27
    ),
    ("short8of10-replanned", "alternating"): Figures(
        17.9, 61.4, 1.1, 6.8, 17.6, 69.2, 1.4, 9.0, 96.9, 99.9, 54, 149, 2.3, 9, 23
    ),
    ("short8of10-replanned", "turn_by_share"): Figures(
        19.0, 67.1, 1.3, 8.3, 2.5, 9.3, 1.9, 11.8, 94.7, 99.8, 58, 157, 2.6, 11, 26
    ),
    ("lunch3of15", "bare_ratio"): Figures(
        *(30.9, 110.6, nan, nan, 3.3, 20.1, 12.5, 69.2, 74.8, 84.5, 114, 164, nan, 24, 51)
    ),
}
"""By scenario and calling order; not a number where none was published."""

VARIED: dict[tuple[str, str], Figures] = {
    ("slots of 15", "normal34"): Figures(
        2.2, 14.3, 0.9, 5.1, 0.7, 4.2, 0.4, 1.9, 99.2, 99.6, 15, 116, 0.3, 2, 23
    ),
    ("slots of 15", "lunch3of15"): Figures(
        28.0, 105.0, 23.5, 86.9, 3.3, 19.0, 15.0, 74.8, 67.1, 70.5, 112, 163, 4.1, 17, 39
    ),
    ("slots of 15", "lunch3of15-replanned"): Figures(
        3.4, 20.3, 0.6, 3.7, 1.9, 10.9, 1.0, 5.4, 97.2, 98.5, 34, 104, 0.5, 3, 17
    ),
    ("slots of 15", "short8of10"): Figures(
        44.3, 108.1, 25.8, 80.2, 3.2, 11.4, 9.2, 36.2, 69.4, 78.3, 96, 166, 6.3, 18, 31
    ),
    ("slots of 15", "short8of10-replanned"): Figures(
        5.7, 25.5, 0.9, 5.8, 1.7, 7.3, 1.0, 7.1, 97.5, 99.1, 29, 74, 0.7, 4, 14
    ),
    ("no-show 30 %", "normal34"): Figures(
        1.9, 12.2, 0.5, 2.2, 0.6, 3.9, 0.3, 0.9, 99.4, 100.0, 14, 110, 0.2, 1, 15
    ),
    ("no-show 30 %", "lunch3of15"): Figures(
        22.5, 100.0, 19.7, 88.6, 3.7, 23.1, 10.0, 60.0, 78.8, 87.7, 107, 157, 3.5, 15, 43
    ),
    ("no-show 30 %", "short8of10"): Figures(
        38.5, 112.8, 8.1, 48.1, 3.0, 11.4, 4.4, 20.4, 85.4, 98.8, 92, 176, 5.8, 19, 33
    ),
    ("70/20/10", "normal34"): Figures(
        2.2, 13.7, 0.8, 5.0, 0.7, 4.2, 0.5, 2.8, 99.0, 99.9, 16, 91, 0.3, 2, 21
    ),
    ("70/20/10", "lunch3of15"): Figures(
        34.0, 122.2, 29.1, 103.9, 3.2, 18.9, 7.6, 49.5, 82.7, 91.5, 123, 174, 7.9, 29, 55
    ),
    ("70/20/10", "short8of10"): Figures(
        43.6, 119.4, 19.5, 78.8, 3.1, 9.7, 6.8, 28.6, 77.7, 96.7, 99, 199, 7.6, 25, 47
    ),
    ("30/60/10", "normal34"): Figures(
        1.1, 7.1, 0.8, 4.9, 0.5, 3.1, 0.2, 0.0, 99.7, 100.0, 11, 78, 0.1, 0, 6
    ),
    ("30/60/10", "lunch3of15"): Figures(
        13.8, 77.1, 13.7, 77.0, 3.0, 19.7, 18.7, 76.3, 64.3, 72.9, 91, 129, 0.6, 3, 15
    ),
    ("30/60/10", "short8of10"): Figures(
        26.9, 94.6, 20.3, 71.0, 2.9, 10.9, 3.1, 17.0, 90.0, 99.4, 76, 145, 2.7, 10, 19
    ),
}
"""Turn by share under other assumptions, by what is other and scenario."""
