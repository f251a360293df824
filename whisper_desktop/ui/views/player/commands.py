"""What a menu, a key or a button can ask of the player."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.player.playback import Playback

RATES = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
AROUND_MS = 500
"""What is played before or after a time to judge it."""
JUMP_MS = 1_000
VOLUME_STEP = 10


class PlayerCommands:
    """Commands by name; those about the selection do nothing while none is there."""

    def __init__(self, playback: Playback, editing: EditingController) -> None:
        self._playback, self._editing = playback, editing
        self.by_name: Mapping[str, Callable[[], None]] = MappingProxyType(
            {
                "play": playback.toggle,
                "stop": playback.stop,
                "play-selection": self.play_selection,
                "loop-selection": self.loop_selection,
                "play-before": self.play_before,
                "play-first": self.play_first,
                "play-last": self.play_last,
                "play-after": self.play_after,
                "frame-back": self.step_back,
                "frame-forward": self.step_forward,
                "seek-back": self.seek_back,
                "seek-forward": self.seek_forward,
                "seek-row": self.seek_row,
                "slower": self.slower,
                "faster": self.faster,
                "normal-speed": self.normal_speed,
                "louder": self.louder,
                "quieter": self.quieter,
                "mute": self.toggle_mute,
            }
        )

    def play_selection(self) -> None:
        """Play from the first start to the last end of the selected rows."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.start_ms, span.end_ms)

    def loop_selection(self) -> None:
        """Play the selected rows again and again."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.start_ms, span.end_ms, is_looping=True)

    def play_before(self) -> None:
        """Play what comes just before the selection."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.start_ms - AROUND_MS, span.start_ms)

    def play_first(self) -> None:
        """Play how the selection begins."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.start_ms, span.start_ms + AROUND_MS)

    def play_last(self) -> None:
        """Play how the selection ends."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.end_ms - AROUND_MS, span.end_ms)

    def play_after(self) -> None:
        """Play what follows the selection."""
        if (span := self._selected_span()) is not None:
            self._playback.play_span(span.end_ms, span.end_ms + AROUND_MS)

    def step_back(self) -> None:
        """Go one frame back."""
        self._playback.step(-1)

    def step_forward(self) -> None:
        """Go one frame forward."""
        self._playback.step(1)

    def seek_back(self) -> None:
        """Go a second back."""
        self._playback.seek(self._playback.position_ms - JUMP_MS)

    def seek_forward(self) -> None:
        """Go a second forward."""
        self._playback.seek(self._playback.position_ms + JUMP_MS)

    def seek_row(self) -> None:
        """Go to the start of the current row."""
        row = self._editing.current_row()
        if row is not None:
            self._playback.seek(self._editing.document[row].start_ms)

    def slower(self) -> None:
        """Take the next lower of the usual speeds."""
        lower = [rate for rate in RATES if rate < self._playback.rate]
        self._playback.set_rate(lower[-1] if lower else RATES[0])

    def faster(self) -> None:
        """Take the next higher of the usual speeds."""
        higher = [rate for rate in RATES if rate > self._playback.rate]
        self._playback.set_rate(higher[0] if higher else RATES[-1])

    def normal_speed(self) -> None:
        """Play as it was recorded."""
        self._playback.set_rate(1.0)

    def louder(self) -> None:
        """Turn the volume up a little."""
        self._playback.set_volume(self._playback.volume + VOLUME_STEP)

    def quieter(self) -> None:
        """Turn the volume down a little."""
        self._playback.set_volume(self._playback.volume - VOLUME_STEP)

    def toggle_mute(self) -> None:
        """Silence it, or let it be heard again."""
        self._playback.set_muted(not self._playback.is_muted)

    def _selected_span(self) -> TimeSpan | None:
        cues = [self._editing.document[row] for row in self._editing.selected_rows()]
        start_ms = min((cue.start_ms for cue in cues), default=0)
        end_ms = max((cue.end_ms for cue in cues), default=0)
        return TimeSpan(start_ms, end_ms) if start_ms < end_ms else None
