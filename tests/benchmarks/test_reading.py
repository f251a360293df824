import json
from pathlib import Path

import pytest

from benchmarks.greedy_cutting import as_recognised, filled_up, timed_for_reading
from benchmarks.reading import SYSTEMS, Tally, count, main, read_transcript
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.presets import NETFLIX
from whisper_desktop.core.segment import Segment, Word

LIMITS = NETFLIX.limits("en")


def segment(text: str, start_ms: int = 0) -> Segment:
    words = tuple(
        Word(start_ms + 300 * place, start_ms + 300 * place + 300, f" {token}", 1.0)
        for place, token in enumerate(text.split())
    )
    return Segment(start_ms, words[-1].end_ms, text, "en", words=words)


LONG = segment(
    "I would like to go to the market and buy some apples there because we have none at all"
)


def test_lines_are_filled_whatever_the_words_are() -> None:
    cues = filled_up([LONG, segment("So.", 40_000)], LIMITS)
    assert [cue.text for cue in cues] == [
        "I would like to go to the market and buy\nsome apples there because we have none at",
        "all",
        "So.",
    ]
    assert [cue.start_ms for cue in cues] == [0, 5_400, 40_000]
    assert filled_up([], LIMITS) == []
    first, *_ = timed_for_reading(cues, LIMITS)
    assert first.end_ms == 5_400 - 83


def test_rules_and_places_are_counted() -> None:
    tally = Tally()
    cues = [
        Cue(1, 0, 1_700, "This is the"),
        Cue(2, 2_100, 4_000, "end. It is\nnearly so,"),
        Cue(3, 4_083, 4_100, "yes."),
    ]
    count(cues, "en", NETFLIX, tally)
    record = tally.record()
    assert (record["cue_count"], record["sentence_percent"]) == (3, 33.3)
    assert record["punctuation_percent"] == 66.7
    assert record["splits"] == {"article": 1}
    assert record["leaning_per_100"] == 33.33
    assert set(record["broken"]) == {"gap", "reading-speed", "too-short"}
    assert record["balance_percent"] == 100.0


def test_each_way_has_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        {"start_ms": word.start_ms, "end_ms": word.end_ms, "text": word.text, "probability": 1.0}
        for word in LONG.words
    ]
    data = {"start_ms": 0, "end_ms": LONG.end_ms, "text": LONG.text, "words": words}
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"language": "en", "segments": [data]}), encoding="utf-8")
    assert read_transcript(path).segments == (LONG,)
    main([str(path), "--preset", "amazon", "--each"])
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["system"] for one in records] == [name for name in SYSTEMS for _ in range(2)]
    assert records[0]["splits_per_100"] == 0
    assert as_recognised([LONG])[0].text == LONG.text
