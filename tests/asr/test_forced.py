from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.forced import MAX_WINDOW_MS, GivenWindow, TextPlacer
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.timecode import TimeSpan

Samples = NDArray[np.float32]
WORDS = (" the", " cat,", " sat", " on", " —", " mat")


def test_every_word_comes_back_with_times_inside_its_window(
    toy_engine: Engine, toy_speech: Samples
) -> None:
    placer = TextPlacer(toy_engine)
    windows = [
        GivenWindow(1_005, 9_000, WORDS, "en"),
        GivenWindow(20_000, 45_000, WORDS[:3], "de"),
        GivenWindow(60_000, 70_000, WORDS, "en"),
    ]
    placed = list(placer.place(toy_speech, windows, batch_size=2))
    assert [tuple(word.text for word in words) for words in placed] == [
        window.words for window in windows
    ]
    for window, words in zip(windows, placed, strict=True):
        starts = [word.start_ms for word in words]
        assert starts == sorted(starts)
        assert window.start_ms - 10 <= starts[0]
        assert words[-1].end_ms <= window.end_ms
        assert all(0 <= word.probability <= 1 for word in words)


def test_words_run_together_where_nothing_parts_them(
    toy_engine: Engine, toy_speech: Samples
) -> None:
    characters = ("広", "い、", "空")
    (words,) = TextPlacer(toy_engine).place(toy_speech, [GivenWindow(0, 5_000, characters, "ja")])
    assert tuple(word.text for word in words) == characters


def test_what_is_too_much_for_the_network_lies_at_the_end(
    toy_engine: Engine, toy_speech: Samples
) -> None:
    placer = TextPlacer(toy_engine)
    many = (" zyxw",) * 400
    assert placer.token_count("".join(many)) > placer.max_tokens
    (words,) = placer.place(toy_speech, [GivenWindow(0, MAX_WINDOW_MS + 5_000, many, "en")])
    assert len(words) == 400
    assert words[-1].start_ms == MAX_WINDOW_MS + 5_000
    assert words[-1].probability == 0.0


def test_no_word_lies_in_a_pause(toy_engine: Engine, toy_speech: Samples) -> None:
    pause = TimeSpan(4_000, 5_000)
    engine = replace(toy_engine, find_pauses=lambda _: (pause,))
    window = GivenWindow(0, 8_000, (" the", " cat", " sat", " on"), "en")
    (words,) = TextPlacer(engine).place(toy_speech, [window])
    assert all(word.end_ms <= 4_040 or word.start_ms >= 4_960 for word in words)


def test_it_stops_when_asked_to(toy_engine: Engine, toy_speech: Samples) -> None:
    cancel = CancelToken()
    cancel.cancel()
    window = GivenWindow(0, 5_000, WORDS, "en")
    with pytest.raises(Cancelled):
        list(TextPlacer(toy_engine).place(toy_speech, [window], cancel=cancel))


@pytest.mark.parametrize(("start_ms", "end_ms", "words"), [(5, 5, WORDS), (0, 5, ())])
def test_a_window_has_time_and_words(start_ms: int, end_ms: int, words: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="bad window"):
        GivenWindow(start_ms, end_ms, words, "en")
