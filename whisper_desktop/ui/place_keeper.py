"""Where in a project the person was: kept with it, and gone back to."""

from PySide6.QtCore import QObject, QTimer, Slot

from whisper_desktop.app.project_schema import may_write
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.session import Session

PLACE = "place"
"""The setting that holds the current row and the playhead."""
_UID, _PLAYHEAD = "uid", "playhead_ms"

_REST_MS = 2_000
"""How long the person stays at a place before it is kept; while it plays it is none."""


class PlaceKeeper(QObject):
    """Selects the row of the last time, and moves the playhead once the recording is open.

    A change that could not be saved would be asked about: a place is not worth that.
    """

    def __init__(
        self, session: Session, editing: EditingController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._editing = session, editing
        self._wanted_ms: int | None = None
        """Where the playhead shall go when there is something to play."""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        session.opened.connect(self._on_opened)
        session.about_to_close.connect(self._keep)
        # The program may be killed.
        editing.selection_changed.connect(self._on_moved)
        editing.playhead_moved.connect(self._on_moved)

    @Slot()
    def seek(self) -> None:
        """Go to the time of the last time; the recording has been opened."""
        wanted_ms, self._wanted_ms = self._wanted_ms, None
        if wanted_ms is not None:
            self._editing.seek_requested.emit(wanted_ms)

    @Slot()
    def _on_opened(self) -> None:
        self._rest.stop()
        uid, self._wanted_ms = _place_from(self._session.setting(PLACE))
        if uid is not None:
            self._editing.select([uid])

    @Slot()
    def _on_moved(self) -> None:
        self._rest.start()

    @Slot()
    def _on_rest(self) -> None:
        # A draft that is being made is not waited for.
        if self._session.is_named or self._session.is_drafted:
            self._keep()

    @Slot()
    def _keep(self) -> None:
        project, editing = self._session.project, self._editing
        if project is None or project.is_read_only or project.state.problem:
            return
        is_unseen = self._wanted_ms is not None
        playhead_ms = self._wanted_ms if is_unseen else editing.playhead_ms
        place = {_UID: editing.current, _PLAYHEAD: playhead_ms}
        beginning = {_UID: next((cue.uid for cue in editing.document), None), _PLAYHEAD: 0}
        # A file that was only looked at stays as it is.
        if place != (project.setting(PLACE) or beginning) and may_write(project.path):
            self._session.remember(PLACE, place)


def _place_from(data: object) -> tuple[int | None, int | None]:
    """Return the uid of the current row and the playhead, each None when it is not known."""
    if not isinstance(data, dict):
        return None, None
    uid, playhead_ms = data.get(_UID), data.get(_PLAYHEAD)
    is_time = isinstance(playhead_ms, int) and playhead_ms >= 0
    return uid if isinstance(uid, int) else None, playhead_ms if is_time else None
