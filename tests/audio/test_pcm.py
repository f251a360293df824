import subprocess
import sys
import tracemalloc
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.audio import pcm as pcm_module
from whisper_desktop.audio.decode import decode_blocks
from whisper_desktop.audio.pcm import Pcm, PcmBuilder, expected_duration_ms, load_pcm, read_pcm
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, NoAudioError
from whisper_desktop.core.events import AudioDamaged, Preparing, Stage

Sound = npt.NDArray[np.float32]
Make = Callable[..., Path]
MakeSound = Callable[..., Sound]


def _ramp(milliseconds: int) -> Sound:
    return np.arange(milliseconds * 16, dtype=np.float32) / 1e6


@pytest.mark.parametrize(
    ("samples", "start_ms"),
    [
        (np.zeros(16, np.float64), 0),
        (np.zeros((1, 16), np.float32), 0),
        (np.zeros(32, np.float32)[::2], 0),
        (np.zeros(16, np.float32), -1),
    ],
)
def test_only_mono_float32_in_one_piece_is_pcm(samples: Any, start_ms: int) -> None:
    with pytest.raises(ValueError, match="bad"):
        Pcm(samples, start_ms)


def test_a_slice_is_a_view_on_the_clock_of_the_media() -> None:
    pcm = Pcm(_ramp(1_000), start_ms=60_000)

    part = pcm.slice_ms(60_250, 60_500)

    assert (pcm.duration_ms, pcm.end_ms) == (1_000, 61_000)
    assert (part.start_ms, part.end_ms) == (60_250, 60_500)
    assert part.samples[0] == pcm.samples[4_000]
    assert np.shares_memory(part.samples, pcm.samples)


@given(
    start_ms=st.integers(0, 50),
    length_ms=st.integers(0, 50),
    first_ms=st.integers(-10, 120),
    last_ms=st.integers(-10, 120),
)
def test_a_slice_holds_what_there_is_of_the_stretch(
    start_ms: int, length_ms: int, first_ms: int, last_ms: int
) -> None:
    pcm = Pcm(_ramp(length_ms), start_ms)

    part = pcm.slice_ms(first_ms, last_ms)

    wanted = [at for at in range(first_ms, last_ms) if start_ms <= at < start_ms + length_ms]
    assert part.duration_ms == len(wanted)
    if wanted:
        assert part.start_ms == wanted[0]
        assert part.samples[0] == pcm.samples[(wanted[0] - start_ms) * 16]


@given(
    lengths=st.lists(st.integers(0, 70), max_size=20), expected_ms=st.none() | st.integers(0, 50)
)
def test_blocks_are_collected_whatever_was_expected(
    lengths: list[int], expected_ms: int | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pcm_module, "_CHUNK_MS", 2)
        patch.setattr(pcm_module, "_SLACK_MS", 1)
        builder = PcmBuilder(7, expected_ms)
        blocks = [np.full(length, number, np.float32) for number, length in enumerate(lengths)]
        for block in blocks:
            builder.append(block)
        collected_ms = builder.duration_ms
        pcm = builder.finish()

    assert pcm.start_ms == 7
    assert collected_ms == pcm.duration_ms == sum(lengths) // 16
    np.testing.assert_array_equal(pcm.samples, np.concatenate([*blocks, np.zeros(0)]))


_MEASURE = """
import resource
import numpy as np
from whisper_desktop.audio.pcm import PcmBuilder

def peak_kib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak_kib()
builder = PcmBuilder(0, {expected_ms})
block = np.ones(16_000, np.float32)
for _ in range(30 * 60):
    builder.append(block)
pcm = builder.finish()
print((peak_kib() - before) * 1024 / pcm.samples.nbytes)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measured as Linux counts")
@pytest.mark.parametrize(("expected_ms", "most"), [(None, 1.4), (30 * 60_000, 1.05)])
def test_samples_are_never_held_twice(expected_ms: int | None, most: float) -> None:
    """Without an expectation one of three chunks is there twice while they are joined."""
    program = _MEASURE.format(expected_ms=expected_ms)
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert float(run.stdout) < most


def test_a_promise_of_years_is_not_believed() -> None:
    tracemalloc.start()
    try:
        PcmBuilder(0, 10**12)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak_bytes < 6e9  # Room for a day, of which nothing is used yet.


def test_a_file_is_loaded_as_its_blocks_say(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.flac", make_sine(3.2, 44_100), rate_hz=44_100, codec="flac")

    pcm = load_pcm(path)

    np.testing.assert_array_equal(pcm.samples, np.concatenate(list(decode_blocks(path))))
    assert pcm.start_ms == 0


def test_reading_tells_how_far_it_is(
    write_media: Make, make_sine: MakeSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pcm_module, "_TELL_EVERY_MS", 2_000)
    reading = read_pcm(write_media("a.wav", make_sine(5.2, 16_000)))

    told = list(reading)

    assert told == [Preparing(Stage.READING, done_ms, 5_200) for done_ms in (2_000, 4_000)]


def test_a_range_keeps_the_clock_of_the_media(write_media: Make, make_sine: MakeSound) -> None:
    path = write_media("a.wav", make_sine(3, 16_000))
    whole = load_pcm(path)

    part = load_pcm(path, start_ms=1_234, end_ms=2_000)

    assert (part.start_ms, part.end_ms) == (1_234, 2_000)
    np.testing.assert_array_equal(part.samples, whole.slice_ms(1_234, 2_000).samples)
    with pytest.raises(NoAudioError):
        load_pcm(path, start_ms=4_000)


def test_track_damage_and_cancel_are_passed_on(write_media: Make, make_sine: MakeSound) -> None:
    loud, quiet = make_sine(4, 16_000), make_sine(4, 16_000, peak=0.1)
    path = write_media("a.mkv", loud, quiet, cuts=[(0, 1, 0), (1, 2, 3)])
    damaged: list[AudioDamaged] = []
    token = CancelToken()
    token.cancel()

    pcm = load_pcm(path, track=2, on_damage=damaged.append)

    assert pcm.samples.max() == pytest.approx(0.1, abs=0.01)
    assert len(damaged) == 1
    with pytest.raises(Cancelled):
        load_pcm(path, cancel=token)


def test_what_is_expected_is_what_the_file_says_of_the_range(
    tmp_path: Path, write_media: Make, make_sine: MakeSound
) -> None:
    path = write_media("a.wav", make_sine(3, 16_000))
    silent = tmp_path / "b.wav"
    with wave.open(str(silent), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", "not compressed"))

    assert expected_duration_ms(path) == 3_000
    assert expected_duration_ms(path, 1_000) == 2_000
    assert expected_duration_ms(path, 1_000, 1_500) == 500
    assert expected_duration_ms(path, 1_000, 9_000) == 2_000
    assert expected_duration_ms(path, 5_000, 9_000) == 0
    assert expected_duration_ms(silent) is None
    assert expected_duration_ms(silent, 1_000, 9_000) == 8_000
