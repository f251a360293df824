"""How word times are scored, and the recordings that are made to score them on."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.timed_speech import TimedRecording, TimedWord, joined, sound_bounds, with_noise
from benchmarks.word_match import Heard, misses, summary
from benchmarks.word_time_systems import Transcriber
from benchmarks.word_times import Listener, drift, joined_hour, tables

TRUE = (TimedWord("One", 1.0, 1.4), TimedWord("two", 2.0, 2.5), TimedWord("three", 3.0, 3.3))


def heard(*words: tuple[str, float, float], segments: tuple[float, ...] = ()) -> Heard:
    return Heard(tuple(TimedWord(*word) for word in words), segments)


def test_only_words_that_both_have_are_scored() -> None:
    found = misses(
        TRUE, heard((" one,", 1.1, 1.4), (" tow", 2.0, 2.2), (" three", 2.9, 3.5), segments=(1.1,))
    )
    assert found.start_s == pytest.approx((0.1, -0.1))
    assert found.end_s == pytest.approx((0.0, 0.2))
    assert found.segment_s == pytest.approx((0.1,))
    assert (found.true_count, found.flawed_count) == (3, 0)


def test_empty_and_overlapping_words_are_counted() -> None:
    found = misses(TRUE, heard(("one", 1.0, 1.0), ("two", 2.0, 3.2), ("three", 3.0, 3.3)))
    assert found.flawed_count == 2


def test_a_summary_is_in_milliseconds() -> None:
    exact = misses(TRUE, heard(*[(w.text, w.start_s + 0.05, w.end_s) for w in TRUE]))
    table = summary([exact, exact])
    assert (table["words"], table["of"]) == (6, 6)
    assert (table["start_median_ms"], table["start_bias_ms"], table["end_p95_ms"]) == (50, 50, 0)
    assert summary([misses(TRUE, heard())])["words"] == 0


def clip(sound_s: float) -> np.typing.NDArray[np.float32]:
    quiet = np.zeros(1_600, dtype=np.float32)
    loud = np.random.default_rng(0).standard_normal(int(sound_s * 16_000)).astype(np.float32)
    return np.concatenate([quiet, loud, quiet])


def test_joined_clips_lie_where_it_is_said() -> None:
    samples, words = joined([("a", clip(0.5)), ("b", clip(0.25))], (0.3, 0.7, 0.2))
    first, second = words
    assert (first.end_s - first.start_s, second.end_s - second.start_s) == pytest.approx(
        (0.5, 0.25), abs=0.02
    )
    assert second.start_s - first.end_s == pytest.approx(0.7 + 0.1, abs=0.03)
    for word in words:
        inside = samples[int(word.start_s * 16_000) : int(word.end_s * 16_000)]
        assert np.square(inside).mean() > 0.9
    assert sound_bounds(clip(0.5)) == pytest.approx((1_600, 9_600), abs=160)


def test_noise_is_as_far_under_the_speech_as_asked() -> None:
    speech = clip(1.0)
    noisy = with_noise(speech, 10.0, np.random.default_rng(1))
    quiet, loud = np.square(noisy[:1_500]).mean(), np.square(noisy[1_700:17_000]).mean()
    assert 10 * np.log10(loud / quiet) == pytest.approx(10.4, abs=2)


RECORDING = TimedRecording("x", "hand", "en", np.zeros(5 * 16_000, np.float32), TRUE)


def test_kinds_get_a_line_each_and_the_labelled_one_together() -> None:
    kinds = [RECORDING, TimedRecording("y", "energy", "en", RECORDING.samples, TRUE)]
    exact = Heard(TRUE, (1.0,))
    lines = list(tables(kinds, lambda _recording: exact))
    assert [line["kind"] for line in lines] == ["hand", "energy", "hand and energy"]
    assert lines[-1]["words"] == 6
    assert lines[-1]["segments_within_100_ms"] == 1.0


def test_drift_is_told_of_each_ten_minutes() -> None:
    hour = joined_hour([RECORDING])
    assert len(hour.words) == 3 * 600
    late = [TimedWord(w.text, w.start_s * 1.0001, w.end_s) for w in hour.words]
    found = drift([RECORDING], lambda _recording: Heard(tuple(late), ()))
    assert found["medians_ms"] == pytest.approx([30, 90, 150, 210, 270, 330], abs=2)


def test_what_was_heard_is_kept(tmp_path: Path) -> None:
    opened: list[int] = []

    def open_system() -> Transcriber:
        opened.append(1)
        return lambda _samples, _language: Heard(TRUE, (1.0,))

    for _ in range(2):
        assert Listener(open_system, tmp_path)(RECORDING) == Heard(TRUE, (1.0,))
    assert opened == [1]
