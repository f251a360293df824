"""The frame rate that times were made for, and the one they are needed for."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.dialogs.row_scope import RowScope, RowScopeBox

FRAME_RATES = (23.976, 24.0, 25.0, 29.97, 30.0, 48.0, 50.0, 59.94, 60.0)
_MAX_FPS = 1_000.0


class FrameRateBox(QComboBox):
    """Offers the usual rates and takes any other."""

    def __init__(self, chosen: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # It would take the first Enter for itself, and make 25 of a 2.
        self.setCompleter(None)  # type: ignore[arg-type]
        self.addItems([f"{rate:g}" for rate in FRAME_RATES])
        self.setEditText(f"{chosen:g}")

    @property
    def frames_per_second(self) -> float | None:
        """The rate, None when what was typed is none."""
        try:
            rate = float(self.currentText().replace(",", "."))
        except ValueError:
            return None
        return rate if 1 <= rate <= _MAX_FPS else None


class FrameRateDialog(Question):
    """Asks from which rate to which."""

    def __init__(
        self, media_fps: float | None, selected_count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ask(
            self.tr("Change the frame rate"),
            self.tr("For which frame rate were the times made, and which do they need?"),
            self.tr("Change"),
        )
        to_fps = media_fps or 25.0
        self._from = FrameRateBox(23.976 if abs(to_fps - 25.0) < 0.1 else 25.0)
        self._to = FrameRateBox(to_fps)
        self._rows = RowScopeBox(selected_count)
        self._rows.choose(RowScope.ALL)
        self.add_row(self.tr("From:"), self._from)
        self.add_row(self.tr("To:"), self._to)
        self.add_row(self.tr("Rows:"), self._rows)
        for box in (self._from, self._to):
            box.editTextChanged.connect(self._on_changed)

    @property
    def rates(self) -> tuple[float, float] | None:
        """The old rate and the new one, None when either makes no sense."""
        old, new = self._from.frames_per_second, self._to.frames_per_second
        return None if old is None or new is None else (old, new)

    @property
    def scope(self) -> RowScope:
        """The rows that shall change."""
        return self._rows.scope

    @Slot()
    def _on_changed(self) -> None:
        is_possible = self.rates is not None
        self.refuse("" if is_possible else self.tr("A frame rate is a number from 1 to 1000."))
