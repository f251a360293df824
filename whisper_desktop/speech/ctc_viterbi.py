"""Place given labels in the emissions of a CTC network, on the most probable path of all.

The paths are those of Graves, Fernández, Gomez and Schmidhuber, "Connectionist Temporal
Classification" (2006): every frame says one label or blank, labels follow each other in order,
blanks may stand between any two of them and must stand between two that are equal.

Only every `BLOCK_FRAMES`-th column of scores is kept; the path is found backwards, block by
block, from scores computed again. An hour of speech (180 000 frames, 45 000 labels) so takes
about 70 MB instead of 16 GB, and the result is the same.

Shapes: T = frames, V = labels of the network, L = given labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import AlignmentImpossibleError

LogProbs = npt.NDArray[np.float32]
_Scores = npt.NDArray[np.float64]
_Labels = npt.NDArray[np.intp]

BLOCK_FRAMES = 2_048
"""Frames whose choices are kept at once (at most 2 * 2048 * 2048 bytes), 41 s at 20 ms."""
_STAYED, _FROM_BLANK, _SKIPPED_BLANK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class LabelSpan:
    """The frames in which a label is said; `stop` is the first after them.

    `log_prob` is the mean of its natural log-probability in these frames.
    """

    start: int
    stop: int
    log_prob: float


@dataclass(frozen=True, slots=True)
class _Column:
    """The best score of every state after some frames.

    `blanks[i]` is the blank before label i, `blanks[L]` the one after the last.
    """

    blanks: _Scores
    labels: _Scores

    def part(self, first: int, stop: int) -> "_Column":
        return _Column(self.blanks[first : stop + 1], self.labels[first:stop])


@dataclass(frozen=True, slots=True)
class _Emissions:
    """What the network says of the labels that are to be placed."""

    log_probs: LogProbs
    blank: int
    labels: _Labels
    may_follow: npt.NDArray[np.bool_]
    """Whether a label may follow the one before it without a blank."""

    def part(self, first: int, stop: int) -> "_Emissions":
        may_follow = self.may_follow[first:stop].copy()
        # The label before the first is outside of the part.
        may_follow[:1] = False
        return _Emissions(self.log_probs, self.blank, self.labels[first:stop], may_follow)


def needed_frames(labels: Sequence[int]) -> int:
    """Return how many frames the shortest path through the labels takes."""
    return len(labels) + sum(a == b for a, b in pairwise(labels))


def align_labels(
    log_probs: LogProbs,
    labels: Sequence[int],
    blank: int,
    *,
    block_frames: int = BLOCK_FRAMES,
    cancel: CancelToken | None = None,
) -> tuple[LabelSpan, ...]:
    """Return where each of the labels is said in emissions (T, V), in order.

    Raises:
        AlignmentImpossibleError: There are too few frames, or every path has probability 0.
        Cancelled: Somebody asked to stop; asked once per frame.
    """
    needed, n_frames = needed_frames(labels), len(log_probs)
    if needed > n_frames:
        raise AlignmentImpossibleError(n_frames, needed)
    if not labels:
        return ()
    wanted: _Labels = np.array(labels, dtype=np.intp)
    may_follow = np.concatenate(([False], wanted[1:] != wanted[:-1]))
    emissions = _Emissions(log_probs, blank, wanted, may_follow)
    columns = _swept(emissions, block_frames, cancel or CancelToken())
    return _spans(emissions, _traced(emissions, columns, block_frames))


def _swept(emissions: _Emissions, block_frames: int, cancel: CancelToken) -> list[_Column]:
    """Return the columns before every block, and the one after the last frame."""
    n_labels, n_frames = len(emissions.labels), len(emissions.log_probs)
    column = _Column(np.full(n_labels + 1, -np.inf), np.full(n_labels, -np.inf))
    column.blanks[0] = 0.0
    columns = []
    for frame in range(n_frames):
        cancel.raise_if_cancelled()
        if frame % block_frames == 0:
            columns.append(column)
        column = _stepped(column, emissions, frame)
    if max(column.blanks[-1], column.labels[-1]) == -np.inf:
        raise AlignmentImpossibleError(n_frames, needed_frames(emissions.labels.tolist()))
    return [*columns, column]


def _stepped(column: _Column, emissions: _Emissions, frame: int) -> _Column:
    row = emissions.log_probs[frame]
    labels = np.maximum(column.labels, column.blanks[:-1])
    np.maximum(labels[1:], _skipping(column, emissions), out=labels[1:])
    labels += row[emissions.labels]
    blanks = column.blanks.copy()
    np.maximum(blanks[1:], column.labels, out=blanks[1:])
    blanks += row[emissions.blank]
    return _Column(blanks, labels)


def _skipping(column: _Column, emissions: _Emissions) -> _Scores:
    """Return the scores of coming to labels 1, 2, … straight from the label before."""
    scores: _Scores = np.where(emissions.may_follow[1:], column.labels[:-1], -np.inf)
    return scores


def _traced(emissions: _Emissions, columns: list[_Column], block_frames: int) -> _Labels:
    """Return for every frame the index of the label that is said in it, or -1 for blank."""
    n_frames, n_labels = len(emissions.log_probs), len(emissions.labels)
    said: _Labels = np.full(n_frames, -1, dtype=np.intp)
    # Labels are counted from 0; a blank is known by the label after it.
    index, is_blank = n_labels - 1, False
    if columns[-1].blanks[-1] > columns[-1].labels[-1]:
        index, is_blank = n_labels, True
    for number in reversed(range(len(columns) - 1)):
        start, stop = number * block_frames, min((number + 1) * block_frames, n_frames)
        # A path moves on by at most one label a frame: what it could not have come from is left
        # out of the block.
        first, last = max(index - (stop - start), 0), min(index + 1, n_labels)
        choices = _choices(
            emissions.part(first, last), columns[number].part(first, last), range(start, stop)
        )
        index -= first
        for frame in reversed(range(start, stop)):
            if not is_blank:
                said[frame] = first + index
            index, is_blank = choices.before(frame - start, index, is_blank)
        index += first
    return said


@dataclass(frozen=True, slots=True)
class _Choices:
    """Where the best path to every state of a block came from, frame by frame."""

    of_labels: npt.NDArray[np.uint8]
    of_blanks: npt.NDArray[np.bool_]
    """Whether it came from the label before the blank, and not from the blank itself."""

    def before(self, row: int, index: int, is_blank: bool) -> tuple[int, bool]:
        """Return the state one frame earlier, and whether it is a blank."""
        if is_blank:
            return (index - 1, False) if self.of_blanks[row, index] else (index, True)
        choice = self.of_labels[row, index]
        if choice == _SKIPPED_BLANK:
            return index - 1, False
        return index, bool(choice == _FROM_BLANK)


def _choices(emissions: _Emissions, column: _Column, frames: range) -> _Choices:
    n_labels = len(emissions.labels)
    of_labels = np.full((len(frames), n_labels), _STAYED, dtype=np.uint8)
    of_blanks = np.zeros((len(frames), n_labels + 1), dtype=np.bool_)
    for row, frame in enumerate(frames):
        blanks, labels = column.blanks[:-1], column.labels
        of_labels[row, blanks > labels] = _FROM_BLANK
        skipping = _skipping(column, emissions)
        of_labels[row, 1:][skipping > np.maximum(blanks, labels)[1:]] = _SKIPPED_BLANK
        of_blanks[row, 1:] = labels > column.blanks[1:]
        column = _stepped(column, emissions, frame)
    return _Choices(of_labels, of_blanks)


def _spans(emissions: _Emissions, said: _Labels) -> tuple[LabelSpan, ...]:
    frames = np.flatnonzero(said >= 0)
    indices = said[frames]
    starts = np.flatnonzero(np.diff(indices, prepend=-1))
    log_probs = emissions.log_probs[frames, emissions.labels[indices]].astype(np.float64)
    counts = np.diff(starts, append=len(frames))
    means = np.add.reduceat(log_probs, starts) / counts
    firsts = frames[starts]
    return tuple(
        LabelSpan(int(start), int(start + count), float(mean))
        for start, count, mean in zip(firsts, counts, means, strict=True)
    )
