"""Recordings whose words have known times: those of the audio set, and some that are made here."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.audio_set import Samples, load_samples, read_manifest, select
from benchmarks.made_speech import Speaker, Voice

RATE_HZ = 16_000
VOICES = (Voice("flite", "slt"), Voice("flite", "rms"), Voice("espeak-ng", "en-us"))
WORDS = (
    *("market", "window", "Thursday", "yellow", "garden", "seven", "brother", "paper"),
    *("children", "mountain", "coffee", "October", "station", "kitchen", "ocean", "doctor"),
    *("purple", "Monday", "forest", "letter", "orange", "winter", "candle", "river"),
    *("hundred", "table", "music", "bottle", "summer", "island"),
)
_UNDER_PEAK_DB = 35.0
"""A made word begins and ends where its level comes so near to that of its loudest moment."""
_FRAME_SAMPLES, _STEP_SAMPLES = 160, 40
_MARGIN_S = 0.05


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word and when it is said, in seconds."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class TimedRecording:
    """Samples with the words said in them; `kind` tells where the times come from."""

    name: str
    kind: str
    language: str
    samples: Samples
    words: tuple[TimedWord, ...]


def labelled(audio: Path, cache: Path, patterns: list[str]) -> Iterator[TimedRecording]:
    """Yield the recordings of the audio set that have word times."""
    for recording in select(read_manifest(audio), patterns):
        if recording.has_word_times:
            yield TimedRecording(
                recording.file,
                _kind(recording.file),
                recording.decoding_language,
                load_samples(audio / recording.file, cache),
                _read_words(audio / f"{recording.file}.words.tsv"),
            )


def _kind(file: str) -> str:
    """Tell how the times were found, as the audio set's description has it."""
    if "msajc" in file:
        return "hand"
    return "energy" if "asterisk_words" in file else "aligner"


def _read_words(path: Path) -> tuple[TimedWord, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            TimedWord(row["word"], float(row["start_s"]), float(row["end_s"])) for row in rows
        )


def made(cache: Path, noise_db: float | None = None) -> Iterator[TimedRecording]:
    """Yield words said one by one, joined with pauses of known lengths.

    With `noise_db`, there is pink noise so far under the speech.
    """
    speaker = Speaker(cache)
    for number, voice in enumerate(VOICES):
        generator = np.random.default_rng(number)
        order = generator.permutation(len(WORDS))
        clips = [(WORDS[i], speaker.say(voice, WORDS[i])) for i in order]
        samples, words = joined(clips, generator.uniform(0.15, 2.0, len(clips) + 1))
        kind = "made" if noise_db is None else f"made, noise {noise_db:.0f} dB"
        if noise_db is not None:
            samples = with_noise(samples, noise_db, generator)
        yield TimedRecording(f"made-{voice.name}", kind, voice.language, samples, words)


def joined(
    clips: Sequence[tuple[str, Samples]], gaps_s: Sequence[float] | NDArray[np.float64]
) -> tuple[Samples, tuple[TimedWord, ...]]:
    """Return the clips, cut to their sound, after and between pauses, and when each is heard."""
    parts = [np.zeros(int(gaps_s[0] * RATE_HZ), dtype=np.float32)]
    words: list[TimedWord] = []
    at = len(parts[0])
    for (text, clip), gap_s in zip(clips, gaps_s[1:], strict=True):
        first, end = sound_bounds(clip)
        kept = slice(max(0, first - int(_MARGIN_S * RATE_HZ)), end + int(_MARGIN_S * RATE_HZ))
        start = at + first - kept.start
        words.append(TimedWord(text, start / RATE_HZ, (start + end - first) / RATE_HZ))
        pause = np.zeros(int(gap_s * RATE_HZ), dtype=np.float32)
        parts += [clip[kept], pause]
        at += len(clip[kept]) + len(pause)
    return np.concatenate(parts), tuple(words)


def sound_bounds(clip: Samples) -> tuple[int, int]:
    """Return the samples between which a clip of one word is loud enough to be heard."""
    power = np.convolve(clip.astype(np.float64) ** 2, np.ones(_FRAME_SAMPLES), mode="same")
    levels = 10 * np.log10(power[::_STEP_SAMPLES] + 1e-12)
    loud = np.flatnonzero(levels > levels.max() - _UNDER_PEAK_DB)
    return int(loud[0]) * _STEP_SAMPLES, int(loud[-1] + 1) * _STEP_SAMPLES


def with_noise(samples: Samples, under_db: float, generator: np.random.Generator) -> Samples:
    """Return the samples with pink noise, so far under what is not silence in them."""
    spectrum = np.fft.rfft(generator.standard_normal(len(samples)))
    hertz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(hertz, 20)), len(samples))
    loud = samples[np.abs(samples) > np.abs(samples).max() / 30]
    noise *= np.sqrt(np.mean(loud**2) / np.mean(noise**2)) * 10 ** (-under_db / 20)
    mixed = samples + noise
    result: Samples = (mixed * (0.7 / np.abs(mixed).max())).astype(np.float32)
    return result
