import runpy
import sys

import pytest

from whisper_desktop import __version__
from whisper_desktop.__main__ import main


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
