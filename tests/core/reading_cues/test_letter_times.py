from whisper_desktop.core.reading_cues.letter_times import LetterTimes, Spoken
from whisper_desktop.core.segment import Word

WORDS = (Word(100, 300, " one", 0.5), Word(400, 800, " four", 0.5))


def test_letters_are_said_with_their_words() -> None:
    times = LetterTimes(Spoken(0, 1_000, "<i>one</i> four", WORDS))
    assert times.word_begins == {3, 7}
    assert times.span_ms(0, 3) == (100, 300)
    assert times.span_ms(3, 7) == (400, 800)
    assert times.span_ms(1, 5) == (100 + 200 // 3, 600)
    assert times.words_between(0, 7) == list(WORDS)


def test_a_word_across_an_edge_is_parted() -> None:
    times = LetterTimes(Spoken(0, 1_000, "one four", WORDS))
    assert times.words_between(3, 5) == [Word(400, 600, "fo", 0.5)]
    assert times.words_between(5, 7) == [Word(600, 800, "ur", 0.5)]


def test_without_its_words_a_text_is_spread_over_its_time() -> None:
    for words in ((), WORDS[:1]):
        times = LetterTimes(Spoken(1_000, 2_000, "ab cd", words))
        assert times.word_begins == frozenset()
        assert times.span_ms(0, 2) == (1_000, 1_500)
        assert times.span_ms(2, 4) == (1_500, 2_000)
        assert times.words_between(0, 4) == []
    assert LetterTimes(Spoken(5, 9, "")).span_ms(0, 0) == (5, 5)
