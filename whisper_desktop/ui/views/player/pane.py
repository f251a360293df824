"""The player as a pane of the window: picture, subtitles and controls."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from whisper_desktop.core.tracks import Track, track_cues
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.player.commands import PlayerCommands
from whisper_desktop.ui.views.player.media_player import AudioTrack, PlaybackFault
from whisper_desktop.ui.views.player.message_panel import MessagePanel
from whisper_desktop.ui.views.player.picture_view import PictureView
from whisper_desktop.ui.views.player.playback import Playback
from whisper_desktop.ui.views.player.shown_cues import ShownCues
from whisper_desktop.ui.views.player.transport_bar import TransportBar

SLOW_MS = 400
"""Loading that takes longer is said."""


class PlayerPane(QWidget):
    """Plays the media; the playhead and the rows are those that all panes share."""

    media_opened = Signal()
    media_failed = Signal(object)
    """A PlaybackFault; the pane says it in words."""
    media_wanted = Signal()
    """The person pressed the button that stands where no picture is: choose a file."""
    picture_changed = Signal(bool)
    """Whether there is something to see, so that room is needed."""
    playing_changed = Signal(bool)
    audio_track_chosen = Signal(int)
    """The person chose an audio track, counted from 0."""

    def __init__(
        self,
        editing: EditingController,
        parent: QWidget | None = None,
        *,
        playback: Playback | None = None,
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._playback = playback or Playback(self)
        self._commands = PlayerCommands(self._playback, editing)
        self._cues = ShownCues(editing.document)
        self._track = Track.TEXT
        """What of the rows is shown on the picture."""
        self._path: Path | None = None
        self._message = MessagePanel()
        self._picture = PictureView()
        self._stack = QStackedWidget()
        self._transport = TransportBar()
        self._loading = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._lay_out()
        self._connect()
        self._show_nothing()

    @property
    def playback(self) -> Playback:
        """What plays: for exact questions and wishes."""
        return self._playback

    @property
    def commands(self) -> Mapping[str, Callable[[], None]]:
        """Everything that a menu or a key can ask of the player, by name."""
        return self._commands.by_name

    @property
    def track_menu(self) -> QMenu:
        """The audio tracks to choose from."""
        return self._transport.track_menu

    @property
    def box_action(self) -> QAction:
        """Whether subtitles stand on a dark box."""
        return self._picture.box_action

    @property
    def path(self) -> Path | None:
        """The file that is open, or that could not be opened."""
        return self._path

    @property
    def has_picture(self) -> bool:
        """Whether the open file has a picture."""
        return self._playback.has_video

    def audio_tracks(self) -> tuple[AudioTrack, ...]:
        """Return what the file says of each of its audio tracks."""
        return self._playback.audio_tracks()

    def open(self, path: Path) -> None:
        """Load a file and show its first frame; `media_opened` or `media_failed` follows."""
        self._forget()
        self._path = path
        self._loading.start()
        self._playback.open(path)

    def unload(self) -> None:
        """Let go of the file and say that there is none."""
        self._forget()
        self._playback.unload()
        self._show_nothing()

    def show_absent(self, path: Path) -> None:
        """Say which file is not shown, with nothing open; why, others say."""
        self.unload()
        self._path = path
        sentence = self.tr("{0} is not shown.").format(path.name)
        self._say("filmstrip-off", sentence, self.tr("Find the file…"))

    def seek(self, position_ms: int) -> None:
        """Go to a time."""
        self._playback.seek(position_ms)

    def play_span(self, start_ms: int, end_ms: int, *, is_looping: bool = False) -> None:
        """Play a stretch, once or again and again."""
        self._playback.play_span(start_ms, end_ms, is_looping=is_looping)

    def show_track(self, track: Track) -> None:
        """Show the text, the translation or both on the picture."""
        self._track = track
        self._show_subtitles()

    def set_audio_track(self, index: int) -> None:
        """Play another audio track, counted from 0."""
        self._playback.set_audio_track(index)
        self._show_tracks()

    def show_tooltips(self, tooltips: Mapping[str, str]) -> None:
        """Explain buttons by these texts, such as ones with keys, by the names of `commands`."""
        self._transport.show_tooltips(tooltips)

    def _lay_out(self) -> None:
        self._stack.addWidget(self._message)
        self._stack.addWidget(self._picture)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._transport)
        # Takes the room of a picture that is hidden.
        layout.addStretch()

    def _connect(self) -> None:
        playback, transport, editing = self._playback, self._transport, self._editing
        playback.opened.connect(self._on_opened)
        playback.failed.connect(self._on_failed)
        playback.frame_arrived.connect(self._on_frame)
        playback.position_changed.connect(self._on_position_changed)
        playback.playing_changed.connect(self._on_playing_changed)
        playback.settings_changed.connect(self._on_settings_changed)
        transport.command_given.connect(self._on_command)
        transport.seek_requested.connect(self.seek)
        transport.rate_chosen.connect(playback.set_rate)
        transport.volume_chosen.connect(playback.set_volume)
        transport.audio_track_chosen.connect(self._on_track_chosen)
        self._picture.clicked.connect(playback.toggle)
        self._message.helped.connect(self.media_wanted)
        self._loading.timeout.connect(self._on_loading_slow)
        editing.seek_requested.connect(self.seek)
        editing.rows_changed.connect(self._on_rows_changed)
        editing.replaced.connect(self._on_replaced)

    def _forget(self) -> None:
        self._path = None
        self._loading.stop()
        self._transport.set_enabled(False)
        self._picture.clear()
        self._picture.show_subtitles(())

    def _show_nothing(self) -> None:
        sentence = self.tr("No audio or video is open.")
        self._say("filmstrip", sentence, self.tr("Open media…"))

    def _say(self, icon_name: str, sentence: str, help_text: str = "") -> None:
        self._message.say(icon_name, sentence, help_text)
        self._stack.setCurrentWidget(self._message)
        self._stack.show()
        self.picture_changed.emit(True)

    def _show_subtitles(self) -> None:
        if self._playback.has_video:
            cues = self._cues.at(self._playback.position_ms)
            shown = track_cues(cues, self._track)
            self._picture.show_subtitles(tuple(cue.text for cue in shown))

    def _show_tracks(self) -> None:
        self._transport.show_tracks(self._playback.audio_tracks(), self._playback.audio_track)

    def _show_fault(self, fault: PlaybackFault) -> None:
        self._say("filmstrip-off", self._fault_sentence(fault), self.tr("Find the file…"))

    def _fault_sentence(self, fault: PlaybackFault) -> str:
        sentences = {
            PlaybackFault.MISSING: self.tr("{0} is not where it was."),
            PlaybackFault.EMPTY: self.tr("{0} cannot be played: the file is empty."),
            PlaybackFault.NOT_ALLOWED: self.tr("{0} cannot be played: you may not read the file."),
            PlaybackFault.UNREADABLE: self.tr(
                "{0} cannot be played: it holds no sound or picture that can be read here."
            ),
        }
        name = self._path.name if self._path is not None else ""
        return sentences[fault].format(name)

    @Slot()
    def _on_opened(self) -> None:
        self._loading.stop()
        self._transport.set_enabled(True)
        self._transport.show_position(0, self._playback.duration_ms)
        self._show_tracks()
        self._on_settings_changed()
        self._stack.setCurrentWidget(self._picture)
        self._stack.setVisible(self._playback.has_video)
        self._show_subtitles()
        self.picture_changed.emit(self._playback.has_video)
        self.media_opened.emit()

    @Slot(object)
    def _on_failed(self, fault: PlaybackFault) -> None:
        self._loading.stop()
        self._transport.set_enabled(False)
        self._show_fault(fault)
        self.media_failed.emit(fault)

    @Slot()
    def _on_loading_slow(self) -> None:
        name = self._path.name if self._path is not None else ""
        self._say("filmstrip", self.tr("Opening {0}…").format(name))

    @Slot(QVideoFrame)
    def _on_frame(self, frame: QVideoFrame) -> None:
        self._picture.show_frame(frame)

    @Slot(object)
    def _on_position_changed(self, position_ms: int) -> None:
        self._transport.show_position(position_ms, self._playback.duration_ms)
        self._show_subtitles()
        self._editing.set_playhead(position_ms)

    @Slot(bool)
    def _on_playing_changed(self, is_playing: bool) -> None:
        self._transport.show_playing(is_playing)
        self._picture.set_moving(is_playing)
        self.playing_changed.emit(is_playing)

    @Slot()
    def _on_settings_changed(self) -> None:
        playback = self._playback
        self._transport.show_rate(playback.rate)
        self._transport.show_sound(playback.volume, playback.is_muted, playback.has_sound_device)

    @Slot(str)
    def _on_command(self, name: str) -> None:
        self._commands.by_name[name]()

    @Slot(int)
    def _on_track_chosen(self, index: int) -> None:
        self.set_audio_track(index)
        self.audio_track_chosen.emit(index)

    @Slot()
    def _on_rows_changed(self) -> None:
        self._show_subtitles()

    @Slot()
    def _on_replaced(self) -> None:
        self._cues.close()
        self._cues = ShownCues(self._editing.document)
        self._show_subtitles()
