from typing import Any

import pytest

from tests.cli.said import Said
from whisper_desktop.app.queue import QueueState
from whisper_desktop.app.queue_file import QueueFile


@pytest.mark.parametrize("action", ["up", "down", "remove", "retry"])
def test_a_number_that_does_not_exist_is_told(studio: Any, said: Said, action: str) -> None:
    assert studio.run("queue", action, "7") == 1
    assert said.look().err == [
        'queue: there is no number 7; the queue is empty. See "whisper-desktop queue list".'
    ]
    studio.run("queue", "add", studio.recording())
    said.look()
    assert studio.run("queue", action, "1", "7") == 1
    assert "no number 7; the queue has 1" in said.look().err[0]
    assert len(QueueFile(studio.home).entries()) == 1


def test_recordings_and_folders_are_named_by_their_paths_too(studio: Any, said: Said) -> None:
    names = ("a.wav", "show/b.wav", "show/c.wav", "7")
    recordings = [studio.recording(name) for name in names]
    studio.run("queue", "add", *recordings)
    said.look()
    assert studio.run("queue", "up", "show/../show/b.wav") == 0
    assert studio.run("queue", "down", "./7", recordings[0]) == 0
    assert said.look().out == [
        "b.wav: number 1 of the queue",
        "a.wav: number 3 of the queue",
        "7: number 4 of the queue",
    ]
    assert studio.run("queue", "remove", "show", "1") == 0
    assert said.look().out == [
        "b.wav: removed from the queue",
        "c.wav: removed from the queue",
    ]
    assert studio.run("queue", "retry", "a.wav") == 1
    assert said.look().err == ['a.wav: it waits. Run "whisper-desktop queue run".']


@pytest.mark.parametrize("action", ["up", "down", "remove", "retry"])
def test_a_recording_that_is_not_there_is_told(studio: Any, said: Said, action: str) -> None:
    studio.run("queue", "add", studio.recording())
    said.look()
    assert studio.run("queue", action, "1", "other/talk.wav") == 1
    assert said.look().err == [
        'talk.wav: it is not in the queue. See "whisper-desktop queue list".'
    ]
    assert [one.state for one in QueueFile(studio.home).entries()] == [QueueState.WAITING]
