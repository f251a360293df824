"""Draws subtitles as they will be read: white, with a black edge or on a dark box."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from whisper_desktop.core.bidi import is_right_to_left
from whisper_desktop.ui.one_line import utf16_length
from whisper_desktop.ui.views.player.subtitle_markup import StyledText, parse_markup

WIDTH_SHARE = 0.9
"""How much of the picture's width the text may take."""
HEIGHT_SHARE = 0.6
"""How much of its height; longer text gets smaller."""
MARGIN_SHARE = 0.04
LEAST_FONT_PX = 9.0
_SHRINK = 0.85
_LONGEST = 2_000
"""Characters of a subtitle that are drawn; no picture has room for more."""
_BOX = QColor(0, 0, 0, 175)


@dataclass(frozen=True, slots=True)
class SubtitleLook:
    """How subtitles are drawn on the picture."""

    has_box: bool = False
    font_share: float = 0.058
    """Height of the letters as a share of the picture's height."""


def render_subtitles(texts: Sequence[str], size: QSize, look: SubtitleLook) -> QImage:
    """Return a transparent picture of this size, in real pixels, with the subtitles on it.

    Later ones stand above earlier ones, so that those already being read stay where they are.
    """
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    margin_px = size.height() * MARGIN_SHARE
    top_px, bottom_px = margin_px, size.height() - margin_px
    for styled in (parse_markup(text[:_LONGEST]) for text in texts):
        if not styled.text.strip():
            continue
        block = _fitting_block(styled, size, look)
        if styled.is_at_top:
            block.draw(painter, top_px, look)
            top_px += block.height_px
        else:
            bottom_px -= block.height_px
            block.draw(painter, bottom_px, look)
    painter.end()
    return image


def _fitting_block(styled: StyledText, size: QSize, look: SubtitleLook) -> "_Block":
    font_px = max(size.height() * look.font_share, LEAST_FONT_PX)
    while True:
        block = _Block(styled, font_px, size.width())
        if block.height_px <= size.height() * HEIGHT_SHARE or font_px <= LEAST_FONT_PX:
            return block
        font_px = max(font_px * _SHRINK, LEAST_FONT_PX)


@dataclass(frozen=True, slots=True)
class _Ink:
    """What letters are drawn with; an edge goes round them at half its width."""

    color: QColor
    edge_px: float = 0.0

    def put_on(self, look: QTextCharFormat) -> None:
        """Give the ink to some characters."""
        look.setForeground(QBrush(self.color))
        if self.edge_px:
            pen = QPen(self.color, self.edge_px)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            look.setTextOutline(pen)


_WHITE = _Ink(QColor(Qt.GlobalColor.white))


class _Block:
    """One subtitle, laid out: every line of it runs in its own direction."""

    def __init__(self, styled: StyledText, font_px: float, width_px: float) -> None:
        self._styled, self._font_px, self._width_px = styled, font_px, width_px
        self._white = self._laid_out(_WHITE)
        last = self._white[-1]
        self.height_px = last.position().y() + last.boundingRect().height()

    def draw(self, painter: QPainter, top_px: float, look: SubtitleLook) -> None:
        """Draw the block with its upper edge there."""
        if look.has_box:
            self._draw_box(painter, top_px)
        else:
            edge_px = max(self._font_px * 0.14, 1.5)
            for layout in self._laid_out(_Ink(QColor(Qt.GlobalColor.black), edge_px)):
                layout.draw(painter, QPointF(0, top_px))
        for layout in self._white:
            layout.draw(painter, QPointF(0, top_px))

    def _draw_box(self, painter: QPainter, top_px: float) -> None:
        side_px, radius_px = self._font_px * 0.35, self._font_px * 0.15
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_BOX)
        for layout in self._white:
            for number in range(layout.lineCount()):
                line = layout.lineAt(number).naturalTextRect()
                if line.width() > 0:
                    box = line.translated(layout.position() + QPointF(0, top_px))
                    box.adjust(-side_px, 0, side_px, 0)
                    painter.drawRoundedRect(box, radius_px, radius_px)

    def _laid_out(self, ink: _Ink) -> list[QTextLayout]:
        """Return the lines of the text below each other; other looks want another layout."""
        layouts = []
        first, top_px = 0, 0.0
        for text in self._styled.text.split("\n"):
            layout = self._paragraph(text, _formats(self._styled, first, text, ink))
            layout.setPosition(QPointF(0, top_px))
            layouts.append(layout)
            first += len(text) + 1
            top_px += layout.boundingRect().height()
        return layouts

    def _paragraph(self, text: str, formats: list[QTextLayout.FormatRange]) -> QTextLayout:
        font = QFont()
        font.setPixelSize(round(self._font_px))
        font.setWeight(QFont.Weight.Medium)
        layout = QTextLayout(text, font)
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        is_leftward = is_right_to_left(text)
        direction = Qt.LayoutDirection
        option.setTextDirection(direction.RightToLeft if is_leftward else direction.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(formats)
        left_px = self._width_px * (1 - WIDTH_SHARE) / 2
        top_px = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width_px * WIDTH_SHARE)
            line.setPosition(QPointF(left_px, top_px))
            top_px += line.height()
        layout.endLayout()
        return layout


def _formats(styled: StyledText, first: int, text: str, ink: _Ink) -> list[QTextLayout.FormatRange]:
    """Return the looks of a line of the text that begins with its character `first`."""
    found = [_format_range(text, QTextCharFormat(), ink)]
    for run in styled.runs:
        start, end = max(run.start - first, 0), min(run.start + run.length - first, len(text))
        if start < end:
            look = QTextCharFormat()
            # These scripts have no slanted letters, and few fonts pretend.
            look.setFontItalic(run.is_italic and not is_right_to_left(text[start:end]))
            look.setFontUnderline(run.is_underlined)
            if run.is_bold:
                look.setFontWeight(QFont.Weight.Bold)
            found.append(_format_range(text, look, ink, start, end))
    return found


def _format_range(
    text: str, look: QTextCharFormat, ink: _Ink, start: int = 0, end: int | None = None
) -> QTextLayout.FormatRange:
    ink.put_on(look)
    found = QTextLayout.FormatRange()
    found.start, found.length = utf16_length(text[:start]), utf16_length(text[start:end])
    found.format = look
    return found
