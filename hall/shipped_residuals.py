# SPDX-License-Identifier: Apache-2.0
"""How far waits come out from what was expected, for a hall without 20 days of its own: by simulation.

Written by `python -m bench.estimate` from 60 days each of a normal day, one with 3 of 15 counters
open over lunch and one with 8 of 10 counters all day, pooled. In minutes.
"""

from types import MappingProxyType

from hall.place import Lane
from hall.residuals import Bin, ResidualTable, Tables

SHIPPED: Tables = MappingProxyType(
    {
        Lane.BOOKED: ResidualTable(
            is_shipped=True,
            bins=(
                Bin(0.0, 0.0, 0.0, 0.0),
                Bin(0.02, -1.01, -0.15, 2.47),
                Bin(1.63, -1.65, -0.07, 3.27),
                Bin(2.6, -2.43, 0.15, 5.06),
                Bin(3.86, -2.72, 0.77, 7.19),
                Bin(5.9, -2.8, 1.33, 8.65),
                Bin(8.17, -2.58, 1.42, 8.79),
                Bin(10.85, -2.93, 2.09, 10.06),
                Bin(14.54, -4.23, 1.75, 10.72),
                Bin(21.42, -6.58, 1.65, 12.67),
                Bin(30.98, -9.38, 0.0, 14.58),
                Bin(51.13, -13.65, -0.52, 11.79),
            ),
        ),
        Lane.WALK_IN: ResidualTable(
            is_shipped=True,
            bins=(
                Bin(0.0, 0.0, 0.0, 0.0),
                Bin(0.02, -1.15, -0.26, 2.1),
                Bin(1.72, -2.19, -0.51, 3.06),
                Bin(3.03, -3.38, -0.31, 4.91),
                Bin(5.03, -4.24, -0.07, 7.33),
                Bin(8.22, -4.8, 1.61, 15.74),
                Bin(13.28, -5.54, 2.19, 21.29),
                Bin(22.62, -6.34, 3.51, 23.67),
                Bin(33.69, -8.36, 4.47, 28.43),
                Bin(47.12, -11.71, 1.51, 27.78),
                Bin(67.32, -15.77, 0.0, 23.77),
                Bin(95.45, -24.86, -2.68, 20.58),
            ),
        ),
        Lane.GREEN: ResidualTable(
            is_shipped=True,
            bins=(
                Bin(0.0, 0.0, 0.0, 0.0),
                Bin(0.11, -0.69, -0.16, 1.51),
                Bin(0.86, -0.81, -0.24, 1.22),
                Bin(0.92, -0.86, -0.25, 1.15),
                Bin(1.05, -1.28, -0.52, 1.68),
                Bin(1.59, -1.42, -0.26, 3.17),
                Bin(1.77, -1.59, -0.35, 2.31),
                Bin(1.9, -1.71, -0.43, 2.15),
                Bin(2.08, -2.01, -0.51, 2.48),
                Bin(2.87, -2.88, -0.36, 5.3),
                Bin(3.92, -3.81, -0.6, 5.07),
                Bin(7.03, -7.57, 0.0, 11.76),
            ),
        ),
    }
)
