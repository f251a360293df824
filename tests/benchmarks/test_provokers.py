from pathlib import Path

import numpy as np
import pytest

from benchmarks import sounds
from benchmarks.audio_set import Samples
from benchmarks.mixtures import AudioSet, Mixture
from benchmarks.provokers import QUIET_DBFS, SPEECH_DBFS, Piece, Track, provokers
from benchmarks.repeats import runs


class MadeUpAudio(AudioSet):
    """Noise in place of the audio set: 70 pieces a file, of three words each, or of one."""

    def __init__(self) -> None:
        super().__init__(Path(), Path())

    def samples(self, file: str) -> Samples:
        return sounds.white(np.random.default_rng(len(file)), 8_000)

    def pieces(self, file: str, kind: str = "segments") -> list[Piece]:
        rng = np.random.default_rng(len(file))
        return [
            (
                sounds.white(rng, 6_400),
                f"{file[:2]}{n}" if kind == "words" else f"{file[:2]}{n}a b{n} c{n}",
            )
            for n in range(70)
        ]


@pytest.fixture(scope="module")
def found() -> dict[str, Mixture]:
    return {mixture.name: mixture for mixture in provokers(MadeUpAudio())}


def test_everything_is_said_in_order_and_within_the_recording(found: dict[str, Mixture]) -> None:
    assert len(found) == 16
    for mixture in found.values():
        assert mixture.spoken
        times = [at for said in mixture.spoken for at in (said.start_ms, said.end_ms)]
        assert times == sorted(times)
        assert times[-1] <= 1_000 * mixture.duration_s + 1
        assert np.abs(mixture.samples).max() <= 1
        assert mixture.samples.dtype == np.float32


def test_they_are_the_same_each_time(found: dict[str, Mixture]) -> None:
    again = {mixture.name: mixture.fingerprint for mixture in provokers(MadeUpAudio())}
    assert again == {name: mixture.fingerprint for name, mixture in found.items()}


def test_only_those_that_repeat_speech_have_runs(found: dict[str, Mixture]) -> None:
    with_runs = {name for name, m in found.items() if runs(m.reference_text.split())}
    assert with_runs == {"repeated-phrases-en", "repeated-words-en", "repeated-sentences-de"}
    words = runs(found["repeated-words-en"].reference_text.split())
    assert [run.count for run in words] == list(range(3, 11))


def test_twenty_speakers_say_a_word_each_three_times_over(found: dict[str, Mixture]) -> None:
    assert len(found["twenty-speakers-en"].spoken) == 60
    assert found["twenty-speakers-es"].language == "es"


def test_levels_jump_by_30_db(found: dict[str, Mixture]) -> None:
    mixture = found["level-jumps-de"]
    levels = [
        sounds.level_dbfs(mixture.samples[said.start_ms * 16 : said.end_ms * 16])
        for said in mixture.spoken[:4]
    ]
    loud_and_quiet = [SPEECH_DBFS, QUIET_DBFS] * 2
    assert levels == pytest.approx(loud_and_quiet, abs=0.5)


def test_a_track_knows_when_it_was_said() -> None:
    track = Track()
    track.pause(1.5)
    track.say((np.ones(8_000, dtype=np.float32), "hello"))
    track.sound(np.ones(16_000, dtype=np.float32))
    mixture = track.mixture("m", "de")
    (said,) = mixture.spoken
    assert (said.start_ms, said.end_ms, said.text) == (1_500, 2_000, "hello")
    assert (mixture.duration_s, mixture.language) == (3.0, "de")
