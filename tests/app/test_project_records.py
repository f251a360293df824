from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.project_records import (
    cue_from_row,
    cue_row,
    loaded_text,
    pack_cues,
    pack_edit,
    stored_text,
    unpack_cues,
    unpack_edit,
)
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.segment import Defence, Evidence, Word

texts = st.text(st.characters(), max_size=12)
times_ms = st.integers(0, 10**12)


wishes = st.just(NO_OVERRIDE) | st.builds(
    RecipeOverride,
    st.none() | texts,
    st.none() | st.sampled_from(Task),
    st.none() | st.sampled_from(TimestampMode),
    *[st.none() | texts] * 3,
)


floats = st.floats(allow_nan=False)
evidences = st.none() | st.builds(
    Evidence,
    *[floats] * 4,
    *[st.none() | floats] * 4,
    st.lists(st.sampled_from(Defence), max_size=3).map(tuple),
    st.booleans(),
)


@st.composite
def words(draw: st.DrawFn) -> Word:
    start_ms, end_ms = sorted((draw(times_ms), draw(times_ms)))
    return Word(start_ms, end_ms, draw(texts), draw(st.floats(0, 1)))


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start_ms, end_ms = sorted((draw(times_ms), draw(times_ms)))
    return Cue(
        draw(st.integers(1, 10**9)),
        start_ms,
        end_ms,
        draw(texts),
        tuple(draw(st.lists(words(), max_size=2))),
        draw(st.none() | texts),
        draw(st.sampled_from(Task)),
        draw(st.dictionaries(texts, texts, max_size=2)),
        draw(wishes),
        draw(texts),
        draw(evidences),
    )


cue_tuples = st.lists(cues(), max_size=3).map(tuple)
uids = st.lists(st.integers(1, 99), max_size=3).map(tuple)
edits = st.builds(
    Edit,
    st.sampled_from(Verb),
    st.lists(st.builds(Splice, st.integers(0, 99), cue_tuples, cue_tuples), max_size=3).map(tuple),
    uids,
    uids,
    st.none() | texts,
)


@given(edits)
def test_an_edit_comes_back_as_it_was(edit: Edit) -> None:
    assert unpack_edit(pack_edit(edit)) == edit


@given(cues(), st.integers(0, 2**62))
def test_a_cue_comes_back_from_its_columns(cue: Cue, key: int) -> None:
    row = cue_row(cue, key)
    assert row[1] == key
    assert cue_from_row(row) == cue


@given(st.text(st.characters()))
def test_text_with_halves_of_surrogate_pairs_can_be_stored(text: str) -> None:
    stored = stored_text(text)
    assert loaded_text(stored) == text
    # What no reader of the file can show is the exception.
    assert isinstance(stored, str) or any("\ud800" <= letter <= "\udfff" for letter in text)


def test_many_cues_are_compressed() -> None:
    many = tuple(Cue(row, row, row + 1, "the same words again") for row in range(1, 5_000))
    packed = pack_cues(many)
    assert len(packed) < 60_000
    assert unpack_cues(packed) == many


def test_no_cues_are_packed_too() -> None:
    assert unpack_cues(pack_cues(())) == ()


@pytest.mark.parametrize("data", [b"z123", b"jnonsense", b"j[[1, 5, 2, 3]]"])
def test_damaged_cues_are_noticed(data: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        unpack_cues(data)


@pytest.mark.parametrize("damaged", [None, 7])
def test_a_text_that_is_none_is_damaged(damaged: Any) -> None:
    with pytest.raises(TypeError):
        loaded_text(damaged)


@pytest.mark.parametrize("damaged", ["null", "[1]", "{", "[" * 100_000, '["x"]'])
def test_a_row_is_worth_more_than_its_evidence(damaged: str) -> None:
    cue = Cue(1, 0, 900, "Good morning.")
    assert cue_from_row((*cue_row(cue, 1)[:-1], damaged)) == cue
