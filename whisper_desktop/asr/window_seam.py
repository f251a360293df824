"""Where one window of a sequential walk ends and the next begins: nothing lost, nothing twice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.loops import keys_of, least_repeat_ms
from whisper_desktop.asr.timestamps import FRAME_MS, TimedTokens, WindowCut
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.speech_map import SpeechMap

_AT_THE_END_MS = 200
"""What ends so near to a window's end may be cut off by it: timestamps are as exact as that."""
_GOES_ON_MS = 300
_LEAST_STEP_SHARE = 0.25
"""What is read again begins after at least so much of the window: it must get on."""
_LEAST_READ_MS = 1_000
"""What is left of a window is read next only if so much of it was read: it must get on."""
_LEAST_UNREAD_MS = 2_000
"""So much speech is heard again, though the network took it for silence."""
_LEAST_PASSED_OVER_MS = 3_000
"""So much speech between two pieces of text was not written; less is a matter of times."""
_TALK_SHARE = 0.5
"""Where less than this is speech by voice activity, the network may be right to be silent."""
_MOST_WORDS_AGAIN = 12
"""A seam says no more twice than a window's last piece."""


def is_cut_off(cut: WindowCut, window: AudioWindow, known: SpeechMap) -> bool:
    """Whether the last piece touches the window's end while somebody goes on speaking there."""
    if len(cut.pieces) < 2 or cut.advance_frames < window.n_frames:
        return False
    last = cut.pieces[-1]
    window_ms = window.n_frames * FRAME_MS
    touches_end = last.end_ms >= window_ms - _AT_THE_END_MS
    around_ms = window.end_ms - _AT_THE_END_MS, window.end_ms + _GOES_ON_MS
    goes_on = known.speech_ms(*around_ms) >= around_ms[1] - around_ms[0]
    return touches_end and goes_on and last.start_ms >= _LEAST_STEP_SHARE * window_ms


def without_last_piece(cut: WindowCut) -> WindowCut:
    """Return the cut without its last piece, which the next window reads again."""
    *pieces, last = cut.pieces
    return WindowCut(tuple(pieces), last.start_ms // FRAME_MS, ends_in_silence=False, tail=last)


def count_said_again(
    said_before: Sequence[str],
    words: Sequence[AlignedWord],
    free_from_s: float,
    language: str,
) -> int:
    """Return how many words at a window's beginning repeat what was said before it.

    They are the same as the last words before, and there is no time for them: the sound up to
    `free_from_s`, in seconds from the window's start, belongs to those. Who really says something
    again takes the time to say it.
    """
    keys = keys_of(words)
    places = [index for index, key in enumerate(keys) if key][:_MOST_WORDS_AGAIN]
    for count in range(min(len(places), len(said_before)), 0, -1):
        again = [keys[place] for place in places[:count]]
        if again != list(said_before[-count:]):
            continue
        free_ms = (words[places[count - 1]].end_s - max(0.0, free_from_s)) * 1_000
        if free_ms < least_repeat_ms(again, language):
            return places[count - 1] + 1
    return 0


def read_ms(cut: WindowCut, timestamp_begin: int) -> int:
    """Return up to where in a window its pieces have text."""
    ends_ms = [
        piece.end_ms
        for piece in cut.pieces
        if any(token < timestamp_begin for token in piece.tokens)
    ]
    return max(ends_ms, default=0)


def speaks_on(reached_ms: int, window: AudioWindow, known: SpeechMap) -> bool:
    """Whether somebody speaks for long after what a window's text goes up to."""
    rest_ms = known.speech_ms(window.start_ms + reached_ms, window.end_ms)
    return reached_ms >= _LEAST_READ_MS and rest_ms >= _LEAST_UNREAD_MS


def is_unheard(reached_ms: int, window: AudioWindow, known: SpeechMap) -> bool:
    """Whether a window's text says next to nothing, though somebody speaks most of the time."""
    rest_ms = known.speech_ms(window.start_ms + reached_ms, window.end_ms)
    is_talk = known.speech_share(window.start_ms, window.end_ms) >= _TALK_SHARE
    return reached_ms < _LEAST_READ_MS and rest_ms >= _LEAST_UNREAD_MS and is_talk


def count_before_gap(timed: Sequence[TimedWords], window: AudioWindow, known: SpeechMap) -> int:
    """Return how many pieces come before speech that the next one passes over, or all of them."""
    for count, (piece, following) in enumerate(pairwise(timed), start=1):
        start_ms, end_ms = round(piece.end_s * 1_000), round(following.start_s * 1_000)
        gets_on = start_ms - window.start_ms >= _LEAST_READ_MS
        if gets_on and known.speech_ms(start_ms, end_ms) >= _LEAST_PASSED_OVER_MS:
            return count
    return len(timed)


def ended_at(cut: WindowCut, end_s: float) -> WindowCut:
    """Return a cut that settles no more than what comes before a time of the window."""
    advance_frames = min(cut.advance_frames, round(end_s * FRAMES_PER_SECOND))
    return replace(cut, advance_frames=advance_frames, ends_in_silence=False)


@dataclass(frozen=True, slots=True)
class Fresh:
    """What of a window's pieces and their words is new, and what the window before has said."""

    pieces: tuple[TimedTokens, ...]
    words: Sequence[AlignedWord]
    left_out: tuple[LeftOut, ...] = ()

    def first(self, n_pieces: int) -> "Fresh":
        """Return the same with no more than so many pieces."""
        return Fresh(self.pieces[:n_pieces], self.words, self.left_out)


def without_words(
    pieces: Sequence[TimedTokens],
    words: Sequence[AlignedWord],
    count: int,
    timestamp_begin: int,
    offset_ms: int,
) -> Fresh:
    """Return the pieces without so many words from the beginning; `offset_ms` is where they lie."""
    if count == 0:
        return Fresh(tuple(pieces), words)
    again, n_left = words[:count], sum(len(word.tokens) for word in words[:count])
    fresh: list[TimedTokens] = []
    for piece in pieces:
        n_text = sum(token < timestamp_begin for token in piece.tokens)
        if n_text > n_left:
            fresh.append(without_first_tokens(piece, n_left, timestamp_begin))
        n_left = max(0, n_left - n_text)
    start_ms = offset_ms + round(again[0].start_s * 1_000)
    end_ms = max(start_ms + 1, offset_ms + round(again[-1].end_s * 1_000))
    text = "".join(word.text for word in again).strip()
    left_out = LeftOut(start_ms, end_ms, text, LeftOutReason.REPEATED)
    return Fresh(tuple(fresh), words[count:], (left_out,))


def without_first_tokens(piece: TimedTokens, n_tokens: int, timestamp_begin: int) -> TimedTokens:
    """Return a piece without so many tokens of text from its beginning."""
    kept: list[int] = []
    n_left = n_tokens
    for token in piece.tokens:
        if token < timestamp_begin and n_left > 0:
            n_left -= 1
        else:
            kept.append(token)
    return replace(piece, tokens=tuple(kept))
