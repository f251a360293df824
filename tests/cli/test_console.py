import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from whisper_desktop.cli.console import Console


def test_results_and_reports_go_their_own_ways() -> None:
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    console.say("a result")
    console.tell("a report")
    console.draw("\rdrawn")
    assert (out.getvalue(), err.getvalue()) == ("a result\n", "a report\n\rdrawn")
    assert not console.is_terminal


def test_letters_that_the_encoding_lacks_are_escaped() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    Console(out, io.StringIO()).say("Gespräch \udce9")
    assert raw.getvalue() == b"Gespr\\xe4ch \\udce9\n"


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_programs_get_the_true_name_and_people_one_they_can_read(encoding: str) -> None:
    raw_out, raw_err = io.BytesIO(), io.BytesIO()
    out = io.TextIOWrapper(raw_out, encoding=encoding)
    console = Console(out, io.TextIOWrapper(raw_err, encoding=encoding))
    console.say("bad\udcff.srt")
    console.tell("bad\udcff.srt")
    assert raw_out.getvalue() == b"bad\xff.srt\n"
    assert raw_err.getvalue() == b"bad\\udcff.srt\n"


class Broken(io.StringIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error


def test_a_reader_that_went_away_does_not_stop_the_work() -> None:
    console = Console(Broken(BrokenPipeError()), Broken(BrokenPipeError()))
    console.say("a result")
    console.tell("a report")
    console.notice("without a descriptor")
    assert console.loss == ""


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EIO, "the disk reports an error")],
)
def test_results_that_are_lost_otherwise_are_noted(number: int, reason: str) -> None:
    console = Console(Broken(OSError(number, "")), io.StringIO())
    assert console.loss == ""
    console.say("a result")
    assert console.loss == reason


def test_reports_that_are_lost_are_no_lost_results() -> None:
    console = Console(io.StringIO(), Broken(OSError(errno.ENOSPC, "")))
    console.tell("a report")
    assert console.loss == ""


@pytest.mark.skipif(os.name == "nt", reason="needs Unix pipes")
def test_the_interpreter_does_not_complain_about_it_either(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from whisper_desktop.cli.console import Console\n"
        "console = Console(sys.stdout, sys.stderr)\n"
        "sys.stdin.readline()\n"
        "for _ in range(3):\n"
        "    console.say('x' * 100_000)\n"
        "console.tell('alive')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        child.stdin.write("go\n")
        child.stdin.close()
        assert child.stderr.read() == "alive\n"
        assert child.wait() == 0


def test_a_notice_goes_past_the_buffer(tmp_path: Path) -> None:
    path = tmp_path / "err"
    with path.open("w", encoding="utf-8") as err:
        Console(io.StringIO(), err).notice("\nStopping.\n")
        assert path.read_bytes() == b"\nStopping.\n"
