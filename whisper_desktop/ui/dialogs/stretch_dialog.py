"""Two times that are known to be right, between which all others are stretched."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.timecode import format_time
from whisper_desktop.core.verbs.stretch import Anchor, can_stretch
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.views.time_box import TimeBox


class StretchDialog(Question):
    """Asks for two rows and for when each of them should start."""

    def __init__(
        self, cues: Sequence[Cue], rows: Sequence[int], playhead_ms: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Stretch between two points"),
            self.tr(
                "Choose two rows, best one near the beginning and one near the end, and say when"
                " they should start. All times are moved and stretched to fit."
            ),
            self.tr("Stretch"),
        )
        self._first = _AnchorFields(cues, rows[0], playhead_ms, self.tr("First row"))
        self._second = _AnchorFields(cues, rows[-1], playhead_ms, self.tr("Second row"))
        for fields, title in (
            (self._first, self.tr("First row:")),
            (self._second, self.tr("Second row:")),
        ):
            self.form.addRow(title, fields)
            self.form.addRow("", fields.text)
            fields.row_box.valueChanged.connect(self._on_changed)
            fields.time_box.time_edited.connect(self._on_changed)
        self._on_changed()

    @property
    def anchors(self) -> tuple[Anchor, Anchor]:
        """Where the two rows start, and where they should."""
        return self._first.anchor, self._second.anchor

    @Slot()
    def _on_changed(self) -> None:
        is_possible = can_stretch(*self.anchors)
        self.refuse("" if is_possible else self.tr("The two rows must stay in their order."))


class _AnchorFields(QWidget):
    """One row, when it should start, and a button that takes the playhead for it."""

    def __init__(self, cues: Sequence[Cue], row: int, playhead_ms: int, name: str) -> None:
        super().__init__()
        self._cues, self._playhead_ms = cues, playhead_ms
        self.row_box = QSpinBox()
        self.row_box.setRange(1, len(cues))
        self.row_box.setValue(row + 1)
        self.row_box.setAccessibleName(name)
        self.time_box = TimeBox(self.tr("Should start at"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        button = QPushButton(self.tr("Playhead"))
        button.setToolTip(
            self.tr("Take the time of the playhead, {0}").format(format_time(playhead_ms))
        )
        button.clicked.connect(self._on_playhead)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.row_box)
        line.addWidget(QLabel(self.tr("should start at")))
        line.addWidget(self.time_box, 1)
        line.addWidget(button)
        self.row_box.valueChanged.connect(self._on_row)
        self._on_row()

    @property
    def anchor(self) -> Anchor:
        """Where the row starts, and where it should."""
        return Anchor(self._cue.start_ms, self.time_box.time_ms)

    @property
    def _cue(self) -> Cue:
        return self._cues[self.row_box.value() - 1]

    @Slot()
    def _on_row(self) -> None:
        self.time_box.show_time(self._cue.start_ms)
        now = format_time(self._cue.start_ms)
        words = self._cue.text.replace("\n", " ")
        self.text.setText(self.tr("{time} now: “{text}”").format(time=now, text=words))

    @Slot()
    def _on_playhead(self) -> None:
        self.time_box.show_time(self._playhead_ms)
        self.time_box.time_edited.emit(self._playhead_ms)
