"""Qt's media player as the editor needs it: exact seeks, no end without a picture."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtMultimedia import (
    QAudio,
    QAudioOutput,
    QMediaDevices,
    QMediaMetaData,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

FULL_VOLUME = 100
STRETCH_MS = 60.0
"""Half a block of Qt's time stretching; measured on Qt 6.11 at speeds from 0.5 to 3."""


class PlaybackFault(Enum):
    """Why a file cannot be played."""

    MISSING = auto()
    EMPTY = auto()
    NOT_ALLOWED = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """What a file says of one of its audio tracks; empty where it says nothing."""

    language: str
    title: str


class MediaPlayer(QObject):
    """Plays one file into frames and sound.

    It is always playing or paused, also at the end, where Qt would stop and take the picture away.

    WORKAROUND PySide6: Qt's player waits for its threads, and those may wait for the lock of the
    interpreter: to call a message handler written in Python, or to look up whether Python
    overrides `disconnectNotify`. Were the lock held here meanwhile, the program would hang. It is
    held while a method of Qt is called, but not while a signal is delivered; so everything that
    may wait is asked for by the signals below.
    """

    _source_wanted = Signal(QUrl)
    _play_wanted = Signal()
    _pause_wanted = Signal()
    _stop_wanted = Signal()
    # Not int: what is delivered to a slot of another type goes through a method call.
    _position_wanted = Signal("qlonglong")  # type: ignore[arg-type]
    _rate_wanted = Signal(float)

    opened = Signal()
    """Duration, tracks and whether there is a picture are known."""
    failed = Signal(object)
    """A PlaybackFault; there is nothing to play any more."""
    frame_arrived = Signal(QVideoFrame)
    position_reported = Signal(int)
    """The start of the block of sound or the frame that is being played, in milliseconds."""
    ended = Signal()
    sound_changed = Signal()
    """A sound device came or went."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices = QMediaDevices(self)
        self._sink = QVideoSink(self)
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self._sink)
        # Also without a device: only with an output does Qt play sound to its end that lasts
        # longer than the picture.
        self._output = QAudioOutput(self)
        self._player.setAudioOutput(self._output)
        self._is_opening = self._is_open = False
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._player.positionChanged.connect(self._on_position)
        self._player.mediaStatusChanged.connect(self._on_status)
        self._player.errorOccurred.connect(self._on_error)
        self._devices.audioOutputsChanged.connect(self._on_devices_changed)
        self._connect_wishes()
        self._settle_overrides()

    @property
    def is_open(self) -> bool:
        """Whether there is something to play."""
        return self._is_open

    @property
    def duration_ms(self) -> int:
        """Length of the media, 0 while it is not known."""
        return self._player.duration()

    @property
    def has_video(self) -> bool:
        """Whether there is a picture."""
        return self._player.hasVideo()

    @property
    def has_sound_device(self) -> bool:
        """Whether anything can be heard on this machine now."""
        return not QMediaDevices.defaultAudioOutput().isNull()

    @property
    def frames_per_second(self) -> float | None:
        """The nominal frame rate, None when the file does not say."""
        rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate)
        return float(rate) if rate else None

    def audio_tracks(self) -> tuple[AudioTrack, ...]:
        """Return what is known of each audio track."""
        key = QMediaMetaData.Key
        return tuple(
            AudioTrack(track.stringValue(key.Language), track.stringValue(key.Title))
            for track in self._player.audioTracks()
        )

    @property
    def audio_track(self) -> int:
        """The audio track that is played, from 0; -1 for none."""
        return self._player.activeAudioTrack()

    def set_audio_track(self, index: int) -> None:
        """Stop, and choose another audio track: seek and play to go on with it."""
        # There is no slot for it, so no thread may be there to be waited for.
        self._stop_wanted.emit()
        self._player.setActiveAudioTrack(index)

    def open(self, path: Path) -> None:
        """Load a file and show its first frame; `opened` or `failed` follows."""
        self.unload()
        fault = _fault_of(path)
        if fault is not None:
            self.failed.emit(fault)
            return
        self._is_opening = True
        self._source_wanted.emit(QUrl.fromLocalFile(str(path)))
        self._pause_wanted.emit()

    def unload(self) -> None:
        """Let go of the file."""
        self._is_opening = self._is_open = False
        self._stop_wanted.emit()
        self._source_wanted.emit(QUrl())

    def play(self) -> None:
        """Play on from here."""
        self._play_wanted.emit()

    def pause(self) -> None:
        """Stand still at what is shown."""
        # At the end Qt has stopped, and to pause there would go back to the beginning.
        if self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState:
            self._pause_wanted.emit()

    def seek(self, position_ms: int) -> None:
        """Go to a time; the frame that is on the screen at that time is shown."""
        # At the very border of two frames Qt shows the one that ends there.
        last_ms = max(self.duration_ms - 1, 0)
        self._position_wanted.emit(min(position_ms + 1, last_ms))
        if self._player.playbackState() is QMediaPlayer.PlaybackState.StoppedState:
            self._pause_wanted.emit()

    def set_rate(self, rate: float) -> None:
        """Play faster or slower, with the pitch kept where Qt can."""
        self._rate_wanted.emit(rate)

    def sound_lag_ms(self) -> float:
        """Return how far what is heard is behind what Qt reports, in time of the media.

        To keep the pitch at another speed, Qt looks 60 ms ahead in the sound and holds what it
        made for another 60 ms; its reports and its picture do not wait for that.
        """
        rate = self._player.playbackRate()
        if rate == 1 or not self.has_sound_device or not self._player.hasAudio():
            return 0.0
        return STRETCH_MS + STRETCH_MS * rate

    def set_volume(self, volume: int) -> None:
        """Set how loud it is to the ear, from 0 to 100."""
        self._output.setVolume(_gain(volume))

    def set_muted(self, is_muted: bool) -> None:
        """Silence it, or not."""
        self._output.setMuted(is_muted)

    def _connect_wishes(self) -> None:
        self._source_wanted.connect(self._player.setSource)
        self._play_wanted.connect(self._player.play)
        self._pause_wanted.connect(self._player.pause)
        self._stop_wanted.connect(self._player.stop)
        self._position_wanted.connect(self._player.setPosition)
        self._rate_wanted.connect(self._player.setPlaybackRate)

    def _settle_overrides(self) -> None:
        """Let PySide look for an override of `disconnectNotify` here and now.

        The answer is remembered: Qt's threads, which disconnect from these objects when they end,
        need no lock for it any more, whoever makes them end.
        """
        for signal in (
            self._output.volumeChanged,
            self._sink.videoSizeChanged,
            self._player.durationChanged,
        ):
            signal.connect(self._on_nothing)
            signal.disconnect(self._on_nothing)

    @Slot()
    def _on_nothing(self) -> None:
        """Only ever connected to be disconnected."""

    @Slot()
    def _on_devices_changed(self) -> None:
        self._output.setDevice(QMediaDevices.defaultAudioOutput())
        self.sound_changed.emit()

    @Slot(QVideoFrame)
    def _on_frame(self, frame: QVideoFrame) -> None:
        # Qt sends an empty frame at the end and at every stop; the last picture stays instead.
        if self._is_open and frame.isValid():
            self.frame_arrived.emit(frame)

    @Slot("qlonglong")
    def _on_position(self, position_ms: int) -> None:
        if self._is_open:
            self.position_reported.emit(position_ms)

    @Slot(QMediaPlayer.MediaStatus)
    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        is_ready = status in {
            QMediaPlayer.MediaStatus.LoadedMedia,
            QMediaPlayer.MediaStatus.BufferedMedia,
        }
        if is_ready and self._is_opening:
            self._open_or_refuse()
        elif status is QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()

    def _open_or_refuse(self) -> None:
        if self._player.hasVideo() or self._player.hasAudio():
            self._is_opening, self._is_open = False, True
            self.opened.emit()
        else:
            self._fail(PlaybackFault.UNREADABLE)

    @Slot(QMediaPlayer.Error, str)
    def _on_error(self, error: QMediaPlayer.Error, _words: str) -> None:
        if error is QMediaPlayer.Error.AccessDeniedError:
            self._fail(PlaybackFault.NOT_ALLOWED)
        elif error is not QMediaPlayer.Error.NoError:
            path = Path(self._player.source().toLocalFile())
            self._fail(_fault_of(path) or PlaybackFault.UNREADABLE)

    def _fail(self, fault: PlaybackFault) -> None:
        was_wanted = self._is_opening or self._is_open
        self._is_opening = self._is_open = False
        # One fault can bring several errors; the first says it.
        if was_wanted:
            self.failed.emit(fault)


def _gain(volume: int) -> float:
    """Return the linear factor of a loudness to the ear."""
    scale = QAudio.VolumeScale
    share = volume / FULL_VOLUME
    return QAudio.convertVolume(share, scale.LogarithmicVolumeScale, scale.LinearVolumeScale)


def _fault_of(path: Path) -> PlaybackFault | None:
    """Return what is wrong with a file that Qt need not be asked about."""
    try:
        with path.open("rb") as file:
            return None if file.read(1) else PlaybackFault.EMPTY
    except (FileNotFoundError, NotADirectoryError):
        return PlaybackFault.MISSING
    except PermissionError:
        return PlaybackFault.NOT_ALLOWED
    except OSError:
        return PlaybackFault.UNREADABLE
