from dataclasses import replace

import pytest

from whisper_desktop.app.evidence import (
    measured,
    with_speech_share,
    with_words_measured,
    words_per_s,
)
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Defence, Evidence, Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

EVIDENCE = Evidence(-0.5, 0.1, 1.5, 0.2, defences=(Defence.HOTTER,))
SEGMENT = Segment(
    10_000,
    12_000,
    " One two – three.",
    "en",
    words=(
        Word(10_000, 10_500, " One", 0.9),
        Word(10_500, 11_000, " two", 0.30001),
        Word(11_000, 12_000, " – three.", 0.6),
    ),
    evidence=EVIDENCE,
)
HEARD = SpeechMap.known((TimeSpan(0, 500), TimeSpan(1_000, 1_500)), 4_000)


def evidence_of(segment: Segment, heard: SpeechMap | None, start_ms: int = 0) -> Evidence:
    (found,) = measured([segment], heard, start_ms)
    assert found.evidence is not None
    return found.evidence


def test_everything_is_measured() -> None:
    assert evidence_of(SEGMENT, HEARD, 10_000) == replace(
        EVIDENCE, speech_share=0.5, mean_word_prob=0.6, min_word_prob=0.3, words_per_s=1.5
    )


def test_what_nobody_knows_is_not_measured() -> None:
    found = evidence_of(replace(SEGMENT, words=(), text=" …"), None)
    assert found == EVIDENCE
    assert evidence_of(SEGMENT, HEARD).speech_share is None
    assert evidence_of(SEGMENT, HEARD, 10_001).speech_share is None


def test_what_was_heard_of_the_beginning_tells_of_it() -> None:
    long = replace(SEGMENT, end_ms=19_000)
    assert evidence_of(long, HEARD, 10_000).speech_share == 0.25


def test_a_segment_without_evidence_stays_without() -> None:
    bare = replace(SEGMENT, evidence=None)
    assert measured([bare], HEARD, 10_000) == (bare,)


def test_either_can_be_measured_alone() -> None:
    (of_words,) = with_words_measured([SEGMENT])
    assert of_words.evidence == replace(
        EVIDENCE, mean_word_prob=0.6, min_word_prob=0.3, words_per_s=1.5
    )
    (of_speech,) = with_speech_share([replace(of_words, words=())], HEARD, 10_000)
    assert of_speech.evidence == replace(of_words.evidence, speech_share=0.5)


@pytest.mark.parametrize(
    ("text", "language", "task", "count"),
    [
        ("今日は、いい天気。", "ja", Task.TRANSCRIBE, 7),
        ("A nice day", "ja", Task.TRANSLATE, 3),
        ("– l'eau, 25 !", "fr", Task.TRANSCRIBE, 2),
    ],
)
def test_speed_counts_what_is_said(text: str, language: str, task: Task, count: int) -> None:
    assert words_per_s(Segment(0, 1_000, text, language, task)) == count


def test_a_span_that_is_too_short_makes_no_endless_speed() -> None:
    assert words_per_s(Segment(0, 1, "one two", "en")) == 20
