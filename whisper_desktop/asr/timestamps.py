"""Timestamp tokens cut a window's text into timed pieces and say where to look next.

Timestamp tokens count steps of 20 ms from the window's start; frames last 10 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass

STEP_MS = 20
FRAME_MS = 10


@dataclass(frozen=True, slots=True)
class TimedTokens:
    """Tokens said between two times, in milliseconds from the window's start.

    `words_from_ms` is where word timing may believe the first word to begin: before the first
    timestamp where that is the window's only bound, as in the reference implementation.
    """

    start_ms: int
    end_ms: int
    tokens: tuple[int, ...]
    words_from_ms: int


@dataclass(frozen=True, slots=True)
class WindowCut:
    """A window's pieces, and how many frames of it are settled by them.

    `tail` is what was said after the last settled piece, up to the window's end; sequential
    decoding reads it again in the next window. `ends_in_silence` means that nothing was heard
    after the last piece, so the whole window is settled.
    """

    pieces: tuple[TimedTokens, ...]
    advance_frames: int
    ends_in_silence: bool
    tail: TimedTokens | None = None


def cut_window(tokens: Sequence[int], timestamp_begin: int, n_frames: int) -> WindowCut:
    """Cut where two timestamps meet: the end of one piece and the start of the next.

    A window without such a meeting is one piece from its first timestamp to its last, as far as
    there are any; `n_frames` is how much sound the window holds.
    """
    is_timestamp = [token >= timestamp_begin for token in tokens]
    ends_in_silence = is_timestamp[-2:] == [False, True]
    cuts = [i for i in range(1, len(tokens)) if is_timestamp[i - 1] and is_timestamp[i]]
    if not cuts:
        return WindowCut(
            (_whole(tokens, is_timestamp, timestamp_begin, n_frames),), n_frames, ends_in_silence
        )
    if ends_in_silence:
        cuts.append(len(tokens))
    pieces = tuple(
        _piece(tokens[start:end], timestamp_begin)
        for start, end in zip([0, *cuts[:-1]], cuts, strict=True)
    )
    if ends_in_silence:
        return WindowCut(pieces, n_frames, ends_in_silence)
    last_step = tokens[cuts[-1] - 1] - timestamp_begin
    tail = _tail(tokens[cuts[-1] :], timestamp_begin, n_frames)
    return WindowCut(pieces, last_step * STEP_MS // FRAME_MS, ends_in_silence, tail)


def _piece(tokens: Sequence[int], timestamp_begin: int) -> TimedTokens:
    start_ms = (tokens[0] - timestamp_begin) * STEP_MS
    end_ms = (tokens[-1] - timestamp_begin) * STEP_MS
    return TimedTokens(start_ms, end_ms, tuple(tokens), words_from_ms=start_ms)


def _whole(
    tokens: Sequence[int], is_timestamp: Sequence[bool], timestamp_begin: int, n_frames: int
) -> TimedTokens:
    stamps = [token for token, stamped in zip(tokens, is_timestamp, strict=True) if stamped]
    start_ms, end_ms = 0, n_frames * FRAME_MS
    if stamps and stamps[-1] != timestamp_begin:
        end_ms = (stamps[-1] - timestamp_begin) * STEP_MS
    if is_timestamp[:1] == [True]:
        start_ms = min((tokens[0] - timestamp_begin) * STEP_MS, end_ms)
    return TimedTokens(start_ms, end_ms, tuple(tokens), words_from_ms=0)


def _tail(tokens: Sequence[int], timestamp_begin: int, n_frames: int) -> TimedTokens | None:
    start_ms, end_ms = (tokens[0] - timestamp_begin) * STEP_MS, n_frames * FRAME_MS
    has_text = any(token < timestamp_begin for token in tokens)
    if not has_text:
        return None
    start_ms = max(0, min(start_ms, end_ms - STEP_MS))
    return TimedTokens(start_ms, end_ms, tuple(tokens), words_from_ms=start_ms)
