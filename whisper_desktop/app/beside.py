"""Media and subtitles that belong together, found by their names in one folder."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import language_code
from whisper_desktop.formats.subtitles import SubtitleFormat

VIDEO_ENDINGS = (
    ".mp4", ".mkv", ".mov", ".webm", ".avi", ".m4v", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts",
    ".wmv", ".flv", ".ogv", ".3gp", ".mxf", ".vob", ".asf",
)  # fmt: skip
AUDIO_ENDINGS = (
    ".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".aac", ".wma", ".aif", ".aiff", ".amr",
    ".ac3", ".mka", ".m4b", ".oga", ".caf", ".mp2", ".dts", ".weba",
)  # fmt: skip
MEDIA_ENDINGS = VIDEO_ENDINGS + AUDIO_ENDINGS
"""How names of media end; where two files fit, the one whose ending comes first is better."""

_SURELY_SUBTITLES = (
    SubtitleFormat.SRT, SubtitleFormat.VTT, SubtitleFormat.ASS, SubtitleFormat.SSA,
    SubtitleFormat.TTML, SubtitleFormat.SAMI, SubtitleFormat.MICRODVD, SubtitleFormat.LRC,
)  # fmt: skip
"""A text or table beside a recording may be anything."""
_SUBTITLE_ENDINGS = tuple(
    ending for one in _SURELY_SUBTITLES for ending in one.endings if ending != ".xml"
)
_MARKER = re.compile(r"cc|default|forced|full|hi|partial(?:-\d+)?|sdh|signs")
"""What a name may say besides a language; 'hi' is for those who hear little, and also Hindi."""
_PARTERS = "._-"
_MAX_MARKERS = 3


@dataclass(frozen=True, slots=True)
class SubtitlesBeside:
    """Subtitles of a recording; `language` is Whisper's code where the name says one."""

    path: Path
    language: str | None


def media_beside(subtitles: Path) -> tuple[Path, ...]:
    """Return the media in the same folder that bear the name of the subtitles, the best first.

    talk.srt, talk.en.srt and talk.de-AT.forced.srt all belong to talk.mp4. Nothing is found in a
    folder that cannot be read.
    """
    stems = list(_stems(subtitles))
    found = [
        (stems.index(_key(path.stem)), _rank(path, MEDIA_ENDINGS), path)
        for path in _files(subtitles.parent)
        if path.suffix.lower() in MEDIA_ENDINGS and _key(path.stem) in stems
    ]
    return tuple(path for _, _, path in sorted(found))


def subtitles_beside(media: Path) -> tuple[SubtitlesBeside, ...]:
    """Return the subtitles in the same folder that bear the name of the media, the best first.

    Best is the name without anything behind it. Nothing is found in a folder that cannot be read.
    """
    wanted = _key(media.stem)
    found = []
    for path in _files(media.parent):
        stems = list(_stems(path)) if path.suffix.lower() in _SUBTITLE_ENDINGS else []
        if wanted in stems:
            rank = (stems.index(wanted), _rank(path, _SUBTITLE_ENDINGS), path)
            found.append((rank, SubtitlesBeside(path, _language_behind(path, media))))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _stems(subtitles: Path) -> Iterator[str]:
    """Yield the name without its ending, then without each marker at its end."""
    stem = _key(subtitles.stem)
    yield stem
    for _ in range(_MAX_MARKERS):
        place = _marker_start(stem)
        if place <= 0:
            return
        stem = stem[:place]
        yield stem


def _marker_start(stem: str) -> int:
    """Return where the last marker of a name begins, 'forced' or 'de-at'; 0 if there is none."""
    places = [place for place, letter in enumerate(stem) if letter in _PARTERS]
    for place in reversed(places[-2:]):
        part = stem[place + 1 :]
        if _MARKER.fullmatch(part) or _language(part):
            return place
    return 0


def _language_behind(subtitles: Path, media: Path) -> str | None:
    behind = _key(subtitles.stem)[len(_key(media.stem)) :].strip(_PARTERS)
    return next(filter(None, map(_language, behind.split("."))), None)


def _language(part: str) -> str | None:
    try:
        return None if _MARKER.fullmatch(part) else language_code(part)
    except UnknownLanguageError:
        return None


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return []


def _rank(path: Path, endings: tuple[str, ...]) -> int:
    return endings.index(path.suffix.lower())


def _key(name: str) -> str:
    """Return one text for all spellings of a name: macOS writes accents apart from letters."""
    return unicodedata.normalize("NFC", name).casefold()
