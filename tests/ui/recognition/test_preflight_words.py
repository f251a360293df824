from dataclasses import replace

import pytest

from whisper_desktop.app.machine import DeviceChoice, DeviceReport
from whisper_desktop.app.preflight import Preflight
from whisper_desktop.app.run_estimate import EstimateBasis, Expectation
from whisper_desktop.asr.precision import DeviceKind, Precision
from whisper_desktop.core.errors import DeviceUnavailableError, ModelCapabilityError
from whisper_desktop.core.language_quality import published_error
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.recognition.preflight_words import (
    device_words,
    memory_words,
    quality_words,
    refusal_words,
    time_words,
)

NOTHING = Preflight("base", None, is_installed=True)
CHOICE = DeviceChoice("cpu", Precision.FP32, "fp32 is exact")
REPORT = DeviceReport("cpu", DeviceKind.CPU, "EPYC", None, True, "")


pytestmark = pytest.mark.usefixtures("english_numbers")


def test_the_device_is_named() -> None:
    assert device_words(NOTHING, is_looking=True) == "Looking at this machine…"
    assert device_words(NOTHING, is_looking=False) == "Not known"
    known = replace(NOTHING, choice=CHOICE)
    assert device_words(known, is_looking=False) == "cpu, in fp32"
    known = replace(known, device=REPORT)
    assert device_words(known, is_looking=False) == "EPYC (cpu), in fp32"
    error = DeviceUnavailableError("mps", "there is no Mac", ())
    assert device_words(replace(NOTHING, device_error=error), is_looking=False) == (
        "mps cannot be used: there is no Mac. Choose another device in the settings."
    )


@pytest.mark.parametrize(
    ("needed", "free", "words"),
    [
        (None, 10, "Not known"),
        (804_000_000, None, "804.0 MB needed"),
        (804_000_000, 2_000_000_000, "804.0 MB needed, 2.0 GB free"),
        (
            4_234_000_000,
            2_000_000_000,
            "4.2 GB needed, but only 2.0 GB free: it will be slow, or fail",
        ),
    ],
)
def test_memory_is_compared(needed: int | None, free: int | None, words: str) -> None:
    known = replace(NOTHING, choice=CHOICE)
    found = replace(known, memory_needed_bytes=needed, memory_free_bytes=free)
    assert memory_words(found) == words


@pytest.mark.parametrize(
    ("needed", "free", "words"),
    [
        (None, 10, "Not known"),
        (804_000_000, None, "804.0 MB needed at most"),
        (804_000_000, 2_000_000_000, "804.0 MB needed at most, 2.0 GB of main memory free"),
        (804_000_000, 8_000_000, "804.0 MB needed at most, 8.0 MB of main memory free"),
    ],
)
def test_before_the_look_at_the_machine_the_most_is_told(
    needed: int | None, free: int | None, words: str
) -> None:
    found = replace(NOTHING, memory_needed_bytes=needed, memory_free_bytes=free)
    assert memory_words(found) == words
    assert not found.is_memory_short


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (EstimateBasis.MEASURED, "About 6 min, as earlier runs here took"),
        (EstimateBasis.OTHER_MODEL, "About 6 min, judged by earlier runs of other models"),
        (EstimateBasis.COMPUTED, "About 6 min, roughly estimated; the first run will tell better"),
    ],
)
def test_the_time_says_how_well_it_is_known(basis: EstimateBasis, words: str) -> None:
    found = replace(NOTHING, expected=Expectation(360.0, basis))
    assert time_words(found, 1_000, is_looking=False) == words


def test_a_short_time_is_no_about() -> None:
    found = replace(NOTHING, expected=Expectation(50.0, EstimateBasis.MEASURED))
    words = time_words(found, 1_000, is_looking=False)
    assert words == "Less than a minute, as earlier runs here took"


def test_a_time_that_is_not_known() -> None:
    assert time_words(NOTHING, None, is_looking=True) == "Not known, as the length is not known"
    assert time_words(NOTHING, 1_000, is_looking=True) == "Estimating…"
    assert time_words(NOTHING, 1_000, is_looking=False) == "Not known"


@pytest.mark.parametrize(
    ("model", "language", "words"),
    [
        ("base", None, "Depends on the language that is found"),
        ("base", "br", "No figure is known for Breton"),
        ("base", "de", "About 18 in 100 words of German wrong in a published test"),
        (
            "large-v3",
            "ja",
            "About 5 in 100 characters of Japanese wrong in a published test",
        ),
        (
            "medium",
            "te",
            (
                "About 39 in 100 words of Telugu wrong in a published test of large-v3;"
                " expect more with this model"
            ),
        ),
        (
            "turbo",
            "de",
            "No figure is known for German",
        ),
        (
            "large-v3-turbo",
            "de",
            "About 4 in 100 words of German wrong in a published test of large-v2",
        ),
        (
            "base",
            "cy",
            (
                "About 33 in 100 words of Welsh wrong in a published test of large-v2;"
                " expect more with this model"
            ),
        ),
        (
            "large-v3",
            "pa",
            (
                "About 48 in 100 words of Punjabi wrong in a published test."
                " Expect to correct most rows."
            ),
        ),
        (
            "small",
            "bn",
            "Of little use for Bengali: as many mistakes as words, in a published test",
        ),
    ],
)
def test_quality_is_told_honestly(model: str, language: str | None, words: str) -> None:
    found = published_error(model, language) if language else None
    assert quality_words(found, Recipe(language)) == words


def test_translations_have_no_figure_but_bad_hearing_counts() -> None:
    recipe = Recipe("de", Task.TRANSLATE)
    assert quality_words(published_error("base", "de"), recipe).startswith("A draft")
    recipe = Recipe("am", Task.TRANSLATE)
    assert quality_words(published_error("base", "am"), recipe).startswith("Of little use")


def test_refusals_say_what_the_model_cannot_do() -> None:
    error = ModelCapabilityError("turbo", Task.TRANSLATE, ())
    assert refusal_words(error, is_english_only=False) == "turbo was not trained to translate."
    error = ModelCapabilityError("base.en", "de", ())
    english = refusal_words(error, is_english_only=True)
    assert english == "base.en knows English only, and no German."
    error = ModelCapabilityError("base", "yue", ())
    other = refusal_words(error, is_english_only=False)
    assert other == "base was not trained for Cantonese."
