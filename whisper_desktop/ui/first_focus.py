"""The focus goes to where the work goes on, when something was opened, closed or answered."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.session import Session


class FirstFocus(QObject):
    """Puts the focus on the rows, on the sound where there are none, on the way to open a file.

    Qt would give it to whatever stands behind the control that was hidden.
    """

    def __init__(
        self,
        session: Session,
        editing: EditingController,
        panes: tuple[QWidget, QWidget, QWidget],
        parent: QObject | None = None,
    ) -> None:
        """`panes` are the table, the waveform and what is shown when nothing is open."""
        super().__init__(parent)
        self._session, self._editing = session, editing
        self._table, self._waveform, self._empty = panes
        session.opened.connect(self.give)

    @Slot()
    def give(self) -> None:
        """Put the focus where it belongs when nobody put it anywhere."""
        place = self._table
        if not self._session.is_open:
            place = self._empty
        elif not len(self._editing.document) and self._is_waveform_shown():
            place = self._waveform
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_waveform_shown(self) -> bool:
        return self._waveform.isVisibleTo(self._waveform.window())
