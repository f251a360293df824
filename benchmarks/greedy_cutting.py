"""Subtitles as recognisers make them: lines are filled up, one word after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import count_characters, reading_time_ms
from whisper_desktop.core.reading_cues.cue_times import Shown, end_ms
from whisper_desktop.core.segment import Segment, Word

LONG_PAUSE_MS = 3_000
"""What openai-whisper takes for a reason to begin a new subtitle, but for one that is full."""


def filled_up(segments: Sequence[Segment], limits: Limits) -> list[Cue]:
    """Return what --max_line_width and --max_line_count make of the words of openai-whisper.

    A line goes on as long as the next word fits, a subtitle as long as it may have another line,
    whatever the words are; it lasts from its first word to its last.
    """
    words = [word for segment in segments for word in segment.words]
    cues: list[Cue] = []
    for lines in _filled(words, limits):
        text = "\n".join("".join(word.text for word in line).strip() for line in lines)
        start_ms, last_ms = lines[0][0].start_ms, lines[-1][-1].end_ms
        said = tuple(word for line in lines for word in line)
        cues.append(Cue(len(cues) + 1, start_ms, max(last_ms, start_ms), text, said))
    return cues


def timed_for_reading(cues: Sequence[Cue], limits: Limits) -> list[Cue]:
    """Return subtitles that stay as long as ours do, so that only their cuts are compared."""
    made: list[Cue] = []
    for cue, following in zip(cues, [*cues[1:], None], strict=True):
        shown = Shown(
            cue.start_ms,
            cue.end_ms,
            reading_time_ms(cue.text, limits.max_cps, limits.counting),
            None if following is None else following.start_ms,
        )
        made.append(replace(cue, end_ms=end_ms(shown, limits)))
    return made


def as_recognised(segments: Sequence[Segment]) -> list[Cue]:
    """Return the segments as they came."""
    return [
        Cue(number, one.start_ms, one.end_ms, one.text.strip(), one.words)
        for number, one in enumerate(segments, 1)
    ]


def _filled(words: Sequence[Word], limits: Limits) -> Iterator[list[list[Word]]]:
    lines: list[list[Word]] = []
    for word in words:
        fits = lines and _fits([*lines[-1], word], limits)
        is_late = bool(lines) and word.start_ms - lines[-1][-1].end_ms > LONG_PAUSE_MS
        if lines and (is_late or (not fits and len(lines) == limits.max_lines)):
            yield lines
            lines = []
        if lines and fits:
            lines[-1].append(word)
        else:
            lines.append([word])
    if lines:
        yield lines


def _fits(words: Sequence[Word], limits: Limits) -> bool:
    text = "".join(word.text for word in words).strip()
    return count_characters(text, limits.counting) <= limits.max_line_characters
