"""The panes that show the recording, kept to the same file and the same audio track."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.document_settings import AUDIO_TRACK_SETTING
from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane


class MediaPanes(QObject):
    """Hands a recording to the player and the waveform."""

    def __init__(
        self, player: PlayerPane, waveform: WaveformPane, desk: Desk, session: Session
    ) -> None:
        super().__init__(player)
        self._player, self._waveform = player, waveform
        self._desk, self._session = desk, session
        self._facts: MediaFacts | None = None
        self.track: int | None = None
        """The audio track that is heard and shown, counted from 1."""
        player.audio_track_chosen.connect(self._on_track_chosen)
        player.media_opened.connect(self._on_opened)

    def show_media(self, facts: MediaFacts | None) -> None:
        """Show a recording, or none."""
        self._facts = facts
        self.track = facts.default_track if facts is not None else None
        if facts is None:
            self._player.unload()
            self._waveform.clear_media()
        else:
            kept = self._session.setting(AUDIO_TRACK_SETTING)
            self.track = next((one for one in _numbers(facts) if one == kept), self.track)
            self._player.open(facts.path)
            self._waveform.set_media(facts.path, facts, self.track)

    def show_absent(self, path: Path) -> None:
        """Say which recording is not shown; why, a notice says."""
        self.show_media(None)
        self._player.show_absent(path)

    @Slot(int)
    def _on_track_chosen(self, index: int) -> None:
        if self._facts is not None and index < len(self._facts.tracks):
            self.track = self._facts.tracks[index].number
            self._waveform.set_media(self._facts.path, self._facts, self.track)
            self._session.remember(AUDIO_TRACK_SETTING, self.track)
            told = self.tr("Audio track {number} is played and shown.")
            self._desk.told.emit(told.format(number=self.track))

    @Slot()
    def _on_opened(self) -> None:
        """Play the track that was chosen when the document was open before."""
        numbers = [] if self._facts is None else _numbers(self._facts)
        if self.track in numbers and self.track == self._session.setting(AUDIO_TRACK_SETTING):
            self._player.set_audio_track(numbers.index(self.track))


def _numbers(facts: MediaFacts) -> list[int]:
    return [track.number for track in facts.tracks]
