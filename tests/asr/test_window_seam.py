"""At a seam nothing is lost, and nothing is said twice that was said once."""

from whisper_desktop.asr.timestamps import TimedTokens, WindowCut
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.asr.window_seam import (
    count_before_gap,
    count_said_again,
    ended_at,
    is_cut_off,
    is_unheard,
    read_ms,
    speaks_on,
    without_last_piece,
    without_words,
)
from whisper_desktop.asr.word_cleanup import TimedWords
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.segment import LeftOutReason
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

WINDOW = AudioWindow(1_000, 3_000)
TALK = SpeechMap.known([TimeSpan(0, 60_000)], 100_000)
STAMP = 1_000
"""Tokens from here on are timestamps."""


def piece(start_ms: int, end_ms: int, *tokens: int) -> TimedTokens:
    stamped = (STAMP + start_ms // 20, *tokens, STAMP + end_ms // 20)
    return TimedTokens(start_ms, end_ms, stamped, words_from_ms=start_ms)


def words(*texts: str, from_s: float = 0.0, step_s: float = 0.4) -> list[AlignedWord]:
    return [
        AlignedWord(f" {text}", (i, 100 + i), from_s + i * step_s, from_s + (i + 1) * step_s, 0.9)
        for i, text in enumerate(texts)
    ]


def whole(*pieces: TimedTokens) -> WindowCut:
    return WindowCut(pieces, WINDOW.n_frames, ends_in_silence=True)


class TestCutOff:
    CUT = whole(piece(0, 20_000, 1), piece(20_000, 29_900, 2))

    def test_a_piece_at_the_end_of_the_window_is_read_again_while_somebody_speaks(self) -> None:
        assert is_cut_off(self.CUT, WINDOW, TALK)
        shorter = without_last_piece(self.CUT)
        assert (shorter.pieces, shorter.advance_frames) == (self.CUT.pieces[:1], 2_000)
        assert shorter.tail == self.CUT.pieces[1]

    def test_nothing_is_cut_off_where_the_speech_ends(self) -> None:
        quiet = SpeechMap.known([TimeSpan(0, 40_000)], 100_000)
        assert not is_cut_off(self.CUT, WINDOW, quiet)

    def test_a_piece_that_ends_before_is_whole(self) -> None:
        ended = whole(piece(0, 20_000, 1), piece(20_000, 29_000, 2))
        assert not is_cut_off(ended, WINDOW, TALK)

    def test_reading_gets_on(self) -> None:
        assert not is_cut_off(whole(piece(0, 30_000, 1)), WINDOW, TALK)
        assert not is_cut_off(whole(piece(0, 2_000, 1), piece(2_000, 30_000, 2)), WINDOW, TALK)

    def test_what_is_read_again_anyway_is_left_to_that(self) -> None:
        tailed = WindowCut(self.CUT.pieces, 2_500, ends_in_silence=False)
        assert not is_cut_off(tailed, WINDOW, TALK)


class TestSaidAgain:
    BEFORE = ("find", "the", "golden", "key")

    def test_words_without_time_of_their_own_were_said_before(self) -> None:
        squeezed = words("golden", "key", "in", "there", step_s=0.1)
        assert count_said_again(self.BEFORE, squeezed, 0.0, "en") == 2

    def test_the_sound_of_the_last_words_is_not_used_twice(self) -> None:
        slow = words("Golden", "key,", "in", step_s=0.4)
        assert count_said_again(self.BEFORE, slow, 0.7, "en") == 2
        assert count_said_again(self.BEFORE, slow, 0.0, "en") == 0

    def test_other_words_are_new(self) -> None:
        squeezed = words("the", "golden", "door", step_s=0.1)
        assert count_said_again(self.BEFORE, squeezed, 0.0, "en") == 0
        assert count_said_again((), squeezed, 0.0, "en") == 0

    def test_pieces_lose_the_words_and_keep_their_times(self) -> None:
        said = words("golden", "key", "in", "there")
        first, second = piece(0, 800, 0, 100, 1, 101), piece(900, 2_000, 2, 102, 3, 103)
        fresh = without_words([first, second], said, 1, STAMP, 50_000)
        assert fresh.pieces == (piece(0, 800, 1, 101), second)
        assert [word.text for word in fresh.words] == [" key", " in", " there"]
        (gone,) = fresh.left_out
        assert (gone.text, gone.reason) == ("golden", LeftOutReason.REPEATED)
        assert (gone.start_ms, gone.end_ms) == (50_000, 50_400)
        assert without_words([first, second], said, 2, STAMP, 0).pieces == (second,)
        untouched = without_words([first, second], said, 0, STAMP, 0)
        assert (untouched.pieces, untouched.left_out) == ((first, second), ())


class TestUnread:
    def test_text_goes_up_to_its_last_piece_with_words(self) -> None:
        empty = piece(500, 900)
        assert read_ms(whole(piece(0, 500, 1), empty), STAMP) == 500
        assert read_ms(whole(empty), STAMP) == 0

    def test_speech_after_the_text_is_read_next(self) -> None:
        assert speaks_on(27_000, WINDOW, TALK)
        assert not speaks_on(29_000, WINDOW, TALK)
        assert not speaks_on(500, WINDOW, TALK)
        assert not speaks_on(5_000, WINDOW, SpeechMap.known([TimeSpan(0, 16_500)], 100_000))

    def test_a_window_of_talk_without_text_is_unheard(self) -> None:
        assert is_unheard(0, WINDOW, TALK)
        assert not is_unheard(1_000, WINDOW, TALK)
        assert not is_unheard(0, WINDOW, SpeechMap.known([TimeSpan(0, 20_000)], 100_000))

    def test_speech_that_the_text_passes_over_is_read_next(self) -> None:
        def timed(*spans_s: tuple[float, float]) -> list[TimedWords]:
            return [TimedWords(start_s, end_s, ()) for start_s, end_s in spans_s]

        assert count_before_gap(timed((10, 14), (17.5, 20), (21, 22)), WINDOW, TALK) == 1
        assert count_before_gap(timed((10, 14), (16.5, 20), (21, 22)), WINDOW, TALK) == 3
        assert count_before_gap(timed((10, 10.5), (17, 20)), WINDOW, TALK) == 2
        silence = SpeechMap.known([TimeSpan(0, 14_000)], 100_000)
        assert count_before_gap(timed((10, 14), (20, 21)), WINDOW, silence) == 2
        assert count_before_gap([], WINDOW, TALK) == 0

    def test_a_cut_settles_no_more_than_was_read(self) -> None:
        cut = ended_at(whole(piece(0, 500, 1)), 4.0)
        assert (cut.advance_frames, cut.ends_in_silence) == (400, False)
        assert ended_at(cut, 9.0).advance_frames == 400
