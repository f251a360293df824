import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from shiboken6 import Shiboken

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


def test_what_stood_at_their_place_in_memory_does_no_harm() -> None:
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    places: Rectangles = np.array([[0.0, 0.0, 10.0, 20.0], [10.0, 0.0, 10.0, 10.0]])
    left = Shiboken.wrapInstance(places.ctypes.data, QLineF)
    painter = QPainter(image)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.red)
    draw_rectangles(painter, places)
    painter.end()
    assert isinstance(left, QLineF)
    colours = [image.pixelColor(*at).name() for at in ((5, 15), (15, 5), (15, 15))]
    assert colours == ["#ff0000", "#ff0000", "#ffffff"]
