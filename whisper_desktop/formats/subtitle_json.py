"""Subtitles as JSON (.json): all that the editor knows of its cues, and transcripts of recognisers.

The top of a document that is written here, version 1 (all times are whole milliseconds):

    format        "whisper-desktop-subtitles"
    version       1; raised when a reader of the old version would misread the new one
    cues          in the person's order, each with
        id            counted from 1
        start_ms, end_ms, text
        language      Whisper code, null for that of the whole document
        task          "transcribe" or "translate"
        words         each with start_ms, end_ms, text (with its leading space), probability
        extras        what a subtitle format says of the cue besides, by name
        translation   English beside the text, "" where there is none
        evidence      what speaks for the text and against it, as in a transcript (json_format);
                      null where nobody measured it
        recipe        what is wanted of the cue apart from the document: any of language ("auto" to
                      find it out), task, timestamps ("none", "segments", "words"),
                      initial_prompt, hotwords, model

What is read besides: our own transcripts, and those of other programs that have a list of
`segments` with `start` and `end` in seconds.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace

from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.evidence_data import evidence_data, evidence_from_data
from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride, Task
from whisper_desktop.core.recipe_data import override_data, override_from_data
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.formats.cue_gatherer import CueGatherer
from whisper_desktop.formats.cue_text import normal_text
from whisper_desktop.formats.json_format import finite
from whisper_desktop.formats.subtitles import NO_EXTRAS, ReadReason, Subtitles

FORMAT_NAME = "whisper-desktop-subtitles"
FORMAT_VERSION = 1

_MAX_TIME = 1e12
"""More, in whatever unit, is no time."""
_LISTS = ("cues", "segments", "subtitles", "captions", "events")
_TASKS = {task.value: task for task in Task}


def write_subtitle_json(cues: Sequence[Cue]) -> str:
    """Return the cues as an indented JSON document, ending with a newline."""
    document = {
        "format": FORMAT_NAME,
        "version": FORMAT_VERSION,
        "cues": [_record(number, cue) for number, cue in enumerate(cues, start=1)],
    }
    return json.dumps(finite(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_subtitle_json(text: str, cancel: CancelToken | None = None) -> Subtitles:
    """Return a cue for every record with times."""
    gatherer = CueGatherer(cancel=cancel)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        gatherer.report(error.lineno, error.msg, ReadReason.DAMAGED)
    except (ValueError, RecursionError) as error:
        gatherer.report(0, str(error), ReadReason.DAMAGED)
    else:
        for number, record in enumerate(_records(document), start=1):
            _take(record, number, gatherer)
    return Subtitles(tuple(gatherer.cues), tuple(gatherer.problems))


def _record(number: int, cue: Cue) -> dict[str, object]:
    return {
        "id": number,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "text": cue.text,
        "language": cue.language,
        "task": cue.task,
        "words": [asdict(word) for word in cue.words],
        "extras": dict(cue.extras),
        "translation": cue.translation,
        "evidence": evidence_data(cue.evidence) if cue.evidence else None,
        "recipe": override_data(cue.recipe),
    }


def _records(document: object) -> Sequence[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, Mapping):
        for name in _LISTS:
            if isinstance(document.get(name), list):
                found: Sequence[object] = document[name]
                return found
    return ()


def _take(record: object, number: int, gatherer: CueGatherer) -> None:
    """Take a record; its number stands for the line, which JSON does not tell."""
    times_ms = _times_ms(record) if isinstance(record, Mapping) else None
    if times_ms is None:
        gatherer.report(number, _shown(record), ReadReason.BAD_TIME)
        return
    assert isinstance(record, Mapping)
    text = normal_text(_string(record.get("text")))
    # Recognisers write the blank before a word with it.
    text = text if "start_ms" in record else text.strip()
    gatherer.add(*times_ms, text, number, _extras(record.get("extras")))
    language = _string(record.get("language")) or None
    gatherer.cues[-1] = replace(
        gatherer.cues[-1],
        words=tuple(_words(record.get("words"))),
        language=language,
        task=_TASKS.get(_string(record.get("task")), Task.TRANSCRIBE),
        recipe=_recipe(record.get("recipe")),
        translation=normal_text(_string(record.get("translation"))),
        evidence=_evidence(record.get("evidence")),
    )


def _words(records: object) -> Iterator[Word]:
    """Yield the words; those that run backwards are nothing to go by."""
    for record in records if isinstance(records, list) else ():
        times_ms = _times_ms(record) if isinstance(record, Mapping) else None
        if times_ms and 0 <= times_ms[0] <= times_ms[1]:
            text = _string(record.get("text")) or _string(record.get("word"))
            yield Word(*times_ms, text, _number(record.get("probability")) or 0.0)


def _times_ms(record: Mapping[str, object]) -> tuple[int, int] | None:
    start_ms = _time_ms(record.get("start_ms"), record.get("start"))
    end_ms = _time_ms(record.get("end_ms"), record.get("end"))
    return None if start_ms is None or end_ms is None else (start_ms, end_ms)


def _time_ms(milliseconds: object, seconds: object) -> int | None:
    for value, factor in ((_number(milliseconds), 1), (_number(seconds), 1_000)):
        if value is not None and abs(value) < _MAX_TIME:
            return round(value * factor)
    return None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if math.isfinite(value) else None


def _extras(record: object) -> Mapping[str, str]:
    if not isinstance(record, Mapping) or not record:
        return NO_EXTRAS
    return {name: _string(value) for name, value in record.items() if isinstance(value, str)}


def _recipe(record: object) -> RecipeOverride:
    try:
        return override_from_data(record)
    except ValueError:
        return NO_OVERRIDE


def _evidence(record: object) -> Evidence | None:
    """Return the evidence if it is whole; of what is not finite, nothing is known."""
    if not isinstance(record, Mapping):
        return None
    try:
        return evidence_from_data(record)
    except (LookupError, TypeError, ValueError):
        return None


def _string(value: object) -> str:
    """Return the text, without halves of surrogate pairs: JSON can hold them, files cannot."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", errors="replace").decode("utf-8")


def _shown(record: object) -> str:
    return json.dumps(record, ensure_ascii=False)
