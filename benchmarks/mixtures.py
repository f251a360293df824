"""Recordings made to mislead recognisers: sound without speech, and speech in awkward company.

Everything is seeded: the same audio set gives the same samples. `non_speech` is music, noise and
silence at many levels, `provokers` (in `benchmarks.provokers`) what makes recognisers loop and
lose words.

    python -m benchmarks.mixtures --audio DIR --out FOLDER    # write them all as WAV, to listen

Real music and noise are the recordings of the audio set without a language (`zxx`); where an
`.rttm` file says that somebody speaks in one, that stretch is cut out.
"""

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import av
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks import sounds
from benchmarks.arguments import add_shared_arguments
from benchmarks.audio_set import Samples, load_samples, read_manifest
from benchmarks.records import emit
from benchmarks.transcript import TimedText
from whisper_desktop.asr.dims import SAMPLE_RATE_HZ

SEED = 5
CLIP_S = 60.0
"""Two windows of the network and the first of a third: long enough to carry text over."""
LEVELS_DBFS = (-60.0, -48.0, -40.0, -32.0, -24.0, -18.0, -12.0, -6.0)
PITCHES = (0.8, 0.9, 1.0, 1.12, 1.25)
SPEECH_MARGIN_S = 0.5
"""So much on either side of speech is cut out with it."""
DITHER_DBFS = -84.0
"""What a recorder writes with nothing at its input: the last bit."""

Make = Callable[[Generator, int], Samples]

SYNTHETIC: Mapping[str, Make] = {
    "white-noise": sounds.white,
    "pink-noise": sounds.pink,
    "brown-noise": sounds.brown,
    "hum": sounds.hum,
    "clicks": sounds.clicks,
    "beeps": sounds.beeps,
    "sweeps": sounds.sweeps,
    "chords": sounds.chords,
    "applause": sounds.applause,
    "digital-silence": sounds.silence,
    "wind": sounds.wind,
}


@dataclass(frozen=True, slots=True)
class Mixture:
    """A made recording, and who says what when in it."""

    name: str
    samples: Samples
    spoken: tuple[TimedText, ...] = ()
    language: str = "en"

    @property
    def reference_text(self) -> str:
        """All that is said."""
        return " ".join(said.text for said in self.spoken)

    @property
    def duration_s(self) -> float:
        """How long it is."""
        return sounds.seconds(self.samples)

    @property
    def fingerprint(self) -> str:
        """Eight letters that change with the sound: results kept for another are not its."""
        # In steps of 16 bit, for another version of numpy may round the last digit otherwise.
        return hashlib.sha256(_in_16_bit(self.samples).tobytes()).hexdigest()[:8]


class AudioSet:
    """The folder of recordings, cut up as mixtures need them."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder, self._cache = folder, cache

    def samples(self, file: str) -> Samples:
        """Return a whole recording."""
        return load_samples(self._folder / file, self._cache)

    def non_speech(self) -> dict[str, Samples]:
        """Return every recording in which nobody speaks, by file name, speech cut out."""
        return {
            recording.file: self._without_speech(recording.file)
            for recording in read_manifest(self._folder)
            if not recording.has_speech
        }

    def _without_speech(self, file: str) -> Samples:
        samples = self.samples(file)
        turns = self._folder / f"{file}.rttm"
        is_kept = np.ones(len(samples), dtype=bool)
        for line in turns.read_text(encoding="utf-8").splitlines() if turns.exists() else ():
            start_s, length_s = (float(field) for field in line.split()[3:5])
            first = max(0, sounds.count_of(start_s - SPEECH_MARGIN_S))
            is_kept[first : sounds.count_of(start_s + length_s + SPEECH_MARGIN_S)] = False
        kept: Samples = samples[is_kept]
        return kept

    def has_pieces(self, file: str, kind: str = "segments") -> bool:
        """Tell whether it is known where the segments (or "words") of a recording are."""
        return (self._folder / f"{file}.{kind}.tsv").exists()

    def pieces(self, file: str, kind: str = "segments") -> list[tuple[Samples, str]]:
        """Return the segments (or "words") of a recording, each cut out, with its text."""
        samples = self.samples(file)
        path = self._folder / f"{file}.{kind}.tsv"
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        return [
            (samples[sounds.count_of(float(row[0])) : sounds.count_of(float(row[1]))], row[2])
            for row in rows
        ]


def non_speech(audio: AudioSet, minutes: int = 60) -> Iterator[Mixture]:
    """Yield so many clips of a minute; the first 20 hold every kind of sound once.

    Levels, pitches and beginnings differ from round to round.
    """
    makers = _makers(audio)
    names = sorted(makers)
    for number in range(minutes):
        turn, kind = divmod(number, len(names))
        rng = np.random.default_rng([SEED, number])
        # Steps of 5 and 3 through the eight levels give a kind another one in each round.
        dbfs = LEVELS_DBFS[(5 * turn + 3 * kind) % len(LEVELS_DBFS)]
        samples = makers[names[kind]](rng, sounds.count_of(CLIP_S))
        if names[kind] == "digital-silence" and turn:
            samples, dbfs = sounds.white(rng, len(samples)), DITHER_DBFS
        level = f"-{abs(dbfs):.0f}dB" if samples.any() else ""
        name = f"{names[kind]}-{turn + 1}{level}"
        yield Mixture(name, sounds.at_level(samples, dbfs))


def _makers(audio: AudioSet) -> dict[str, Make]:
    real = {Path(file).stem: samples for file, samples in audio.non_speech().items()}
    makers: dict[str, Make] = dict(SYNTHETIC)
    makers |= {name: partial(_real, samples) for name, samples in real.items()}
    music = [makers[name] for name in sorted(real) if name.startswith("music")]
    other = [makers[name] for name in sorted(real) if not name.startswith("music")]
    for first, second, name in (
        (music, [sounds.hum], "music-and-hum"),
        (music, [sounds.applause], "music-and-applause"),
        (other, [sounds.beeps], "room-and-beeps"),
    ):
        if first:
            makers[name] = partial(_both, first, second)
    return makers


def _real(samples: Samples, rng: Generator, count: int) -> Samples:
    varied = sounds.pitched(samples, rng.choice(PITCHES))
    return sounds.looped(varied, count, int(rng.integers(len(varied))))


def _both(first: Sequence[Make], second: Sequence[Make], rng: Generator, count: int) -> Samples:
    one = first[int(rng.integers(len(first)))](rng, count)
    other = second[int(rng.integers(len(second)))](rng, count)
    return sounds.together(sounds.at_level(one, -24), sounds.at_level(other, -30))


def _in_16_bit(samples: Samples) -> NDArray[np.int16]:
    return np.round(np.clip(samples, -1, 1) * 32_767).astype(np.int16)


def write_wav(path: Path, samples: Samples) -> None:
    """Write a mono recording of 16 bit."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=SAMPLE_RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(_in_16_bit(samples)[None], format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)


def main(argv: list[str] | None = None) -> int:
    """Write all mixtures with their texts; return the exit code."""
    from benchmarks.provokers import provokers

    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixtures", description=__doc__)
    add_shared_arguments(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder for the WAV files")
    arguments = parser.parse_args(argv)
    audio = AudioSet(arguments.audio, arguments.cache)
    for mixture in (*non_speech(audio), *provokers(audio)):
        if any(text in mixture.name for text in arguments.files or [""]):
            write_wav(arguments.out / f"{mixture.name}.wav", mixture.samples)
            said = [
                f"{s.start_ms / 1000:.3f}\t{s.end_ms / 1000:.3f}\t{s.text}" for s in mixture.spoken
            ]
            text = "\n".join(["start_s\tend_s\ttext", *said]) + "\n"
            kept_at = arguments.out / f"{mixture.name}.segments.tsv"
            kept_at.write_text(text, encoding="utf-8")
            emit({"name": mixture.name, "seconds": round(mixture.duration_s, 1)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
