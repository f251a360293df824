import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from whisper_desktop import __version__
from whisper_desktop.__main__ import main
from whisper_desktop.app.recogniser_process import CHILD_ARGUMENT


def test_the_package_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "whisper_desktop.__main__")
    monkeypatch.setattr(sys, "argv", ["whisper-desktop", "--version"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("whisper_desktop", run_name="__main__")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"whisper-desktop {__version__}\n"


def test_a_stop_while_the_program_starts_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("whisper_desktop.cli.main", interrupted)
    assert main() == 130
    assert capsys.readouterr().err == ""


def test_the_program_is_its_own_recogniser_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("whisper_desktop.app.recognition_child.main", lambda: 5)
    monkeypatch.setattr(sys, "argv", ["whisper-desktop", CHILD_ARGUMENT])
    assert main() == 5


def test_files_are_shown_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []

    def show(files: Sequence[Path]) -> int:
        shown.append(tuple(files))
        return 7

    monkeypatch.setattr("whisper_desktop.ui.application.run", show)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(sys, "argv", ["whisper-desktop", "talk.mp4", "talk.srt"])
    assert main() == 7
    assert shown == [(Path("talk.mp4"), Path("talk.srt"))]


def test_without_a_display_the_person_is_told_of_the_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["whisper-desktop"])
    monkeypatch.setattr("whisper_desktop.cli.window_request.has_display", lambda _: False)
    assert main() == 2
    assert "there is no display" in capsys.readouterr().err
