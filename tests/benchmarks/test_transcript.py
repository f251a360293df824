from typing import Any

import pytest

from benchmarks.transcript import (
    MAX_PROMPT_TOKENS,
    TimedText,
    Transcript,
    Window,
    is_silence,
    transcript_of,
)


def window(tokens: list[int], **other: Any) -> dict[str, Any]:
    return {"prompt": [], "tokens": tokens, "no_speech_prob": 0.1, "avg_logprob": -0.3} | other


def segment(seek: int, start: float, end: float, text: str, **other: Any) -> dict[str, Any]:
    said = {"seek": seek, "start": start, "end": end, "text": text, "tokens": [1]}
    return said | other


def test_windows_dropped_as_silence_are_left_out_and_the_rest_keep_their_places() -> None:
    record = {
        "windows": [
            window([1]),
            window([2], no_speech_prob=0.9, avg_logprob=-1.5),
            window([3], prompt=[1]),
        ],
        "segments": [
            segment(0, 0.0, 1.0, " One."),
            segment(0, 1.0, 2.0, " Two."),
            segment(3200, 32.0, 33.0, " Three."),
        ],
    }
    assert transcript_of(record).windows == (Window((), (1,), 0), Window((1,), (3,), 3200))


def test_a_record_with_more_windows_than_places_is_damaged() -> None:
    record = {"windows": [window([1]), window([2])], "segments": [segment(0, 0, 1, "One.")]}
    with pytest.raises(ValueError, match="zip"):
        transcript_of(record)


def test_only_the_part_of_the_prompt_that_is_read_counts() -> None:
    prompt = list(range(1_000))
    record = {"windows": [window([1], prompt=prompt)], "segments": [segment(0, 0, 1, "One.")]}
    (only,) = transcript_of(record).windows
    assert list(only.prompt) == prompt[-MAX_PROMPT_TOKENS:]


def test_times_become_whole_milliseconds_and_cleared_segments_go() -> None:
    record = {
        "windows": [window([1])],
        "segments": [
            segment(0, 0.0, 4.34, " Hello there."),
            segment(0, 4.34, 4.34, ""),
        ],
    }
    transcript = transcript_of(record)
    assert transcript.segments == (TimedText(0, 4_340, "Hello there."),)
    assert transcript.text == "Hello there."


def test_words_are_those_of_all_segments() -> None:
    words = [
        {"word": " Hello", "start": 0.1, "end": 0.46},
        {"word": " there.", "start": 0.46, "end": 0.9},
    ]
    record = {
        "windows": [window([1])],
        "segments": [segment(0, 0.1, 0.9, " Hello there.", words=words)],
    }
    expected = (TimedText(100, 460, "Hello"), TimedText(460, 900, "there."))
    assert transcript_of(record).words == expected


def test_nothing_reaches_beyond_the_end_of_the_recording() -> None:
    said = [(0, 2_000, "In."), (3_000, 4_000, "Out."), (4_000, 5_000, "Far out.")]
    transcript = Transcript(
        segments=tuple(TimedText(*segment) for segment in said),
        windows=(),
        words=(TimedText(1_900, 2_000, "In."),),
    )
    clipped = transcript.within(1_860)
    assert clipped.segments == (
        TimedText(0, 1_820, "In."),
        TimedText(1_820, 1_840, "Out."),
        TimedText(1_840, 1_860, "Far out."),
    )
    assert clipped.words == (TimedText(1_860, 1_860, "In."),)
    assert transcript.within(10_000) == transcript


@pytest.mark.parametrize(
    ("no_speech_prob", "avg_logprob", "expected"),
    [(0.7, -1.5, True), (0.7, -0.5, False), (0.5, -1.5, False), (0.7, -1.0, True)],
)
def test_silence_is_improbable_text_where_nothing_was_said(
    no_speech_prob: float, avg_logprob: float, expected: bool
) -> None:
    assert is_silence(no_speech_prob, avg_logprob) is expected


@pytest.mark.parametrize(
    ("start", "tokens", "start_ms"),
    [
        (660.92, [50_408, 6, 50_604], 661_800),
        (661.80, [50_408, 6, 50_604], 661_800),
        (660.92, [50_408, 6], 660_920),
    ],
)
def test_a_segment_begins_at_its_own_timestamp(
    start: float, tokens: list[int], start_ms: int
) -> None:
    spoken = segment(66_092, start, 665.72, " To leave a message.", tokens=tokens)
    record = {"windows": [window(tokens)], "segments": [spoken]}
    assert transcript_of(record).segments == (TimedText(start_ms, 665_720, "To leave a message."),)
