import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.core.events import AudioDamaged


def test_the_language_and_the_next_likely_ones_are_told(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = [studio.recording("a.wav"), studio.recording("b.wav")]
    assert studio.run("detect-language", *inputs) == 0
    likely = "de German 90.0 % (nl Dutch 6.0 %, en English 4.0 %)"
    assert capsys.readouterr().out == f"a.wav: {likely}\nb.wav: {likely}\n"
    assert len(studio.loads) == 1


def test_inputs_of_the_same_name_are_told_by_their_paths(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a/talk.wav", "b/talk.wav"):
        studio.recording(name)
    assert studio.run("detect-language", "a/talk.wav", "b/talk.wav") == 0
    told = [line.partition(": ")[0] for line in capsys.readouterr().out.splitlines()]
    assert told == [str(Path("a/talk.wav")), str(Path("b/talk.wav"))]


def test_programs_get_all_probabilities(studio: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = studio.recording()
    assert studio.run("detect-language", path, "--json", "--windows", "3") == 0
    assert json.loads(capsys.readouterr().out) == {
        "input": str(path),
        "language": "de",
        "name": "German",
        "probability": 0.9,
        "probabilities": {"de": 0.9, "nl": 0.06, "en": 0.04},
    }


def test_a_bad_input_does_not_stop_the_others(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (studio.folder / "bad.mp3").write_bytes(b"")
    assert studio.run("detect-language", "bad.mp3", studio.recording()) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("bad.mp3: the file is empty.")
    assert captured.out.startswith("talk.wav: de German")


def test_a_folder_without_a_name_is_told_as_given(studio: Any, lines: Any) -> None:
    assert studio.run("detect-language", ".") == 1
    (line,) = lines()
    assert line.startswith(".: it is a folder. Name")


def test_damage_is_told(studio: Any, lines: Any) -> None:
    path = studio.recording()
    whole = studio.wiring.engines.load_audio

    def damaged(part: Any, on_damage: Any, cancel: Any) -> Any:
        on_damage(AudioDamaged(500, 900, "the data could not be decoded"))
        return whole(part, on_damage, cancel)

    studio.changes["load_audio"] = damaged
    assert studio.run("detect-language", path) == 0
    (line,) = lines()
    assert line.startswith("talk.wav: warning: 0:00.5 to 0:00.9 could not be decoded")


def test_a_model_for_english_is_refused(studio: Any, lines: Any) -> None:
    assert studio.run("detect-language", studio.recording(), "--model", "tiny.en") == 1
    (line,) = lines()
    assert line.startswith("tiny.en: this model was not trained to tell languages apart. Use")
    assert studio.loads == []


def test_a_stop_ends_the_run(studio: Any, capsys: pytest.CaptureFixture[str]) -> None:
    studio.recognizer.before_window = lambda _: os.kill(os.getpid(), signal.SIGINT)
    inputs = [studio.recording(f"{name}.wav") for name in "abcd"]
    assert studio.run("detect-language", *inputs) == 130
    captured = capsys.readouterr()
    assert captured.out.startswith("a.wav: de")
    assert captured.err.splitlines() == [
        "b.wav: it was stopped. Run the command again to start over.",
        "c.wav and d.wav: not begun. Run the command again for what is left.",
    ]


def test_a_stop_in_the_last_input_leaves_none(studio: Any, lines: Any) -> None:
    studio.recognizer.before_window = lambda _: os.kill(os.getpid(), signal.SIGINT)
    inputs = [studio.recording("a.wav"), studio.recording("b.wav")]
    assert studio.run("detect-language", *inputs) == 130
    assert lines() == ["b.wav: it was stopped. Run the command again to start over."]
