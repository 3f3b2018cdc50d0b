# SPDX-License-Identifier: Apache-2.0
"""QR codes in whole dots, error correction M."""

from PySide6.QtGui import QImage
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from kiosk.printing.problems import MisuseError

MODULE_DOTS = range(1, 17)
LONGEST_CODE = 300
"""Bytes; a ticket code has 113. More is too dense for any paper."""

QUIET_MODULES = 4
MASK = 3
"""Trying all eight masks costs five times as much; a signature looks random under any of them."""

MODULES_OF_VERSION_0, MODULES_PER_VERSION = 17, 4


def code_width(data: str, dots: int) -> int:
    """Dots along an edge of the code that a printer draws, without white border.

    Raises:
        MisuseError: too long, or no such size.
    """
    _check_dots(dots)
    return (MODULES_OF_VERSION_0 + MODULES_PER_VERSION * _code(data).best_fit()) * dots


def code_picture(data: str, dots: int) -> QImage:
    """A code of `dots` to the module, with its white border of four modules.

    Raises:
        MisuseError: too long, or no such size.
    """
    _check_dots(dots)
    code = _code(data)
    code.make()
    modules = code.get_matrix()
    rows = (b"".join((b"\xff", b"\x00")[is_dark] * dots for is_dark in row) for row in modules)
    side = len(modules) * dots
    grey = b"".join(row * dots for row in rows)
    return QImage(grey, side, side, side, QImage.Format.Format_Grayscale8).copy()


def _check_dots(dots: int) -> None:
    if dots not in MODULE_DOTS:
        raise MisuseError("code_dots", dots=dots, fewest=MODULE_DOTS[0], most=MODULE_DOTS[-1])


def _code(data: str) -> QRCode:
    encoded = data.encode()
    if len(encoded) > LONGEST_CODE:
        raise MisuseError("code_bytes", bytes=len(encoded), most=LONGEST_CODE)
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, mask_pattern=MASK)
    code.add_data(encoded, optimize=0)
    return code
