"""Error rates of several systems over groups of recordings, and whether ours hold up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.audio_set import Recording, Trust
from benchmarks.word_error_rate import ErrorCount, pool

TRUSTED = frozenset({Trust.GOLD, Trust.SCRIPT})
OVERALL = "all trusted"
NO_SPEECH = "words on no speech"


@dataclass(frozen=True, slots=True)
class Score:
    """One system's errors on one recording."""

    system: str
    recording: Recording
    count: ErrorCount


def groups(recordings: Iterable[Recording]) -> dict[str, Callable[[Recording], bool]]:
    """Return name and membership of every row: languages, kinds of trust, and silence."""
    trusted = [recording for recording in recordings if recording.trust in TRUSTED]
    rows: dict[str, Callable[[Recording], bool]] = {}
    for language in sorted({recording.language for recording in trusted}):
        rows[language] = _is_trusted_in(language)
    rows["gold"] = lambda recording: recording.trust is Trust.GOLD
    rows["script"] = lambda recording: recording.trust is Trust.SCRIPT
    rows[OVERALL] = lambda recording: recording.trust in TRUSTED
    rows["trend"] = lambda recording: recording.trust is Trust.TREND
    rows[NO_SPEECH] = lambda recording: not recording.has_speech
    return rows


def _is_trusted_in(language: str) -> Callable[[Recording], bool]:
    return lambda recording: recording.trust in TRUSTED and recording.language == language


def is_scored(recording: Recording) -> bool:
    """Whether a recording belongs to any row: it has a reference, or nothing is said in it."""
    return recording.trust is not Trust.NONE or not recording.has_speech


def tabulate(scores: Sequence[Score]) -> dict[str, dict[str, ErrorCount]]:
    """Return the pooled errors by row and system; rows without recordings are left out."""
    table: dict[str, dict[str, ErrorCount]] = {}
    for name, belongs in groups(score.recording for score in scores).items():
        members = [score for score in scores if belongs(score.recording)]
        systems = dict.fromkeys(score.system for score in members)
        cells = {
            system: pool(score.count for score in members if score.system == system)
            for system in systems
        }
        if cells:
            table[name] = cells
    return table


def points_behind(cells: Mapping[str, ErrorCount], ours: str, peers: Sequence[str]) -> float:
    """Return by how many percentage points ours is worse than the best of the peers."""
    return cells[ours].percent - min(cells[peer].percent for peer in peers)


def as_markdown(table: Mapping[str, Mapping[str, ErrorCount]], systems: Sequence[str]) -> str:
    """Return the table for people: per cent, and plain counts where nothing was said."""
    lines = [f"| | {' | '.join(systems)} |", f"|---|{'---|' * len(systems)}"]
    for name, cells in table.items():
        shown = [_cell(name, cells[system]) if system in cells else "" for system in systems]
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _cell(row: str, count: ErrorCount) -> str:
    return str(count.errors) if row == NO_SPEECH else f"{count.percent:.1f}"
