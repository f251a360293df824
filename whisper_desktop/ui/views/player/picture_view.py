"""The picture of the media, as large as fits, with the subtitles on it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from whisper_desktop.ui.views.player.subtitle_overlay import SubtitleLook, render_subtitles

FOCUS_FRAME_PX = 2


class PictureView(QWidget):
    """Shows one frame on black; frames that come faster than they can be painted are skipped."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # A click shall not take the keys from the text that is being typed.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._frame = QVideoFrame()
        self._image = QImage()
        """Of the frame, once it is painted."""
        self._is_moving = False
        self._texts: tuple[str, ...] = ()
        self._look = SubtitleLook()
        self.box_action = QAction(self.tr("Subtitles on a dark box"), self, checkable=True)
        self.box_action.toggled.connect(self._on_box_toggled)
        self._overlay: QImage | None = None
        """The drawn subtitles, while nothing about them changes."""

    @property
    def subtitles(self) -> tuple[str, ...]:
        """The texts on the picture."""
        return self._texts

    def show_frame(self, frame: QVideoFrame) -> None:
        """Show a frame from now on."""
        self._frame, self._image = frame, QImage()
        self.update()

    def clear(self) -> None:
        """Show black."""
        self.show_frame(QVideoFrame())

    def show_subtitles(self, texts: tuple[str, ...]) -> None:
        """Draw these texts over the picture from now on."""
        if texts != self._texts:
            self._texts, self._overlay = texts, None
            self.setAccessibleDescription("\n".join(texts))
            self.update()

    def set_moving(self, is_moving: bool) -> None:
        """Scale quickly while frames follow each other, finely while one stands."""
        self._is_moving = is_moving
        self.update()

    def picture_rect(self) -> QRect:
        """Return where the frame is within the widget."""
        size = self._frame_size()
        if size.isEmpty():
            return self.rect()
        size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        return QRect(corner, size)

    def _frame_size(self) -> QSize:
        if self._image.isNull() and self._frame.isValid():
            self._image = self._frame.toImage()
        return self._image.size()

    def _painted_overlay(self, size: QSize) -> QImage:
        ratio = self.devicePixelRatioF()
        pixels = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if self._overlay is None or self._overlay.size() != pixels:
            self._overlay = render_subtitles(self._texts, pixels, self._look)
            self._overlay.setDevicePixelRatio(ratio)
        return self._overlay

    def _look_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.box_action)
        return menu

    def _on_box_toggled(self, has_box: bool) -> None:
        self._look, self._overlay = SubtitleLook(has_box, self._look.font_share), None
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which subtitles are easy to read."""
        return QSize(480, 270)

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing is to be seen."""
        return QSize(160, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the newest frame and the subtitles."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.black)
        place = self.picture_rect()
        if not self._image.isNull():
            smooth = QPainter.RenderHint.SmoothPixmapTransform
            painter.setRenderHint(smooth, not self._is_moving)
            painter.drawImage(place, self._image)
        if self._texts:
            painter.drawImage(place.topLeft(), self._painted_overlay(place.size()))
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight(), FOCUS_FRAME_PX))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of a click with the left button."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space and Enter do what a click does."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the looks of the subtitles."""
        self._look_menu().popup(event.globalPos())
