"""How well subtitles read: `python -m benchmarks.reading FILE.json… --preset netflix`.

The files are transcripts with words (`whisper-desktop transcribe --timestamps words --format
json`). The same words are cut by us, filled into lines as openai-whisper does when it is told how
wide they are (once with times made as ours are), and left in the segments of the recogniser. One
JSON line per way over all files, and with --each one per file as well:

    cue_count            subtitles
    broken_percent       of them break a rule of the preset; `broken` says which, in percent too
    sentence_percent     of subtitles end with a sentence, `punctuation_percent` with any mark
    pause_percent        of subtitles end at a mark or at a pause of 0.3 s or more
    splits_per_100       per hundred ends of lines and subtitles: numbers, names, clitics, articles
                         and words that were parted (`splits` says which), ends that are no choice
                         (the last of all, and at pauses of 1.5 s or more) left out
    leaning_per_100      the same for an auxiliary or preposition that is parted from what follows
    balance_percent      the shorter of two lines in percent of the longer, on average
    seconds              to cut all of it
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from benchmarks.greedy_cutting import as_recognised, filled_up, timed_for_reading
from benchmarks.records import emit
from whisper_desktop.core.bonds import CLAUSE_ENDS, SENTENCE_ENDS, Bond
from whisper_desktop.core.break_costs import Joint, joints
from whisper_desktop.core.checks import Checker, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import SHIPPED_PRESETS, Preset, shipped_preset
from whisper_desktop.core.reading import line_lengths
from whisper_desktop.core.reading_cues.cutting import LONGEST_PAUSE_MS
from whisper_desktop.core.reading_cues.stream import cut_segments
from whisper_desktop.core.segment import Segment, Word

PAUSE_MS = 300
_LEANING = frozenset({Bond.AUXILIARY, Bond.PREPOSITION})
_CLOSING = "\"'»”’)]」』"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was recognised in one recording."""

    name: str
    language: str
    segments: tuple[Segment, ...]


@dataclass(slots=True)
class Tally:
    """What was counted."""

    cue_count: int = 0
    broken_count: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    sentence_count: int = 0
    punctuation_count: int = 0
    pause_count: int = 0
    end_count: int = 0
    splits: Counter[str] = field(default_factory=Counter)
    leaning_count: int = 0
    balances: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        """Return all as shares."""
        ends = max(self.end_count, 1)
        return {
            "cue_count": self.cue_count,
            "broken_percent": self._share(self.broken_count),
            "broken": {kind: self._share(count) for kind, count in self.broken.most_common()},
            "sentence_percent": self._share(self.sentence_count),
            "punctuation_percent": self._share(self.punctuation_count),
            "pause_percent": self._share(self.pause_count),
            "splits_per_100": round(100 * self.splits.total() / ends, 2),
            "splits": dict(self.splits.most_common()),
            "leaning_per_100": round(100 * self.leaning_count / ends, 2),
            "balance_percent": round(sum(self.balances) / max(len(self.balances), 1), 1),
            "seconds": round(self.seconds, 3),
        }

    def _share(self, count: int) -> float:
        return round(100 * count / max(self.cue_count, 1), 1)


def ours(segments: Sequence[Segment], preset: Preset) -> list[Cue]:
    """Return what we cut."""
    return as_recognised(cut_segments(segments, preset))


Cutting = Callable[[Transcript, Preset], list[Cue]]
SYSTEMS: Mapping[str, Cutting] = MappingProxyType(
    {
        "ours": lambda one, preset: ours(one.segments, preset),
        "filled lines": lambda one, preset: filled_up(one.segments, preset.limits(one.language)),
        "filled lines, timed as ours": lambda one, preset: timed_for_reading(
            filled_up(one.segments, preset.limits(one.language)), preset.limits(one.language)
        ),
        "as recognised": lambda one, _preset: as_recognised(one.segments),
    }
)


def read_transcript(path: Path) -> Transcript:
    """Return a transcript that we or openai-whisper wrote as JSON."""
    data = json.loads(path.read_text(encoding="utf-8"))
    segments = tuple(
        _segment(one, data["language"]) for one in data["segments"] if one["text"].strip()
    )
    return Transcript(path.stem, data["language"], segments)


def count(cues: Sequence[Cue], language: str, preset: Preset, tally: Tally) -> None:
    """Add the subtitles of one recording to a tally."""
    kinds = frozenset(FindingKind) - {FindingKind.OUTSIDE_MEDIA, FindingKind.EMPTY}
    checker = Checker(Rules(preset, language, kinds=kinds))
    for row, cue in enumerate(cues):
        found = {finding.kind.value for finding in checker.check(cues, row)}
        tally.cue_count += 1
        tally.broken_count += bool(found)
        tally.broken.update(found)
        end = cue.text.rstrip().rstrip(_CLOSING)[-1:]
        is_mark = end in SENTENCE_ENDS or end in CLAUSE_ENDS
        tally.sentence_count += end in SENTENCE_ENDS
        tally.punctuation_count += is_mark
        tally.pause_count += is_mark or _pause_ms(cues, row) >= PAUSE_MS
        lengths = line_lengths(cue.text, checker.limits_of(cue).counting)
        if len(lengths) == 2:
            tally.balances.append(100 * min(lengths) / max(*lengths, 1))
    _count_splits(cues, language, tally)


def _count_splits(cues: Sequence[Cue], language: str, tally: Tally) -> None:
    for joint in _ends(cues, language):
        tally.end_count += 1
        if joint.bond in _LEANING:
            tally.leaning_count += 1
        elif joint.bond is not None:
            tally.splits[joint.bond.value] += 1


def _ends(cues: Sequence[Cue], language: str) -> Iterator[Joint]:
    """Yield what is known of each place where a line or a subtitle ends by choice."""
    lines = [
        (row, line.split() or [""]) for row, cue in enumerate(cues) for line in cue.text.split("\n")
    ]
    known = joints([word for _, line in lines for word in line], language)
    at = 0
    for (row, line), (following_row, _) in pairwise(lines):
        at += len(line)
        if row == following_row or _pause_ms(cues, row) < LONGEST_PAUSE_MS:
            yield known[at]


def _pause_ms(cues: Sequence[Cue], row: int) -> int:
    """Return the silence behind a subtitle, between words where they are known."""
    if row + 1 == len(cues):
        return LONGEST_PAUSE_MS
    cue, following = cues[row], cues[row + 1]
    end_ms = cue.words[-1].end_ms if cue.words else cue.end_ms
    return (following.words[0].start_ms if following.words else following.start_ms) - end_ms


def _segment(data: Mapping[str, Any], language: str) -> Segment:
    words = tuple(Word(**word) for word in data["words"])
    start_ms = int(data["start_ms"])
    return Segment(
        start_ms, max(int(data["end_ms"]), start_ms + 1), data["text"], language, words=words
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per way to cut."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("transcripts", type=Path, nargs="+", metavar="FILE.json")
    parser.add_argument(
        "--preset", default="netflix", choices=[preset.name for preset in SHIPPED_PRESETS]
    )
    parser.add_argument("--each", action="store_true", help="one line per file as well")
    options = parser.parse_args(arguments)
    preset = shipped_preset(options.preset)
    assert preset is not None
    transcripts = [read_transcript(path) for path in options.transcripts]
    for name, cutting in SYSTEMS.items():
        whole = Tally()
        for one in transcripts:
            own = Tally()
            start_s = time.perf_counter()
            cues = cutting(one, preset)
            own.seconds = time.perf_counter() - start_s
            whole.seconds += own.seconds
            count(cues, one.language, preset, own)
            count(cues, one.language, preset, whole)
            if options.each:
                emit({"system": name, "preset": preset.name, "file": one.name, **own.record()})
        emit({"system": name, "preset": preset.name, "files": len(transcripts), **whole.record()})


if __name__ == "__main__":
    main()
