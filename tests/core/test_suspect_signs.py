import math
from dataclasses import replace

import pytest

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Defence, Evidence
from whisper_desktop.core.suspect_signs import Sign, signs

GOOD = Evidence(-0.2, 0.0, 1.3, 0.0, 1.0, 1.0, 1.0, 2.5)


def sign(kind: Sign, evidence: Evidence = GOOD, text: str = "That is how it was.") -> float:
    return signs(Cue(1, 0, 2_000, text, evidence=evidence), evidence)[kind]


def test_where_all_is_well_there_is_no_sign() -> None:
    found = signs(Cue(1, 0, 2_000, "That is how it was."), GOOD)
    assert found == dict.fromkeys(Sign, 0.0)


def test_what_was_not_measured_is_no_sign() -> None:
    found = signs(Cue(1, 0, 2_000, "That is it."), Evidence(0.0, 0.0, 1.3, 0.0))
    assert found == dict.fromkeys(Sign, 0.0)


@pytest.mark.parametrize("number", [math.inf, -math.inf, 1e300, -1e300, math.nan])
def test_numbers_of_a_damaged_file_are_no_accident(number: float) -> None:
    damaged = replace(GOOD, avg_logprob=number, mean_word_prob=None, words_per_s=number)
    found = signs(Cue(1, 0, 2_000, "That is it."), damaged)
    assert found.keys() == set(Sign)
    assert math.isfinite(found[Sign.FAST] + found[Sign.SLOW])


@pytest.mark.parametrize(
    ("kind", "evidence", "value"),
    [
        (Sign.SILENCE, replace(GOOD, speech_share=0.8), 0.0),
        (Sign.SILENCE, replace(GOOD, speech_share=0.35), 0.5),
        (Sign.SILENCE, replace(GOOD, speech_share=0.0), 1.0),
        (Sign.NO_SPEECH_TOKEN, replace(GOOD, no_speech_prob=0.5), 0.5),
        (Sign.UNSURE, replace(GOOD, mean_word_prob=0.5), 0.5),
        (Sign.UNSURE, replace(GOOD, mean_word_prob=None, avg_logprob=math.log(0.5)), 0.5),
        (Sign.WEAK_WORD, replace(GOOD, min_word_prob=0.01), 2.0),
        (Sign.WEAK_WORD, replace(GOOD, min_word_prob=0.0), 3.0),
        (Sign.UNLIKELY_TEXT, replace(GOOD, avg_logprob=-1.3), 1.0),
        (Sign.UNLIKELY_TEXT, replace(GOOD, avg_logprob=-math.inf), 3.0),
        (Sign.UNLIKELY_TEXT, replace(GOOD, avg_logprob=math.nan), 0.0),
        (Sign.COMPRESSIBLE, replace(GOOD, compression_ratio=2.8), 1.0),
        (Sign.HOT, replace(GOOD, temperature=0.4), 0.4),
        (Sign.TRIED, replace(GOOD, defences=(Defence.BEAM, Defence.HOTTER)), 2.0),
        (Sign.LOOP_CUT, replace(GOOD, defences=(Defence.LOOP_CUT,)), 1.0),
        (Sign.FAST, replace(GOOD, words_per_s=8.0), 1.0),
        (Sign.SLOW, replace(GOOD, words_per_s=0.25), 2.0),
        (Sign.LANGUAGE, replace(GOOD, defences=(Defence.OTHER_LANGUAGE,)), 1.0),
    ],
)
def test_a_sign_grows_with_what_speaks_against_the_row(
    kind: Sign, evidence: Evidence, value: float
) -> None:
    assert sign(kind, evidence) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("so so", 0),
        ("no, no, no", 1),
        ("I know. I know. I know! I know…", 2),
        ("a b c d a b c d", 0),
        ("ha " * 40, 3),
        ("見て見て見て", 1),
        ("見て、見て", 0),
    ],
)
def test_a_loop_is_more_than_twice_the_same(text: str, value: float) -> None:
    assert sign(Sign.LOOP, text=text) == value


def test_characters_go_by_faster_than_words() -> None:
    quick = replace(GOOD, words_per_s=7.0)
    assert sign(Sign.FAST, quick, "今日はいい天気ですね") == 0
    assert sign(Sign.FAST, quick, "Today the weather is fine") > 0
    assert sign(Sign.SLOW, replace(GOOD, words_per_s=1.5), "今日はいい天気ですね") > 0


def test_the_row_before_may_say_the_same() -> None:
    cue = Cue(2, 2_000, 4_000, "That's\nall.")
    assert signs(cue, GOOD, Cue(1, 0, 2_000, "that's all."))[Sign.REPEATED] == 1
    assert signs(cue, GOOD, Cue(1, 0, 2_000, "That is all."))[Sign.REPEATED] == 0
    empty = Cue(2, 2_000, 4_000, "-")
    assert signs(empty, GOOD, empty)[Sign.REPEATED] == 0


def test_phantoms_and_broken_characters_are_signs() -> None:
    assert sign(Sign.PHANTOM, text="Thanks for watching!") == 1
    assert sign(Sign.UNREADABLE, text="caf\ufffd") == 1
