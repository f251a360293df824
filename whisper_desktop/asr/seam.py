"""Where to change from one transcript to the next, when both heard the same few seconds.

Each transcript is poor near its own edge: the last word is cut off or made up, the first one
lacks its beginning. So the change is made at words that both have, as near to the middle of the
overlap as may be.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from whisper_desktop.core.timecode import TimeSpan

_MAX_SHIFT_MS = 1_500
"""Two transcripts may time the same word this differently; farther apart it is another one."""
_USUAL_SHIFT_MS = 300
_BROKEN_SEGMENT_COST = 0.25
"""Beside the distance from the middle to the edge of the overlap, which costs 1."""
_SEAM_BY_TIME_COST = 2.0
"""As much as a lone common word at the very edge, which may be a coincidence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a cut cannot part: a word or, where words run together, a character.

    `doubt_ms` is how wrong its times may be because they were only estimated.
    """

    start_ms: int
    end_ms: int
    text: str
    begins_segment: bool
    doubt_ms: int = 0

    @property
    def middle_ms(self) -> int:
        """The time that decides on which side of a cut the unit lies."""
        return (self.start_ms + self.end_ms) // 2

    @property
    def key(self) -> str:
        """What two transcripts must have in common: letters and digits, in any case."""
        return spoken_part(self.text)


@dataclass(frozen=True, slots=True)
class Seam:
    """The left transcript's first `left_count` units, then the right's from `right_first` on."""

    left_count: int
    right_first: int


@dataclass(frozen=True, slots=True)
class _Match:
    """The same word in both transcripts, within a run of `run` such words."""

    left: int
    right: int
    run: int = 1


@lru_cache(maxsize=4_096)
def spoken_part(text: str) -> str:
    """Return the letters, marks and digits of a text, with case and width folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")


def find_seam(left: Sequence[Unit], right: Sequence[Unit], overlap: TimeSpan) -> Seam:
    """Return the best seam of two transcripts, each in order of time and not empty.

    Units outside of the overlap are never left out. Without a trustworthy common word the seam is
    the middle of the overlap or, where only one side heard something there, whatever keeps that.
    """
    middle_ms = (overlap.start_ms + overlap.end_ms) // 2
    outside = _outside(left, right, overlap)
    seams = [(_seam_by_time(left, right, overlap), _SEAM_BY_TIME_COST)]
    for match in _with_runs(_matches(left, right, overlap)):
        for seam, at_ms in _seams_at(match, left[match.left], right[match.right]):
            if seam.left_count >= outside.left_count and seam.right_first <= outside.right_first:
                distance = abs(at_ms - middle_ms) * 2 / overlap.duration_ms
                seams.append((seam, distance + 1 / match.run))
    best, _ = min(seams, key=lambda s: s[1] + _broken_segments_cost(s[0], left, right))
    return best


def _outside(left: Sequence[Unit], right: Sequence[Unit], overlap: TimeSpan) -> Seam:
    """Return how many units of the left surely lie before the overlap, and of the right after."""
    before = [i for i, unit in enumerate(left, 1) if _latest_ms(unit) < overlap.start_ms]
    after = [i for i, unit in enumerate(right) if _earliest_ms(unit) >= overlap.end_ms]
    return Seam(max(before, default=0), min(after, default=len(right)))


def _latest_ms(unit: Unit) -> int:
    return unit.middle_ms + unit.doubt_ms


def _earliest_ms(unit: Unit) -> int:
    return unit.middle_ms - unit.doubt_ms


def _matches(left: Sequence[Unit], right: Sequence[Unit], overlap: TimeSpan) -> list[_Match]:
    """Return the heaviest common subsequence of what both may have heard."""
    lefts = [
        i for i, unit in enumerate(left) if _latest_ms(unit) >= overlap.start_ms - _MAX_SHIFT_MS
    ]
    rights = [
        i for i, unit in enumerate(right) if _earliest_ms(unit) <= overlap.end_ms + _MAX_SHIFT_MS
    ]
    weights = [[_weight(left[i], right[j]) for j in rights] for i in lefts]
    best = [[0.0] * (len(rights) + 1) for _ in range(len(lefts) + 1)]
    """best[i][j] is the weight that the units from i and j on can reach together."""
    for i in reversed(range(len(lefts))):
        for j in reversed(range(len(rights))):
            pair = weights[i][j] + best[i + 1][j + 1] if weights[i][j] else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    return [_Match(lefts[i], rights[j]) for i, j in _path(weights, best)]


def _path(weights: list[list[float]], best: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if weights[i][j] and best[i][j] == weights[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _weight(left: Unit, right: Unit) -> float:
    """Return how surely two units are the same word: 0 is not, 1 is at the same time.

    It falls so steeply that in "no, no, no" each finds its own twin, not as many as possible.
    """
    if not left.key or left.key != right.key:
        return 0.0
    doubt_ms = left.doubt_ms + right.doubt_ms
    shift_ms = abs(left.middle_ms - right.middle_ms)
    if shift_ms > _MAX_SHIFT_MS + doubt_ms:
        return 0.0
    return 1 / (1 + (shift_ms / (_USUAL_SHIFT_MS + doubt_ms)) ** 2)


def _with_runs(matches: list[_Match]) -> Iterator[_Match]:
    """Yield the matches with the length of the unbroken run that each is part of."""
    run: list[_Match] = []
    for match in matches:
        if run and (match.left, match.right) != (run[-1].left + 1, run[-1].right + 1):
            yield from (_Match(m.left, m.right, len(run)) for m in run)
            run = []
        run.append(match)
    yield from (_Match(m.left, m.right, len(run)) for m in run)


def _seams_at(match: _Match, left: Unit, right: Unit) -> Iterator[tuple[Seam, int]]:
    """Yield the seams before and after the common word, with their times."""
    yield Seam(match.left, match.right), (left.start_ms + right.start_ms) // 2
    yield Seam(match.left + 1, match.right + 1), (left.end_ms + right.end_ms) // 2


def _broken_segments_cost(seam: Seam, left: Sequence[Unit], right: Sequence[Unit]) -> float:
    """Return what it costs that segments are cut in two rather than kept or left out."""
    breaks_left = 0 < seam.left_count < len(left) and not left[seam.left_count].begins_segment
    breaks_right = 0 < seam.right_first < len(right) and not right[seam.right_first].begins_segment
    return _BROKEN_SEGMENT_COST * (breaks_left + breaks_right)


def _seam_by_time(left: Sequence[Unit], right: Sequence[Unit], overlap: TimeSpan) -> Seam:
    """Return the seam in the middle of the overlap, moved to where both sides have text."""
    cut_ms = (overlap.start_ms + overlap.end_ms) // 2
    if left[-1].end_ms <= cut_ms:
        cut_ms = max(left[-1].end_ms + 1, overlap.start_ms)
    if right[0].start_ms > cut_ms:
        cut_ms = min(right[0].start_ms, overlap.end_ms)
    return Seam(
        bisect_left(left, cut_ms, key=lambda unit: unit.middle_ms),
        bisect_left(right, cut_ms, key=lambda unit: unit.middle_ms),
    )
