"""Medians of repeated runs, and how ours compare with the peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """One system's pass over the recording in a fresh process; loading is not counted."""

    system: str
    elapsed_s: float
    cpu_s: float
    """Processor time of all threads while it transcribed."""
    peak_mib: float
    """The most memory the process ever held, loading included."""
    word_count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The median run of one system."""

    system: str
    run_count: int
    elapsed_s: float
    spread_percent: float
    """Slowest over fastest run, as a surplus."""
    times_real_time: float
    peak_mib: float
    word_count: int


def summarise(runs: Sequence[Run], audio_s: float) -> dict[str, Summary]:
    """Return the medians by system, in order of first appearance."""
    return {
        system: _summary([run for run in runs if run.system == system], audio_s)
        for system in dict.fromkeys(run.system for run in runs)
    }


def _summary(runs: Sequence[Run], audio_s: float) -> Summary:
    times_s = [run.elapsed_s for run in runs]
    elapsed_s = median(times_s)
    return Summary(
        system=runs[0].system,
        run_count=len(runs),
        elapsed_s=elapsed_s,
        spread_percent=100.0 * (max(times_s) / min(times_s) - 1.0),
        times_real_time=audio_s / elapsed_s,
        peak_mib=median(run.peak_mib for run in runs),
        word_count=round(median(run.word_count for run in runs)),
    )


def speed_ratios(
    summaries: Mapping[str, Summary], ours: Sequence[str], peers: Sequence[str]
) -> dict[tuple[str, str], float]:
    """Return for each pair how many times as fast ours is as the peer."""
    return {
        (own, peer): summaries[peer].elapsed_s / summaries[own].elapsed_s
        for own in ours
        for peer in peers
        if own in summaries and peer in summaries
    }


def missed_bars(
    ratios: Mapping[tuple[str, str], float], bars: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], float]:
    """Return the pairs that were measured and are slower than asked for, with their ratio."""
    return {pair: ratios[pair] for pair in bars if pair in ratios and ratios[pair] < bars[pair]}
