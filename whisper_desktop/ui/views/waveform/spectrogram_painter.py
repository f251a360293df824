"""The frequencies of the sound as an image; what is not known yet is computed in a thread."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from whisper_desktop.app.media_spectrogram import Spectrogram, TileKey
from whisper_desktop.ui.views.waveform.wave_painter import WaveArea, column_count
from whisper_desktop.ui.workers.job_thread import JobThread

_SETTLE_MS = 120
"""How long the view has to rest before what it lacks is computed."""
_SHOW_EVERY_MS = 60


class SpectrogramPainter(QObject):
    """Paints tiles of a spectrogram and sees to those that are missing."""

    changed = Signal()
    """More is known than what was painted."""
    failed = Signal(object)

    def __init__(self, spectrogram: Spectrogram, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spectrogram = spectrogram
        self._missing: tuple[TileKey, ...] = ()
        self._thread: JobThread | None = None
        self._has_failed = False
        self._palette = _palette()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._compute)
        self._showing = QTimer(self)
        self._showing.setSingleShot(True)
        self._showing.setInterval(_SHOW_EVERY_MS)
        self._showing.timeout.connect(self.changed)

    def paint(self, painter: QPainter, area: WaveArea) -> None:
        """Paint what is known, and see to what is not."""
        count = column_count(area)
        scale = area.scale
        end_ms = scale.start_ms + count * scale.ms_per_px / area.dots
        view = self._spectrogram.view(scale.start_ms, end_ms, count)
        rows = np.ascontiguousarray(view.image[::-1])  # the lowest pitch at the bottom
        image = QImage(rows.data, count, rows.shape[0], count, QImage.Format.Format_Indexed8)
        image.setColorTable(self._palette)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, area.top, count / area.dots, area.height), image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        self._want(view.missing)

    def stop(self) -> None:
        """Stop computing, and wait for the thread."""
        self._settling.stop()
        self._showing.stop()
        self.blockSignals(True)
        self._drop_thread()

    def _want(self, missing: tuple[TileKey, ...]) -> None:
        if self._has_failed or set(missing) <= set(self._missing):
            return
        self._missing = missing
        self._settling.start()

    @Slot()
    def _compute(self) -> None:
        self._drop_thread()
        keys, spectrogram = self._missing, self._spectrogram
        if not keys:
            return
        self._thread = JobThread(lambda token: spectrogram.compute(keys, token), self)
        self._thread.event_ready.connect(self._on_tile)
        self._thread.failed.connect(self._on_failed)
        self._thread.start()

    def _drop_thread(self) -> None:
        if self._thread is not None:
            self._thread.blockSignals(True)
            self._thread.stop()
            self._thread.deleteLater()
            self._thread = None

    @Slot(object)
    def _on_tile(self, _tile: object) -> None:
        # Painting for each of many tiles would take longer than computing them.
        if not self._showing.isActive():
            self._showing.start()

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self._has_failed = True
        self.failed.emit(error)


def _palette() -> list[int]:
    # It takes as long to load as the rest of the window; spectrograms are rare.
    import pyqtgraph

    table: npt.NDArray[np.uint8] = pyqtgraph.colormap.get("inferno").getLookupTable(nPts=256)
    return [0xFF000000 | int(r) << 16 | int(g) << 8 | int(b) for r, g, b in table.tolist()]
