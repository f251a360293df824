"""Subtitle files in and out: whatever format, encoding and damage they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from whisper_desktop.app.encoding import ENCODINGS, Decoded, candidates, decode
from whisper_desktop.app.file_stamp import FileStamp, stamp_of
from whisper_desktop.core.atomic_write import write_file
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import EncodingUnfitError, SubtitlesUnreadableError
from whisper_desktop.core.system_errors import reading_reason
from whisper_desktop.core.tracks import Track, track_cues
from whisper_desktop.formats.microdvd import USUAL_FPS
from whisper_desktop.formats.sami import LANGUAGE as SAMI_LANGUAGE
from whisper_desktop.formats.subtitle_table import (
    TextLayout,
    format_named,
    format_of,
    read_bytes,
    read_text,
    write_bytes,
    write_text,
)
from whisper_desktop.formats.subtitles import ReadProblem, ReadReason, SubtitleFormat, Subtitles
from whisper_desktop.formats.ttml import LANGUAGE as TTML_LANGUAGE

__all__ = [
    "ENCODINGS",
    "MAX_FILE_BYTES",
    "ReadProblem",
    "ReadReason",
    "SubtitleFile",
    "SubtitleFormat",
    "Track",
    "WriteOptions",
    "candidate_encodings",
    "format_named",
    "preview",
    "read_subtitles",
    "reads_back",
    "render_subtitles",
    "subtitle_endings",
    "track_path",
    "write_subtitles",
]

MAX_FILE_BYTES = 1 << 30
"""No subtitles are larger; what is, is a film or a disk image under a wrong name."""

_TRANSLATION_MARK = ".en"
"""What the name of a file with the translation has before its ending."""

_ENGLISH = {TTML_LANGUAGE: "en", SAMI_LANGUAGE: "en-US"}
"""How formats that name their language do that."""
_PREVIEW_BYTES = 1 << 16
_PREVIEW_CHARACTERS = 4_000
_ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """What was read: cues with the uids 1 to n, and how the file was made.

    `encoding` is empty for a file that is no text (DOCX). `header` is what the file says of all
    cues; give it back in `WriteOptions` to keep it. With `is_frame_rate_needed` the times are a
    guess: ask for the rate and read again.
    """

    cues: tuple[Cue, ...]
    format: SubtitleFormat
    encoding: str
    had_bom: bool
    newline: str = "\n"
    is_frame_rate_needed: bool = False
    problems: tuple[ReadProblem, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    stamp: FileStamp | None = None
    """Of the file as it was read; what was written since has another."""

    @property
    def has_losses(self) -> bool:
        """Whether something of the file is missing among the cues."""
        return any(problem.reason.is_loss for problem in self.problems)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a file shall be made."""

    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    """Whether a mark of Unicode begins the file; other encodings have none."""
    fps: float = USUAL_FPS
    """For formats that count frames."""
    header: Mapping[str, str] = field(default_factory=dict)
    track: Track = Track.TEXT
    """Which of the two texts is written; JSON holds both unless it is to be the translation."""

    def __post_init__(self) -> None:
        if self.newline not in {"\n", "\r\n"} or self.fps <= 0:
            raise ValueError(f"bad options: {self}")


def read_subtitles(
    path: Path,
    encoding: str | None = None,
    frame_rate: float | None = None,
    cancel: CancelToken | None = None,
) -> SubtitleFile:
    """Return all that can be read of a file, and what could not.

    The encoding and the format are found out unless given; `frame_rate` is only used by a format
    that counts frames. Raises `SubtitlesUnreadableError` when the file cannot be opened or is
    larger than `MAX_FILE_BYTES`, and `Cancelled`.
    """
    # Before the reading: what is written meanwhile must count as written since.
    stamp = stamp_of(path)
    data = _read(path)
    if _is_docx(data, path):
        found = read_bytes(data, SubtitleFormat.DOCX, cancel)
        return SubtitleFile(
            found.cues, SubtitleFormat.DOCX, "", False, problems=found.problems, stamp=stamp
        )
    decoded = decode(data, encoding)
    del data
    wanted = format_of(path.suffix, decoded.text)
    found = read_text(decoded.text, wanted, frame_rate, cancel)
    return replace(_file_of(found, wanted, decoded), stamp=stamp)


def candidate_encodings(path: Path) -> tuple[str, ...]:
    """Return the encodings to choose from, the likeliest first.

    Raises `SubtitlesUnreadableError`.
    """
    return candidates(_read(path))


def preview(path: Path, encoding: str) -> str:
    """Return the beginning of a file in an encoding, for a person to judge.

    Raises `SubtitlesUnreadableError`.
    """
    return decode(_read(path, _PREVIEW_BYTES), encoding).text[:_PREVIEW_CHARACTERS]


def write_subtitles(
    path: Path,
    cues: Sequence[Cue],
    wanted: SubtitleFormat,
    options: WriteOptions | None = None,
    *,
    overwrite: bool = False,
) -> None:
    """Write the cues whole or not at all.

    Raises:
        EncodingUnfitError: The encoding lacks some of their characters; nothing was written.
        OutputExistsError: The file exists and `overwrite` is False.
        OutputUnwritableError: It cannot be written; an older file is as it was.
    """
    data = render_subtitles(path, cues, wanted, options or WriteOptions())
    write_file(path, data, overwrite=overwrite)


def render_subtitles(
    path: Path, cues: Sequence[Cue], wanted: SubtitleFormat, options: WriteOptions
) -> bytes:
    """Return the file as it would be written; raise `EncodingUnfitError` about `path`."""
    shown = _shown(cues, wanted, options.track)
    if wanted is SubtitleFormat.DOCX:
        return write_bytes(shown, wanted)
    header = dict(options.header)
    if options.track is Track.TRANSLATION:
        header |= _ENGLISH
    text = write_text(shown, wanted, TextLayout(header, options.fps, options.encoding))
    if options.newline != "\n":
        text = text.replace("\n", options.newline)
    mark = "\ufeff" if options.bom and options.encoding.startswith("utf") else ""
    try:
        # Halves of surrogate pairs are no characters in any encoding.
        return (mark + _without_surrogates(text)).encode(options.encoding)
    except UnicodeEncodeError as error:
        unfit = _unfit_characters(text, options.encoding)
        raise EncodingUnfitError(path, options.encoding, unfit) from error


def track_path(path: Path, track: Track) -> Path:
    """Return the name of a track: talk.srt for the text, talk.en.srt for the translation.

    Given either, it returns the one that is wanted; both texts together bear the plain name.
    """
    stem = path.stem.removesuffix(_TRANSLATION_MARK)
    mark = _TRANSLATION_MARK if track is Track.TRANSLATION else ""
    return path.with_name(f"{stem}{mark}{path.suffix}")


def reads_back(path: Path, cues: Sequence[Cue], options: WriteOptions) -> bool:
    """Return whether a file that was written gives back every row: its times and both its texts."""
    try:
        found = read_subtitles(path, options.encoding, options.fps)
    except SubtitlesUnreadableError:
        return False
    return list(map(_seen, found.cues)) == list(map(_seen, cues))


def subtitle_endings() -> tuple[str, ...]:
    """Return how names of subtitle files end, those of any format that can be read."""
    return tuple(ending for one in SubtitleFormat for ending in one.endings)


def _shown(cues: Sequence[Cue], wanted: SubtitleFormat, track: Track) -> Sequence[Cue]:
    """Return the cues as the file has them; JSON can hold two texts apart."""
    is_whole = track is Track.TEXT or (track.is_bilingual and wanted is SubtitleFormat.JSON)
    return cues if is_whole else track_cues(cues, track)


def _seen(cue: Cue) -> tuple[int, int, str, str]:
    """Return what the person sees of a row."""
    return cue.start_ms, cue.end_ms, cue.text, cue.translation


def _read(path: Path, max_bytes: int = -1) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SubtitlesUnreadableError(path, "the file is too large for subtitles")
        with path.open("rb") as file:
            return file.read(max_bytes)
    except OSError as error:
        raise SubtitlesUnreadableError(path, reading_reason(error)) from error


def _is_docx(data: bytes, path: Path) -> bool:
    return data.startswith(_ZIP_MAGIC) or format_named(path.suffix) is SubtitleFormat.DOCX


def _file_of(found: Subtitles, wanted: SubtitleFormat, decoded: Decoded) -> SubtitleFile:
    problems = list(found.problems)
    if not decoded.is_whole:
        problems.insert(0, _undecodable(decoded.text))
    if "\0" in decoded.text:
        problems.insert(0, ReadProblem(0, "", ReadReason.CONTROL_CHARACTERS))
    return SubtitleFile(
        found.cues,
        wanted,
        decoded.encoding,
        decoded.had_bom,
        newline="\r\n" if "\r\n" in decoded.text else "\n",
        is_frame_rate_needed=found.is_frame_rate_needed,
        problems=tuple(problems),
        header=found.header,
    )


def _undecodable(text: str) -> ReadProblem:
    """Return the problem about the first line with a character that stands for lost bytes."""
    place = text.find("\ufffd")
    line = text.count("\n", 0, place) + 1
    start = text.rfind("\n", 0, place) + 1
    shown = text[start : start + 200].partition("\n")[0].rstrip("\r")
    return ReadProblem(line, shown, ReadReason.UNDECODABLE)


def _without_surrogates(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", errors="replace").decode("utf-8")
    return text


def _unfit_characters(text: str, encoding: str) -> str:
    """Return each character that the encoding lacks, once, in the order of the text."""
    unfit = []
    for letter in dict.fromkeys(text):
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            unfit.append(letter)
    return "".join(unfit)
