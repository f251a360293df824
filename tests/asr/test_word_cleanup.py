"""Raw word times made presentable, rule by rule."""

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.word_cleanup import (
    Pace,
    TimedWords,
    cut_long_sentence_ends,
    fit_words,
    join_punctuation,
    pace_of,
    words_of_pieces,
)
from whisper_desktop.asr.word_timing import AlignedWord

PACE = Pace(0.3, 0.6)


def word(text: str, start_s: float, end_s: float, n_tokens: int = 1) -> AlignedWord:
    return AlignedWord(text, tuple(range(n_tokens)), start_s, end_s, 0.9)


def spans(words: list[AlignedWord] | tuple[AlignedWord, ...]) -> list[tuple[float, float]]:
    return [(round(w.start_s, 3), round(w.end_s, 3)) for w in words]


def test_the_pace_is_the_median_of_the_lengths_that_count() -> None:
    words = [word(" a", 0, 0.2), word(",", 0.2, 0.2), word(" b", 0.2, 0.6), word(" c", 1, 1.3)]
    pace = pace_of(words)
    assert pace is not None
    assert round(pace.median_s, 3) == 0.3
    assert round(pace.longest_s, 3) == 0.6
    assert pace_of([word(" slow", 0, 5)]) == Pace(0.7, 1.4)
    assert pace_of([word(",", 1, 1)]) is None


def test_long_sentence_ends_and_the_words_after_them_are_cut() -> None:
    words = [word(" so", 0, 0.3), word(".", 0.3, 3.0), word(" Then", 3.0, 5.0), word(" x", 5, 9)]
    assert spans(cut_long_sentence_ends(words, PACE)) == [
        (0, 0.3),
        (0.3, 0.9),
        (4.4, 5.0),
        (5, 9),
    ]


def test_punctuation_joins_its_word_and_keeps_the_words_times() -> None:
    words = [
        word(' "', 0, 0.1),
        word(" (", 0.1, 0.2),
        word(" yes", 0.2, 0.5),
        word(",", 0.5, 0.6),
        word('"', 0.6, 0.7),
        word(" he", 0.7, 0.8),
        word(" -", 0.8, 0.9),
    ]
    joined = join_punctuation(words)
    assert [w.text for w in joined] == [' " ( yes,"', " he", " -"]
    assert spans(joined)[0] == (0.2, 0.5)
    assert [len(w.tokens) for w in joined] == [5, 1, 1]


def test_the_first_word_after_a_pause_is_cut_from_the_front() -> None:
    piece = TimedWords(10.0, 13.0, ())
    fitted = fit_words(piece, [word(" so", 10, 12), word(" it", 12, 12.2)], PACE, 5.0)
    assert spans(fitted.words) == [(11.4, 12), (12, 12.2)]
    assert (round(fitted.start_s, 3), fitted.end_s) == (11.4, 12.2)


def test_the_second_word_after_a_pause_is_cut_with_the_first() -> None:
    piece = TimedWords(10.0, 14.0, ())
    fitted = fit_words(piece, [word(" so", 10, 11), word(" it", 11, 13)], PACE, 5.0)
    assert spans(fitted.words) == [(11.8, 12.4), (12.4, 13)]


def test_running_speech_is_left_alone() -> None:
    piece = TimedWords(10.0, 12.2, ())
    words = [word(" so", 10, 12), word(" it", 12, 12.2)]
    assert fit_words(piece, words, PACE, 11.9).words == tuple(words)


def test_edges_far_outside_the_piece_are_pulled_back_to_it() -> None:
    piece = TimedWords(2.0, 4.0, ())
    words = [word(" a", 1.0, 2.2), word(" b", 2.2, 3), word(" c", 3.5, 6)]
    fitted = fit_words(piece, words, PACE, 1.9)
    assert spans(fitted.words) == [(1.9, 2.2), (2.2, 3), (3.5, 4.0)]
    assert (fitted.start_s, fitted.end_s) == (2.0, 4.0)


def test_a_piece_without_words_keeps_its_times() -> None:
    piece = TimedWords(2.0, 4.0, ())
    assert fit_words(piece, [], PACE, 0.0) == piece


def test_words_are_dealt_out_by_their_tokens_onto_the_recordings_clock() -> None:
    aligned = [word(" one", 0.5, 0.8, 2), word(" two", 0.8, 1.1), word(".", 1.1, 1.1)]
    aligned += [word(" three", 1.5, 1.8, 3)]
    pieces = [TimedWords(60.0, 61.2, ()), TimedWords(61.4, 62.0, ())]
    dealt = words_of_pieces(pieces, [4, 3], aligned, offset_s=60.0, last_speech_s=60.0)
    assert [[w.text for w in piece.words] for piece in dealt] == [[" one", " two."], [" three"]]
    assert spans(dealt[0].words) == [(60.5, 60.8), (60.8, 61.1)]
    assert (dealt[1].start_s, dealt[1].end_s) == (61.5, 61.8)


@given(
    st.lists(st.sampled_from([" a", " (", ".", ",", '"', " -", " word", "。", " "]), max_size=12)
)
def test_joining_loses_no_text_and_no_token(texts: list[str]) -> None:
    words = [AlignedWord(text, (i,), i, i + 1, 0.5) for i, text in enumerate(texts)]
    joined = join_punctuation(words)
    assert "".join(w.text for w in joined) == "".join(texts)
    assert sum((w.tokens for w in joined), ()) == tuple(range(len(texts)))
