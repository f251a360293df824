import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.aligners import aligner_store
from whisper_desktop.app.install_events import (
    Installed,
    InstallEvent,
    InstallProgress,
    InstallRetried,
    InstallStarted,
    InstallWaiting,
    SourceFailed,
    Verified,
)
from whisper_desktop.app.model_manifest import FileCheck, FileState
from whisper_desktop.app.model_store import ModelStatus, ModelStore, Verification
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.install_display import InstallDisplay
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    Cancelled,
    ModelDownloadError,
    OutputExistsError,
)

EVENTS: list[InstallEvent] = [
    InstallWaiting("base"),
    InstallStarted("base", "OpenAI", 145_000_000),
    InstallProgress(14_000_000, 145_000_000, None),
    InstallProgress(15_000_000, 145_000_000, 2_500_000.0),
    InstallProgress(16_000_000, 145_000_000, 2_500_000.0),
    InstallRetried("OpenAI", "the connection was lost", 2.0),
    SourceFailed("OpenAI", "it timed out"),
    InstallStarted("base", "PyPI", None),
    InstallProgress(15_000_000, None, None),
    Verified("PyPI", is_published=True),
    Installed("base", Path("models/base")),
]


class ScriptedStore(ModelStore):
    def install(self, name: str, cancel: CancelToken | None = None) -> Iterator[InstallEvent]:
        if name == "bad":
            raise ModelDownloadError("bad", (("OpenAI", "it timed out"),))
        if name == "stopped":
            raise Cancelled
        yield from EVENTS

    def import_(
        self,
        path: Path,
        name: str | None = None,
        cancel: CancelToken | None = None,
        *,
        languages: tuple[str, ...] = (),
    ) -> ModelStatus:
        if name == "taken":
            raise OutputExistsError(Path("models/taken"))
        return ModelStatus(name or path.stem, None, is_installed=True, size_bytes=1)

    def verify(
        self, name: str | None = None, cancel: CancelToken | None = None
    ) -> tuple[Verification, ...]:
        intact = (FileCheck("model.bin", FileState.INTACT),)
        damaged = (FileCheck("model.bin", FileState.CHANGED),)
        found = {"base": intact, "tiny": damaged}
        return tuple(
            Verification(each, Path(each), files)
            for each, files in found.items()
            if name in (None, each)
        )


@pytest.fixture
def scripted(studio: Any) -> Any:
    studio.store_type = ScriptedStore
    return studio


def test_the_list_is_a_table(studio: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert studio.run("models", "list") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["NAME", "INSTALLED", "SIZE", "LANGUAGES", "TASKS"]
    assert rows[1].split() == ["tiny", "76", "MB", "99", "transcribe,", "translate"]
    assert rows[2].split() == ["tiny.en", "76", "MB", "English", "transcribe"]
    turbo = next(row for row in rows if row.startswith("large-v3-turbo (turbo) "))
    assert turbo.split()[-2:] == ["100", "transcribe"]
    recognisers = rows[1 : rows.index("")]
    assert len({row.index("transcribe") for row in recognisers}) == 1


def test_aligners_are_a_table_of_their_own(studio: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert studio.run("models", "list") == 0
    rows = capsys.readouterr().out.splitlines()
    rows = rows[rows.index("") + 1 :]
    assert rows[0].split() == ["ALIGNER", "INSTALLED", "SIZE", "LANGUAGES", "LICENCE"]
    english = ["wav2vec2-base-960h", "(align-en)", "~378", "MB", "English", "Apache-2.0"]
    assert rows[1].split() == english
    german = next(row for row in rows if "(align-de)" in row)
    assert german.split()[2:] == ["~1.3", "GB", "German", "Apache-2.0"]


@pytest.mark.parametrize(
    ("language_count", "told"),
    [
        (1, ["English", "transcribe"]),
        (99, ["99", "transcribe,", "translate?"]),
        (None, ["?", "?"]),
    ],
)
def test_an_imported_model_is_listed(
    studio: Any,
    capsys: pytest.CaptureFixture[str],
    language_count: int | None,
    told: list[str],
) -> None:
    class Store(ModelStore):
        def list(self) -> tuple[ModelStatus, ...]:
            status = ModelStatus("mine", None, is_installed=True, size_bytes=3_200_000_000)
            return (replace(status, language_count=language_count),)

    studio.store_type = Store
    studio.run("models", "list")
    assert capsys.readouterr().out.splitlines()[1].split() == ["mine", "yes", "3.2", "GB", *told]


def test_a_size_that_nobody_knows_is_a_question_mark(
    studio: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    class Store(ModelStore):
        def list(self) -> tuple[ModelStatus, ...]:
            return (ModelStatus("far", None, is_installed=False, size_bytes=None),)

    studio.store_type = Store
    studio.run("models", "list")
    assert capsys.readouterr().out.splitlines()[1].split() == ["far", "?", "?", "?"]


class TestInstall:
    def test_it_is_told_in_lines_where_there_is_no_terminal(
        self, scripted: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert scripted.run("models", "install", "base") == 0
        captured = capsys.readouterr()
        assert captured.out == "base: installed\n"
        assert captured.err.splitlines() == [
            "base: another program is installing it; waiting",
            "base: downloading from OpenAI, 145 MB",
            "base: 15 MB of 145 MB 2.5 MB/s",
            "base: OpenAI: the connection was lost; trying again in 2 s",
            "base: OpenAI did not deliver: it timed out",
            "base: downloading from PyPI",
            "base: checksums are right",
        ]

    def test_a_model_that_was_here_is_told_so(
        self, studio: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Store(ModelStore):
            def install(self, name: str, cancel: CancelToken | None = None) -> Iterator[Any]:
                yield Installed(name, Path("models") / name, was_here=True)

        studio.store_type = Store
        assert studio.run("models", "install", "base") == 0
        assert capsys.readouterr() == ("base: already installed\n", "")

    def test_a_terminal_gets_a_line_that_is_redrawn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        out, err = io.StringIO(), Terminal()
        display = InstallDisplay(Console(out, err), "base")
        display.show(EVENTS[2])
        assert err.getvalue() == "\rbase: 14 MB of 145 MB"
        display.show(EVENTS[-1])
        assert err.getvalue().endswith("\r")
        assert out.getvalue() == "base: installed\n"

    def test_one_that_fails_does_not_stop_the_others(self, scripted: Any, lines: Any) -> None:
        assert scripted.run("models", "install", "bad", "base") == 1
        told = lines()
        assert told[0].startswith("bad: no source delivered this model (OpenAI: it timed out).")
        assert told[-1] == "base: checksums are right"

    def test_a_stop_stops_the_others(self, scripted: Any, lines: Any) -> None:
        assert scripted.run("models", "install", "stopped", "base") == 130
        assert lines() == ["stopped: it was stopped. Run the command again to start over."]


class TestImport:
    def test_the_name_to_use_is_told(
        self, scripted: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert scripted.run("models", "import", "weights/mine.pt") == 0
        assert capsys.readouterr().out == "mine: imported; use it with --model mine\n"

    def test_a_name_that_is_taken_is_told(self, scripted: Any, lines: Any) -> None:
        assert scripted.run("models", "import", "mine.pt", "--name", "taken") == 1
        (line,) = lines()
        assert line.startswith("taken: a model of this name is installed already. Choose another")

    def test_weights_that_are_not_there_are_told(self, studio: Any, lines: Any) -> None:
        assert studio.run("models", "import", "a/gone.pt") == 1
        (line,) = lines()
        assert line == "a/gone.pt: it does not exist. Check the path."

    def test_weights_that_are_damaged_are_told(self, studio: Any, lines: Any) -> None:
        (studio.folder / "cut.pt").write_bytes(b"")
        assert studio.run("models", "import", "cut.pt") == 1
        (line,) = lines()
        assert line.startswith("cut.pt: ")
        assert line.endswith(". Get the file again, or choose another one, or another --name.")


class TestVerify:
    def test_damage_is_told_and_is_a_failure(
        self, scripted: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert scripted.run("models", "verify") == 1
        captured = capsys.readouterr()
        assert captured.out == "base: intact\n"
        assert captured.err.startswith("tiny: model.bin is changed. Run")

    def test_one_model_may_be_named(
        self, scripted: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert scripted.run("models", "verify", "base") == 0
        assert capsys.readouterr().out == "base: intact\n"

    def test_a_model_that_is_not_installed_is_told(self, studio: Any, lines: Any) -> None:
        assert studio.run("models", "verify", "base") == 1
        (line,) = lines()
        assert line.startswith("base: this model is not installed.")


class TestRemove:
    def test_a_model_that_is_not_installed_is_told(self, studio: Any, lines: Any) -> None:
        assert studio.run("models", "remove", "base") == 1
        (line,) = lines()
        assert line.startswith("base: this model is not installed.")

    def test_it_is_told_when_it_is_gone(
        self, studio: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        removed: list[str] = []

        class Store(ModelStore):
            def remove(self, name: str, cancel: CancelToken | None = None) -> None:
                removed.append(name)

        studio.store_type = Store
        assert studio.run("models", "remove", "base") == 0
        assert (removed, capsys.readouterr().out) == (["base"], "base: removed\n")


class TestAligners:
    """The real store, on a network of a few thousand numbers."""

    FOLDER = Path(__file__).parents[1] / "data" / "wav2vec2-base"

    def test_one_is_imported_verified_listed_and_removed(
        self, studio: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        options = ("--name", "mine", "--language", "welsh")
        assert studio.run("models", "import", self.FOLDER, *options) == 0
        assert capsys.readouterr().out == "mine: imported; it places words of Welsh\n"
        assert studio.run("models", "verify") == 0
        assert studio.run("models", "verify", "mine") == 0
        assert capsys.readouterr().out == "mine: intact\n" * 2
        assert studio.run("models", "list") == 0
        assert capsys.readouterr().out.splitlines()[-1].split()[:2] == ["mine", "yes"]
        assert (studio.home / "aligners" / "models" / "mine").is_dir()
        assert studio.run("models", "remove", "mine") == 0
        assert not (studio.home / "aligners" / "models" / "mine").exists()

    def test_one_without_a_language_is_told_so(
        self, studio: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert studio.run("models", "import", self.FOLDER) == 0
        told = capsys.readouterr().out
        assert told.startswith("wav2vec2-base: imported, but for no language; remove it")
        studio.run("models", "list")
        assert capsys.readouterr().out.splitlines()[-1].split()[-1] == "?"

    def test_an_official_name_is_kept_for_its_own_weights(self, studio: Any, lines: Any) -> None:
        assert studio.run("models", "import", self.FOLDER, "--name", "align-en") == 1
        (line,) = lines()
        assert "its sizes are not those of wav2vec2-base-960h" in line

    def test_one_is_not_fetched_offline(
        self, studio: Any, lines: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        offline = aligner_store(studio.home, offline=True)
        monkeypatch.setattr(Wiring, "aligners", offline)
        assert studio.run("models", "install", "align-fr") == 1
        (line,) = lines()
        assert line.startswith("wav2vec2-xlsr-53-french: this model would have to be downloaded")
