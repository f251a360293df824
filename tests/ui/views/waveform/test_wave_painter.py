import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from whisper_desktop.ui.views.waveform.wave_painter import Rectangles, draw_rectangles


def test_rectangles_in_memory_are_painted_like_objects() -> None:
    chance = np.random.default_rng(1)
    many: Rectangles = chance.uniform(0, 90, (500, 4))
    none: Rectangles = np.empty((0, 4))
    ours, theirs = (QImage(200, 200, QImage.Format.Format_RGB32) for _ in range(2))
    for image in (ours, theirs):
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.red)
        if image is ours:
            draw_rectangles(painter, many[chance.uniform(0, 1, 500) < 2])
            draw_rectangles(painter, none)
        else:
            painter.drawRects([QRectF(*place) for place in many.tolist()])
        painter.end()
    assert ours == theirs
