"""Cues at other times; their words go along where the whole cue does."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb, replacing
from whisper_desktop.core.segment import Word

# Frozen values are filled past their `__init__`, which takes three times as long (see `remade`).
_new = object.__new__
_set_uid, _set_start, _set_end, _set_text = (
    getattr(Cue, name).__set__ for name in ("uid", "start_ms", "end_ms", "text")
)
_set_words, _set_language, _set_task, _set_extras = (
    getattr(Cue, name).__set__ for name in ("words", "language", "task", "extras")
)
_set_recipe, _set_translation, _set_evidence = (
    getattr(Cue, name).__set__ for name in ("recipe", "translation", "evidence")
)
# The same for words, of which there are ten times as many.
_set_word_start, _set_word_end, _set_word_text, _set_probability = (
    getattr(Word, name).__set__ for name in ("start_ms", "end_ms", "text", "probability")
)

NewSpan = tuple[int, int, int]
"""A row and its new start and end in milliseconds."""


def remade(cue: Cue, start_ms: int, end_ms: int, text: str, words: tuple[Word, ...]) -> Cue:
    """Return the cue with other times, text and words; ValueError when it would run backwards.

    This is `dataclasses.replace`, which takes 50 ms for the 20 000 rows of a long film: longer
    than what a person sees as immediate.
    """
    if not 0 <= start_ms <= end_ms:
        raise ValueError(f"bad span: {start_ms}..{end_ms} ms")
    made = _new(Cue)
    _set_uid(made, cue.uid)
    _set_start(made, start_ms)
    _set_end(made, end_ms)
    _set_text(made, text)
    _set_words(made, words)
    _set_language(made, cue.language)
    _set_task(made, cue.task)
    _set_extras(made, cue.extras)
    _set_recipe(made, cue.recipe)
    _set_translation(made, cue.translation)
    _set_evidence(made, cue.evidence)
    return made


def retimed(cue: Cue, start_ms: int, end_ms: int) -> Cue:
    """Return the cue at other times.

    Its words move with it when it moves as a whole. When only an edge moves they stay: they say
    when something is spoken, not when it is shown.
    """
    words = cue.words
    if words and start_ms - cue.start_ms == end_ms - cue.end_ms:
        delta_ms = start_ms - cue.start_ms
        words = mapped_words(words, lambda time_ms: time_ms + delta_ms)
    return remade(cue, start_ms, end_ms, cue.text, words)


def mapped_words(words: tuple[Word, ...], map_ms: Callable[[int], int]) -> tuple[Word, ...]:
    """Return the words with every time put through a function that never falls, at least 0.

    A word may start before its cue does, so what keeps the cue above 0 need not do for its words.
    """
    made: list[Word] = []
    for word in words:
        start_ms, end_ms = map_ms(word.start_ms), map_ms(word.end_ms)
        new = _new(Word)
        _set_word_start(new, start_ms if start_ms > 0 else 0)
        _set_word_end(new, end_ms if end_ms > 0 else 0)
        _set_word_text(new, word.text)
        _set_probability(new, word.probability)
        made.append(new)
    return tuple(made)


def mapping(
    verb: Verb, cues: Sequence[Cue], rows: Sequence[int], map_ms: Callable[[int], int]
) -> Edit:
    """Return the edit that puts every time of some rows, rising, through a function.

    The function gives no time of these cues before 0 and never falls.
    """
    every = list(cues)
    changed: list[tuple[int, Cue]] = []
    for row in rows:
        cue = every[row]
        words = cue.words and mapped_words(cue.words, map_ms)
        made = remade(cue, map_ms(cue.start_ms), map_ms(cue.end_ms), cue.text, words)
        changed.append((row, made))
    return replacing(verb, every, changed)


def retiming(
    verb: Verb,
    cues: Sequence[Cue],
    spans_ms: Iterable[NewSpan],
    rows: Iterable[int],
    merge_key: str | None = None,
) -> Edit:
    """Return the edit that gives rows new times; `rows` get selected.

    Rows whose times stay are left out.
    """
    changed: list[tuple[int, Cue]] = []
    for row, start_ms, end_ms in sorted(spans_ms):
        cue = cues[row]
        if start_ms != cue.start_ms or end_ms != cue.end_ms:
            changed.append((row, retimed(cue, start_ms, end_ms)))
    edit = replacing(verb, cues, changed, merge_key)
    uids = tuple([cues[row].uid for row in rows])
    return replace(edit, selection=uids, selection_before=uids)


def moved_spans(cues: Sequence[Cue], moves_ms: Mapping[int, int]) -> list[NewSpan]:
    """Return the new times of rows that move by so much each."""
    return [
        (row, cues[row].start_ms + move_ms, cues[row].end_ms + move_ms)
        for row, move_ms in moves_ms.items()
    ]


def rising(cues: Sequence[Cue], rows: Iterable[int]) -> Sequence[int]:
    """Return the rows in rising order, each once; ValueError for a row that does not exist."""
    ordered = sorted(set(rows))
    if ordered and not (ordered[0] >= 0 and ordered[-1] < len(cues)):
        raise ValueError(f"rows {ordered[0]}..{ordered[-1]} of {len(cues)}")
    return ordered
