"""The frequencies of the sound as an image; what is not known yet is computed in a thread."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter

from whisper_desktop.app.media_spectrogram import FLOOR_DB, Spectrogram, TileKey
from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.overlay_painter import paint_notice
from whisper_desktop.ui.views.waveform.wave_painter import WaveArea, column_count
from whisper_desktop.ui.workers.job_slot import JobSlot

_SETTLE_MS = 120
"""How long the view has to rest before what it lacks is computed."""
_SHOW_EVERY_MS = 60
_DARK_DB, _LIGHT_DB = -82.0, -12.0


class SpectrogramPainter(QObject):
    """Paints tiles of a spectrogram and sees to those that are missing."""

    changed = Signal()
    """More is known than what was painted."""
    failed = Signal(object)

    def __init__(self, spectrogram: Spectrogram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spectrogram = spectrogram
        self._missing: tuple[TileKey, ...] = ()
        self._jobs = JobSlot(self)
        self._jobs.event_ready.connect(self._on_tile)
        self._jobs.failed.connect(self._on_failed)
        self._jobs.ended.connect(self._on_ended)
        self._is_over = False
        self._shades = _shades()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._compute)
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(_SHOW_EVERY_MS)
        self._showing.timeout.connect(self.changed)

    def paint(self, painter: QPainter, area: WaveArea, colors: Colors) -> None:
        """Paint what is known, and see to what is not."""
        count = column_count(area)
        scale = area.scale
        end_ms = scale.start_ms + count * scale.ms_per_px / area.dots
        view = self._spectrogram.view(scale.start_ms, end_ms, count)
        rows = np.ascontiguousarray(view.image[::-1])  # the lowest pitch at the bottom
        image = QImage(rows.data, count, rows.shape[0], count, QImage.Format.Format_Indexed8)
        image.setColorTable(_color_table(self._shades, QColor(colors.wave_background)))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, area.top, count / area.dots, area.height), image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        if view.missing and not rows.any() and not self._is_over:
            box = QRectF(0, area.top, count / area.dots, area.height)
            paint_notice(painter, colors, box, self.tr("Computing the spectrogram…"))
        self._want(view.missing)

    def stop(self) -> None:
        """Stop computing, and wait for the thread; nothing is said any more."""
        self._is_over = True
        self._settling.stop()
        self._showing.stop()
        self.blockSignals(True)
        self._jobs.stop()

    def _want(self, missing: tuple[TileKey, ...]) -> None:
        if self._is_over or set(missing) <= set(self._missing):
            return
        self._missing = missing
        self._settling.start()

    @Slot()
    def _compute(self) -> None:
        keys, spectrogram = self._missing, self._spectrogram
        if keys:
            self._jobs.start(lambda token: spectrogram.compute(keys, token))

    @Slot(object)
    def _on_tile(self, _tile: object) -> None:
        # Painting for each of many tiles would take longer than computing them.
        if not self._showing.isActive():
            self._showing.start()

    @Slot()
    def _on_ended(self) -> None:
        # What is forgotten again for the sake of other parts may be wanted once more.
        self._missing = ()
        self.changed.emit()

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._is_over = True
        self.failed.emit(error)


def _shades() -> npt.NDArray[np.uint8]:
    """Return red, green and blue of each loudness; the quietest are dark, the loudest light."""
    # It takes as long to load as the rest of the window; spectrograms are rare.
    import pyqtgraph

    loudness_db = np.linspace(FLOOR_DB, 0.0, 256)
    shares = np.clip((loudness_db - _DARK_DB) / (_LIGHT_DB - _DARK_DB), 0.0, 1.0)
    shades: npt.NDArray[np.uint8] = pyqtgraph.colormap.get("inferno").map(shares, mode="byte")
    return shades[:, :3]


def _color_table(shades: npt.NDArray[np.uint8], ground: QColor) -> list[int]:
    """Return the colours for an image that is nowhere darker than what is around it."""
    lightest = np.maximum(shades, (ground.red(), ground.green(), ground.blue()))
    return [0xFF000000 | red << 16 | green << 8 | blue for red, green, blue in lightest.tolist()]
