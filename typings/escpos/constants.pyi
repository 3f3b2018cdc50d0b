# SPDX-License-Identifier: Apache-2.0
# Only the QR error-correction levels of python-escpos 3.1.
from typing import Final

QR_ECLEVEL_L: Final = 0
QR_ECLEVEL_M: Final = 1
QR_ECLEVEL_Q: Final = 2
QR_ECLEVEL_H: Final = 3
