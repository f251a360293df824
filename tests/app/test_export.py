import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app import export as export_module
from whisper_desktop.app.export import (
    OutputClaims,
    check_outputs,
    export,
    export_apart,
    output_paths,
)
from whisper_desktop.core.errors import (
    OutputClashError,
    OutputExistsError,
    OutputUnwritableError,
)
from whisper_desktop.core.events import ModelIdentity
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.formats import TranscriptFormat
from whisper_desktop.formats.transcript import Transcript

SRT, JSON = TranscriptFormat.SRT, TranscriptFormat.JSON
TRANSCRIPT = Transcript(
    media_name="talk.mp3",
    segments=(Segment(1_000, 2_000, "Grüße", "de"),),
    duration_ms=2_000,
    language="de",
    task=Task.TRANSCRIBE,
    model=ModelIdentity("base", "", "cpu", "fp32"),
)
PARTIAL = replace(TRANSCRIPT, is_complete=False)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("talk.mp3", "talk.srt"),
        ("a/talk.mp4", "a/talk.srt"),
        ("talk.en.mkv", "talk.en.srt"),
        ("talk", "talk.srt"),
        (".mp3", ".mp3.srt"),
        ("Vortrag über Äpfel 1.5.mp3", "Vortrag über Äpfel 1.5.srt"),
    ],
)
def test_outputs_are_named_after_the_input_and_lie_beside_it(media: str, expected: str) -> None:
    assert output_paths(Path(media), None, [SRT]) == (Path(expected),)


def test_outputs_go_to_the_wanted_folder_once_a_format() -> None:
    assert output_paths(Path("a/talk.mp3"), Path("out"), [SRT, JSON, SRT]) == (
        Path("out/talk.srt"),
        Path("out/talk.json"),
    )


def test_every_format_is_written(tmp_path: Path) -> None:
    written = export(TRANSCRIPT, [SRT, JSON, SRT], tmp_path / "talk.mp3")
    assert written == (tmp_path / "talk.srt", tmp_path / "talk.json")
    assert written[0].read_bytes() == "1\n00:00:01,000 --> 00:00:02,000\nGrüße\n".encode()
    assert json.loads(written[1].read_text(encoding="utf-8"))["segments"][0]["text"] == "Grüße"
    assert names_in(tmp_path) == ["talk.json", "talk.srt"]


def test_an_output_that_appears_while_working_is_kept(tmp_path: Path) -> None:
    media = tmp_path / "talk.mp3"
    check_outputs(media, output_paths(media, None, [SRT]), overwrite=False)
    (tmp_path / "talk.srt").write_bytes(b"by another program")
    with pytest.raises(OutputExistsError) as caught:
        export(TRANSCRIPT, [SRT], media)
    assert caught.value.path == tmp_path / "talk.srt"
    assert (tmp_path / "talk.srt").read_bytes() == b"by another program"


def test_an_existing_output_is_found_before_the_work(tmp_path: Path) -> None:
    media = tmp_path / "talk.mp3"
    (tmp_path / "talk.json").write_bytes(b"")
    with pytest.raises(OutputExistsError):
        check_outputs(media, output_paths(media, None, [SRT, JSON]), overwrite=False)
    check_outputs(media, output_paths(media, None, [SRT, JSON]), overwrite=True)


def test_a_missing_folder_is_found_before_the_work(tmp_path: Path) -> None:
    media = tmp_path / "talk.mp3"
    with pytest.raises(OutputUnwritableError, match="the folder does not exist"):
        check_outputs(media, output_paths(media, tmp_path / "gone", [SRT]), overwrite=False)


@pytest.mark.parametrize("link", ["none", "symbolic", "hard"])
def test_the_recording_is_never_replaced(tmp_path: Path, link: str) -> None:
    media = tmp_path / "talk.srt"
    media.write_bytes(b"in truth an mp3")
    given = tmp_path / "talk.mp3"
    if link == "symbolic":
        given.symlink_to(media)
    elif link == "hard":
        os.link(media, given)
    else:
        given = media
    with pytest.raises(OutputUnwritableError, match="the recording itself has that name"):
        check_outputs(given, output_paths(given, None, [SRT]), overwrite=True)
    with pytest.raises(OutputUnwritableError, match="the recording itself has that name"):
        export(TRANSCRIPT, [SRT], given, overwrite=True)
    assert media.read_bytes() == b"in truth an mp3"


class TestClaims:
    def test_two_inputs_of_one_name_clash_in_one_folder(self, tmp_path: Path) -> None:
        claims = OutputClaims()
        first, second = tmp_path / "talk.mp3", tmp_path / "talk.wav"
        claims.claim(first, output_paths(first, None, [SRT, JSON]))
        with pytest.raises(OutputClashError) as caught:
            claims.claim(second, output_paths(second, None, [JSON]))
        assert caught.value.path == tmp_path / "talk.json"
        assert (caught.value.media, caught.value.earlier_media) == (second, first)

    def test_the_same_input_twice_clashes_however_it_is_spelled(self, tmp_path: Path) -> None:
        claims = OutputClaims()
        (tmp_path / "a").mkdir()
        claims.claim(tmp_path / "talk.mp3", [tmp_path / "talk.srt"])
        with pytest.raises(OutputClashError):
            claims.claim(tmp_path / "talk.mp3", [tmp_path / "a" / ".." / "talk.srt"])

    def test_inputs_of_other_folders_or_names_do_not_clash(self, tmp_path: Path) -> None:
        claims = OutputClaims()
        for media in (tmp_path / "a/talk.mp3", tmp_path / "b/talk.mp3", tmp_path / "a/walk.mp3"):
            claims.claim(media, output_paths(media, None, [SRT]))

    def test_a_refused_input_claims_nothing(self, tmp_path: Path) -> None:
        claims = OutputClaims()
        claims.claim(tmp_path / "talk.mp3", [tmp_path / "talk.srt"])
        with pytest.raises(OutputClashError):
            claims.claim(tmp_path / "b.mp3", [tmp_path / "b.srt", tmp_path / "talk.srt"])
        claims.claim(tmp_path / "b.wav", [tmp_path / "b.srt"])

    def test_letter_case_matters_where_the_file_system_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        claims = OutputClaims()
        claims.claim(tmp_path / "talk.mp3", [tmp_path / "talk.srt"])
        with pytest.raises(OutputClashError):
            claims.claim(tmp_path / "Talk.mp3", [tmp_path / "Talk.srt"])


class TestApart:
    def test_a_stopped_transcript_is_marked_as_partial(self, tmp_path: Path) -> None:
        written = export_apart(PARTIAL, [SRT, JSON], Path("talk.mp3"), tmp_path)
        assert [path.name for path in written] == ["talk.partial.srt", "talk.partial.json"]
        assert json.loads(written[1].read_text(encoding="utf-8"))["is_complete"] is False

    def test_an_earlier_partial_result_is_kept(self, tmp_path: Path) -> None:
        export_apart(PARTIAL, [SRT], Path("talk.mp3"), tmp_path)
        export_apart(PARTIAL, [SRT], Path("talk.mp3"), tmp_path)
        export_apart(PARTIAL, [SRT], Path("talk.mp3"), tmp_path)
        assert names_in(tmp_path) == [
            "talk.partial-2.srt",
            "talk.partial-3.srt",
            "talk.partial.srt",
        ]

    def test_a_complete_transcript_bears_its_own_name(self, tmp_path: Path) -> None:
        export_apart(TRANSCRIPT, [SRT], Path("talk.mp3"), tmp_path)
        export_apart(TRANSCRIPT, [SRT], Path("talk.mp3"), tmp_path)
        assert names_in(tmp_path) == ["talk-2.srt", "talk.srt"]

    def test_a_name_that_grows_too_long_is_cut(self, tmp_path: Path) -> None:
        (written,) = export_apart(PARTIAL, [SRT], Path("ä" * 124 + ".mp3"), tmp_path)
        assert written.name.endswith("ä.partial.srt")
        assert len(written.name.encode()) == 254
        assert written.exists()

    def test_an_unwritable_folder_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(OutputUnwritableError, match="the folder does not exist"):
            export_apart(PARTIAL, [SRT], Path("talk.mp3"), tmp_path / "gone")


def test_a_name_that_is_no_text_does_not_stop_the_export(tmp_path: Path) -> None:
    odd = replace(TRANSCRIPT, media_name="caf\udce9.mp3")
    (written,) = export(odd, [JSON], tmp_path / "cafe.mp3")
    assert json.loads(written.read_text(encoding="utf-8"))["media"] == "caf?.mp3"


def test_nothing_is_written_when_a_format_fails_to_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(transcript: Transcript, wanted: TranscriptFormat) -> str:
        if wanted == JSON:
            raise ValueError("a bug")
        return ""

    monkeypatch.setattr(export_module, "render", render)
    with pytest.raises(ValueError, match="a bug"):
        export(TRANSCRIPT, [SRT, JSON], tmp_path / "talk.mp3")
    assert names_in(tmp_path) == []
