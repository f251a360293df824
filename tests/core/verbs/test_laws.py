"""What holds for every verb, whatever the rows."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.presets import CUSTOM
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.accept import accept_rows
from whisper_desktop.core.verbs.case import Case, change_case
from whisper_desktop.core.verbs.extend import ReadingGoal, extend
from whisper_desktop.core.verbs.fillers import remove_fillers
from whisper_desktop.core.verbs.frame_rate import change_frame_rate
from whisper_desktop.core.verbs.gaps import close_gaps, open_gaps
from whisper_desktop.core.verbs.inserting import insert, insert_after, insert_before
from whisper_desktop.core.verbs.merge import merge
from whisper_desktop.core.verbs.moving import end_at, move, start_at
from whisper_desktop.core.verbs.paste import paste_cues, paste_texts, paste_times
from whisper_desktop.core.verbs.reading import cut_for_reading
from whisper_desktop.core.verbs.rows import SortKey, delete, duplicate, sort
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.core.verbs.shift import shift
from whisper_desktop.core.verbs.snap import (
    snap_to_frames,
    snap_to_neighbours,
    snap_to_time,
    snap_to_words,
)
from whisper_desktop.core.verbs.split import split
from whisper_desktop.core.verbs.stretch import Anchor, can_stretch, stretch
from whisper_desktop.core.verbs.text import set_text, set_texts
from whisper_desktop.core.verbs.times import set_end, set_start, set_times

MAX_MS = 60
"""Few times, so that cues meet often."""
TEXTS = ("", "Um, hello", "one two three", "<i>A word. An</i>\nother", "- Yes.\n- No.", "日本語")
SMALL = replace(CUSTOM, max_line_characters=8, min_duration_ms=5, max_duration_ms=20, max_cps=500.0)

times = st.integers(-10, MAX_MS + 20)
deltas = st.integers(-MAX_MS, MAX_MS)
gaps = st.integers(0, 8)


def make_words(text: str, first_ms: int, step_ms: int) -> tuple[Word, ...]:
    starts_ms = range(first_ms, first_ms + 10_000, step_ms)
    return tuple(
        Word(start_ms, start_ms + step_ms // 2, f" {token}", 0.5)
        for token, start_ms in zip(text.split(), starts_ms, strict=False)
    )


def make_cues(values: list[tuple[int, int, str, tuple[int, int] | None, str | None]]) -> list[Cue]:
    return [
        Cue(
            uid,
            start_ms,
            start_ms + ms,
            text,
            make_words(text, *words) if words else (),
            language,
            recipe=RecipeOverride(language),
            translation=text.upper(),
            evidence=Evidence(-uid / 8, 0.5, 1.5, 0.0),
        )
        for uid, (start_ms, ms, text, words, language) in enumerate(values, 1)
    ]


def make_documents(min_duration_ms: int = 0) -> st.SearchStrategy[Document]:
    cue = st.tuples(
        st.integers(0, MAX_MS),
        st.integers(min_duration_ms, 12),
        st.sampled_from(TEXTS),
        st.one_of(st.none(), st.tuples(st.integers(0, MAX_MS), st.integers(1, 5))),
        st.sampled_from([None, "en", "de"]),
    )
    return st.lists(cue, min_size=1, max_size=7).map(make_cues).map(Document)


rules_that_part = st.builds(
    TimingRules,
    st.sampled_from([Neighbours.KEEP, Neighbours.PUSH]),
    gaps,
    st.integers(0, 5),
    st.one_of(st.none(), st.integers(0, MAX_MS + 20)),
)


def draw_row(document: Document, data: st.DataObject) -> int:
    return data.draw(st.integers(0, len(document) - 1))


def draw_rows(document: Document, data: st.DataObject) -> list[int]:
    return data.draw(st.lists(st.integers(0, len(document) - 1)))


def draw_span(data: st.DataObject) -> tuple[int, int]:
    return data.draw(times), data.draw(times)


def draw_valid_span(data: st.DataObject) -> tuple[int, int]:
    start_ms = data.draw(st.integers(0, MAX_MS))
    return start_ms, start_ms + data.draw(st.integers(0, 20))


def draw_stretch(document: Document, data: st.DataObject) -> Edit:
    anchors = data.draw(
        st.tuples(times, times, times, times)
        .map(lambda four: (Anchor(*four[:2]), Anchor(*four[2:])))
        .filter(lambda two: can_stretch(*two))
    )
    return stretch(document, draw_rows(document, data), *anchors)


def draw_goal(data: st.DataObject) -> ReadingGoal:
    last_ms = data.draw(st.one_of(st.none(), st.integers(0, MAX_MS)))
    return ReadingGoal(200.0, data.draw(gaps), 5, 30, last_ms)


def draw_pasted(data: st.DataObject) -> list[Cue]:
    return list(data.draw(make_documents()))


Build = Callable[[Document, st.DataObject], Edit]

TIMINGS: dict[str, Build] = {
    "set_start": lambda d, x: set_start(d, draw_row(d, x), x.draw(times), x.draw(rules_that_part)),
    "set_end": lambda d, x: set_end(d, draw_row(d, x), x.draw(times), x.draw(rules_that_part)),
    "start_at": lambda d, x: start_at(d, draw_row(d, x), x.draw(times), x.draw(rules_that_part)),
    "end_at": lambda d, x: end_at(d, draw_row(d, x), x.draw(times), x.draw(rules_that_part)),
    "set_times": lambda d, x: set_times(d, draw_row(d, x), draw_span(x), x.draw(rules_that_part)),
    "move": lambda d, x: move(d, draw_rows(d, x), x.draw(deltas), x.draw(rules_that_part)),
    "close_gaps": lambda d, x: close_gaps(d, draw_rows(d, x), x.draw(gaps), x.draw(gaps)),
    "open_gaps": lambda d, x: open_gaps(d, draw_rows(d, x), x.draw(gaps), x.draw(gaps)),
    "extend": lambda d, x: extend(d, draw_rows(d, x), draw_goal(x)),
    "snap_to_words": lambda d, x: snap_to_words(d, draw_rows(d, x), 20, x.draw(rules_that_part)),
    "snap_to_neighbours": lambda d, x: snap_to_neighbours(
        d, draw_rows(d, x), 9, x.draw(rules_that_part)
    ),
    "snap_to_time": lambda d, x: snap_to_time(
        d, draw_row(d, x), x.draw(times), x.draw(rules_that_part)
    ),
}
"""Verbs that respect the cues around."""

TIME_MAPS: dict[str, Build] = {
    "shift_all": lambda d, x: shift(d, range(len(d)), x.draw(deltas)),
    "snap_all_to_frames": lambda d, _: snap_to_frames(d, range(len(d)), 125.0),
    "change_frame_rate_of_all": lambda d, _: change_frame_rate(d, range(len(d)), 25.0, 23.976),
}
"""Verbs that do the same to all times."""

INSERTIONS: dict[str, Build] = {
    "insert": lambda d, x: insert(d, draw_span(x), "new", x.draw(rules_that_part)),
    "insert_before": lambda d, x: insert_before(
        d, draw_row(d, x), 9, "new", x.draw(rules_that_part)
    ),
    "insert_after": lambda d, x: insert_after(d, draw_row(d, x), 9, "new", x.draw(rules_that_part)),
}

OTHERS: dict[str, Build] = {
    "accept_rows": lambda d, x: accept_rows(d, draw_rows(d, x)),
    "set_text": lambda d, x: set_text(d, draw_row(d, x), x.draw(st.sampled_from(TEXTS))),
    "set_texts": lambda d, x: set_texts(Verb.WRAP, d, dict.fromkeys(draw_rows(d, x), "one\ntwo")),
    "change_case": lambda d, x: change_case(d, draw_rows(d, x), x.draw(st.sampled_from(Case))),
    "remove_fillers": lambda d, x: remove_fillers(d, draw_rows(d, x), "en", ["hello", "word"]),
    "delete": lambda d, x: delete(d, draw_rows(d, x)),
    "duplicate": lambda d, x: duplicate(d, draw_rows(d, x)),
    "sort": lambda d, x: sort(
        d,
        draw_rows(d, x),
        x.draw(st.sampled_from(SortKey)),
        is_descending=x.draw(st.booleans()),
    ),
    "merge": lambda d, x: merge(d, draw_rows(d, x), x.draw(st.sampled_from(["\n", " ", ""]))),
    "split": lambda d, x: split(
        d,
        draw_row(d, x),
        x.draw(st.one_of(st.none(), st.integers(-1, 25))),
        x.draw(st.one_of(st.none(), times)),
        x.draw(gaps),
    ),
    "cut_for_reading": lambda d, x: cut_for_reading(
        d, draw_rows(d, x), Rules(SMALL, "en", x.draw(st.one_of(st.none(), st.just(MAX_MS))))
    ),
    "shift": lambda d, x: shift(d, draw_rows(d, x), x.draw(deltas)),
    "stretch": draw_stretch,
    "paste_cues": lambda d, x: paste_cues(
        d,
        x.draw(st.integers(0, len(d))),
        draw_pasted(x),
        x.draw(st.one_of(st.none(), times)),
    ),
    "paste_texts": lambda d, x: paste_texts(d, draw_row(d, x), ["one", "two three"]),
    "paste_times": lambda d, x: paste_times(
        d, draw_row(d, x), [draw_valid_span(x), draw_valid_span(x)]
    ),
}

ALL = TIMINGS | TIME_MAPS | INSERTIONS | OTHERS


def are_apart(first: Cue, second: Cue) -> bool:
    return first.end_ms <= second.start_ms or second.end_ms <= first.start_ms


@pytest.mark.parametrize("verb", ALL)
@given(st.data())
def test_every_verb_can_be_undone_and_redone(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents())
    before = list(document)
    edit = ALL[verb](document, data)
    assert list(document) == before, "a verb only makes an edit"
    inverse = document.apply(edit)
    after = list(document)
    assert edit.is_empty == (after == before)
    assert len({cue.uid for cue in after}) == len(after)
    assert {*edit.selection} <= {cue.uid for cue in after}
    assert {*edit.selection_before} <= {cue.uid for cue in before}
    redo = document.apply(inverse)
    assert list(document) == before
    document.apply(redo)
    assert list(document) == after


@pytest.mark.parametrize("verb", TIMINGS | TIME_MAPS)
@given(st.data())
def test_what_is_shown_after_another_still_is(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents(min_duration_ms=1))
    before = list(document)
    document.apply(ALL[verb](document, data))
    pairs = zip(combinations(before, 2), combinations(document, 2), strict=True)
    for (old, other_old), (new, other_new) in pairs:
        assert (old.uid, other_old.uid) == (new.uid, other_new.uid)
        if old.end_ms <= other_old.start_ms:
            assert new.end_ms <= other_new.start_ms
        elif other_old.end_ms <= old.start_ms:
            assert other_new.end_ms <= new.start_ms


@pytest.mark.parametrize("verb", TIMINGS | TIME_MAPS | INSERTIONS)
@given(st.data())
def test_no_overlap_is_made(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents())
    old = {cue.uid: cue for cue in document}
    document.apply(ALL[verb](document, data))
    for first, second in combinations(document, 2):
        was_apart = not ({first.uid, second.uid} <= old.keys()) or are_apart(
            old[first.uid], old[second.uid]
        )
        assert not was_apart or are_apart(first, second)


@pytest.mark.parametrize("verb", ["set_start", "set_end", "set_times", "move"])
@given(st.data())
def test_a_gap_is_not_made_smaller_than_the_rules_say(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents(min_duration_ms=1))
    old = list(document)
    rules = data.draw(rules_that_part)
    row = draw_row(document, data)
    edits = {
        "set_start": lambda: set_start(document, row, data.draw(times), rules),
        "set_end": lambda: set_end(document, row, data.draw(times), rules),
        "set_times": lambda: set_times(document, row, draw_span(data), rules),
        "move": lambda: move(document, [row], data.draw(deltas), rules),
    }
    document.apply(edits[verb]())
    new = list(document)
    for at, other in combinations(range(len(old)), 2):
        for first, second in ((at, other), (other, at)):
            gap_ms = old[second].start_ms - old[first].end_ms
            if gap_ms >= 0:
                new_gap_ms = new[second].start_ms - new[first].end_ms
                assert new_gap_ms >= min(gap_ms, rules.min_gap_ms)


@pytest.mark.parametrize("verb", ["set_start", "set_end", "set_times", "move"])
@given(st.data())
def test_cues_stay_long_enough_and_within_the_media(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents())
    old = list(document)
    rules = TimingRules(
        data.draw(st.sampled_from(Neighbours)),
        min_duration_ms=data.draw(st.integers(0, 5)),
        last_ms=data.draw(st.integers(0, MAX_MS)),
    )
    row = draw_row(document, data)
    edits = {
        "set_start": lambda: set_start(document, row, data.draw(times), rules),
        "set_end": lambda: set_end(document, row, data.draw(times), rules),
        "set_times": lambda: set_times(document, row, draw_span(data), rules),
        "move": lambda: move(document, [row], data.draw(deltas), rules),
    }
    document.apply(edits[verb]())
    assert rules.last_ms is not None
    for before, after in zip(old, document, strict=True):
        assert after.duration_ms >= min(before.duration_ms, rules.min_duration_ms)
        assert after.end_ms <= max(before.end_ms, rules.last_ms)


@pytest.mark.parametrize("verb", TIMINGS | TIME_MAPS | {"duplicate": OTHERS["duplicate"]})
@given(st.data())
def test_wishes_and_translations_stay_with_their_rows(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents())
    before = {cue.text: (cue.translation, {c.recipe for c in document}) for cue in document}
    document.apply(ALL[verb](document, data))
    for cue in document:
        translation, recipes = before[cue.text]
        assert cue.translation == translation
        assert cue.recipe in recipes


@pytest.mark.parametrize(
    "verb", TIMINGS | TIME_MAPS | {name: OTHERS[name] for name in ("duplicate", "split", "shift")}
)
@given(st.data())
def test_evidence_stays_with_its_rows(verb: str, data: st.DataObject) -> None:
    document = data.draw(make_documents())
    known = {cue.translation.replace(" ", ""): cue.evidence for cue in document}
    evidences = [cue.evidence for cue in document]
    document.apply(ALL[verb](document, data))
    assert {cue.evidence for cue in document} == set(evidences)
    if len(document) == len(evidences):
        assert [cue.evidence for cue in document] == evidences
    assert known
