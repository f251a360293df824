"""Cues and edits as the project file spells them."""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.evidence_data import evidence_from_values, evidence_values
from whisper_desktop.core.recipe import NO_OVERRIDE, Task
from whisper_desktop.core.recipe_data import override_data, override_from_data
from whisper_desktop.core.segment import Evidence, Word

_COMPRESSED = b"z"
_PLAIN = b"j"
_COMPRESS_FROM_BYTES = 16_384
_LEVEL = 1
"""Texts shrink well enough at once, and a writer that is slow loses more when the power goes."""
_CUES_AT_ONCE = 200

CueRow = tuple[
    int,
    int,
    int,
    int,
    str | bytes,
    str | bytes | None,
    str,
    str | None,
    str | None,
    str | None,
    str | bytes | None,
    str | None,
]
"""uid, sort key, start and end in milliseconds, text, language, task, and, each NULL where there is
none: words, extras, recipe, translation, evidence."""


def cue_row(cue: Cue, sort_key: int) -> CueRow:
    """Return the columns of a cue; what it does not have is NULL."""
    return (
        cue.uid,
        sort_key,
        cue.start_ms,
        cue.end_ms,
        stored_text(cue.text),
        None if cue.language is None else stored_text(cue.language),
        cue.task.value,
        json.dumps(_word_records(cue)) if cue.words else None,
        json.dumps(dict(cue.extras)) if cue.extras else None,
        None if cue.recipe.is_empty else json.dumps(override_data(cue.recipe)),
        stored_text(cue.translation) if cue.translation else None,
        None if cue.evidence is None else json.dumps(evidence_values(cue.evidence)),
    )


def cue_from_row(row: CueRow) -> Cue:
    """Return the cue that `cue_row` took apart; ValueError when it is damaged."""
    uid, _, start_ms, end_ms, text, language, task, words, extras, *later = row
    recipe, translation, evidence = later
    return Cue(
        uid,
        start_ms,
        end_ms,
        loaded_text(text),
        _words_from(json.loads(words)) if words else (),
        None if language is None else loaded_text(language),
        Task(task),
        json.loads(extras) if extras else {},
        override_from_data(json.loads(recipe)) if recipe else NO_OVERRIDE,
        loaded_text(translation) if translation else "",
        _evidence_from(evidence) if evidence else None,
    )


def pack_edit(edit: Edit) -> bytes:
    """Return an edit as JSON, compressed where it is long."""
    head = [edit.verb.value, edit.selection, edit.selection_before, edit.merge_key]
    return _packed(_edit_pieces(head, edit.splices))


def unpack_edit(data: bytes) -> Edit:
    """Return the edit that was packed; ValueError when it is damaged."""
    (verb, selection, before, merge_key), *splices = json.loads(_unpacked(data))
    return Edit(
        Verb(verb),
        tuple(
            Splice(row, tuple(map(_cue_from, removed)), tuple(map(_cue_from, inserted)))
            for row, removed, inserted in splices
        ),
        tuple(selection),
        tuple(before),
        merge_key,
    )


def pack_cues(cues: Sequence[Cue]) -> bytes:
    """Return many cues as one piece of compressed JSON."""
    return _packed(_list_pieces(cues))


def unpack_cues(data: bytes) -> tuple[Cue, ...]:
    """Return the cues that were packed; ValueError when they are damaged."""
    return tuple(map(_cue_from, json.loads(_unpacked(data))))


def stored_text(text: str) -> str | bytes:
    """Return what SQLite can hold: half a surrogate pair, as in some file names, is no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def loaded_text(value: str | bytes) -> str:
    """Undo `stored_text`; TypeError and ValueError for what it cannot have made."""
    return value if isinstance(value, str) else str(value, "utf-8", "surrogatepass")


def _edit_pieces(head: list[Any], splices: tuple[Splice, ...]) -> Iterator[str]:
    yield f"[{json.dumps(head)}"
    for splice in splices:
        yield f",[{splice.row},"
        yield from _list_pieces(splice.removed)
        yield ","
        yield from _list_pieces(splice.inserted)
        yield "]"
    yield "]"


def _list_pieces(cues: Sequence[Cue]) -> Iterator[str]:
    """Spell some cues at a time: one call for all of them would hold up every other thread."""
    yield "["
    for first in range(0, len(cues), _CUES_AT_ONCE):
        some = [_cue_record(cue) for cue in cues[first : first + _CUES_AT_ONCE]]
        yield f"{',' if first else ''}{json.dumps(some)[1:-1]}"
    yield "]"


def _packed(pieces: Iterable[str]) -> bytes:
    # json.dumps wrote ASCII only.
    data = "".join(pieces).encode("ascii")
    if len(data) < _COMPRESS_FROM_BYTES:
        return _PLAIN + data
    return _COMPRESSED + zlib.compress(data, _LEVEL)


def _unpacked(data: bytes) -> bytes:
    if data[:1] == _PLAIN:
        return data[1:]
    try:
        return zlib.decompress(data[1:])
    except zlib.error as error:
        raise ValueError("damaged cues") from error


def _evidence_from(stored: str | bytes) -> Evidence | None:
    """Return what `cue_row` stored; None when it is damaged, for the row is worth more."""
    try:
        return evidence_from_values(json.loads(stored))
    except (TypeError, ValueError, RecursionError):
        return None


def _cue_record(cue: Cue) -> list[Any]:
    """Return the fields in their order, without those at the end that most cues do not have."""
    record: list[Any] = [cue.uid, cue.start_ms, cue.end_ms, cue.text]
    has_wish = cue.recipe is not NO_OVERRIDE and not cue.recipe.is_empty
    is_more = cue.words or cue.language is not None or cue.task is not Task.TRANSCRIBE
    has_later = has_wish or bool(cue.translation) or cue.evidence is not None
    if is_more or cue.extras or has_later:
        record += [_word_records(cue), cue.language, cue.task.value, dict(cue.extras)]
    if has_later:
        record += [override_data(cue.recipe), cue.translation]
    if cue.evidence is not None:
        record.append(evidence_values(cue.evidence))
    return record


def _cue_from(record: list[Any]) -> Cue:
    uid, start_ms, end_ms, text, *rest = record
    if not rest:
        return Cue(uid, start_ms, end_ms, text)
    words, language, task, extras, *wishes = rest
    made = Cue(uid, start_ms, end_ms, text, _words_from(words), language, Task(task), extras)
    if not wishes:
        return made
    recipe, translation, *measured = wishes
    return replace(
        made,
        recipe=override_from_data(recipe),
        translation=translation,
        evidence=evidence_from_values(*measured) if measured else None,
    )


def _word_records(cue: Cue) -> list[list[object]]:
    return [[word.start_ms, word.end_ms, word.text, word.probability] for word in cue.words]


def _words_from(records: list[list[Any]]) -> tuple[Word, ...]:
    return tuple(Word(*record) for record in records)
