"""Segments moved to the sound of a recording, with and without words."""

import numpy as np
import pytest

from whisper_desktop.app.sound_times import times_beside_silence, times_in_sound
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.segment import Defence, Evidence, Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

CLOCK_MS = 60_000
EVIDENCE = Evidence(-0.2, 0.01, 1.2, 0.0)


@pytest.fixture(scope="module")
def audio() -> Pcm:
    """Speech, or what passes for it, from second 1 to 2 and from 4 to 6."""
    generator = np.random.default_rng(2)
    samples = generator.standard_normal(8 * 16_000) * 1e-4
    for first, end in ((1, 2), (4, 6)):
        samples[first * 16_000 : end * 16_000] += (
            generator.standard_normal((end - first) * 16_000) * 0.1
        )
    return Pcm(samples.astype(np.float32), CLOCK_MS)


def segment(*words_ms: tuple[int, int], text: str = "hello there") -> Segment:
    words = tuple(Word(CLOCK_MS + a, CLOCK_MS + b, " w", 0.9) for a, b in words_ms)
    start_ms, end_ms = words[0].start_ms, words[-1].end_ms
    return Segment(start_ms, end_ms, text, "en", words=words, evidence=EVIDENCE)


def test_segments_do_not_hang_over_silence(audio: Pcm) -> None:
    first, second = times_in_sound(
        audio, [segment((400, 1_500), (1_500, 2_900)), segment((2_900, 5_000), (5_000, 7_500))]
    )
    times_ms = [first.start_ms, first.end_ms, second.start_ms, second.end_ms]
    assert np.array(times_ms) - CLOCK_MS == pytest.approx([1_000, 2_000, 4_000, 6_000], abs=15)
    assert [first.words[0].start_ms, first.words[-1].end_ms] == times_ms[:2]
    assert first.evidence is not None
    assert first.evidence.defences == (Defence.TIMES_PULLED,)


def test_small_moves_are_not_told_of(audio: Pcm) -> None:
    [moved] = times_in_sound(audio, [segment((1_100, 1_500), (1_500, 1_950))])
    assert moved.start_ms - CLOCK_MS == pytest.approx(1_000, abs=15)
    assert moved.evidence == EVIDENCE


def test_a_segment_without_words_moves_as_one(audio: Pcm) -> None:
    wordless = Segment(CLOCK_MS + 300, CLOCK_MS + 3_300, "hello", "en")
    [moved] = times_in_sound(audio, [wordless])
    assert (moved.start_ms - CLOCK_MS, moved.end_ms - CLOCK_MS) == pytest.approx(
        (1_000, 2_000), abs=15
    )
    assert (moved.words, moved.evidence, moved.text) == ((), None, "hello")


@pytest.mark.parametrize("missing", [0, 70])
def test_nothing_is_said_behind_the_end_of_the_recording(audio: Pcm, missing: int) -> None:
    heard = Pcm(audio.samples[: audio.samples.size - missing], CLOCK_MS)
    said, invented = times_in_sound(heard, [segment((4_900, 6_500)), segment((7_300, 7_900))])
    assert said.end_ms - CLOCK_MS == pytest.approx(6_000, abs=15)
    assert (invented.start_ms, invented.end_ms) == (CLOCK_MS + 7_300, CLOCK_MS + 7_900)


def test_no_segment_begins_before_the_words_before_it_end(audio: Pcm) -> None:
    late = segment((1_700, 1_950), (4_600, 5_000))
    [moved] = times_in_sound(audio, [late], CLOCK_MS + 2_000)
    assert moved.start_ms - CLOCK_MS == pytest.approx(4_000, abs=15)
    [squeezed] = times_in_sound(audio, [segment((5_000, 6_500))], CLOCK_MS + 9_000)
    assert CLOCK_MS + 7_990 <= squeezed.start_ms < squeezed.end_ms


def test_no_word_reaches_across_silence_that_only_an_ear_knows_of() -> None:
    heard = SpeechMap.known([TimeSpan(1_000, 2_000), TimeSpan(8_000, 9_500)], 20_000)
    long, short = segment((1_500, 6_500)), segment((8_100, 9_000), (9_000, 9_400))
    fitted, kept = times_beside_silence(heard, [long, short], CLOCK_MS)
    assert (fitted.start_ms, fitted.end_ms) == (CLOCK_MS + 1_500, CLOCK_MS + 2_000)
    assert fitted.evidence is not None
    assert fitted.evidence.defences == (Defence.TIMES_PULLED,)
    assert kept == short
    assert times_beside_silence(heard, [], CLOCK_MS) == ()


def test_times_stay_where_nothing_can_be_told() -> None:
    found = [segment((400, 1_500), (1_500, 2_900))]
    assert times_in_sound(Pcm(np.zeros(16_000 * 4, np.float32), CLOCK_MS), found) == tuple(found)
    assert times_in_sound(Pcm(np.zeros(0, np.float32)), []) == ()
