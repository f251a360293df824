import runpy
import sys

import pytest

from whisper_desktop import __version__


def test_the_package_runs_as_a_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["whisper-desktop", "--version"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("whisper_desktop", run_name="__main__")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"whisper-desktop {__version__}\n"
