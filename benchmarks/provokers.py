"""Recordings built to make recognisers loop and lose words, with what is said in them and when.

Speech is cut out of the audio set, by its files of segments and words, and put into company that
is known to be hard: long pauses, music, noises, jumps of level, voices that change with every word.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.random import Generator

from benchmarks import sounds
from benchmarks.audio_set import Samples
from benchmarks.mixtures import SEED, AudioSet, Make, Mixture
from benchmarks.transcript import TimedText
from whisper_desktop.asr.dims import SAMPLE_RATE_HZ

ENGLISH, GERMAN, DUTCH = "en_ljspeech_01_16.flac", "de_kerstin_long.opus", "nl_fillets_dialog1.flac"
PROMPTS, SPANISH_PROMPTS = "en_asterisk_prompts.flac", "es_asterisk_prompts.flac"
WORD_FILES = (
    "en_asterisk_words.flac",
    "en_msajc003.wav",
    "en_msajc010.wav",
    "en_mary.wav",
    "en_bobby.wav",
)
SPANISH_WORDS = "es_asterisk_words.flac"
COFFEE, GAME_MUSIC = "music_morning_coffee.wav", "music_fillets13.ogg"
ROOM = "silence_room_sv.wav"

SPEECH_DBFS, QUIET_DBFS = -22.0, -52.0
"""Ordinary speech, and the same 30 dB lower."""
SHORTEST_WORD_S = 0.25
"""Of the words of sentences only those are taken out that can be understood alone."""
VOICES = tuple(np.round(np.linspace(0.78, 1.28, 20), 3))
"""Speed and pitch of the twenty speakers, who differ in which words they say as well."""

Piece = tuple[Samples, str]


class Track:
    """A recording that grows at its end and keeps the times of what is said."""

    def __init__(self) -> None:
        self._sounds: list[Samples] = []
        self._spoken: list[TimedText] = []
        self._count = 0

    def sound(self, samples: Samples) -> None:
        """Add what is no speech."""
        self._sounds.append(samples)
        self._count += len(samples)

    def pause(self, duration_s: float) -> None:
        """Add digital silence."""
        self.sound(np.zeros(sounds.count_of(duration_s), dtype=np.float32))

    def say(self, piece: Piece, dbfs: float = SPEECH_DBFS) -> None:
        """Add speech at a level."""
        samples, text = piece
        start_ms = self._now_ms()
        self.sound(sounds.at_level(samples, dbfs))
        self._spoken.append(TimedText(start_ms, self._now_ms(), text))

    def _now_ms(self) -> int:
        return round(self._count * 1_000 / SAMPLE_RATE_HZ)

    @property
    def duration_s(self) -> float:
        """How long it is by now."""
        return self._count / SAMPLE_RATE_HZ

    def mixture(self, name: str, language: str = "en") -> Mixture:
        """Return the recording as it is now."""
        return Mixture(name, np.concatenate(self._sounds), tuple(self._spoken), language)


def provokers(audio: AudioSet) -> Iterator[Mixture]:
    """Yield every recording that provokes, the same at every call."""
    makers = (
        _pauses,
        _pauses_in_a_room,
        _music_between,
        _music_between_dutch,
        _repeated_phrases,
        _repeated_words,
        _repeated_sentences,
        _many_speakers,
        _many_speakers_spanish,
        _under_hum,
        _narrow_band,
        _level_jumps,
        _fast,
        _slow,
        _laughter_between,
        _everything,
    )
    for number, make in enumerate(makers):
        yield make(audio, np.random.default_rng([SEED, 1_000 + number]))


def _pauses(audio: AudioSet, rng: Generator) -> Mixture:
    track = Track()
    for piece in audio.pieces(ENGLISH)[:7]:
        track.pause(rng.uniform(8, 35))
        track.say(piece)
    track.pause(40)
    return track.mixture("long-pauses-en")


def _pauses_in_a_room(audio: AudioSet, rng: Generator) -> Mixture:
    track, room = Track(), audio.samples(ROOM)
    for piece in audio.pieces(GERMAN)[:8]:
        track.sound(sounds.at_level(_stretch(room, rng, rng.uniform(8, 35)), -50))
        track.say(piece)
    track.sound(sounds.at_level(_stretch(room, rng, 35), -50))
    return track.mixture("long-pauses-de", "de")


def _stretch(samples: Samples, rng: Generator, duration_s: float) -> Samples:
    start = int(rng.integers(len(samples)))
    return sounds.looped(samples, sounds.count_of(duration_s), start)


def _music_between(audio: AudioSet, rng: Generator) -> Mixture:
    track, music = Track(), audio.samples(COFFEE)
    for piece in audio.pieces(PROMPTS)[:9]:
        track.sound(sounds.at_level(_stretch(music, rng, rng.uniform(6, 24)), -20))
        track.say(piece)
    track.sound(sounds.at_level(_stretch(music, rng, 35), -20))
    return track.mixture("music-between-en")


def _music_between_dutch(audio: AudioSet, rng: Generator) -> Mixture:
    track, music = Track(), audio.samples(GAME_MUSIC)
    for piece in audio.pieces(DUTCH)[:12]:
        track.sound(sounds.at_level(_stretch(music, rng, rng.uniform(6, 20)), -22))
        track.say(piece)
    return track.mixture("music-between-nl", "nl")


def _repeated_phrases(audio: AudioSet, rng: Generator) -> Mixture:
    """Sentences between which a phrase is really said three to eight times."""
    track, pieces = Track(), audio.pieces(PROMPTS)
    phrases = [piece for piece in pieces if 2 <= len(piece[1].split()) <= 6]
    for number, piece in enumerate(phrases[:6]):
        track.say(pieces[number])
        track.pause(0.7)
        for _ in range(3 + number if number < 5 else 8):
            track.say((sounds.hurried(piece[0], rng.uniform(0.92, 1.1)), piece[1]))
            track.pause(rng.uniform(0.25, 0.6))
    return track.mixture("repeated-phrases-en")


def _repeated_words(audio: AudioSet, rng: Generator) -> Mixture:
    """Single words, each really said three to ten times."""
    track = Track()
    for number, (samples, text) in enumerate(audio.pieces(WORD_FILES[0], "words")[4:12]):
        for _ in range(3 + number):
            track.say((sounds.pitched(samples, rng.uniform(0.94, 1.06)), text))
            track.pause(rng.uniform(0.15, 0.5))
        track.pause(1.5)
    return track.mixture("repeated-words-en")


def _repeated_sentences(audio: AudioSet, rng: Generator) -> Mixture:
    """Whole sentences that are really said three and four times, as in a rehearsal."""
    track, pieces = Track(), audio.pieces(GERMAN)
    for number in (1, 4, 6):
        for _ in range(4 if number == 4 else 3):
            samples, text = pieces[number]
            track.say((sounds.hurried(samples, rng.uniform(0.94, 1.08)), text))
            track.pause(rng.uniform(0.5, 1.5))
        track.say(pieces[10 + number])
    return track.mixture("repeated-sentences-de", "de")


def _many_speakers(audio: AudioSet, rng: Generator) -> Mixture:
    words = [
        piece
        for file in WORD_FILES
        for piece in audio.pieces(file, "words")
        if sounds.seconds(piece[0]) >= SHORTEST_WORD_S
    ]
    return _voices(words, rng).mixture("twenty-speakers-en")


def _many_speakers_spanish(audio: AudioSet, rng: Generator) -> Mixture:
    return _voices(audio.pieces(SPANISH_WORDS, "words"), rng).mixture("twenty-speakers-es", "es")


def _voices(words: list[Piece], rng: Generator) -> Track:
    track = Track()
    # Nobody says a word twice running, so that what is repeated was not said.
    order = [number % len(words) for number in range(3 * len(VOICES))]
    for number, word in enumerate(order):
        samples, text = words[word]
        track.say((sounds.pitched(samples, VOICES[(7 * number) % len(VOICES)]), text))
        track.pause(rng.uniform(0.3, 1.6))
    return track


def _under_hum(audio: AudioSet, rng: Generator) -> Mixture:
    track = Track()
    for piece in audio.pieces(ENGLISH)[7:14]:
        track.say(piece)
        track.pause(rng.uniform(1, 6))
    return _over(track.mixture("under-hum-en"), sounds.hum, rng, -26)


def _over(mixture: Mixture, make: Make, rng: Generator, dbfs: float) -> Mixture:
    company = sounds.at_level(make(rng, len(mixture.samples)), dbfs)
    return replace(mixture, samples=sounds.together(mixture.samples, company))


def _narrow_band(audio: AudioSet, rng: Generator) -> Mixture:
    """The band of a telephone, with its noise."""
    track = Track()
    for piece in audio.pieces(SPANISH_PROMPTS)[4:20]:
        track.say(piece)
        track.pause(rng.uniform(0.5, 4))
    whole = _over(track.mixture("narrow-band-es", "es"), sounds.white, rng, -50)
    return replace(whole, samples=sounds.in_band(whole.samples, 300, 3_400))


def _level_jumps(audio: AudioSet, rng: Generator) -> Mixture:
    track = Track()
    for number, piece in enumerate(audio.pieces(GERMAN)[20:32]):
        track.say(piece, QUIET_DBFS if number % 2 else SPEECH_DBFS)
        track.pause(rng.uniform(0.4, 2))
    return _over(track.mixture("level-jumps-de", "de"), sounds.pink, rng, -72)


def _fast(audio: AudioSet, rng: Generator) -> Mixture:
    return _at_speed(audio, rng, 1.7).mixture("very-fast-en")


def _slow(audio: AudioSet, rng: Generator) -> Mixture:
    return _at_speed(audio, rng, 0.55).mixture("very-slow-en")


def _at_speed(audio: AudioSet, rng: Generator, factor: float) -> Track:
    track = Track()
    for samples, text in audio.pieces(ENGLISH)[2:9]:
        track.say((sounds.hurried(samples, factor), text))
        track.pause(rng.uniform(0.2, 0.8))
    return track


def _laughter_between(audio: AudioSet, rng: Generator) -> Mixture:
    track = Track()
    for piece in audio.pieces(PROMPTS)[20:34]:
        track.say(piece)
        laugh = sounds.laughter(rng, sounds.count_of(rng.uniform(2, 9)))
        track.sound(sounds.at_level(laugh, -24))
    return track.mixture("laughter-between-en")


def _everything(audio: AudioSet, rng: Generator) -> Mixture:
    """Five minutes in which the company of the speech changes all the time."""
    track, music = Track(), audio.samples(COFFEE)
    pieces = audio.pieces(PROMPTS)[40:60] + audio.pieces(ENGLISH)[9:16]
    company = (sounds.applause, sounds.wind, sounds.beeps, sounds.chords, sounds.silence)
    for number in rng.permutation(len(pieces)):
        track.say(pieces[number], rng.uniform(-38, -18))
        count = sounds.count_of(rng.uniform(0.5, 9))
        if number % 3 == 0:
            track.sound(sounds.at_level(_stretch(music, rng, 8), rng.uniform(-40, -18)))
        else:
            make = company[rng.integers(len(company))]
            track.sound(sounds.at_level(make(rng, count), rng.uniform(-50, -20)))
    return track.mixture("everything-en")
