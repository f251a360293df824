"""What the subtitle formats, and the texts that go into a file, are called."""

from collections.abc import Mapping
from types import MappingProxyType

from whisper_desktop.app.subtitle_files import SubtitleFormat, Track
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_NAMES: Mapping[SubtitleFormat, str] = MappingProxyType(
    {
        SubtitleFormat.SRT: QT_TRANSLATE_NOOP("Formats", "SubRip (.srt)"),
        SubtitleFormat.VTT: QT_TRANSLATE_NOOP("Formats", "WebVTT (.vtt)"),
        SubtitleFormat.ASS: QT_TRANSLATE_NOOP("Formats", "Advanced SubStation Alpha (.ass)"),
        SubtitleFormat.SSA: QT_TRANSLATE_NOOP("Formats", "SubStation Alpha (.ssa)"),
        SubtitleFormat.TXT: QT_TRANSLATE_NOOP("Formats", "Plain text (.txt)"),
        SubtitleFormat.TSV: QT_TRANSLATE_NOOP("Formats", "Table with tabs (.tsv)"),
        SubtitleFormat.JSON: QT_TRANSLATE_NOOP("Formats", "JSON (.json)"),
        SubtitleFormat.TTML: QT_TRANSLATE_NOOP("Formats", "TTML (.ttml)"),
        SubtitleFormat.SAMI: QT_TRANSLATE_NOOP("Formats", "SAMI (.smi)"),
        SubtitleFormat.MICRODVD: QT_TRANSLATE_NOOP("Formats", "MicroDVD, in frames (.sub)"),
        SubtitleFormat.LRC: QT_TRANSLATE_NOOP("Formats", "Lyrics (.lrc)"),
        SubtitleFormat.CSV: QT_TRANSLATE_NOOP("Formats", "Table with commas (.csv)"),
        SubtitleFormat.DOCX: QT_TRANSLATE_NOOP("Formats", "Transcript for Word (.docx)"),
    }
)
_TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        Track.TEXT: QT_TRANSLATE_NOOP("Formats", "The text"),
        Track.TRANSLATION: QT_TRANSLATE_NOOP("Formats", "The translation"),
        Track.TEXT_FIRST: QT_TRANSLATE_NOOP("Formats", "Both, the text above"),
        Track.TRANSLATION_FIRST: QT_TRANSLATE_NOOP("Formats", "Both, the translation above"),
    }
)


def format_name(wanted: SubtitleFormat) -> str:
    """Return what a format is called in the language of the window."""
    return translated("Formats", _NAMES[wanted])


def track_name(track: Track) -> str:
    """Return what goes into a file in the language of the window."""
    return translated("Formats", _TRACKS[track])
