"""Everything that is known about a transcript, as JSON (.json).

The top of the document, version 1 (all times are whole milliseconds of the media's own clock):

    format        "whisper-desktop-transcript"
    version       1; raised when a reader of the old version would misread the new one
    media         name of the recognised file, without its folder
    duration_ms   length of the recognised audio
    is_complete   false when the work was stopped before the end
    language      Whisper code of the language, "" when no speech was found to tell it by
    task          "transcribe" or "translate"
    model         name, sha256 ("" when unknown), device, precision, reason (why those two)
    settings      every option that the text depends on
    segments      in order of their starts, each with
        id            counted from 1
        start_ms, end_ms, text, language, task
        words         each with start_ms, end_ms, text (with its leading space), probability;
                      empty unless word times were asked for
        evidence      avg_logprob, no_speech_prob, compression_ratio, temperature, speech_share,
                      mean_word_prob, min_word_prob, words_per_s (characters a second in
                      languages written without spaces), each null when it was not measured;
                      defences (names of what the recogniser did about the text, such as
                      "hotter"), is_reviewed; or null as a whole
    left_out      what was recognised and not kept, each with start_ms, end_ms, text, reason
                  ("no-speech", "loop", "repeated": a neighbour says it)
    warnings      each with kind ("audio_damaged": start_ms, end_ms, reason;
                  "memory_ran_out": before, after, model (which went on, as at the top; null
                  when only the batch shrank); "nothing_recognised")

A number that is not finite is written as null, which JSON can hold.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict

from whisper_desktop.core.events import AudioDamaged, Concern, MemoryRanOut, NothingRecognised
from whisper_desktop.core.evidence_data import evidence_data
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.transcript import Transcript

FORMAT_NAME = "whisper-desktop-transcript"
FORMAT_VERSION = 1

_DECIMALS = 6
_KINDS: dict[type[Concern], str] = {
    AudioDamaged: "audio_damaged",
    MemoryRanOut: "memory_ran_out",
    NothingRecognised: "nothing_recognised",
}


def write_json(transcript: Transcript) -> str:
    """Return the transcript as an indented JSON document, ending with a newline."""
    document = {
        "format": FORMAT_NAME,
        "version": FORMAT_VERSION,
        "media": transcript.media_name,
        "duration_ms": transcript.duration_ms,
        "is_complete": transcript.is_complete,
        "language": transcript.language,
        "task": transcript.task,
        "model": asdict(transcript.model),
        "settings": transcript.settings,
        "segments": [
            segment_record(number, segment)
            for number, segment in enumerate(transcript.segments, start=1)
        ],
        "left_out": [asdict(one) for one in transcript.left_out],
        "warnings": [concern_record(concern) for concern in transcript.warnings],
    }
    return json.dumps(finite(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def segment_record(number: int, segment: Segment) -> dict[str, object]:
    """Return the segment as the document holds it."""
    return {
        "id": number,
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "text": segment.text,
        "language": segment.language,
        "task": segment.task,
        "words": [asdict(word) for word in segment.words],
        "evidence": evidence_data(segment.evidence) if segment.evidence else None,
    }


def concern_record(concern: Concern) -> dict[str, object]:
    """Return the warning as the document holds it."""
    return {"kind": _KINDS[type(concern)], **asdict(concern)}


def finite(value: object) -> object:
    """Round floats, and put None for those that JSON cannot hold, all the way down."""
    if isinstance(value, float):
        return round(value, _DECIMALS) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value
