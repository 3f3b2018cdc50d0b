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
                Bin(0.02, -0.96, -0.14, 2.49),
                Bin(1.59, -1.57, -0.13, 3.42),
                Bin(2.23, -2.38, 0.03, 4.8),
                Bin(3.6, -2.8, 0.72, 7.78),
                Bin(5.49, -2.67, 1.39, 9.86),
                Bin(7.73, -2.64, 1.72, 9.74),
                Bin(10.38, -2.67, 2.55, 12.61),
                Bin(13.94, -3.67, 2.16, 11.87),
                Bin(20.81, -6.17, 2.21, 14.58),
                Bin(29.91, -9.3, 0.61, 15.62),
                Bin(49.86, -14.5, -0.46, 12.87),
            ),
        ),
        Lane.WALK_IN: ResidualTable(
            is_shipped=True,
            bins=(
                Bin(0.0, 0.0, 0.0, 0.0),
                Bin(0.02, -1.15, -0.27, 2.05),
                Bin(1.73, -2.23, -0.53, 3.21),
                Bin(3.04, -3.36, -0.34, 4.88),
                Bin(5.05, -4.22, -0.01, 7.37),
                Bin(8.24, -4.88, 1.45, 15.55),
                Bin(13.27, -5.56, 2.43, 20.52),
                Bin(22.56, -6.32, 3.76, 23.68),
                Bin(33.65, -8.12, 4.29, 27.93),
                Bin(47.12, -10.88, 2.31, 28.13),
                Bin(67.85, -16.49, -0.05, 22.7),
                Bin(95.83, -24.37, -2.22, 19.99),
            ),
        ),
        Lane.GREEN: ResidualTable(
            is_shipped=True,
            bins=(
                Bin(0.0, 0.0, 0.0, 0.0),
                Bin(0.11, -0.7, -0.17, 1.65),
                Bin(0.86, -0.77, -0.16, 1.15),
                Bin(0.92, -0.86, -0.3, 1.23),
                Bin(1.05, -1.28, -0.51, 1.72),
                Bin(1.59, -1.46, -0.17, 2.84),
                Bin(1.76, -1.6, -0.63, 2.28),
                Bin(1.9, -1.63, -0.45, 2.15),
                Bin(2.08, -2.04, -0.6, 2.49),
                Bin(2.82, -3.04, -0.28, 5.38),
                Bin(3.99, -3.76, -0.53, 4.28),
                Bin(7.07, -6.78, 0.0, 10.44),
            ),
        ),
    }
)
