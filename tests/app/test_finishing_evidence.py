"""What finished segments know of themselves, against a recording whose speech is known."""

import json

import numpy as np
import pytest

from whisper_desktop.app.finishing import Finishing
from whisper_desktop.app.run_record import RunRecord, run_from_data
from whisper_desktop.audio.pcm import Pcm
from whisper_desktop.core.events import ResumePoint
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.unfinished import NOTHING_UNFINISHED

START_MS = 60_000
EVIDENCE = Evidence(-0.5, 0.1, 1.5, 0.0)


class HalfHeardEar:
    """Hears the first half of each second, and notes how far it was asked to listen."""

    def __init__(self) -> None:
        self.asked_ms: list[int] = []

    def until(self, end_ms: int) -> SpeechMap:
        self.asked_ms.append(end_ms)
        spans = [TimeSpan(second * 1_000, second * 1_000 + 500) for second in range(10)]
        return SpeechMap.known(spans, 10_000)


@pytest.fixture
def audio() -> Pcm:
    """Ten seconds of steady noise, in which no edge of a word is moved."""
    noise = np.random.default_rng(1).standard_normal(160_000) * 0.1
    return Pcm(noise.astype(np.float32), START_MS)


def said(start_ms: int, end_ms: int) -> Segment:
    words = (Word(start_ms, end_ms, " two", 0.5), Word(end_ms, end_ms, " words", 0.7))
    return Segment(start_ms, end_ms, " two words", "en", words=words, evidence=EVIDENCE)


@pytest.mark.parametrize("timestamps", [TimestampMode.WORDS, TimestampMode.SEGMENTS])
def test_segments_are_measured_before_words_go(audio: Pcm, timestamps: TimestampMode) -> None:
    ear = HalfHeardEar()
    finishing = Finishing(audio, Recipe(timestamps=timestamps), ear)
    (segment,), _ = finishing.finished_on(NOTHING_UNFINISHED, [said(61_000, 63_000)], is_last=True)
    evidence = segment.evidence
    assert evidence is not None
    assert evidence.speech_share == pytest.approx(0.5, abs=0.1)
    assert (evidence.mean_word_prob, evidence.min_word_prob) == (0.6, 0.5)
    assert evidence.words_per_s == pytest.approx(1.0, abs=0.2)
    assert bool(segment.words) == (timestamps is TimestampMode.WORDS)
    assert max(ear.asked_ms) == segment.end_ms - START_MS


def test_without_an_ear_nobody_knows_of_speech(audio: Pcm) -> None:
    (segment,) = Finishing(audio, Recipe()).with_evidence((said(61_000, 63_000),))
    assert segment.evidence is not None
    assert segment.evidence.speech_share is None


def test_nothing_is_listened_to_for_nothing(audio: Pcm) -> None:
    ear = HalfHeardEar()
    assert Finishing(audio, Recipe(), ear).with_evidence(()) == ()
    assert ear.asked_ms in ([], [0])


def test_a_window_does_not_begin_before_the_last_word_of_the_one_before(audio: Pcm) -> None:
    finishing = Finishing(audio, Recipe())
    (first,), state = finishing.finished_on(
        NOTHING_UNFINISHED, [said(61_000, 63_000)], is_last=False
    )
    # Whoever goes on after a stop knows no more than what was kept.
    kept = ResumePoint(63_000, "en", unfinished=state)
    record = RunRecord("a", Recipe(), resume=kept)
    read = run_from_data(json.loads(json.dumps(record.to_data())))
    assert read is not None
    assert read.resume == kept
    (second,), after = finishing.finished_on(state, [said(62_500, 64_000)], is_last=False)
    assert (first.end_ms, second.start_ms) == (63_001, 63_001)
    assert finishing.finished_on(after, [], is_last=True) == ((), after)
