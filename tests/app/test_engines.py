"""The real engines behind their doors; the recogniser itself is tested with its weights."""

import subprocess
import sys
import wave
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from whisper_desktop.app.engines import real_engines
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, DeviceUnavailableError, ModelFileError
from whisper_desktop.core.events import AudioDamaged, Preparing, Stage

Result = TypeVar("Result")


def drain(work: Generator[Preparing, None, Result]) -> tuple[list[Preparing], Result]:
    told: list[Preparing] = []
    while True:
        try:
            told.append(next(work))
        except StopIteration as ending:
            return told, ending.value


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((np.arange(70 * 16_000) % 2_000).astype("<i2").tobytes())
    return path


def test_asking_for_the_engines_imports_none_of_them() -> None:
    script = (
        "import sys\n"
        "from whisper_desktop.app.engines import real_engines\n"
        "real_engines()\n"
        "print([name for name in ('torch', 'av', 'numpy') if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


def test_audio_is_decoded_as_it_is_told(recording: Path) -> None:
    damages: list[AudioDamaged] = []
    load_audio = real_engines().load_audio
    told, pcm = drain(load_audio(MediaPart(recording), damages.append, CancelToken()))
    assert [step.stage for step in told] == [Stage.READING] * 2
    assert [step.done_ms // 1_000 for step in told] == [30, 60]
    assert {step.total_ms for step in told} == {70_000}
    assert (pcm.start_ms, pcm.duration_ms, damages) == (0, 70_000, [])


def test_a_range_keeps_its_place(recording: Path) -> None:
    part = MediaPart(recording, 1, 2_000, 5_000)
    _, pcm = drain(real_engines().load_audio(part, lambda _: None, CancelToken()))
    assert (pcm.start_ms, pcm.duration_ms) == (2_000, 3_000)


def test_decoding_can_be_stopped(recording: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        drain(real_engines().load_audio(MediaPart(recording), lambda _: None, cancel))


def test_silence_holds_no_speech() -> None:
    samples = np.zeros(40 * 16_000, dtype=np.float32)
    told, spans = drain(real_engines().find_speech(samples, CancelToken()))
    assert spans == ()
    assert told[-1] == Preparing(Stage.LISTENING, 40_000, 40_000)
    assert [step.done_ms for step in told] == sorted({step.done_ms for step in told})


def test_the_speech_is_what_the_detector_finds() -> None:
    from whisper_desktop.speech.voice_activity import find_speech

    samples = np.random.default_rng(0).normal(0, 0.1, 35 * 16_000).astype(np.float32)
    _, spans = drain(real_engines().find_speech(samples, CancelToken()))
    assert spans == find_speech(samples)


def test_the_processor_is_always_there() -> None:
    engines = real_engines()
    assert engines.choose_device("cpu", "fp32").device == "cpu"
    assert any(report.name == "cpu" and report.is_usable for report in engines.list_devices())
    with pytest.raises(DeviceUnavailableError):
        engines.choose_device("tpu", "auto")


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.pt").write_bytes(b"not weights")
    engines = real_engines()
    with pytest.raises(ModelFileError):
        engines.load_recognizer(
            tmp_path / "model.pt", engines.choose_device("cpu", "fp32"), None, CancelToken()
        )
