# SPDX-License-Identifier: Apache-2.0
"""Pictures of the ways to the counters, as far as this machine has them."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from common.pictures import read_picture
from kiosk.ui.look import PanelLook

_KEPT, _SIZES_KEPT = 8, 32


def way_picture(look: PanelLook, name: str) -> Path | None:
    """The picture of that name, if it is here and can be shown."""
    if not name or look.ways_dir is None:
        return None
    path = look.ways_dir / name
    return path if _size(path) is not None else None


@lru_cache(maxsize=_KEPT)
def picture(path: Path, room: tuple[int, int]) -> QImage | None:
    """The picture, as large as the room allows; on white, as it was drawn for."""
    own, data = _size(path), read_picture(path)
    if own is None or data is None:
        return None
    size = own.scaled(QSizeF(*room), Qt.AspectRatioMode.KeepAspectRatio).toSize()
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter, rect = QPainter(image), QRectF(0, 0, image.width(), image.height())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if path.suffix == ".svg":
        QSvgRenderer(QByteArray(data)).render(painter, rect)
    else:
        painter.drawImage(rect, QImage.fromData(data))
    painter.end()
    return image


@lru_cache(maxsize=_SIZES_KEPT)
def _size(path: Path) -> QSizeF | None:
    """Its own size; None where there is nothing to be shown. A change of the file needs a restart."""
    data = read_picture(path)
    if data is None:
        return None
    if path.suffix == ".svg":
        renderer = QSvgRenderer(QByteArray(data))
        size = renderer.viewBoxF().size() if renderer.isValid() else QSizeF()
    else:
        size = QSizeF(QImage.fromData(data).size())
    return size if size.width() > 0 and size.height() > 0 else None
