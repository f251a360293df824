from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.found_weights import FoundBy, FoundWeights
from whisper_desktop.app.model_manifest import FileCheck, FileState
from whisper_desktop.app.model_store import ModelStatus, Verification
from whisper_desktop.core import errors
from whisper_desktop.ui.recognition.model_downloads import ModelWork, Phase
from whisper_desktop.ui.recognition.model_words import (
    ability_words,
    failure_words,
    found_words,
    phase_words,
    state_words,
    verification_words,
    work_words,
)

pytestmark = pytest.mark.usefixtures("english_numbers")


def test_every_phase_has_words() -> None:
    assert len({phase_words(ModelWork("base", phase)) for phase in Phase}) == len(Phase)


def test_a_download_tells_how_far_it_is() -> None:
    work = ModelWork("base", Phase.DOWNLOADING, "OpenAI", 50_000_000, 200_000_000, 1_000_000.0)
    assert phase_words(work) == "Downloading, 25 %"
    assert work_words(work) == "Downloading · 50.0 MB of 200.0 MB · 1.0 MB a second · 2 min left"
    work = ModelWork("base", Phase.DOWNLOADING, "", 50_000_000, None, 1_000_000.0, "OpenAI: slow")
    assert work_words(work) == "Downloading · 50.0 MB · 1.0 MB a second · OpenAI: slow"
    assert phase_words(work) == "Downloading"


def test_models_say_what_they_can(store: Any) -> None:
    words = {status.name: ability_words(status) for status in store.list()}
    assert words["base"] == "99 languages; translates into English"
    assert words["large-v3-turbo"] == "100 languages"
    assert words["base.en"] == "English"
    assert ability_words(ModelStatus("own", None, True, 1)) == ""
    assert ability_words(ModelStatus("own", None, True, 1, language_count=99)) == "99 languages"


def test_models_say_where_they_stand() -> None:
    here, gone = ModelStatus("a", None, True, 1), ModelStatus("b", None, False, 1)
    assert state_words(here, is_default=True) == "In use"
    assert state_words(here, is_default=False) == "Installed"
    assert state_words(gone, is_default=True) == ""


def test_every_cache_has_a_name() -> None:
    found = {found_words(FoundWeights(Path("a"), by, "a", 1)) for by in FoundBy}
    assert len(found) == len(FoundBy)


def test_a_verification_names_the_files_that_are_wrong() -> None:
    files = (
        FileCheck("model.bin", FileState.CHANGED),
        FileCheck("config.json", FileState.MISSING),
        FileCheck("vocabulary.txt", FileState.INTACT),
    )
    assert verification_words(Verification("base", Path(), files)) == (
        "base is damaged: model.bin has changed, config.json is missing."
        " Remove it and get it again."
    )
    assert verification_words(Verification("base", Path(), files[2:])) == "base is intact."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (errors.OfflineError("base"), "The program is switched offline, so base is not"),
        (
            errors.ModelDownloadError("base", (("OpenAI", "no route"), ("PyPI", "gone"))),
            "base could not be downloaded (OpenAI: no route; PyPI: gone).",
        ),
        (errors.OutputExistsError(Path("x")), "There is a model called base already."),
        (errors.OutputUnwritableError(Path("x"), "the disk is full"), "The folder of the models"),
        (errors.ModelFileError(Path("own.pt"), "it is empty"), "own.pt is no model that can"),
        (errors.ModelNotInstalledError("base", is_known=True), "base is not installed."),
        (ValueError("odd"), "Something went wrong: odd"),
    ],
)
def test_failures_say_what_to_do(error: Exception, words: str) -> None:
    assert failure_words("base", error).startswith(words)
