"""Whatever people record: every format becomes the same subtitles on the recording's own clock."""

import re
import wave
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

N_SECONDS = 3


def write_wav(path: Path, rate_hz: int, channels: int, bytes_per_sample: int) -> None:
    """Write a tone in the first channel and silence in the others."""
    count = N_SECONDS * rate_hz
    samples = np.zeros((count, channels), dtype="<i4")
    samples[:, 0] = np.sin(np.arange(count) * 600 / rate_hz) * 2**29
    raw = samples.view(np.uint8).reshape(count, channels, 4)[..., 4 - bytes_per_sample :]
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, bytes_per_sample, rate_hz, 0, "NONE", ""))
        file.writeframes(raw.tobytes())


def encode(path: Path, codec: str, sample_format: str, **options: Any) -> None:
    """Write a tone with one of FFmpeg's encoders."""
    count = N_SECONDS * 48_000
    tone = (np.sin(np.arange(count) / 12) * 0.3).astype(np.float32)
    with av.open(str(path), "w", **options) as container:
        stream = container.add_stream(codec, rate=48_000)
        stream.layout = "mono"
        stream.format = sample_format
        resampler = av.AudioResampler(sample_format, "mono", 48_000)
        whole = av.AudioFrame.from_ndarray(tone[None], "fltp", "mono")
        whole.sample_rate = 48_000
        size = stream.codec_context.frame_size or 1_024
        fifo = av.AudioFifo()
        for frame in resampler.resample(whole):
            fifo.write(frame)
        while (piece := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def write_video(path: Path) -> None:
    """Write a moving picture without sound."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            picture = np.zeros((32, 32, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))


def assert_three_words(studio: Any) -> None:
    written = (studio.folder / "talk.srt").read_text(encoding="utf-8")
    assert [line for line in written.splitlines() if "-->" in line] == [
        f"00:00:0{second},000 --> 00:00:0{second},900" for second in range(N_SECONDS)
    ]


@pytest.mark.parametrize(
    ("rate_hz", "channels", "bytes_per_sample"),
    [(8_000, 1, 2), (192_000, 2, 3), (48_000, 6, 2), (44_100, 2, 4), (22_050, 1, 1)],
    ids=["telephone", "192 kHz 24 bit", "5.1", "32 bit", "8 bit"],
)
def test_any_rate_depth_and_layout(
    studio: Any, rate_hz: int, channels: int, bytes_per_sample: int
) -> None:
    write_wav(studio.folder / "talk.wav", rate_hz, channels, bytes_per_sample)
    assert studio.run("transcribe", "talk.wav") == 0
    assert_three_words(studio)


@pytest.mark.parametrize(
    ("name", "codec", "sample_format"),
    [
        ("talk.flac", "flac", "s16"),
        ("talk.m4a", "aac", "fltp"),
        ("talk.mp3", "libmp3lame", "s16p"),
        ("talk.mkv", "pcm_f32le", "flt"),
        ("talk", "flac", "s16"),
    ],
)
def test_any_container_and_codec(studio: Any, name: str, codec: str, sample_format: str) -> None:
    options = {} if "." in name else {"format": "flac"}
    encode(studio.folder / name, codec, sample_format, **options)
    assert studio.run("transcribe", name) == 0
    assert_three_words(studio)


def test_a_film_without_sound_is_told(studio: Any, lines: Any) -> None:
    write_video(studio.folder / "talk.mp4")
    assert studio.run("transcribe", "talk.mp4", "--progress", "none") == 1
    assert lines() == ["talk.mp4: it has no audio track. Choose a recording with sound."]
    assert "talk.srt" not in studio.names()


def test_a_damaged_middle_is_told_with_its_times_and_the_rest_recognised(
    studio: Any, lines: Any
) -> None:
    path = studio.folder / "talk.flac"
    encode(path, "flac", "s16")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 10] = bytes(len(data) // 10)
    path.write_bytes(bytes(data))
    assert studio.run("transcribe", path, "--progress", "none") == 0
    (line,) = lines()
    told = re.match(r"talk\.flac: warning: 0:01\.(\d) to 0:01\.(\d) could not be decoded \(", line)
    assert told is not None
    assert int(told[1]) < int(told[2])
    assert line.endswith("). The rest was recognised.")
    # Where each row ends is a matter of the sound, and of that a part is gone.
    assert (studio.folder / "talk.srt").read_text(encoding="utf-8").count("-->") == N_SECONDS


def test_a_recording_that_breaks_off_is_recognised_as_far_as_it_goes(
    studio: Any, lines: Any
) -> None:
    path = studio.folder / "talk.flac"
    encode(path, "flac", "s16")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert studio.run("transcribe", path, "--progress", "none") == 0
    (line,) = lines()
    assert re.match(r"talk\.flac: warning: 0:01\.\d to 0:03\.0 could not be decoded \(", line)
    assert (studio.folder / "talk.srt").read_text(encoding="utf-8").count("-->") == 1
