"""Plain text (.txt) to cues with times that are made up."""

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.reading_time import reading_ms
from whisper_desktop.formats.subtitles import ReadReason, Subtitles


def read_txt(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every line that shows something, one after the other."""
    gatherer = CueGatherer(cancel=cancel)
    start_ms = 0
    for number, line in enumerate(normal_text(text).split("\n"), start=1):
        words = line.strip()
        if words:
            end_ms = start_ms + reading_ms(words)
            gatherer.add(start_ms, end_ms, words, number)
            start_ms = end_ms
    if gatherer.cues:
        gatherer.report(0, "", ReadReason.TIMES_MADE_UP)
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems))
