"""The sound of cues as audio files of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.inputs import check_input
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.atomic_write import check_writable, make_folder
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.errors import NoAudioError

CLIP_ENDINGS = (".wav", ".flac", ".m4a", ".mp3", ".ogg", ".opus")
"""Those of `audio.clips`, which is not loaded before it is needed."""


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """Where the clips go, and how they sound."""

    folder: Path
    ending: str = ".wav"
    """One of `CLIP_ENDINGS`; it says the format."""
    padding_ms: int = 0
    """How much is heard before and after the cue."""
    gain_db: float = 0.0
    fade_ms: int = 0
    """At both ends, at most half of the clip each."""
    track: int | None = None
    overwrite: bool = False
    numbers: tuple[int, ...] = ()
    """What the files are numbered by, one number for each cue; from 1 on when there are none."""

    def __post_init__(self) -> None:
        if self.ending not in CLIP_ENDINGS or min(self.padding_ms, self.fade_ms) < 0:
            raise ValueError(f"bad plan: {self}")

    def paths(self, media: Path, count: int) -> tuple[Path, ...]:
        """Return the names of the clips: talk_001.wav, talk_002.wav, …"""
        numbers = self.numbers or range(1, count + 1)
        digits = max(len(str(max(numbers, default=0))), 3)
        names = (f"{media.stem}_{number:0{digits}d}{self.ending}" for number in numbers)
        return tuple(self.folder / name for name in names)


@dataclass(frozen=True, slots=True)
class ClipWritten:
    """A cue's sound is in its file; `number` counts from 1 to `total`."""

    path: Path
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ClipSkipped:
    """A cue has no sound: it has no length, or lies outside the media."""

    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ClipsFinished:
    """All cues were visited."""

    paths: tuple[Path, ...]
    skipped_count: int


ClipEvent = ClipWritten | ClipSkipped | ClipsFinished


def export_cue_clips(
    media: Path, cues: Sequence[Cue], plan: ClipPlan, *, cancel: CancelToken
) -> Iterator[ClipEvent]:
    """Write the sound of each cue; what was written before a stop or an error stays.

    Raises:
        Cancelled: Somebody asked to stop.
        OutputExistsError: A file of that name exists and `plan.overwrite` is False; nothing
            was written then.
        OutputUnwritableError: The folder or a file cannot be written.
        MediaUnreadableError, NoAudioError, AudioTrackMissingError: There is nothing to cut from.
    """
    check_input(MediaPart(media, audio_track=plan.track))
    make_folder(plan.folder)
    targets = plan.paths(media, len(cues))
    for target in targets:
        cancel.raise_if_cancelled()
        check_writable(target, overwrite=plan.overwrite)
    written: list[Path] = []
    for number, (cue, target) in enumerate(zip(cues, targets, strict=True), start=1):
        cancel.raise_if_cancelled()
        if _export(media, cue, target, plan):
            written.append(target)
            yield ClipWritten(target, number, len(cues))
        else:
            yield ClipSkipped(number, len(cues))
    yield ClipsFinished(tuple(written), len(cues) - len(written))


def _export(media: Path, cue: Cue, target: Path, plan: ClipPlan) -> bool:
    """Write one clip; return whether there was anything to write."""
    from whisper_desktop.audio.clips import Clip, export_clip

    start_ms = max(cue.start_ms - plan.padding_ms, 0)
    end_ms = cue.end_ms + plan.padding_ms
    if start_ms == end_ms:
        return False
    fade_ms = min(plan.fade_ms, (end_ms - start_ms) // 2)
    try:
        export_clip(
            media,
            Clip(start_ms, end_ms, plan.gain_db, fade_ms, fade_ms),
            target,
            track=plan.track,
        )
    except NoAudioError:
        return False
    return True
