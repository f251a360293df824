"""What nobody said is told from what somebody said: by the sound, not by a list."""

from dataclasses import replace

import pytest

from whisper_desktop.asr.phantoms import (
    Trace,
    is_garbage,
    is_known_phantom,
    is_out_of_place,
    is_phantom,
    is_said_by_nobody,
    is_suspicious,
    is_too_short,
    is_unlikely_said,
)

SPOKEN = Trace(
    "Where is the key?",
    speech_share=0.9,
    word_share=0.9,
    word_prob=0.9,
    no_speech_prob=0.02,
    is_isolated=False,
)
SILENT = replace(SPOKEN, speech_share=0.0, word_share=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks for watching!",
        "THANKS FOR WATCHING",
        "Untertitel der Amara.org-Community",
        "Sous-titres réalisés par la communauté d'Amara.org",
        "ご視聴ありがとうございました。",
    ],
)
def test_phantoms_are_known_in_many_languages(text: str) -> None:
    assert is_known_phantom(text)
    assert is_suspicious(text, speech_share=1.0)


def test_other_text_is_not_known_and_suspicious_only_where_hardly_anybody_speaks() -> None:
    assert not is_known_phantom("Thanks for watching the children.")
    assert not is_suspicious("Where is the key?", speech_share=0.5)
    assert is_suspicious("Where is the key?", speech_share=0.1)


def test_what_is_said_is_no_phantom_even_if_it_is_known() -> None:
    assert not is_phantom(SPOKEN)
    assert not is_phantom(replace(SPOKEN, text="Thanks for watching!"))
    assert not is_phantom(replace(SPOKEN, text="Thanks for watching!", is_isolated=True))


def test_where_nobody_speaks_nothing_was_said() -> None:
    assert is_said_by_nobody(SILENT)
    assert is_phantom(SILENT)


def test_text_that_was_timed_wrongly_is_found_where_its_words_are() -> None:
    assert not is_said_by_nobody(replace(SILENT, word_share=0.8))


def test_where_hardly_anybody_speaks_doubt_decides() -> None:
    rare = replace(SPOKEN, speech_share=0.1, word_share=0.2)
    assert not is_unlikely_said(rare)
    assert is_unlikely_said(replace(rare, word_prob=0.3))
    assert is_unlikely_said(replace(rare, no_speech_prob=0.7))
    assert is_unlikely_said(replace(rare, text="Thank you."))
    assert not is_unlikely_said(replace(SPOKEN, word_prob=0.3))


def test_a_known_phantom_is_left_out_when_two_facts_speak_against_it() -> None:
    alone = replace(SPOKEN, text="Vielen Dank.", is_isolated=True)
    assert not is_out_of_place(replace(alone, word_prob=0.3))
    assert is_out_of_place(replace(alone, word_prob=0.3, no_speech_prob=0.5))
    assert is_out_of_place(replace(alone, word_prob=0.3, word_share=0.5))
    assert not is_out_of_place(replace(alone, word_prob=0.3, word_share=0.5, is_isolated=False))
    assert not is_out_of_place(replace(alone, text="Ja.", word_prob=0.3, word_share=0.5))


def test_a_known_phantom_that_the_network_takes_for_silence_needs_no_second_fact() -> None:
    alone = replace(SPOKEN, text="you", is_isolated=True, no_speech_prob=0.937, avg_logprob=-0.985)
    assert is_out_of_place(alone)
    assert not is_out_of_place(replace(alone, avg_logprob=-0.2))
    assert not is_out_of_place(replace(alone, is_isolated=False))


def test_bad_text_goes_unless_it_is_over_speech() -> None:
    bad = replace(SPOKEN, word_prob=0.1, avg_logprob=-1.87)
    assert not is_phantom(bad)
    assert is_garbage(replace(bad, speech_share=0.3))
    assert not is_garbage(replace(bad, speech_share=0.3, word_prob=0.6))
    assert not is_garbage(replace(bad, speech_share=0.3, avg_logprob=-1.2))
    assert is_suspicious("Ding dong", 1.0, avg_logprob=-4.08)


def test_music_that_is_taken_for_speech_is_known_by_worse_text_and_doubt() -> None:
    worse = replace(SPOKEN, word_prob=0.1, avg_logprob=-4.08)
    assert not is_phantom(worse)
    assert is_phantom(replace(worse, no_speech_prob=0.588))


def test_nobody_says_a_word_in_no_time() -> None:
    short = replace(SPOKEN, duration_ms=20)
    assert is_suspicious("bike!", 1.0, duration_ms=20)
    assert not is_too_short(short)
    assert is_phantom(replace(short, word_prob=0.1))
    assert not is_phantom(replace(short, word_prob=0.1, duration_ms=60))
