import pytest

from whisper_desktop.core.events import (
    AudioDamaged,
    Concern,
    LanguageDetected,
    MemoryRanOut,
    ModelIdentity,
    NothingRecognised,
    Preparing,
    Progress,
    Stage,
    Started,
)
from whisper_desktop.ui.recognition.run_words import (
    again_started_words,
    concern_words,
    language_words,
    percent_of,
    progress_words,
    reason_words,
    stage_words,
    started_words,
)


def test_each_stage_is_told() -> None:
    assert stage_words(Preparing(Stage.READING, 0, None)) == "Reading the sound…"
    assert stage_words(Preparing(Stage.LISTENING, 0, None)) == "Looking for speech…"


@pytest.mark.parametrize(
    ("event", "percent"),
    [
        (Preparing(Stage.READING, 5, None), None),
        (Preparing(Stage.READING, 5, 20), 25),
        (Progress(30, 60, 1.0, None), 50),
        (Progress(0, 0, 0.0, None), None),
    ],
)
def test_a_share_is_told_where_the_whole_is_known(
    event: Preparing | Progress, percent: int | None
) -> None:
    assert percent_of(event) == percent


def test_the_model_is_told_and_why_it_runs_where_it_does() -> None:
    model = ModelIdentity("base", "", "cpu", "int8", "there is no GPU")
    started = Started(model, 1)
    assert started_words(started) == "Transcribing with base (cpu, int8)"
    assert again_started_words(started) == "Recognising rows with base (cpu, int8)"
    assert reason_words(started) == "base works on cpu in int8: there is no GPU"
    assert reason_words(Started(ModelIdentity("base", "", "cuda", "fp16"), 1)) == ""


def test_a_language_is_told_with_how_sure_it_is() -> None:
    assert language_words(LanguageDetected("nl", 0.956)) == "The language is Dutch (96 % sure)."


@pytest.mark.parametrize(
    ("event", "start_ms", "words"),
    [
        (Progress(0, 720_000, 0.5, None), 0, "0:00 of 12:00"),
        (
            Progress(60_000, 720_000, 10.0, 110.0),
            0,
            "1:00 of 12:00 · 6.0 × real time · 1:50 left",
        ),
        (Progress(600_000, 720_000, 10.0, 0.0), 0, "10:00 of 12:00 · 60 × real time"),
        (Progress(600_000, 720_000, 10.0, None), 550_000, "10:00 of 12:00 · 5.0 × real time"),
    ],
)
def test_progress_is_told_with_its_speed(event: Progress, start_ms: int, words: str) -> None:
    assert progress_words(event, start_ms) == words


@pytest.mark.parametrize(
    ("since_s", "words"),
    [
        (0.0, "1:50 left"),
        (9.5, "1:40 left"),
        (109.6, "hearing the next part: 1:50"),
        (130.2, "hearing the next part: 2:10"),
    ],
)
def test_the_time_that_is_left_becomes_less_until_nobody_can_tell(
    since_s: float, words: str
) -> None:
    event = Progress(60_000, 720_000, 10.0, 110.0)
    assert progress_words(event, 0, since_s).split(" · ")[-1] == words


def test_of_the_first_part_it_is_told_that_it_is_heard() -> None:
    event = Progress(0, 720_000, 0.0, None)
    assert progress_words(event, 0, 12.4) == "0:00 of 12:00 · hearing the next part: 0:12"
    done = Progress(720_000, 720_000, 9.0, 0.0)
    assert "part" not in progress_words(done, 0, 12.4)


def test_a_paused_run_has_no_speed() -> None:
    event = Progress(60_000, 720_000, 10.0, 110.0)
    assert progress_words(event, is_paused=True) == "1:00 of 12:00 · paused"


@pytest.mark.parametrize(
    ("concern", "words"),
    [
        (
            AudioDamaged(1_000, 62_000, "bytes are missing"),
            "0:01 to 1:02 could not be decoded (bytes are missing). The rest is recognised.",
        ),
        (
            MemoryRanOut("cuda in fp16", "cpu in int8"),
            "The memory did not suffice on cuda in fp16. The work goes on, on cpu in int8.",
        ),
        (NothingRecognised(), "No speech was found."),
    ],
)
def test_every_concern_is_told(concern: Concern, words: str) -> None:
    assert concern_words(concern) == words
