import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.speech_record import SpeechRecord, speech_from_data
from whisper_desktop.core.events import SpeechFound
from whisper_desktop.core.timecode import TimeSpan

MEDIA = MediaIdentity(9, "ab", "cd")
OTHER = MediaIdentity(8, "ab", "cd")


def found(start_ms: int, end_ms: int, *spans: tuple[int, int]) -> SpeechFound:
    return SpeechFound(start_ms, end_ms, tuple(TimeSpan(*span) for span in spans))


def pairs(spans: tuple[TimeSpan, ...]) -> list[tuple[int, int]]:
    return [(span.start_ms, span.end_ms) for span in spans]


def test_what_is_heard_bit_by_bit_comes_together() -> None:
    record = SpeechRecord(MEDIA)
    record = record.with_found(found(0, 1_000, (200, 400), (900, 1_000)))
    record = record.with_found(found(1_000, 2_000, (1_000, 1_300)))
    record = record.with_found(found(5_000, 6_000))
    assert pairs(record.heard) == [(0, 2_000), (5_000, 6_000)]
    assert pairs(record.spans) == [(200, 400), (900, 1_300)]
    assert record.media == MEDIA


def test_what_is_heard_anew_counts() -> None:
    record = SpeechRecord().with_found(found(0, 3_000, (500, 2_500)))
    record = record.with_found(found(1_000, 2_000, (1_200, 1_300)))
    assert pairs(record.spans) == [(500, 1_000), (1_200, 1_300), (2_000, 2_500)]
    assert pairs(record.heard) == [(0, 3_000)]
    assert record.with_found(found(7, 7)) == record


stretches = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20), st.lists(st.booleans(), max_size=20)),
    max_size=5,
)


@given(stretches)
def test_of_every_moment_what_was_heard_last_is_known(
    values: list[tuple[int, int, list[bool]]],
) -> None:
    record, expected = SpeechRecord(), dict[int, bool]()
    for start_ms, length_ms, speaks in values:
        spans = [
            (start_ms + at, start_ms + at + 1)
            for at, is_speech in enumerate(speaks[:length_ms])
            if is_speech
        ]
        record = record.with_found(found(start_ms, start_ms + length_ms, *spans))
        expected |= dict.fromkeys(range(start_ms, start_ms + length_ms), False)
        expected |= dict.fromkeys([first for first, _ in spans], True)
    heard = {ms for span in record.heard for ms in range(span.start_ms, span.end_ms)}
    spoken = {ms for span in record.spans for ms in range(span.start_ms, span.end_ms)}
    assert heard == expected.keys()
    assert spoken == {ms for ms, is_speech in expected.items() if is_speech}
    assert speech_from_data(json.loads(json.dumps(record.to_data()))) == record


def test_everything_comes_back_from_json() -> None:
    record = SpeechRecord(MEDIA, 2).with_found(found(0, 9, (1, 5)))
    assert speech_from_data(json.loads(json.dumps(record.to_data()))) == record


@pytest.mark.parametrize(
    "damage",
    [
        {"media": 5},
        {"media": {}},
        {"heard": None},
        {"spans": [[5, 1]]},
        {"spans": [[1]]},
        {"spans": [[1, float("inf")]]},
    ],
)
def test_what_is_damaged_is_as_if_nothing_was_heard(damage: dict[str, object]) -> None:
    whole = SpeechRecord(MEDIA).with_found(found(0, 9, (1, 5))).to_data()
    assert speech_from_data(whole | damage) == SpeechRecord()
    assert speech_from_data(None) == SpeechRecord()


def test_it_is_of_one_track_of_one_recording() -> None:
    record = SpeechRecord(MEDIA, 1)
    assert record.is_of(MediaReference(Path("a"), MEDIA), 1)
    assert record.is_of(None, 1)
    assert not record.is_of(MediaReference(Path("a"), OTHER), 1)
    assert not record.is_of(MediaReference(Path("a"), MEDIA), None)
