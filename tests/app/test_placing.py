import numpy as np
import pytest

from whisper_desktop.app.placing import given_window, in_sound
from whisper_desktop.app.text_plan import Planned, PlannedWindow
from whisper_desktop.asr.forced import MAX_WINDOW_MS
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.segment import Word

START_MS = 60_000


@pytest.fixture(scope="module")
def audio() -> Pcm:
    """Ten seconds from 60 s on; each second begins with 600 ms of noise, then nothing."""
    noise = np.random.default_rng(2).standard_normal(10 * 16_000).astype(np.float32) * 0.2
    noise[np.arange(len(noise)) % 16_000 >= 9_600] *= 1e-4
    return Pcm(noise, START_MS)


def test_a_window_begins_and_ends_where_it_is_quiet(audio: Pcm) -> None:
    planned = (Planned(0, 61_000, 61_600), Planned(2, 62_000, 62_600))
    window = PlannedWindow(planned, (60_300, 61_200), (62_300, 63_200))
    given = given_window(window, [" one", " two", " three"], audio, "en")
    assert given.words == (" one", " three")
    assert given.language == "en"
    assert 600 <= given.start_ms <= 1_000
    assert 2_600 <= given.end_ms <= 3_000


def test_a_window_is_never_empty_or_longer_than_the_network_hears(audio: Pcm) -> None:
    planned = (Planned(0, 61_000, 61_000),)
    given = given_window(
        PlannedWindow(planned, (69_999, 69_999), (61_000, 61_000)), [" x"], audio, "en"
    )
    assert given.end_ms > given.start_ms
    window = PlannedWindow(planned, (60_000, 60_000), (160_000, 160_000))
    long = given_window(window, [" x"], audio, "en")
    assert long.end_ms - long.start_ms <= MAX_WINDOW_MS


def test_words_move_to_the_sound_on_the_clock_of_the_media(audio: Pcm) -> None:
    words = [Word(900, 1_640, " one", 0.9), Word(1_640, 2_580, " two", 0.8)]
    one, two = in_sound(words, audio)
    assert (one.start_ms, one.end_ms) == pytest.approx((61_000, 61_600), abs=25)
    assert (two.start_ms, two.end_ms) == pytest.approx((62_000, 62_600), abs=25)
    assert (two.text, two.probability) == (" two", 0.8)


def test_many_words_keep_their_order(audio: Pcm) -> None:
    words = [Word(200 * at, 200 * at + 200, f" {at}", 0.9) for at in range(45)]
    placed = in_sound(words, audio)
    assert [word.text for word in placed] == [word.text for word in words]
    ends = [0, *(word.end_ms for word in placed)]
    assert all(end <= word.start_ms < word.end_ms for end, word in zip(ends, placed, strict=False))


def test_no_words_stay_none(audio: Pcm) -> None:
    assert in_sound([], audio) == ()
