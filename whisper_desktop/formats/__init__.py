"""Transcripts as text: one file a format, and the table of all of them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from whisper_desktop.formats.json_format import write_json
from whisper_desktop.formats.srt import write_srt
from whisper_desktop.formats.transcript import Transcript
from whisper_desktop.formats.tsv import write_tsv
from whisper_desktop.formats.txt import write_txt
from whisper_desktop.formats.vtt import write_vtt


class TranscriptFormat(StrEnum):
    """A format that a transcript can be written in; its value is the file's extension."""

    SRT = "srt"
    VTT = "vtt"
    TXT = "txt"
    TSV = "tsv"
    JSON = "json"


WRITERS: Mapping[TranscriptFormat, Callable[[Transcript], str]] = MappingProxyType(
    {
        TranscriptFormat.SRT: lambda transcript: write_srt(transcript.segments),
        TranscriptFormat.VTT: lambda transcript: write_vtt(transcript.segments),
        TranscriptFormat.TXT: lambda transcript: write_txt(transcript.segments),
        TranscriptFormat.TSV: lambda transcript: write_tsv(transcript.segments),
        TranscriptFormat.JSON: write_json,
    }
)


def render(transcript: Transcript, wanted: TranscriptFormat) -> str:
    """Return the transcript as the text of a file in the wanted format."""
    return WRITERS[wanted](transcript)
