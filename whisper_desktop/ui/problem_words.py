"""Why something of a subtitle file is not among the rows, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from whisper_desktop.app.subtitle_files import ReadProblem, ReadReason
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_WORDS: Mapping[ReadReason, str] = MappingProxyType(
    {
        ReadReason.EMPTY_FILE: QT_TRANSLATE_NOOP("Problems", "The file is empty."),
        ReadReason.NO_CUES: QT_TRANSLATE_NOOP("Problems", "There are no subtitles in the file."),
        ReadReason.BAD_TIME: QT_TRANSLATE_NOOP("Problems", "Left out: its times make no sense."),
        ReadReason.STRAY_TEXT: QT_TRANSLATE_NOOP("Problems", "Left out: the text has no times."),
        ReadReason.DAMAGED: QT_TRANSLATE_NOOP(
            "Problems", "The file is damaged from here on; the rest could not be read."
        ),
        ReadReason.NEGATIVE_TIME: QT_TRANSLATE_NOOP("Problems", "A time below zero became zero."),
        ReadReason.CROSSING_TIMES: QT_TRANSLATE_NOOP(
            "Problems", "It ended before it started; the two times were swapped."
        ),
        ReadReason.NO_HEADER: QT_TRANSLATE_NOOP(
            "Problems", "The first line of its format is missing."
        ),
        ReadReason.CONTROL_CHARACTERS: QT_TRANSLATE_NOOP(
            "Problems", "Characters that belong into no text were left out."
        ),
        ReadReason.UNDECODABLE: QT_TRANSLATE_NOOP(
            "Problems", "Some characters could not be read; another encoding may help."
        ),
        ReadReason.OTHER_LANGUAGE: QT_TRANSLATE_NOOP(
            "Problems", "Left out: it is in a second language."
        ),
        ReadReason.TIMES_MADE_UP: QT_TRANSLATE_NOOP(
            "Problems", "The file has no times; each row lasts as long as it takes to read."
        ),
        ReadReason.FRAME_RATE_ASSUMED: QT_TRANSLATE_NOOP(
            "Problems", "The file counts frames and does not say how many make a second."
        ),
        ReadReason.TOO_MANY_PROBLEMS: QT_TRANSLATE_NOOP(
            "Problems", "There are more problems than can be listed."
        ),
    }
)


def problem_sentence(problem: ReadProblem) -> str:
    """Return what was met, without the place."""
    return translated("Problems", _WORDS[problem.reason])
