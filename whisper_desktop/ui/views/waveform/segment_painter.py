"""All segments in view, painted at once: the ground below the sound, edges and text above it."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import NO_OVERRIDE
from whisper_desktop.core.timecode import format_seconds
from whisper_desktop.ui.theme import Colors
from whisper_desktop.ui.views.waveform.recipe_badge import badge_for, paint_badge
from whisper_desktop.ui.views.waveform.segment_blocks import Block, SegmentBlocks
from whisper_desktop.ui.views.waveform.segment_text import ElidedText

_TEXT_PX = 46.0
_BADGE_PX = 20.0
"""Of a segment that is too narrow for text, and wide enough for the code of a language."""
_FOOT_PX = 88.0
_FLAG_PX = 6.0
_FLAGGED_PX = 22.0
_PLATE_ALPHA = 200
_PADDING_PX = 6.0
_MAX_LINES = 3
_WORD_PX = 5.0
_OVER_IMAGE_SHARE = 0.6


def paint_ground(
    painter: QPainter, colors: Colors, blocks: SegmentBlocks, *, is_over_image: bool
) -> None:
    """Paint where segments are; below the sound, or as a tint over an image of it."""
    for is_selected, tint in ((False, colors.segment), (True, colors.segment_selected)):
        # Painting with transparency takes ten times as long.
        color = _fainter(tint) if is_over_image else _blended(tint, colors.wave_background)
        for box in blocks.selected_crowd if is_selected else blocks.crowd:
            painter.fillRect(box, color)
        for block in blocks.singles:
            if block.is_selected == is_selected:
                painter.fillRect(block.box, color)


class SegmentPainter:
    """Paints what stands above the sound; it keeps shortened texts from picture to picture."""

    def __init__(self) -> None:
        self._elided = ElidedText()

    def forget_texts(self) -> None:
        """Measure texts anew; the font is another."""
        self._elided.forget()

    def paint(
        self,
        painter: QPainter,
        colors: Colors,
        blocks: SegmentBlocks,
        view: QRectF,
        cue_at: Callable[[int], Cue],
    ) -> None:
        """Paint frames, edges and texts."""
        _paint_frames(painter, colors, blocks.singles)
        if blocks.is_lined:
            _paint_edges(painter, colors, blocks.singles)
        font = painter.font()
        foot_font = QFont(font)
        foot_font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        metrics = QFontMetricsF(font)
        for block in blocks.singles:
            # The text of a segment that begins before the view stays in sight.
            box = block.box.intersected(view).adjusted(_PADDING_PX, 5, -_PADDING_PX, -4)
            if box.width() < _BADGE_PX or box.height() < metrics.height():
                continue
            cue = cue_at(block.row)
            badge = None if cue.recipe is NO_OVERRIDE else badge_for(cue, box, metrics)
            if badge is not None:
                paint_badge(painter, colors, badge)
                box = badge.text_box
            if box.width() < _TEXT_PX - 2 * _PADDING_PX:
                continue
            if block.is_current:
                _paint_words(painter, colors, block.box, cue)
            used = self._paint_text(painter, colors, box, cue, metrics)
            if box.height() - used > 2 * metrics.height() and box.width() > _FOOT_PX:
                painter.setFont(foot_font)
                foot = f"#{block.row + 1}   {format_seconds(cue.duration_ms)} s"
                _paint_foot(painter, colors, box, foot)
                painter.setFont(font)

    def _paint_text(
        self, painter: QPainter, colors: Colors, box: QRectF, cue: Cue, metrics: QFontMetricsF
    ) -> float:
        """Paint the lines that there is room for on a plate; return the height used."""
        room = max(int(box.height() / metrics.lineSpacing()), 1)
        lines = self._elided.lines(cue.text, box.width(), min(room, _MAX_LINES), metrics)
        if not lines:
            return 0.0
        width = max(line.width for line in lines)
        height = len(lines) * metrics.lineSpacing()
        left = box.right() - width if lines[0].is_right_to_left else box.left()
        plate = QRectF(left - 3, box.top() - 1, width + 6, height + 2)
        painter.fillRect(plate, _plate(colors))
        painter.setPen(QColor(colors.segment_text))
        baseline = box.top() + metrics.ascent()
        for line in lines:
            x = box.right() - line.width if line.is_right_to_left else box.left()
            painter.drawText(QPointF(x, baseline), line.text)
            baseline += metrics.lineSpacing()
        return height


def _paint_frames(painter: QPainter, colors: Colors, blocks: Iterable[Block]) -> None:
    """Frame what is selected, the current one thicker: it is not told by its colour alone."""
    color = QColor(colors.wave_selected)
    for block in blocks:
        if block.is_selected:
            thickness = 3.0 if block.is_current else 1.0
            box = block.box
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), thickness), color)
            bottom = box.bottom() - thickness
            painter.fillRect(QRectF(box.left(), bottom, box.width(), thickness), color)


def _paint_edges(painter: QPainter, colors: Colors, blocks: Iterable[Block]) -> None:
    """Paint a line and, with room for it, a flag into the segment at each start and end."""
    boxes = [block.box for block in blocks]
    for color, direction in ((QColor(colors.segment_start), 1), (QColor(colors.segment_end), -1)):
        painter.setPen(color)
        painter.setBrush(color)
        lines: list[QLineF] = []
        for box in boxes:
            x = (box.left() if direction > 0 else box.right() - 1) + 0.5
            lines.append(QLineF(x, box.top(), x, box.bottom()))
            if box.width() >= _FLAGGED_PX:
                painter.drawConvexPolygon(_flag(x, box.bottom(), direction))
        painter.drawLines(lines)


def _flag(x: float, bottom: float, direction: int) -> QPolygonF:
    tip = QPointF(x + direction * _FLAG_PX, bottom)
    return QPolygonF([QPointF(x, bottom), QPointF(x, bottom - _FLAG_PX), tip])


def _paint_words(painter: QPainter, colors: Colors, box: QRectF, cue: Cue) -> None:
    """Mark where words begin and end; edges can be dragged there."""
    if not cue.duration_ms:
        return
    px_per_ms = box.width() / cue.duration_ms
    times_ms = {time_ms for word in cue.words for time_ms in (word.start_ms, word.end_ms)}
    painter.setPen(QColor(colors.segment_text))
    painter.drawLines(
        [
            QLineF(x, box.center().y() - _WORD_PX, x, box.center().y() + _WORD_PX)
            for time_ms in times_ms
            if cue.start_ms < time_ms < cue.end_ms
            for x in (box.left() + (time_ms - cue.start_ms) * px_per_ms,)
        ]
    )


def _paint_foot(painter: QPainter, colors: Colors, box: QRectF, text: str) -> None:
    place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    used = painter.boundingRect(box, place, text)
    painter.fillRect(used.adjusted(-3, 0, 3, 0), _plate(colors))
    painter.setPen(QColor(colors.ruler_text))
    painter.drawText(box, place, text)


def _plate(colors: Colors) -> QColor:
    plate = QColor(colors.wave_background)
    plate.setAlpha(_PLATE_ALPHA)
    return plate


def _fainter(tint: str) -> QColor:
    color = QColor(tint)
    color.setAlphaF(color.alphaF() * _OVER_IMAGE_SHARE)
    return color


def _blended(tint: str, ground: str) -> QColor:
    """Return the opaque colour that a transparent one makes on a ground."""
    above, below = QColor(tint), QColor(ground)
    share = above.alphaF()
    mixed = [
        share * top + (1 - share) * bottom
        for top, bottom in (
            (above.redF(), below.redF()),
            (above.greenF(), below.greenF()),
            (above.blueF(), below.blueF()),
        )
    ]
    return QColor.fromRgbF(*mixed)
