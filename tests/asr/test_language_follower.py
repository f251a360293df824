"""Windows are parted where another language begins, in a pause if there is one."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.language_follower import LanguageFollower, may_follow
from whisper_desktop.asr.language_track import LanguageTrack, Scores
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import DefenceOptions, RecognitionOptions
from whisper_desktop.asr.window import AudioWindow
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

WINDOW = AudioWindow(500, 3_000)
CELL_S = 0.5


class Scripted(LanguageFollower):
    """Hears what it is told to, in seconds of each language."""

    script: Sequence[tuple[str, float]] = ()

    def _heard_alone(self, window: AudioWindow, cancel: CancelToken) -> Scores:
        return self._heard(window, (), cancel)

    def _heard(self, window: AudioWindow, audio: Sequence[KeyValue], cancel: CancelToken) -> Scores:
        codes = self._engine.tokenizer.language_codes
        rows = [
            [-0.1 if code == language else -6.0 for code in codes]
            for language, seconds in self.script
            for _ in range(round(seconds / CELL_S))
        ]
        return np.array(rows, np.float32)


def follower(
    engine: Engine, *script: tuple[str, float], speech: SpeechMap | None = None
) -> Scripted:
    """Return one that hears a hum with a short pause at 21 s of the recording."""
    samples = np.sin(np.arange(40 * 16_000) / 10).astype(np.float32) * 0.5
    samples[round(20.9 * 16_000) : round(21.2 * 16_000)] = 0.0
    scripted = Scripted(engine, LogMel(samples, 80), speech)
    scripted.script = script
    return scripted


def test_a_window_is_parted_in_the_pause_before_the_other_language(toy_engine: Engine) -> None:
    following = follower(toy_engine, ("en", 15), ("de", 15))
    first, second = following.parts(LanguageTrack("en"), WINDOW, [], CancelToken())
    assert (first.language, second.language) == ("en", "de")
    assert (first.window.start_frame, second.window.end_frame) == (500, 3_500)
    assert first.window.end_frame == second.window.start_frame
    assert 2_090 <= second.window.start_frame <= 2_120


def test_a_window_in_one_language_is_whole(toy_engine: Engine) -> None:
    following = follower(toy_engine, ("de", 30))
    [part] = following.parts(LanguageTrack("en"), WINDOW, [], CancelToken())
    assert (part.window, part.language) == (WINDOW, "de")


def test_the_last_word_of_what_came_before_is_no_part(toy_engine: Engine) -> None:
    following = follower(toy_engine, ("en", 1), ("de", 29))
    [part] = following.parts(LanguageTrack("en"), WINDOW, [], CancelToken())
    assert (part.window, part.language) == (WINDOW, "de")


def test_what_sounds_like_another_language_where_nobody_speaks_does_not_count(
    toy_engine: Engine,
) -> None:
    script = (("en", 15.0), ("de", 15.0))
    quiet = SpeechMap.known([TimeSpan(5_000, 20_000)], 40_000)
    [part] = follower(toy_engine, *script, speech=quiet).parts(
        LanguageTrack("en"), WINDOW, [], CancelToken()
    )
    assert part.language == "en"
    loud = SpeechMap.known([TimeSpan(5_000, 40_000)], 40_000)
    following = follower(toy_engine, *script, speech=loud)
    assert len(following.parts(LanguageTrack("en"), WINDOW, [], CancelToken())) == 2


@pytest.mark.parametrize("n_frames", [1, 60, 700, 3_000])
def test_windows_of_any_length_are_heard(
    toy_engine: Engine, toy_speech: NDArray[np.float32], n_frames: int
) -> None:
    mel, window = LogMel(toy_speech, 80), AudioWindow(100, n_frames)
    features = toy_engine.encode([mel.window(window.start_frame, n_frames)])
    audio = toy_engine.model.decoder.memorise(features)
    following = LanguageFollower(toy_engine, mel, None)
    for language in ("en", "de", "ja"):
        parts = following.parts(LanguageTrack(language), window, audio, CancelToken())
        assert parts[0].window.start_frame == window.start_frame
        assert parts[-1].window.end_frame == window.end_frame
        assert {part.language for part in parts} <= {"en", "de", "ja"}
    assert following.likelier(window, "en", "en", audio, CancelToken()) == "en"
    one, other = (
        following.likelier(window, *pair, audio, CancelToken())
        for pair in (("en", "de"), ("de", "en"))
    )
    assert one == other


def test_the_language_may_change_only_where_nobody_said_which_it_is(toy_engine: Engine) -> None:
    assert may_follow(toy_engine, RecognitionOptions())
    assert not may_follow(toy_engine, RecognitionOptions(recipe=Recipe(language="de")))
    assert not may_follow(toy_engine, RecognitionOptions(defence=DefenceOptions.off()))
