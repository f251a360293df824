"""Where the windows of a sequential walk lie: at speech, and not across long pauses."""

from whisper_desktop.asr.dims import WINDOW_FRAMES
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.speech_map import HearsSpeech

_WINDOW_MS = WINDOW_FRAMES * FRAME_MS
_LEAST_JUMP_MS = 1_000
"""So much surely silent sound before a window is left out: the network was trained to time the
first word of a window within its first second."""
_LEAST_WINDOW_MS = 200
"""A window is not cut shorter than this: nothing that was said fits in."""


class WindowPath:
    """Says where the next window lies, by what an ear tells of the recording.

    Without an ear the windows are what the reference implementation takes: thirty seconds from
    where reading goes on.
    """

    def __init__(self, content_frames: int, speech: HearsSpeech | None, max_pause_ms: int) -> None:
        self._content_frames, self._speech = content_frames, speech
        self._max_pause_ms = max_pause_ms

    def window_from(self, at_frame: int) -> AudioWindow | None:
        """Return the next window from a frame on, or None where nothing is left to read."""
        if self._speech is None:
            return self._whole(at_frame)
        start_frame = self._start(self._speech, at_frame)
        if start_frame >= self._content_frames:
            return None
        return self._uninterrupted(self._speech, start_frame)

    def _whole(self, at_frame: int) -> AudioWindow | None:
        n_frames = min(WINDOW_FRAMES, self._content_frames - at_frame)
        return AudioWindow(at_frame, n_frames) if n_frames > 0 else None

    def _start(self, speech: HearsSpeech, at_frame: int) -> int:
        """Return where the window begins: later, if surely nobody speaks for long."""
        at_ms, content_ms = at_frame * FRAME_MS, self._content_frames * FRAME_MS
        reach_ms = at_ms + _WINDOW_MS
        known = speech.until(reach_ms)
        while known.next_possible_ms(at_ms) >= known.end_ms and reach_ms < content_ms:
            reach_ms = max(reach_ms, known.end_ms) + _WINDOW_MS
            known = speech.until(reach_ms)
        start_ms = known.next_possible_ms(at_ms)
        if start_ms >= known.end_ms:
            return self._content_frames
        return start_ms // FRAME_MS if start_ms - at_ms >= _LEAST_JUMP_MS else at_frame

    def _uninterrupted(self, speech: HearsSpeech, start_frame: int) -> AudioWindow:
        """Return the window up to the first long pause in it."""
        n_frames = min(WINDOW_FRAMES, self._content_frames - start_frame)
        start_ms = start_frame * FRAME_MS
        known = speech.until(start_ms + _WINDOW_MS)
        for pause in known.pauses(start_ms, start_ms + _WINDOW_MS, self._max_pause_ms):
            frames_before = -(-(pause.start_ms - start_ms) // FRAME_MS)
            if frames_before * FRAME_MS >= _LEAST_WINDOW_MS:
                return AudioWindow(start_frame, min(n_frames, frames_before))
        return AudioWindow(start_frame, n_frames)
