"""Playing, pausing, seeking, stepping and playing stretches, with a playhead exact to the frame."""

import math
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtMultimedia import QVideoFrame

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.views.player.media_player import FULL_VOLUME, AudioTrack, MediaPlayer
from whisper_desktop.ui.views.player.playback_clock import PlaybackClock

TICK_MS = 16
OVERRUN_MS = 100
"""So long after the end the player must have stopped."""
STEP_FRAMES_PER_SECOND = 25.0
"""The length of a step where there are no frames."""
MIN_RATE, MAX_RATE = 0.25, 3.0


class Playback(QObject):
    """Plays a file for the panes: says sixty times a second where it is.

    The media player and its libraries are loaded with the first file, not before. `now_s` reads a
    steady clock in seconds.
    """

    opened = Signal()
    failed = Signal(object)
    """A PlaybackFault: the file cannot be played, or not any longer."""
    frame_arrived = Signal(QVideoFrame)
    position_changed = Signal(object)
    """In whole milliseconds."""
    playing_changed = Signal(bool)
    settings_changed = Signal()
    """Rate, volume, silence, or whether there is a device to play sound on."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        make_player: Callable[[QObject], MediaPlayer] = MediaPlayer,
        now_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._make_player, self._now_s = make_player, now_s
        self._player: MediaPlayer | None = None
        self._clock = PlaybackClock()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._rate, self._volume, self._is_muted = 1.0, FULL_VOLUME, False
        self._position_ms = 0
        self._begun_ms = 0
        """Where the last playing began."""
        self._span: TimeSpan | None = None
        self._is_looping = False
        self._is_loading = self._plays_when_open = False
        self._shown: tuple[float, float] | None = None
        """The milliseconds that the frame on the screen covers, where the file says it."""

    @property
    def is_open(self) -> bool:
        """Whether there is something to play."""
        return self._player is not None and self._player.is_open

    @property
    def is_playing(self) -> bool:
        """Whether the playhead moves."""
        return self._clock.is_running

    @property
    def position_ms(self) -> int:
        """Where the playhead is."""
        return self._position_ms

    @property
    def duration_ms(self) -> int:
        """Length of the media, 0 while it is not known."""
        return self._player.duration_ms if self._player is not None else 0

    @property
    def has_video(self) -> bool:
        """Whether the open file has a picture."""
        return self._player is not None and self._player.is_open and self._player.has_video

    @property
    def has_sound_device(self) -> bool:
        """Whether what is open can be heard on this machine now."""
        return self._player is None or self._player.has_sound_device

    @property
    def audio_track(self) -> int:
        """The audio track that is played, from 0; -1 for none."""
        return self._player.audio_track if self._player is not None else -1

    @property
    def rate(self) -> float:
        """How fast it plays; 1 is as recorded."""
        return self._rate

    @property
    def volume(self) -> int:
        """How loud it is to the ear, from 0 to 100."""
        return self._volume

    @property
    def is_muted(self) -> bool:
        """Whether it is silent whatever the volume."""
        return self._is_muted

    def audio_tracks(self) -> tuple[AudioTrack, ...]:
        """Return what the file says of each of its audio tracks."""
        return self._player.audio_tracks() if self._player is not None else ()

    def open(self, path: Path) -> None:
        """Load a file, with its first frame shown; `opened` or `failed` follows."""
        self.unload()
        if self._player is None:
            self._player = self._new_player()
        self._is_loading = True
        self._player.open(path)

    def unload(self) -> None:
        """Let go of the file; the playhead goes back to 0."""
        self._is_loading = self._plays_when_open = False
        self._halt()
        if self._player is not None:
            self._player.unload()
        self._shown = None
        self._move_to(0)

    def play(self) -> None:
        """Play on from the playhead; from the beginning when it is at the end.

        A file that is still being loaded is played once it is there, unless asked again.
        """
        if not self.is_open:
            self._plays_when_open = self._is_loading and not self._plays_when_open
            return
        self._span = None
        if self._position_ms >= self.duration_ms:
            self._go(0)
        self._run()

    def pause(self) -> None:
        """Stand still at the playhead, with the frame shown that belongs to it."""
        if self._player is None or not self.is_playing:
            return
        self._move_to(round(self._clock.stop(self._now_s())))
        self._halt()
        if self.has_video and not self._is_shown(self._position_ms):
            self._player.seek(self._position_ms)

    def toggle(self) -> None:
        """Pause what plays, play what stands."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stand still where the playing began; a second time, at the beginning of the file."""
        was_playing = self.is_playing
        self._halt()
        self._go(self._begun_ms if was_playing else 0)

    def seek(self, position_ms: int) -> None:
        """Go to a time, playing or not; a stretch that is being played is left by it."""
        span = self._span
        if span is not None and not span.start_ms <= position_ms < span.end_ms:
            self._span = None
        self._go(position_ms)

    def play_span(self, start_ms: int, end_ms: int, *, is_looping: bool = False) -> None:
        """Play a stretch and pause at its end, or begin again there."""
        start_ms, end_ms = max(start_ms, 0), min(end_ms, self.duration_ms)
        if not self.is_open or start_ms >= end_ms:
            return
        self._go(start_ms)
        self._span, self._is_looping = TimeSpan(start_ms, end_ms), is_looping
        self._run()

    def step(self, frames: int) -> None:
        """Pause, and go some frames forward or back."""
        if not self.is_open:
            return
        self.pause()
        self._go(self._stepped(frames))

    def set_rate(self, rate: float) -> None:
        """Play faster or slower, within what can still be followed."""
        self._rate = min(max(rate, MIN_RATE), MAX_RATE)
        self._clock.set_rate(self._rate, self._now_s())
        if self._player is not None:
            self._player.set_rate(self._rate)
        self.settings_changed.emit()

    def set_volume(self, volume: int) -> None:
        """Set how loud it is to the ear, from 0 to 100; what was silent is heard again."""
        self._volume = min(max(volume, 0), FULL_VOLUME)
        if self._player is not None:
            self._player.set_volume(self._volume)
        self.set_muted(False)

    def set_muted(self, is_muted: bool) -> None:
        """Silence it whatever the volume, or not."""
        self._is_muted = is_muted
        if self._player is not None:
            self._player.set_muted(is_muted)
        self.settings_changed.emit()

    def set_audio_track(self, index: int) -> None:
        """Play another audio track, from where the playhead is."""
        if self._player is None or not self.is_open or index == self._player.audio_track:
            return
        self._player.set_audio_track(index)
        self._go(self._position_ms)
        if self.is_playing:
            self._player.play()

    def _new_player(self) -> MediaPlayer:
        player = self._make_player(self)
        player.opened.connect(self._on_opened)
        player.failed.connect(self._on_failed)
        player.frame_arrived.connect(self._on_frame)
        player.position_reported.connect(self._on_reported)
        player.ended.connect(self._on_ended)
        player.sound_changed.connect(self.settings_changed)
        player.set_rate(self._rate)
        player.set_volume(self._volume)
        player.set_muted(self._is_muted)
        return player

    def _run(self) -> None:
        assert self._player is not None
        self._begun_ms = self._position_ms
        self._player.play()
        if not self.is_playing:
            self._clock.start(self._now_s())
            self._timer.start()
            self.playing_changed.emit(True)

    def _halt(self) -> None:
        self._span = None
        self._clock.stop(self._now_s())
        if self._timer.isActive():
            self._timer.stop()
            if self._player is not None:
                self._player.pause()
            self.playing_changed.emit(False)

    def _go(self, position_ms: int) -> None:
        """Put the playhead somewhere, and the player with it."""
        if self._player is None or not self.is_open:
            return
        position_ms = min(max(position_ms, 0), self.duration_ms)
        self._clock.jump(position_ms, self._now_s())
        self._player.seek(position_ms)
        self._move_to(position_ms)

    def _move_to(self, position_ms: int) -> None:
        if not self.is_playing:
            self._clock.jump(position_ms, self._now_s())
        if position_ms != self._position_ms:
            self._position_ms = position_ms
            self.position_changed.emit(position_ms)

    def _stepped(self, frames: int) -> int:
        """Return where some frames further is, from the frame that is on the screen if possible.

        Its times are true also where frames differ in length; a playhead that is ahead of the
        screen is moved by the nominal length.
        """
        fps = self._player.frames_per_second if self._player is not None else None
        frame_ms = 1_000 / (fps or STEP_FRAMES_PER_SECOND)
        if self._shown is None or not self._is_shown(self._position_ms):
            from_ms = math.floor(self._position_ms / frame_ms + 1e-6) * frame_ms
        elif frames > 0:
            from_ms, frames = self._shown[1], frames - 1
        else:
            from_ms = self._shown[0]
        return max(math.ceil(from_ms + frames * frame_ms - 1e-3), 0)

    def _is_shown(self, position_ms: int) -> bool:
        """Tell whether the frame on the screen is the one of this time."""
        return self._shown is not None and self._shown[0] <= position_ms < self._shown[1]

    @Slot()
    def _on_tick(self) -> None:
        position_ms = int(self._clock.read(self._now_s()))
        span = self._span
        if span is not None and position_ms >= span.end_ms:
            self._finish_span(span)
        elif position_ms > self.duration_ms + OVERRUN_MS * self._rate:
            # WORKAROUND Qt 6.11: after a seek while playing it never reports the end.
            self._on_ended()
        else:
            self._move_to(min(position_ms, self.duration_ms))

    def _finish_span(self, span: TimeSpan) -> None:
        if self._is_looping:
            self._go(span.start_ms)
            return
        self._halt()
        self._go(span.end_ms)

    @Slot()
    def _on_opened(self) -> None:
        is_wanted = self._plays_when_open
        self._is_loading = self._plays_when_open = False
        self.opened.emit()
        if is_wanted:
            self.play()

    @Slot(QVideoFrame)
    def _on_frame(self, frame: QVideoFrame) -> None:
        start_ms, end_ms = frame.startTime() / 1_000, frame.endTime() / 1_000
        self._shown = (start_ms, end_ms) if 0 <= start_ms < end_ms else None
        if self._shown is not None:
            self._hear(start_ms, end_ms - start_ms)
        self.frame_arrived.emit(frame)

    @Slot(int)
    def _on_reported(self, position_ms: int) -> None:
        # Frames say it better, as long as there are any: the picture may end before the sound.
        if self._shown is None or position_ms > self._shown[1]:
            self._hear(position_ms)

    def _hear(self, reported_ms: float, lasts_ms: float = 0.0) -> None:
        lag_ms = self._player.sound_lag_ms() if self._player is not None else 0.0
        self._clock.hear(reported_ms - lag_ms, self._now_s(), lasts_ms)

    @Slot()
    def _on_ended(self) -> None:
        span = self._span
        if span is not None and self._is_looping and self._player is not None:
            self._go(span.start_ms)
            self._player.play()
            return
        self._halt()
        self._move_to(self.duration_ms)

    @Slot(object)
    def _on_failed(self, fault: object) -> None:
        self._is_loading = self._plays_when_open = False
        self._halt()
        self.failed.emit(fault)
