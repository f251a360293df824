"""Ordinary speech with trouble here and there, so that a few rows of its transcript come out wrong.

Most sentences are clean. Some are buried in noise or music, hurried, far away, in another
language than the recording's, or played backwards (the sound of speech without a word in it);
between them are silence, and now and then music, laughter, applause or noise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.random import Generator

from benchmarks import sounds
from benchmarks.audio_set import Recording, Samples
from benchmarks.made_speech import Speaker, Voice
from benchmarks.mixtures import AudioSet, Mixture
from benchmarks.provokers import Piece, Track

SEED = 7
RECORDING_S = 75.0
"""About so long is each: enough for three windows."""

FIT_VOICES = (
    Voice("flite", "slt"),
    Voice("flite", "rms"),
    Voice("espeak-ng", "en-us"),
    Voice("flite", "slt"),
    Voice("flite", "rms"),
    Voice("espeak-ng", "de", "de"),
    Voice("flite", "kal16"),
    Voice("espeak-ng", "en-gb", speed=150),
    Voice("espeak-ng", "es", "es"),
    Voice("flite", "rms"),
)
HELD_OUT_VOICES = (
    Voice("flite", "awb"),
    Voice("espeak-ng", "en-us+f4", speed=155),
    Voice("flite", "awb"),
    Voice("espeak-ng", "it", "it"),
)
"""Nobody of those that the weights are fitted on."""
_FOREIGN = (
    Voice("espeak-ng", "de", "de"),
    Voice("espeak-ng", "fi", "fi"),
    Voice("espeak-ng", "tr", "tr"),
    Voice("espeak-ng", "nl", "nl"),
)
_MOST_WORDS, _LEAST_WORDS = 18, 4

_One = TypeVar("_One")
Trouble = Callable[[Samples, Generator], Samples]


@dataclass(frozen=True, slots=True)
class Source:
    """What a recording is made of: sentences in its language, and some in others."""

    name: str
    language: str
    pieces: Sequence[Piece]
    foreign: Sequence[Piece]


def made_recordings(
    audio: AudioSet, texts: Mapping[str, Sequence[str]], cache: Path, count: int, *, held_out: bool
) -> Iterator[Mixture]:
    """Yield recordings that synthesisers speak; `texts` are sentences by language."""
    speaker = Speaker(cache)
    voices = HELD_OUT_VOICES if held_out else FIT_VOICES
    for number, voice in enumerate(islice(cycle(voices), count)):
        rng = np.random.default_rng([SEED, held_out, number])
        spoken = _some(texts[voice.language], rng, 24)
        abroad = [one for one in _FOREIGN if one.language != voice.language]
        other = abroad[int(rng.integers(len(abroad)))]
        foreign_texts = _some(texts.get(other.language, texts["de"]), rng, 3)
        source = Source(
            f"{'held' if held_out else 'fit'}-{number:02d}-{voice.name}",
            voice.language,
            [(speaker.say(voice, text), text) for text in spoken],
            [(speaker.say(other, text), text) for text in foreign_texts],
        )
        yield troubled(source, audio, rng)


def real_recordings(audio: AudioSet, count: int) -> Iterator[Mixture]:
    """Yield recordings of people, cut out of the audio set; most are in English."""
    files = (
        ("en_asterisk_prompts.flac", "en"),
        ("en_ljspeech_01_16.flac", "en"),
        ("en_asterisk_prompts.flac", "en"),
        ("es_asterisk_prompts.flac", "es"),
        ("en_asterisk_prompts.flac", "en"),
        ("en_ljspeech_01_16.flac", "en"),
        ("en_asterisk_prompts.flac", "en"),
        ("en_sonnet1.mp3", "en"),
    )
    for number, (file, language) in enumerate(islice(cycle(files), count)):
        rng = np.random.default_rng([SEED, 2, number])
        pieces = [piece for piece in audio.pieces(file) if sounds.seconds(piece[0]) > 1]
        others = audio.pieces("nl_fillets_dialog1.flac" if number % 2 else "de_kerstin_long.opus")
        source = Source(
            f"real-{number:02d}-{Path(file).stem}",
            language,
            _some(pieces, rng, 24),
            _some(others, rng, 3),
        )
        yield troubled(source, audio, rng)


def troubled(source: Source, audio: AudioSet, rng: Generator) -> Mixture:
    """Return a recording of a source: about one sentence in eight is in trouble."""
    real = list(audio.non_speech().values())
    track, foreign = Track(), cycle(source.foreign)
    for piece in cycle(source.pieces):
        _say(track, piece, foreign, rng)
        if rng.uniform() < 0.15:
            between = _company(rng, sounds.count_of(rng.uniform(3, 10)), real)
            track.sound(sounds.at_level(between, rng.uniform(-45, -18)))
        else:
            track.pause(rng.uniform(0.2, 1.2))
        if track.duration_s > RECORDING_S:
            break
    made = track.mixture(source.name, source.language)
    floor = sounds.at_level(sounds.pink(rng, len(made.samples)), rng.uniform(-75, -55))
    return replace(made, samples=sounds.together(made.samples, floor))


def _say(track: Track, piece: Piece, foreign: Iterator[Piece], rng: Generator) -> None:
    samples, text = piece
    draw, dbfs = rng.uniform(), rng.uniform(-30, -18)
    if draw < _FOREIGN_UNTIL:
        track.say(next(foreign), dbfs)
    elif draw < _BACKWARDS_UNTIL:
        track.sound(sounds.at_level(samples[::-1].copy(), dbfs))
    else:
        trouble = next((one for until, one in _TROUBLES if draw < until), None)
        track.say((samples if trouble is None else trouble(samples, rng), text), dbfs)


def _buried(samples: Samples, rng: Generator) -> Samples:
    noise = (sounds.white, sounds.pink, sounds.wind, sounds.applause)[int(rng.integers(4))]
    return _under(samples, noise(rng, len(samples)), rng.uniform(-8, 4))


def _in_music(samples: Samples, rng: Generator) -> Samples:
    return _under(samples, sounds.chords(rng, len(samples)), rng.uniform(-10, 2))


def _under(samples: Samples, noise: Samples, ratio_db: float) -> Samples:
    return sounds.together(sounds.at_level(samples, -25), sounds.at_level(noise, -25 - ratio_db))


def _hurried(samples: Samples, rng: Generator) -> Samples:
    return sounds.hurried(samples, rng.uniform(1.7, 2.6))


def _far(samples: Samples, rng: Generator) -> Samples:
    narrow = sounds.in_band(samples, 300, rng.uniform(900, 1_800))
    return _under(narrow, sounds.pink(rng, len(samples)), rng.uniform(0, 12))


_FOREIGN_UNTIL, _BACKWARDS_UNTIL = 0.02, 0.03
_TROUBLES: tuple[tuple[float, Trouble], ...] = (
    (0.065, _buried),
    (0.08, _in_music),
    (0.095, _hurried),
    (0.125, _far),
)
"""Up to which of a number between 0 and 1 each comes, behind what is foreign or backwards."""


def _company(rng: Generator, count: int, real: Sequence[Samples]) -> Samples:
    made = (sounds.laughter, sounds.applause, sounds.chords, sounds.beeps, sounds.pink)
    number = int(rng.integers(len(made) + len(real)))
    if number < len(made):
        return made[number](rng, count)
    recording = real[number - len(made)]
    return sounds.looped(recording, count, int(rng.integers(len(recording))))


def _some(of: Sequence[_One], rng: Generator, count: int) -> list[_One]:
    return [of[int(place)] for place in rng.permutation(len(of))[:count]]


def texts_by_language(audio: AudioSet, recordings: Sequence[Recording]) -> dict[str, list[str]]:
    """Return the sentences of the references of an audio set."""
    texts: dict[str, list[str]] = {}
    for recording in recordings:
        if audio.has_pieces(recording.file):
            parts = [text for _, text in audio.pieces(recording.file)]
        else:
            parts = [recording.reference_text]
        found = [one for part in parts for one in sentences(part)]
        texts.setdefault(recording.language, []).extend(found)
    return texts


def sentences(text: str) -> list[str]:
    """Return the parts of a text between stops that one breath says; without figures."""
    found: list[str] = []
    for part in text.replace("?", ".").replace("!", ".").replace(";", ".").split("."):
        words = part.split()
        is_plain = not any(character.isdigit() for character in part)
        if is_plain and _LEAST_WORDS <= len(words) <= _MOST_WORDS:
            found.append(" ".join(words))
    return found
