"""How well a row can be read: the length of its lines and the speed."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import characters_per_second, count_characters, line_lengths
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.theme import Colors, colors_of
from whisper_desktop.ui.views.elided_label import ElidedLabel

_MOST_LENGTHS = 8


class ReadingLine(QWidget):
    """A line of figures; one beyond its limit has a warning sign, words and a colour."""

    def __init__(self, limits_of: Callable[[Cue], Limits], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits_of = limits_of
        self._is_brief = False
        self._cue: Cue | None = None
        self.lines = _Figure()
        self.speed = _Figure()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.lines)
        layout.addStretch(1)
        layout.addWidget(self.speed)

    def set_brief(self, *, is_brief: bool) -> None:
        """Use few words, where two lines stand side by side, or all of them."""
        self._is_brief = is_brief
        self.show_cue(self._cue)

    def show_cue(self, cue: Cue | None) -> None:
        """Show the figures of a row, or none."""
        self._cue = cue
        if cue is None:
            self.lines.show_figure("", is_beyond=False)
            self.speed.show_figure("", is_beyond=False)
            return
        limits = self._limits_of(cue)
        self._show_lines(cue, limits)
        self._show_speed(cue, limits)

    def _show_lines(self, cue: Cue, limits: Limits) -> None:
        lengths = line_lengths(cue.text, limits.counting)
        limit = limits.max_line_characters
        is_long, is_many = max(lengths) > limit, len(lengths) > limits.max_lines
        shown, count = _some(lengths), count_characters(cue.text, limits.counting)
        words = self.tr("Line lengths {0} of {1}, {2} in all").format(shown, limit, count)
        if is_long:
            words += self.tr(" · too long")
        if is_many:
            words += self.tr(" · more than {0} lines").format(limits.max_lines)
        brief = self.tr("Lines {0} of {1}").format(shown, limit) if self._is_brief else ""
        self.lines.show_figure(words, brief, is_beyond=is_long or is_many)

    def _show_speed(self, cue: Cue, limits: Limits) -> None:
        speed = characters_per_second(cue.text, cue.duration_ms, limits.counting)
        is_fast = speed > limits.max_cps
        shown = f"{speed:.1f}" if math.isfinite(speed) else "\N{INFINITY}"
        words = self.tr("{0} of {1:g} characters a second").format(shown, limits.max_cps)
        if is_fast:
            words += self.tr(" · too fast")
        brief = self.tr("{0} of {1:g} char/s").format(shown, limits.max_cps)
        self.speed.show_figure(words, brief if self._is_brief else "", is_beyond=is_fast)


def _some(lengths: Sequence[int]) -> str:
    """Return the lengths of the first lines; a text of thousands would widen the window."""
    more = " / …" if len(lengths) > _MOST_LENGTHS else ""
    return " / ".join(map(str, lengths[:_MOST_LENGTHS])) + more


class _Figure(QWidget):
    """A figure and, beyond its limit, a warning sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_beyond = False
        self._painted: tuple[bool, Colors] | None = None
        self._sign = QLabel()
        self._words = ElidedLabel()
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._sign)
        layout.addWidget(self._words)
        # The sign keeps its place, so that nothing jumps while one types.
        policy = self._sign.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._sign.setSizePolicy(policy)
        self._sign.hide()
        self._paint()

    def text(self) -> str:
        """Return the words that are shown."""
        return self._words.text()

    def show_figure(self, words: str, brief: str = "", *, is_beyond: bool) -> None:
        """Show words, as beyond a limit or not; `brief` stands for them where it is given."""
        shown = brief or words
        if self.toolTip() != (words if brief else ""):
            self.setToolTip(words if brief else "")
            self._words.setAccessibleName(self.toolTip())
        if (shown, is_beyond) != (self._words.text(), self._is_beyond):
            self._words.setText(shown)
            self._is_beyond = is_beyond
            self._sign.setVisible(is_beyond)
            self._paint()

    def _paint(self) -> None:
        palette = QPalette(self.palette())
        colors = colors_of(palette)
        if (self._is_beyond, colors) == self._painted:
            return
        self._painted = (self._is_beyond, colors)
        color = QColor(colors.problem if self._is_beyond else colors.dim_text)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self._words.setPalette(palette)
        size = self.fontMetrics().height()
        problem = QPalette(self.palette())
        problem.setColor(QPalette.ColorRole.ButtonText, QColor(colors.problem))
        self._sign.setPixmap(icon("alert-outline", problem).pixmap(size, size))

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the new palette; the line around it has it before this figure."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._paint()
