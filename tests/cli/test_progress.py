import io
import json
from pathlib import Path

import pytest

from whisper_desktop.cli.console import Console
from whisper_desktop.cli.progress import (
    BarProgress,
    JsonProgress,
    LineProgress,
    QuietProgress,
    choose_progress,
)
from whisper_desktop.core.events import (
    Event,
    Finished,
    LanguageDetected,
    ModelIdentity,
    NothingRecognised,
    Preparing,
    Progress,
    SegmentReady,
    Stage,
    Started,
    Warned,
)
from whisper_desktop.core.segment import Segment

STARTED = Started(ModelIdentity("base", "", "cpu", "fp32"), 600_000)
WARNED = Warned(NothingRecognised())
WARNING = "talk.mp3: warning: no speech was found in it. The output is empty."


class Terminal(io.StringIO):
    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self.name_of_encoding = encoding

    def isatty(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.name_of_encoding

    @property
    def screen(self) -> str:
        """What the last line shows: each carriage return goes back to its start."""
        cells: list[str] = []
        for part in self.getvalue().rpartition("\n")[2].split("\r"):
            cells[: len(part)] = part
        return "".join(cells).rstrip()


def at(percent: int, elapsed_s: float = 10.0, remaining_s: float | None = 20.0) -> Progress:
    return Progress(percent * 6_000, 600_000, elapsed_s, remaining_s)


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def err() -> Terminal:
    return Terminal()


@pytest.fixture
def console(out: io.StringIO, err: Terminal) -> Console:
    return Console(out, err)


class TestBar:
    @pytest.fixture(autouse=True)
    def _wide_enough(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "120")

    def test_it_shows_each_stage(self, console: Console, err: Terminal) -> None:
        bar = BarProgress(console)
        seen = []
        bar.begin(Path("a/talk.mp3"), "talk.mp3")
        seen.append(err.screen)
        events: list[Event] = [
            Preparing(Stage.READING, 60_000, 3_600_000),
            Preparing(Stage.LISTENING, 60_000, None),
            STARTED,
            at(0, 0.0, None),
            at(42),
            at(100, 25.0, 0.0),
        ]
        for event in events:
            bar.show(event)
            seen.append(err.screen)
        assert seen == [
            "talk.mp3  reading",
            "talk.mp3  reading 1:00 of 1:00:00",
            "talk.mp3  listening 1:00",
            "talk.mp3  recognising",
            "talk.mp3  ░░░░░░░░░░░░░░░░░░░░   0 %",
            "talk.mp3  ████████░░░░░░░░░░░░  42 %  25.2 x real time  0:20 left",
            "talk.mp3  ████████████████████ 100 %  24 x real time",
        ]

    def test_lines_take_its_place_and_it_comes_back(self, console: Console, err: Terminal) -> None:
        bar = BarProgress(console)
        bar.begin(Path("talk.mp3"), "talk.mp3")
        bar.show(at(42))
        bar.show(LanguageDetected("de", 0.934))
        bar.show(WARNED)
        told = f"talk.mp3: the language is German (93% sure)\n{WARNING}\n"
        assert err.getvalue().endswith(f"\r{told}")
        bar.show(at(50))
        assert err.screen.startswith("talk.mp3  ██████████░░░░░░░░░░  50 %")

    def test_lines_carry_a_path_and_the_bar_a_name(self, console: Console, err: Terminal) -> None:
        bar = BarProgress(console)
        bar.begin(Path("a/talk.mp3"), "a/talk.mp3")
        bar.show(WARNED)
        assert err.getvalue().endswith(f"\ra/{WARNING}\n")
        bar.show(at(50))
        assert err.screen.startswith("talk.mp3  █████")

    def test_it_is_gone_when_the_input_is_done(
        self, console: Console, out: io.StringIO, err: Terminal
    ) -> None:
        bar = BarProgress(console)
        bar.begin(Path("talk.mp3"), "talk.mp3")
        bar.show(at(100))
        bar.saved([Path("talk.srt")])
        assert (err.screen, out.getvalue()) == ("", "talk.srt\n")

    def test_it_never_wraps(
        self, console: Console, err: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "30")
        bar = BarProgress(console)
        bar.begin(Path("会議の録音" * 5 + ".mp3"), "会議")
        bar.show(at(42))
        assert err.screen == "会議の録音会議の録音会議の録"

    def test_a_poor_terminal_gets_plain_letters(self) -> None:
        err = Terminal("ascii")
        bar = BarProgress(Console(io.StringIO(), err))
        bar.begin(Path("talk.mp3"), "talk.mp3")
        bar.show(at(50))
        assert err.screen.startswith("talk.mp3  ##########----------  50 %")


class TestLines:
    def told(self, console: Console, err: Terminal, *events: Event) -> list[str]:
        lines = LineProgress(console)
        lines.begin(Path("talk.mp3"), "talk.mp3")
        for event in events:
            lines.show(event)
        return err.getvalue().splitlines()

    def test_each_tenth_is_told_once(self, console: Console, err: Terminal) -> None:
        steps = [at(percent) for percent in (0, 5, 9, 10, 11, 35, 36, 40, 100)]
        assert self.told(console, err, STARTED, *steps) == [
            "talk.mp3: recognising 10:00 with base on cpu in fp32",
            "talk.mp3: 10 %  6 x real time  0:20 left",
            "talk.mp3: 35 %  21 x real time  0:20 left",
            "talk.mp3: 40 %  24 x real time  0:20 left",
            "talk.mp3: 100 %  60 x real time  0:20 left",
        ]

    def test_what_was_done_before_says_nothing_about_the_speed(
        self, console: Console, err: Terminal
    ) -> None:
        lines = LineProgress(console)
        lines.begin(Path("talk.mp3"), "talk.mp3")
        for event in (STARTED, at(50, 0.001, None), at(60, 30.0)):
            lines.show(event)
        assert err.getvalue().splitlines()[1:] == [
            "talk.mp3: 50 %",
            "talk.mp3: 60 %  2 x real time  0:20 left",
        ]

    def test_the_language_and_warnings_are_told(self, console: Console, err: Terminal) -> None:
        assert self.told(console, err, LanguageDetected("de", 0.934), WARNED) == [
            "talk.mp3: the language is German (93% sure)",
            WARNING,
        ]

    def test_the_next_input_begins_anew(self, console: Console, err: Terminal) -> None:
        assert len(self.told(console, err, STARTED, at(50), STARTED, at(50))) == 4


class TestQuiet:
    def test_only_what_matters_is_told(
        self, console: Console, out: io.StringIO, err: Terminal
    ) -> None:
        quiet = QuietProgress(console)
        quiet.begin(Path("talk.mp3"), "talk.mp3")
        for event in (STARTED, at(50), WARNED, Finished((), "de")):
            quiet.show(event)
        quiet.failed("talk.mp3: it failed. Do something.")
        quiet.saved([Path("talk.srt"), Path("talk.vtt")])
        assert err.getvalue() == f"{WARNING}\ntalk.mp3: it failed. Do something.\n"
        assert out.getvalue() == "talk.srt\ntalk.vtt\n"


class TestJson:
    def test_every_line_is_an_object_with_event_and_input(
        self, console: Console, out: io.StringIO, err: Terminal
    ) -> None:
        display = JsonProgress(console)
        display.failed("cuda: it is not there. Use auto.")
        display.begin(Path("Gespräch.mp3"), "Gespräch.mp3")
        for event in (STARTED, SegmentReady(Segment(0, 1, "ü", "de")), WARNED):
            display.show(event)
        display.saved([Path("a.srt")])
        display.tell("b.mp3: not begun.")
        records = [json.loads(line) for line in err.getvalue().splitlines()]
        assert [(record["event"], record["input"]) for record in records] == [
            ("failed", None),
            *((name, "Gespräch.mp3") for name in ("begun", "started", "segment_ready")),
            *((name, "Gespräch.mp3") for name in ("warned", "saved", "told")),
        ]
        assert records[0]["message"] == "cuda: it is not there. Use auto."
        assert records[3]["segment"]["text"] == "ü"
        assert records[4]["kind"] == "nothing_recognised"
        assert (records[5]["outputs"], out.getvalue()) == (["a.srt"], "a.srt\n")


def test_the_style_and_the_terminal_choose_the_display(console: Console) -> None:
    plain = Console(io.StringIO(), io.StringIO())
    assert type(choose_progress("bar", console)) is BarProgress
    assert type(choose_progress("bar", plain)) is LineProgress
    assert type(choose_progress("json", console)) is JsonProgress
    assert type(choose_progress("none", console)) is QuietProgress
