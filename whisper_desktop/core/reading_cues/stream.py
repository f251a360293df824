"""Recognised segments become subtitles, window after window, as if all had come at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from whisper_desktop.core.evidence import worst
from whisper_desktop.core.line_pieces import has_pieces
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.reading_cues.cutting import Bounds
from whisper_desktop.core.reading_cues.letter_times import Spoken
from whisper_desktop.core.reading_cues.passage import Passage, ReadCue, Rest
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.unfinished import NOTHING_UNFINISHED, Unfinished

Segments = tuple[Segment, ...]


def cut_segments(
    segments: Sequence[Segment], preset: Preset, last_ms: int | None = None
) -> Segments:
    """Return all segments of a recording as subtitles; `last_ms` is where it ends."""
    cut, _ = cut_on(NOTHING_UNFINISHED, segments, preset, last_ms, is_last=True)
    return cut


def cut_on(
    unfinished: Unfinished,
    arrived: Sequence[Segment],
    preset: Preset,
    last_ms: int | None = None,
    *,
    is_last: bool,
) -> tuple[Segments, Unfinished]:
    """Return the subtitles that are settled, and what has to wait for more.

    Segments of one language and task that follow each other are cut as one text. Evidence is the
    worst of that of the segments which a subtitle has something of.
    """
    runs = list(_runs((*unfinished.segments, *arrived)))
    made: list[Segment] = []
    before = unfinished.before
    for number, run in enumerate(runs):
        passage = _passage(run, preset, before)
        if number + 1 < len(runs):
            next_ms = _starts_ms(runs[number + 1][0])
            made += _segments(run, passage.cues(Bounds(next_ms, last_ms)))
        elif is_last:
            made += _segments(run, passage.cues(Bounds(None, last_ms)))
        else:
            cues, rest = passage.settled(last_ms)
            made += _segments(run, cues)
            return tuple(made), _unfinished(run, rest)
        before = ""
    return tuple(made), NOTHING_UNFINISHED if runs else unfinished


def _runs(segments: Sequence[Segment]) -> Iterator[Segments]:
    spoken = (segment for segment in segments if has_pieces(segment.text.strip()))
    for _, run in groupby(spoken, key=lambda segment: (segment.language, segment.task)):
        yield tuple(run)


def _passage(run: Segments, preset: Preset, before: str) -> Passage:
    language = "en" if run[0].task is Task.TRANSLATE else run[0].language or None
    sources = [
        Spoken(segment.start_ms, segment.end_ms, segment.text.strip(), segment.words)
        for segment in run
    ]
    return Passage(sources, preset.limits(language), language, before)


def _starts_ms(segment: Segment) -> int:
    return segment.words[0].start_ms if segment.words else segment.start_ms


def _segments(run: Segments, cues: Sequence[ReadCue]) -> Iterator[Segment]:
    for cue in cues:
        sources = [run[source] for source in cue.sources]
        evidence = worst(segment.evidence for segment in sources)
        yield Segment(
            cue.start_ms,
            cue.end_ms,
            cue.text,
            sources[0].language,
            sources[0].task,
            cue.words,
            evidence,
        )


def _unfinished(run: Segments, rest: Rest) -> Unfinished:
    left = [
        replace(
            run[source],
            start_ms=spoken.start_ms,
            end_ms=spoken.end_ms,
            text=spoken.text,
            words=spoken.words,
        )
        for source, spoken in rest.spoken
    ]
    return Unfinished(tuple(left), rest.before)
