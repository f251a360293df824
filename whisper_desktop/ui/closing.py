"""The end of the window: asked for politely, or by the system."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QSettings

from whisper_desktop.ui.main_window import MainWindow
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.table.cue_table import CueTable
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

_COLUMNS = "table/columns"


class Stoppable(Protocol):
    """Something with a thread."""

    def stop(self) -> None:
        """Stop the thread and wait until it has ended."""


class Closing(QObject):
    """Remembers the arrangement, stops every thread and closes what is open."""

    def __init__(
        self,
        window: MainWindow,
        memory: QSettings,
        panes: tuple[CueTable, PlayerPane, WaveformPane],
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window, self._memory, self._preferences = window, memory, preferences
        self._table, self._player, self._waveform = panes
        self._session: Session | None = None
        self._threads: tuple[Stoppable, ...] = ()
        self._processes: tuple[Callable[[], None], ...] = ()
        """What ends them."""

    def guard(
        self,
        asks: tuple[Callable[[], bool], ...],
        session: Session,
        threads: tuple[Stoppable, ...],
        processes: tuple[Callable[[], None], ...],
    ) -> None:
        """Let the window close only when nothing is lost by it: when all that ask allow it."""
        self._session, self._threads, self._processes = session, threads, processes

        def may_close() -> bool:
            self._remember()
            if not all(may_go() for may_go in asks):
                return False
            self._stop()
            return True

        self._window.may_close = may_close

    def restore(self) -> None:
        """Arrange everything as it was the last time."""
        self._window.restore_layout(self._memory)
        columns = self._memory.value(_COLUMNS)
        if isinstance(columns, QByteArray):
            self._table.restore_columns(bytes(columns.data()))

    def end(self) -> None:
        """Stop at once without a question; drafts stay, to be offered at the next start."""
        self._remember()
        if self._session is not None:
            self._session.leave(keep_draft=True)
        self._stop()

    def _remember(self) -> None:
        self._window.keep_layout(self._memory)
        self._memory.setValue(_COLUMNS, QByteArray(self._table.column_state()))
        self._memory.sync()

    def _stop(self) -> None:
        for thread in self._threads:
            thread.stop()
        for end in self._processes:
            end()
        self._waveform.stop()
        self._player.unload()
        self._preferences.save_if_changed()
