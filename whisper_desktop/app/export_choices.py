"""How a document was exported, to do it again in the same way."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whisper_desktop.app.subtitle_files import SubtitleFile, SubtitleFormat, WriteOptions
from whisper_desktop.formats.microdvd import USUAL_FPS


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What the person chose; `header` is what the file that was opened says of all cues."""

    path: Path
    format: SubtitleFormat = SubtitleFormat.SRT
    encoding: str = "utf-8"
    newline: str = "\n"
    has_bom: bool = False
    fps: float = USUAL_FPS
    header: tuple[tuple[str, str], ...] = ()

    @property
    def options(self) -> WriteOptions:
        """The same for `write_subtitles`."""
        return WriteOptions(self.encoding, self.newline, self.has_bom, self.fps, dict(self.header))

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return asdict(self) | {
            "path": str(self.path),
            "format": self.format.value,
            "header": dict(self.header),
        }


def choices_of(path: Path, file: SubtitleFile, fps: float | None = None) -> ExportChoices:
    """Return the choices that write a file as it was read."""
    return ExportChoices(
        path,
        file.format,
        file.encoding or "utf-8",
        file.newline,
        file.had_bom,
        fps or USUAL_FPS,
        tuple(file.header.items()),
    )


def choices_from(data: object) -> ExportChoices | None:
    """Return what `to_data` made; None for anything else."""
    if not isinstance(data, dict):
        return None
    try:
        choices = ExportChoices(
            Path(data["path"]),
            SubtitleFormat(data["format"]),
            str(data["encoding"]),
            str(data["newline"]),
            bool(data["has_bom"]),
            float(data["fps"]),
            tuple((str(key), str(text)) for key, text in data["header"].items()),
        )
        "".encode(choices.encoding)
        WriteOptions(choices.encoding, choices.newline, choices.has_bom, choices.fps)
    except (ValueError, TypeError, AttributeError, LookupError):
        return None
    return choices
