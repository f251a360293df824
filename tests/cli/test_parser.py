from pathlib import Path

import pytest

from whisper_desktop.app.export import TranscriptFormat
from whisper_desktop.app.request import LongFormMode, MediaPart, ModelRequest, RecognitionOptions
from whisper_desktop.app.settings import Settings
from whisper_desktop.cli.arguments import TimeRange
from whisper_desktop.cli.parser import PRECISIONS, build_parser, parse
from whisper_desktop.cli.requests import (
    media_part,
    model_request,
    output_plan,
    recognition_options,
)
from whisper_desktop.core.errors import DeviceUnavailableError

PLAIN = build_parser().parse_args(["transcribe", "talk.mp3"])


class TestDefaults:
    def test_the_options_are_those_of_the_recogniser(self) -> None:
        assert recognition_options(PLAIN) == RecognitionOptions()
        assert recognition_options(PLAIN).mode is LongFormMode.SEQUENTIAL

    def test_srt_goes_beside_the_input(self) -> None:
        plan = output_plan(PLAIN, Path("home"))
        assert (plan.formats, plan.folder, plan.overwrite) == ((TranscriptFormat.SRT,), None, False)

    def test_the_whole_recording_is_meant(self) -> None:
        assert PLAIN.range == TimeRange()
        assert media_part(PLAIN, Path("talk.mp3")) == MediaPart(Path("talk.mp3"))

    def test_the_settings_say_which_model(self) -> None:
        assert model_request(PLAIN, Settings()) == ModelRequest("base", "auto", "auto", None)
        chosen = Settings(model="tiny", device="cpu", precision="int8", threads=2)
        assert model_request(PLAIN, chosen) == ModelRequest("tiny", "cpu", "int8", 2)

    def test_the_command_line_goes_before_the_settings(self) -> None:
        arguments = ["transcribe", "a", "--precision", "fp32", "--device", "cuda:1"]
        wanted = model_request(build_parser().parse_args(arguments), Settings(precision="fp64"))
        assert wanted == ModelRequest("base", "cuda:1", "fp32", None)

    def test_settings_with_an_unknown_precision_are_refused(self) -> None:
        with pytest.raises(DeviceUnavailableError) as caught:
            model_request(PLAIN, Settings(precision="fp64"))
        assert (caught.value.wanted, caught.value.found) == ("fp64", PRECISIONS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["transcribe"],
        ["transmogrify", "talk.mp3"],
        ["transcribe", "talk.mp3", "--format", "docx"],
        ["transcribe", "talk.mp3", "--range", "5"],
        ["transcribe", "talk.mp3", "--language", "klingon"],
        ["transcribe", "talk.mp3", "--task", "summarise"],
        ["transcribe", "talk.mp3", "--model", ""],
        ["detect-language", "talk.mp3", "--model="],
        ["transcribe", "talk.mp3", "--beam-size", "0"],
        ["transcribe", "talk.mp3", "--beam-size", "101"],
        ["transcribe", "talk.mp3", "--batch-size", "257"],
        ["transcribe", "talk.mp3", "--temperature", "3"],
        ["transcribe", ""],
        ["models", "import", "a.pt", "--name", "../../evil"],
        ["transcribe", "talk.mp3", "--precision", "fp64"],
        ["transcribe", "talk.mp3", "--device", "tpu"],
        ["transcribe", "talk.mp3", "--lang", "de"],
        ["transcribe", "talk.mp3", "--progress", "dots"],
        ["models"],
        ["models", "install"],
        ["models", "remove"],
        ["detect-language"],
        ["devices", "extra"],
    ],
)
def test_a_line_that_makes_no_sense_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(arguments)
    assert caught.value.code == 2
    usage, error = capsys.readouterr().err.splitlines()
    assert usage.startswith("usage: whisper-desktop")
    assert ": error: " in error


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["transcribe", "--help"],
        ["detect-language", "--help"],
        ["models", "--help"],
        ["models", "install", "--help"],
        ["devices", "--help"],
        ["--version"],
    ],
)
def test_help_ends_well(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(arguments)
    assert caught.value.code == 0
    assert capsys.readouterr().out


def test_several_formats_and_inputs_are_read() -> None:
    line = ["transcribe", "a.mp3", "b.mp3", "--format", "vtt", "--format", "tsv"]
    parsed = build_parser().parse_args(line)
    assert parsed.inputs == [Path("a.mp3"), Path("b.mp3")]
    assert output_plan(parsed, Path("home")).formats == (TranscriptFormat.VTT, TranscriptFormat.TSV)


def test_a_range_may_begin_with_a_dash() -> None:
    parsed = parse(["transcribe", "--range", "-1:30", "a.mp3"])
    assert (parsed.range, parsed.inputs) == (TimeRange(0, 90_000), [Path("a.mp3")])


def test_help_tells_what_words_are_for_and_how_a_range_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["transcribe", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "with words, their times are written to json" in told
    assert "-1:30 is from the beginning to 1:30" in told
