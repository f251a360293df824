from pathlib import Path

import numpy as np
import pytest

from benchmarks import sounds
from benchmarks.audio_set import Recording, Samples, Trust
from benchmarks.made_speech import Speaker, Voice
from benchmarks.mixtures import AudioSet, Mixture
from benchmarks.provokers import Piece
from benchmarks.troubled import (
    HELD_OUT_VOICES,
    RECORDING_S,
    Source,
    made_recordings,
    sentences,
    texts_by_language,
    troubled,
)


class MadeUpAudio(AudioSet):
    """Noise in place of the audio set."""

    def __init__(self) -> None:
        super().__init__(Path(), Path())

    def non_speech(self) -> dict[str, Samples]:
        return {"music.wav": _noise(1, 5.0)}

    def has_pieces(self, file: str, kind: str = "segments") -> bool:
        return file == "pieces.wav"

    def pieces(self, file: str, kind: str = "segments") -> list[Piece]:
        return [(_noise(2, 1.0), "one two three four. No five six seven eight 9")]


def _noise(seed: int, duration_s: float) -> Samples:
    return sounds.white(np.random.default_rng(seed), sounds.count_of(duration_s))


def _source() -> Source:
    pieces = [(_noise(number, 3.0), f"said {number}") for number in range(5)]
    return Source("made", "en", pieces, [(_noise(9, 3.0), "anders gesagt")])


def _troubled(seed: int) -> Mixture:
    return troubled(_source(), MadeUpAudio(), np.random.default_rng(seed))


def test_a_recording_is_long_enough_and_the_same_each_time() -> None:
    made, again = _troubled(1), _troubled(1)
    assert made.fingerprint == again.fingerprint
    assert made.duration_s > RECORDING_S
    assert np.abs(made.samples).max() <= 1


def test_what_is_said_is_known_and_some_of_it_is_foreign() -> None:
    texts = [said.text for seed in range(12) for said in _troubled(seed).spoken]
    assert set(texts) == {*(f"said {number}" for number in range(5)), "anders gesagt"}
    assert 0.005 < texts.count("anders gesagt") / len(texts) < 0.1


def test_some_speech_is_in_trouble() -> None:
    calm = sounds.level_dbfs(_noise(1, 1.0))
    levels = {
        round(sounds.level_dbfs(made.samples[said.start_ms * 16 : said.end_ms * 16]) - calm)
        for made in (_troubled(seed) for seed in range(6))
        for said in made.spoken
    }
    assert len(levels) > 5


def test_sentences_are_what_one_breath_says() -> None:
    text = "Yes. This is one of them! It was 1999 in all; a part that is long enough. No"
    assert sentences(text) == ["This is one of them", "a part that is long enough"]


def test_texts_come_from_segments_or_from_the_whole_reference() -> None:
    def recording(file: str, text: str) -> Recording:
        return Recording(file, "en", 1.0, text, Trust.GOLD, False, False)

    texts = texts_by_language(
        MadeUpAudio(),
        [recording("pieces.wav", "unused"), recording("whole.wav", "five six seven eight.")],
    )
    assert texts == {"en": ["one two three four", "five six seven eight"]}


@pytest.fixture
def voices(monkeypatch: pytest.MonkeyPatch) -> list[Voice]:
    """Noise in place of voices; returns who was asked to speak."""
    asked: list[Voice] = []

    def say(_: Speaker, voice: Voice, text: str) -> Samples:
        asked.append(voice)
        return _noise(len(text), 3.0)

    monkeypatch.setattr(Speaker, "say", say)
    return asked


def test_held_out_voices_are_others(voices: list[Voice], tmp_path: Path) -> None:
    texts = {language: ["one two three four"] for language in ("en", "de", "es", "it")}

    def names(*, held_out: bool) -> list[str]:
        voices.clear()
        made = made_recordings(MadeUpAudio(), texts, tmp_path, 4, held_out=held_out)
        return [mixture.name for mixture in made]

    assert names(held_out=True) == [
        f"held-{number:02d}-{voice.name}" for number, voice in enumerate(HELD_OUT_VOICES)
    ]
    assert {voice for voice in voices if voice.language == "en"} <= set(HELD_OUT_VOICES)
    names(held_out=False)
    assert not set(voices) & set(HELD_OUT_VOICES)


def test_a_voice_speaks_a_text_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> None:
        commands.append(command)

    monkeypatch.setattr("benchmarks.made_speech.subprocess.run", run)
    monkeypatch.setattr("benchmarks.made_speech.decode_blocks", lambda _: [_noise(1, 1.0)])
    speaker, voice = Speaker(tmp_path), Voice("espeak-ng", "de", "de", speed=150)
    first = speaker.say(voice, "- Hallo")
    assert np.array_equal(speaker.say(voice, "- Hallo"), first)
    assert len(commands) == 1
    assert commands[0][:5] == ["espeak-ng", "-v", "de", "-s", "150"]
    assert commands[0][-2:] == ["--", "- Hallo"]


def test_flite_is_told_its_voice(tmp_path: Path) -> None:
    command = Voice("flite", "slt").command("Hello", tmp_path / "a.wav")
    assert command == ["flite", "-voice", "slt", "-t", "Hello", "-o", str(tmp_path / "a.wav")]
