import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import NO_OVERRIDE, RecipeOverride, Task, TimestampMode
from whisper_desktop.core.segment import Defence, Evidence, Word
from whisper_desktop.formats.subtitle_json import read_subtitle_json, write_subtitle_json
from whisper_desktop.formats.subtitles import ReadReason

CUES = [
    Cue(
        1,
        0,
        1_500,
        "Grüß\nGott",
        words=(Word(0, 500, " Grüß", 0.5),),
        language="de",
        task=Task.TRANSLATE,
        extras={"vtt.settings": "line:0"},
        recipe=RecipeOverride("auto", timestamps=TimestampMode.WORDS, hotwords="Anna"),
        translation="Good\nday",
        evidence=Evidence(-0.5, 0.1, 1.5, 0.0, 0.25, defences=(Defence.BEAM,), is_reviewed=True),
    ),
    Cue(2, 90_000_000, 90_000_000, ""),
]


def test_everything_is_read_back() -> None:
    written = write_subtitle_json(CUES)
    assert list(read_subtitle_json(written).cues) == CUES
    assert "Grüß" in written


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 9_000), st.text())))
def test_what_was_written_is_read_back_exactly(rows: list[tuple[int, int, str]]) -> None:
    cues = [
        Cue(uid, start_ms, start_ms + length_ms, text.replace("\r", "").replace("\0", ""))
        for uid, (start_ms, length_ms, text) in enumerate(rows, start=1)
    ]
    assert list(read_subtitle_json(write_subtitle_json(cues)).cues) == cues


def test_a_transcript_of_another_recogniser_is_read() -> None:
    word = {"word": " Hello", "start": 1.0, "end": 1.5, "probability": 0.25}
    segment = {"id": 0, "start": 1.0, "end": 2.5, "text": " Hello there", "words": [word]}
    (cue,) = read_subtitle_json(json.dumps({"text": "", "segments": [segment]})).cues
    assert (cue.start_ms, cue.end_ms, cue.text) == (1_000, 2_500, "Hello there")
    assert cue.words == (Word(1_000, 1_500, " Hello", 0.25),)


def test_a_list_of_records_is_read() -> None:
    read = read_subtitle_json('[{"start": 2, "end": 1, "text": "a", "words": [1, {"start": 2}]}]')
    assert [(cue.start_ms, cue.end_ms) for cue in read.cues] == [(1_000, 2_000)]
    assert [one.reason for one in read.problems] == [ReadReason.CROSSING_TIMES]


@pytest.mark.parametrize(
    "record",
    ["1", "{}", '{"start": true, "end": 2}', '{"start": NaN, "end": 1}', '{"start": 1e300}'],
)
def test_a_record_without_times_is_told(record: str) -> None:
    read = read_subtitle_json(f"[{record}]")
    assert read.cues == ()
    assert [(one.line, one.reason) for one in read.problems] == [(1, ReadReason.BAD_TIME)]


@pytest.mark.parametrize("text", ['{\n"a": ', "[" * 100_000, "[1" + "0" * 5_000 + "]"])
def test_what_is_no_json_is_told(text: str) -> None:
    (problem,) = read_subtitle_json(text).problems
    assert problem.reason is ReadReason.DAMAGED


def test_half_a_surrogate_pair_is_replaced() -> None:
    (cue,) = read_subtitle_json('[{"start": 1, "end": 2, "text": "a\\ud800b"}]').cues
    assert cue.text == "a?b"


def test_other_documents_have_no_cues() -> None:
    assert read_subtitle_json("1").cues == read_subtitle_json('{"segments": 1}').cues == ()


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_subtitle_json(text)


@pytest.mark.parametrize("recipe", ['"nl"', '{"task": "sing"}', '{"language": 3}', "null"])
def test_a_recipe_that_makes_no_sense_is_none(recipe: str) -> None:
    (cue,) = read_subtitle_json(f'[{{"start": 1, "end": 2, "recipe": {recipe}}}]').cues
    assert cue.recipe == NO_OVERRIDE


def test_evidence_that_is_not_whole_is_none() -> None:
    whole = {"avg_logprob": -1, "no_speech_prob": 0, "compression_ratio": 1, "temperature": 0}
    for evidence in (5, {}, whole | {"avg_logprob": None}, whole | {"defences": ["unheard-of"]}):
        record = {"start": 1, "end": 2, "text": "a", "evidence": evidence}
        (cue,) = read_subtitle_json(json.dumps([record])).cues
        assert cue.evidence is None
