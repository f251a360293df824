"""How well a given text gets its times back: `python -m benchmarks.align --model base=PATH`.

The text of recordings with known segments (FILE.segments.tsv: start_s, end_s, text) is given as
one block without times; where its segments begin is compared with what is known. `--joined` does
it with all of the recordings joined to one. The other cases are subtitles that went wrong.
"""

import argparse
import csv
import random
import time
import wave
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.audio_set import Samples, load_samples, read_manifest, select
from benchmarks.records import Record, emit
from whisper_desktop.app.align import AlignRequest, TextAligned, align
from whisper_desktop.app.engines import real_engines
from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.loaded_model import LoadedModel, open_model
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.request import MediaPart, ModelRequest, RecognitionOptions
from whisper_desktop.app.row_times import AlignedRow
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.spoken_units import units_of

RATE_HZ = 16_000
GAP_MS = 2_000
WITHIN_MS = 200
GOAL_SHARE = 0.95
"""Of the starts of segments, within `WITHIN_MS`."""
SHIFT_MS = 7_000
DRIFT = 25 / (24_000 / 1_001)
"""Subtitles made for 25 pictures a second, beside a film of 23.976."""
_JOINED = "joined"
_SEGMENTS = ".segments.tsv"


@dataclass(frozen=True, slots=True)
class KnownSegment:
    """When a text is said, and in which recording."""

    start_ms: int
    end_ms: int
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A recording with known segments; `language` None is found out."""

    name: str
    media: Path
    language: str | None
    segments: tuple[KnownSegment, ...]
    duration_s: float


Given = tuple[GivenRow, KnownSegment | None]
"""A row, and what of the recording it is; None is said nowhere, or is all of it."""


def one_block(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return all of the text as one row without times."""
    return [(GivenRow(" ".join(segment.text for segment in segments)), None)]


def in_rows(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return a row for each segment, without times."""
    return [(GivenRow(segment.text), segment) for segment in segments]


def shifted(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return subtitles that come seven seconds late."""
    return [
        (GivenRow(one.text, one.start_ms + SHIFT_MS, one.end_ms + SHIFT_MS), one)
        for one in segments
    ]


def drifting(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return subtitles for another frame rate: two and a half minutes off after an hour."""
    return [
        (GivenRow(one.text, round(one.start_ms * DRIFT), round(one.end_ms * DRIFT)), one)
        for one in segments
    ]


def swapped(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return rows of which every tenth has changed places with the next."""
    rows = in_rows(segments)
    for at in range(0, len(rows) - 1, 10):
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return rows


def with_foreign_rows(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return the rows, and after every tenth one that nobody says: its letters shuffled."""
    chance = random.Random(5)
    rows: list[Given] = []
    for at, segment in enumerate(segments):
        rows.append((GivenRow(segment.text), segment))
        if at % 10 == 9:
            letters = list("".join(segment.text.split()).lower())
            chance.shuffle(letters)
            text = " ".join("".join(letters[at : at + 5]) for at in range(0, len(letters), 5))
            rows.append((GivenRow(text), None))
    return rows


def with_a_hole(segments: Sequence[KnownSegment]) -> list[Given]:
    """Return the rows without the third fifth of them: it is said and not written."""
    first, last = 2 * len(segments) // 5, 3 * len(segments) // 5
    return in_rows((*segments[:first], *segments[last:]))


_BLOCK = "block"
CASES: Mapping[str, Callable[[Sequence[KnownSegment]], list[Given]]] = {
    _BLOCK: one_block,
    "rows": in_rows,
    "shifted": shifted,
    "drifting": drifting,
    "swapped": swapped,
    "foreign": with_foreign_rows,
    "hole": with_a_hole,
}


def read_segments(path: Path, offset_ms: int = 0) -> tuple[KnownSegment, ...]:
    """Return the known segments of a recording, later by an offset."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            KnownSegment(
                offset_ms + round(float(row["start_s"]) * 1_000),
                offset_ms + round(float(row["end_s"]) * 1_000),
                row["text"],
                path.name.removesuffix(_SEGMENTS),
            )
            for row in rows
        )


def talks_in(folder: Path, patterns: list[str], cache: Path) -> list[Talk]:
    """Return the recordings of one speaker at a time of which segments are known."""
    talks: list[Talk] = []
    for recording in select(read_manifest(folder), patterns):
        known = folder / f"{recording.file}{_SEGMENTS}"
        if known.exists() and (patterns or recording.duration_s > 100):
            samples = load_samples(folder / recording.file, cache)
            talks.append(
                Talk(
                    recording.file,
                    folder / recording.file,
                    recording.language,
                    read_segments(known),
                    len(samples) / RATE_HZ,
                )
            )
    return talks


def joined(talks: Sequence[Talk], folder: Path, cache: Path) -> Talk:
    """Return all talks as one recording with pauses between; its language is to be found out."""
    gap = np.zeros(GAP_MS * RATE_HZ // 1_000, dtype=np.float32)
    pieces: list[Samples] = []
    segments: list[KnownSegment] = []
    at_ms = 0
    for talk in talks:
        samples = load_samples(talk.media, cache)
        segments += read_segments(folder / f"{talk.name}{_SEGMENTS}", at_ms)
        pieces += [samples, gap]
        at_ms += (len(samples) + len(gap)) * 1_000 // RATE_HZ
    path = cache / f"{_JOINED}.wav"
    whole = np.concatenate(pieces)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes((whole.clip(-1, 1) * 32_767).astype("<i2").tobytes())
    languages = {talk.language for talk in talks}
    language = talks[0].language if len(languages) == 1 else None
    return Talk(_JOINED, path, language, tuple(segments), len(whole) / RATE_HZ)


def measure(talk: Talk, case: str, model: LoadedModel) -> Record:
    """Align one case and compare it with what is known."""
    given = CASES[case](talk.segments)
    recipe = Recipe(language=talk.language)
    rows = tuple(row for row, _ in given)
    request = AlignRequest(MediaPart(talk.media), rows, RecognitionOptions(recipe=recipe))
    began_s = time.process_time()
    events = align(request, model, real_engines(), cancel=CancelToken())
    (aligned,) = (event for event in events if isinstance(event, TextAligned))
    used_s = time.process_time() - began_s
    found = list(_found(case, talk.segments, given, aligned))
    starts_ms = [abs(one[0] - segment.start_ms) for segment, one in found]
    ends_ms = [abs(one[1] - segment.end_ms) for segment, one in found]
    unheard = set(aligned.unheard)
    unsaid = {at for at, (_, truth) in enumerate(given) if truth is None and case != _BLOCK}
    return {
        "case": case,
        "file": talk.name,
        "rows": len(rows),
        "segments": len(found),
        "within_200_ms": _share_within(starts_ms),
        **_spread("start", starts_ms),
        **_spread("end", ends_ms),
        "unheard": len(unheard),
        "unsaid": len(unsaid),
        "unsaid_told": len(unsaid & unheard),
        "cpu_s_per_hour": round(used_s / talk.duration_s * 3_600, 1),
        "duration_s": round(talk.duration_s, 1),
        "within_by_file": {
            name: _share_within(
                [abs(one[0] - known.start_ms) for known, one in found if known.file == name]
            )
            for name in dict.fromkeys(known.file for known, _ in found)
        },
    }


def _share_within(errors_ms: Sequence[int]) -> float:
    return round(sum(one <= WITHIN_MS for one in errors_ms) / max(1, len(errors_ms)), 4)


Found = Iterator[tuple[KnownSegment, tuple[int, int]]]


def _found(
    case: str, segments: Sequence[KnownSegment], given: Sequence[Given], aligned: TextAligned
) -> Found:
    """Yield each segment that was given and heard, with when it was found."""
    if case == _BLOCK:
        yield from _by_words(segments, aligned.rows[0], aligned.language)
        return
    for row in aligned.rows:
        truth = given[row.row][1]
        if truth is not None and row.is_heard:
            yield truth, (row.segment.start_ms, row.segment.end_ms)


def _by_words(segments: Sequence[KnownSegment], row: AlignedRow, language: str) -> Found:
    """Deal the words of a block out to the segments that it was made of."""
    words, done = row.segment.words, 0
    for segment in segments:
        count = len(units_of(segment.text, language))
        own, done = words[done : done + count], done + count
        if own:
            yield segment, (own[0].start_ms, own[-1].end_ms)


def _spread(name: str, errors_ms: Sequence[int]) -> Record:
    if not errors_ms:
        return {f"{name}_median_ms": None, f"{name}_p95_ms": None}
    median, p95 = np.percentile(errors_ms, (50, 95))
    return {f"{name}_median_ms": round(float(median)), f"{name}_p95_ms": round(float(p95))}


def main() -> int:
    """Measure, one JSON line each; return 1 when a block is not found well enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, metavar="NAME=PATH")
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--cases", nargs="+", choices=list(CASES), default=[_BLOCK])
    parser.add_argument("--joined", action="store_true", help="all recordings as one")
    arguments = parser.parse_args()
    cache: Path = arguments.cache
    talks = talks_in(arguments.audio, arguments.files, cache)
    if arguments.joined:
        talks = [joined(talks, arguments.audio, cache)]
    _, weights = arguments.model
    store = ModelStore(cache / "home", offline=True)
    request = ModelRequest(str(weights), "cpu", arguments.precision, arguments.threads)
    model = open_model(request, store, real_engines())
    is_good = True
    for talk in talks:
        for case in arguments.cases:
            record = measure(talk, case, model)
            emit(record)
            is_good &= case != _BLOCK or record["within_200_ms"] >= GOAL_SHARE
    return 0 if is_good else 1


if __name__ == "__main__":
    raise SystemExit(main())
