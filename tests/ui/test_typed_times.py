from collections.abc import Callable

import pytest

from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.typed_times import TypedTimes


@pytest.fixture
def typed(editing: EditingController) -> TypedTimes:
    return TypedTimes(editing)


@pytest.fixture
def said(typed: TypedTimes) -> list[str]:
    sentences: list[str] = []
    typed.said.connect(sentences.append)
    return sentences


@pytest.mark.parametrize(
    ("act", "span_ms", "words"),
    [
        (lambda typed: typed.set_start(1, 3_600), (3_600, 5_000), []),
        (lambda typed: typed.set_start(1, 4_970), (3_000, 5_000), ["lasts at least 0.040 s"]),
        (lambda typed: typed.set_start(1, 6_000), (6_000, 8_000), ["The row moved as a whole."]),
        (
            lambda typed: typed.set_start(1, 3_699_000),
            (3_699_000, 3_701_000),
            ["moved as a whole, and overlaps row 3 now"],
        ),
        (lambda typed: typed.set_end(1, 3_000), (3_000, 5_000), ["Row 2 starts at 0:00:03.000"]),
        (lambda typed: typed.set_end(1, 3_039), (3_000, 5_000), ["lasts at least 0.040 s"]),
        (lambda typed: typed.set_end(1, 3_040), (3_000, 3_040), []),
        (lambda typed: typed.set_end(1, 3_700_001), (3_000, 3_700_001), ["overlaps row 3 now"]),
        (lambda typed: typed.set_duration(1, 0), (3_000, 5_000), ["lasts at least 0.040 s"]),
        (lambda typed: typed.set_duration(1, 900), (3_000, 3_900), []),
    ],
)
def test_times_are_taken_or_refused_in_words(
    typed: TypedTimes,
    said: list[str],
    editing: EditingController,
    act: Callable[[TypedTimes], bool],
    span_ms: tuple[int, int],
    words: list[str],
) -> None:
    has_changed = act(typed)
    cue = editing.document[1]
    assert (cue.start_ms, cue.end_ms) == span_ms
    assert has_changed == (span_ms != (3_000, 5_000))
    assert len(said) == len(words)
    assert all(some in sentence for some, sentence in zip(words, said, strict=True))


def test_a_row_that_is_too_short_may_grow_step_by_step(
    typed: TypedTimes, said: list[str], editing: EditingController
) -> None:
    assert editing.document[3].duration_ms == 0
    assert typed.set_duration(3, 10)
    assert not typed.set_duration(3, 5)
    assert editing.document[3].duration_ms == 10
    assert len(said) == 1
