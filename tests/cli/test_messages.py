import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.capability import IDENTIFY_LANGUAGE
from whisper_desktop.app.model_manifest import (
    FileCheck,
    FileState,
    Manifest,
    Origin,
    WeightsLayout,
)
from whisper_desktop.app.model_store import ModelStore, Verification
from whisper_desktop.app.settings import LoadedSettings, Settings
from whisper_desktop.app.transcribe_to_files import OutputsKept
from whisper_desktop.cli.messages import (
    crash_line,
    damaged_model_line,
    explain,
    failure_line,
    input_names,
    kept_sentence,
    line,
    model_failure_line,
    not_begun_line,
    settings_line,
    store_failure_line,
    warning_line,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    AlignmentImpossibleError,
    AudioTrackMissingError,
    Cancelled,
    DeviceUnavailableError,
    EncodingUnfitError,
    InsufficientMemoryError,
    MediaUnreadableError,
    ModelCapabilityError,
    ModelDownloadError,
    ModelFileError,
    ModelNotInstalledError,
    NoAudioError,
    OfflineError,
    OutputClashError,
    OutputExistsError,
    OutputUnwritableError,
    PresetInvalidError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
    RecogniserDiedError,
    SearchPatternError,
    SearchTooLongError,
    SubtitlesUnreadableError,
    TextNotHeardError,
    UnknownLanguageError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import AudioDamaged, Concern, MemoryRanOut, NothingRecognised

TALK, SRT = Path("a/talk.mp3"), Path("a/talk.srt")

ERRORS: list[tuple[WhisperDesktopError, str]] = [
    (Cancelled(), "talk.mp3: it was stopped. Run"),
    (MediaUnreadableError(TALK, "the file is empty"), "talk.mp3: the file is empty. Check"),
    (
        NoAudioError(TALK, "it has no audio track"),
        "talk.mp3: it has no audio track. Choose a recording with sound.",
    ),
    (
        NoAudioError(TALK, "its audio ends at 0:00:03, before the wanted range", 3_000),
        "talk.mp3: its audio ends at 0:00:03, before the wanted range. Choose another --range.",
    ),
    (AudioTrackMissingError(TALK, 3, 1), "talk.mp3: it has 1 audio track, and no number 3. Leave"),
    (
        AudioTrackMissingError(TALK, 3, 2),
        "talk.mp3: it has 2 audio tracks, and no number 3. Choose",
    ),
    (ModelNotInstalledError("base", is_known=True), "base: this model is not installed. Run"),
    (ModelNotInstalledError("bsae", is_known=False), "bsae: there is no model of this name"),
    (
        ModelNotInstalledError("bsae", is_known=False, alternatives=("base", "base.en")),
        "bsae: there is no model of this name, and no such file. Did you mean base or base.en? See",
    ),
    (
        ModelFileError(Path("w/model.bin"), "it is damaged"),
        f"{Path('w/model.bin')}: it is damaged. Get",
    ),
    (
        ModelCapabilityError("turbo", "translate", ("medium", "small")),
        "turbo: this model was not trained to translate. Use --model medium (also able: small).",
    ),
    (
        ModelCapabilityError("tiny.en", "de", ("tiny",)),
        "tiny.en: this model was not trained to recognise German. Use --model tiny.",
    ),
    (
        ModelCapabilityError("tiny.en", IDENTIFY_LANGUAGE, ()),
        "tiny.en: this model was not trained to tell languages apart. Use another model.",
    ),
    (
        ModelDownloadError("base", (("OpenAI", "it timed out"), ("PyPI", "there is no network"))),
        (
            "base: no source delivered this model "
            "(OpenAI: it timed out; PyPI: there is no network). Check"
        ),
    ),
    (OfflineError("base"), "base: this model would have to be downloaded"),
    (UnknownLanguageError("gurman", ("German",)), "gurman: Whisper knows no language of this name"),
    (UnknownLanguageError("xx"), "xx: Whisper knows no language of this name. Use"),
    (
        DeviceUnavailableError("cuda", "no NVIDIA driver is installed", ("mps", "cpu (fp32)")),
        "cuda: no NVIDIA driver is installed. Use auto, mps or cpu (fp32).",
    ),
    (
        InsufficientMemoryError("cuda:0", "CUDA out of memory.\nTried to allocate"),
        "talk.mp3: the memory of cuda:0 does not suffice, even for the smallest step. Choose",
    ),
    (
        RecogniserDiedError(-11, "it crashed", Path("recogniser.log")),
        "talk.mp3: the recogniser stopped: it crashed. Run the command again; what",
    ),
    (AlignmentImpossibleError(50, 80), "talk.mp3: the text is too long for the sound, or is not"),
    (SubtitlesUnreadableError(SRT, "there is no text in it"), "talk.srt: there is no text in it. "),
    (
        TextNotHeardError(TALK),
        "talk.mp3: little or nothing of the text is said in it. Check that both",
    ),
    (OutputExistsError(SRT), "talk.mp3: talk.srt exists already. Use --overwrite"),
    (
        OutputClashError(SRT, TALK, Path("a/talk.wav")),
        f"talk.mp3: talk.srt is written for {Path('a/talk.wav')} already. Rename",
    ),
    (
        OutputUnwritableError(SRT, "the disk is full"),
        "talk.mp3: talk.srt cannot be written: the disk is full. Put",
    ),
    (
        OutputUnwritableError(Path(f"{'a' * 251}.json"), "its name is too long for this system"),
        (
            f"talk.mp3: {'a' * 251}.json cannot be written: its name is too long for this system. "
            "Give the recording a shorter name."
        ),
    ),
]
OF_THE_WINDOW = {
    EncodingUnfitError,
    PresetInvalidError,
    ProjectInUseError,
    ProjectTooNewError,
    ProjectUnreadableError,
    SearchPatternError,
    SearchTooLongError,
}
"""No command meets them."""
LINE = re.compile(r"[^\n]+: [^\n]+\. [A-Z][^\n]+[.?]")


def kinds(base: type[WhisperDesktopError]) -> Iterator[type[WhisperDesktopError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize(("error", "start"), ERRORS)
def test_an_error_says_what_happened_and_what_to_do(error: WhisperDesktopError, start: str) -> None:
    told = failure_line(error, "talk.mp3")
    assert told.startswith(start)
    assert LINE.fullmatch(told)


def test_every_error_has_its_words() -> None:
    met = set(kinds(WhisperDesktopError)) - OF_THE_WINDOW
    core = {kind for kind in met if kind.__module__.endswith("core.errors")}
    assert core == {type(error) for error, _ in ERRORS}
    for kind in met:
        assert explain.dispatch(kind) is not explain.dispatch(WhisperDesktopError)


def test_an_error_without_words_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no words"):
        explain(WhisperDesktopError())


class TestUnreadableMedia:
    def advice(self, path: Path) -> str:
        return explain(MediaUnreadableError(path, "why")).advice

    def test_a_missing_file_is_looked_for(self, tmp_path: Path) -> None:
        for name in ("gone.mp3", "x" * 5_000):
            assert self.advice(tmp_path / name) == "Check the path."

    def test_a_folder_is_opened(self, tmp_path: Path) -> None:
        assert self.advice(tmp_path) == "Name the recordings in it."

    def test_a_closed_file_is_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "talk.mp3"
        path.touch()
        monkeypatch.setattr(os, "access", lambda _, mode: mode == os.F_OK)
        assert self.advice(path) == "Give yourself the right to read it."

    def test_anything_else_is_tried_elsewhere(self, tmp_path: Path) -> None:
        path = tmp_path / "talk.mp3"
        path.touch()
        assert self.advice(path).startswith("Check that it is a recording or video")


def test_without_an_input_in_hand_the_file_is_named() -> None:
    assert failure_line(OutputExistsError(SRT)).startswith("talk.srt: ")
    assert failure_line(Cancelled()).startswith("whisper-desktop: ")


@pytest.mark.parametrize(
    ("concern", "told"),
    [
        (
            AudioDamaged(61_000, 3_661_250, "the data could not be decoded"),
            (
                "talk.mp3: warning: 1:01.0 to 1:01:01.2 could not be decoded "
                "(the data could not be decoded). The rest was recognised."
            ),
        ),
        (
            MemoryRanOut("cuda in fp32", "cpu in fp32"),
            (
                "talk.mp3: warning: the memory did not suffice on cuda in fp32. "
                "The work goes on, on cpu in fp32."
            ),
        ),
        (
            NothingRecognised(),
            "talk.mp3: warning: no speech was found in it. The output is empty.",
        ),
    ],
)
def test_a_warning_says_what_became_of_it(concern: Concern, told: str) -> None:
    assert warning_line(concern, "talk.mp3") == told
    assert type(concern) in get_args(Concern)


def test_a_crash_names_the_log() -> None:
    told = crash_line(ValueError("secret"), "talk.mp3", Path("logs/crash.log"))
    assert told == (
        "talk.mp3: the program itself failed (ValueError). "
        f"Please report it, with {Path('logs/crash.log')}."
    )
    assert LINE.fullmatch(crash_line(ValueError(), "talk.mp3", None))


def test_an_imported_model_that_is_broken_is_to_be_imported_again(tmp_path: Path) -> None:
    folder = tmp_path / "models" / "mine"
    folder.mkdir(parents=True)
    origin = Origin("mine", "", "", WeightsLayout.CTRANSLATE2)
    Manifest.of_files(folder.iterdir(), origin, CancelToken()).write(folder)
    store, damage = ModelStore(tmp_path), ModelFileError(folder / "model.bin", "it is missing")
    assert model_failure_line(store, damage, "talk.mp3") == (
        "mine (model.bin): it is missing. "
        'Run "whisper-desktop models remove mine", and import it again.'
    )
    elsewhere = ModelFileError(Path("w/model.bin"), "it is missing")
    for error in (elsewhere, Cancelled()):
        assert model_failure_line(store, error, "a") == failure_line(error, "a")


def test_the_store_gives_its_own_advice() -> None:
    exists = OutputExistsError(Path("models/mine"))
    assert store_failure_line(exists, "mine") == (
        "mine: a model of this name is installed already. "
        'Choose another --name, or run "whisper-desktop models remove mine".'
    )
    full = OutputUnwritableError(Path("models/base"), "the disk is full")
    assert store_failure_line(full, "base").startswith(
        "base: the model folder cannot be written: the disk is full. Put that right, or move it"
    )
    assert store_failure_line(OfflineError("base"), "base") == failure_line(OfflineError("base"))


def test_damaged_files_are_named() -> None:
    files = (
        FileCheck("config.json", FileState.INTACT),
        FileCheck("model.bin", FileState.CHANGED),
        FileCheck("vocab", FileState.MISSING),
    )
    assert damaged_model_line(Verification("base", Path("models/base"), files)).startswith(
        'base: model.bin is changed and vocab is missing. Run "whisper-desktop models install base"'
    )


class TestSettings:
    file = Path("config/settings.json")

    def test_settings_that_make_sense_are_no_news(self) -> None:
        assert settings_line(LoadedSettings(Settings()), self.file) is None

    def test_values_that_make_no_sense_are_named(self) -> None:
        loaded = LoadedSettings(Settings(), ignored=("threads", "device"))
        assert settings_line(loaded, self.file) == (
            "settings.json: the values of threads and device make no sense and are not used. "
            f"Correct them in {self.file}."
        )

    def test_a_file_that_cannot_be_used_is_told(self) -> None:
        loaded = LoadedSettings(Settings(), problem="it is damaged")
        assert settings_line(loaded, self.file) == (
            "settings.json: it is not used: it is damaged. "
            f"The defaults stand in for it. Correct or delete {self.file}."
        )


def test_what_was_kept_is_named() -> None:
    paths = (Path("talk.partial.srt"), Path("talk.partial.json"))
    assert kept_sentence(OutputsKept(paths, is_complete=False)) == (
        "What was finished until then is in talk.partial.srt and talk.partial.json."
    )
    assert kept_sentence(OutputsKept(paths[:1], is_complete=True)) == (
        "The finished transcript is in talk.partial.srt."
    )


def test_inputs_of_the_same_name_are_told_by_their_paths() -> None:
    inputs = [Path("a/talk.mp3"), Path("next.mp3"), Path("b/talk.mp3"), Path()]
    names = [str(inputs[0]), "next.mp3", str(inputs[2]), "."]
    assert list(input_names(inputs).items()) == list(zip(inputs, names, strict=True))


def test_inputs_that_were_left_are_named() -> None:
    assert not_begun_line(["a.mp3", "b.mp3", "c.mp3"]).startswith(
        "a.mp3, b.mp3 and c.mp3: not begun. Run"
    )


@given(st.text(), st.text())
def test_a_line_stays_a_line(name: str, what: str) -> None:
    told = line(name, what, "Do something.")
    assert len(told.splitlines()) == 1
    assert not any(unicodedata.category(letter) == "Cc" for letter in told)
    assert told.endswith(". Do something.")
