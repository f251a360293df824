"""Where two transcripts part, and how far apart their word times are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from benchmarks.transcript import TimedText, Transcript, Window


@dataclass(frozen=True, slots=True)
class TokenDifference:
    """The first window that differs; everything after it may follow from it."""

    window_index: int
    reference: Window | None
    """None when the reference has no such window."""
    ours: Window | None

    @property
    def is_input_equal(self) -> bool:
        """Whether both decoders were given the same audio and the same text before."""
        if self.reference is None or self.ours is None:
            return False
        is_same_place = self.reference.seek_frame == self.ours.seek_frame
        return is_same_place and self.reference.prompt == self.ours.prompt

    @property
    def position(self) -> int:
        """The index of the first token that differs."""
        if self.reference is None or self.ours is None:
            return 0
        return common_length(self.reference.tokens, self.ours.tokens)


def first_token_difference(reference: Transcript, ours: Transcript) -> TokenDifference | None:
    """Return the first window whose place, prompt or tokens differ, or None."""
    pairs = zip_longest(reference.windows, ours.windows)
    for index, (expected, found) in enumerate(pairs):
        if expected != found:
            return TokenDifference(index, expected, found)
    return None


def first_segment_difference(
    reference: Transcript, ours: Transcript
) -> tuple[TimedText | None, TimedText | None] | None:
    """Return the first pair of segments whose times or text differ, or None."""
    pairs = zip_longest(reference.segments, ours.segments)
    return next((pair for pair in pairs if pair[0] != pair[1]), None)


def common_length(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens at the start are the same."""
    equal = (
        index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]
    )
    return next(equal, min(len(one), len(other)))


@dataclass(frozen=True, slots=True)
class WordTimes:
    """How far the times of the same words differ."""

    word_count: int
    is_text_equal: bool
    max_difference_ms: int
    """Over the words before the first one that differs, starts and ends."""


def compare_word_times(reference: Transcript, ours: Transcript) -> WordTimes:
    """Compare words one by one, up to the first that is another word."""
    largest_ms, same = 0, 0
    for expected, found in zip(reference.words, ours.words, strict=False):
        if expected.text != found.text:
            break
        same += 1
        starts_ms = abs(expected.start_ms - found.start_ms)
        largest_ms = max(largest_ms, starts_ms, abs(expected.end_ms - found.end_ms))
    is_text_equal = same == len(reference.words) == len(ours.words)
    return WordTimes(len(reference.words), is_text_equal, largest_ms)
