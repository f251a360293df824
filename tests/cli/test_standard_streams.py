import os
import subprocess
import sys
from pathlib import Path

import pytest

from whisper_desktop import __version__
from whisper_desktop.cli.standard_streams import replace_closed_streams

SHELL = Path("/bin/sh")
needs_shell = pytest.mark.skipif(not SHELL.exists(), reason="needs a shell to close streams")


def run(closing: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(SHELL), "-c", f'exec "$@" {closing}', "sh", sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_streams_that_are_there_stay() -> None:
    before = (sys.stdin, sys.stdout, sys.stderr)
    replace_closed_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before


def test_streams_that_are_missing_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    replace_closed_streams()
    assert [stream.fileno() for stream in (sys.stdin, sys.stdout, sys.stderr)] == [0, 1, 2]


@needs_shell
@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_command_does_its_work_without_them(closing: str) -> None:
    ended = run(closing, "-m", "whisper_desktop", "models", "list")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("NAME") is (">&-" not in closing.replace("2>&-", ""))


@needs_shell
def test_files_opened_later_do_not_take_their_numbers(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from whisper_desktop.cli.standard_streams import replace_closed_streams\n"
        "replace_closed_streams()\n"
        "with open(sys.argv[1], 'wb') as file:\n"
        "    os.write(1, b'of a library')\n"
        "    os.write(2, b'of a library')\n"
        "    file.write(b'subtitles')\n"
    )
    written = tmp_path / "talk.srt"
    ended = run("<&- >&- 2>&-", "-c", script, str(written))
    assert (ended.returncode, written.read_bytes()) == (0, b"subtitles")


@needs_shell
def test_what_is_open_is_written_to() -> None:
    assert run("2>&-", "-m", "whisper_desktop", "--version").stdout == (
        f"whisper-desktop {__version__}{os.linesep}"
    )
