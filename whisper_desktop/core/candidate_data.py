"""Candidates as JSON values, to keep them in the project until the person decides."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.evidence_data import evidence_from_data
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.recipe_data import recipe_data, recipe_from_data
from whisper_desktop.core.segment import Segment, Word


def candidate_data(candidate: Candidate) -> dict[str, object]:
    """Return everything about a candidate."""
    return {
        "key": candidate.key,
        "start_ms": candidate.start_ms,
        "end_ms": candidate.end_ms,
        "is_locked": candidate.is_locked,
        "recipe": recipe_data(candidate.recipe),
        "segments": [asdict(segment) for segment in candidate.segments],
        "alternatives": [
            [asdict(segment) for segment in segments] for segments in candidate.alternatives
        ],
        "texts": candidate.texts,
    }


def candidate_from_data(data: object) -> Candidate:
    """Return the candidate that `candidate_data` spelled; ValueError when it is damaged."""
    try:
        return _candidate(data)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ValueError("damaged candidate") from error


def _candidate(data: Any) -> Candidate:
    return Candidate(
        _number(data["key"]),
        _number(data["start_ms"]),
        _number(data["end_ms"]),
        bool(data["is_locked"]),
        recipe_from_data(data["recipe"]),
        tuple(map(segment_from_data, data["segments"])),
        tuple(tuple(map(segment_from_data, segments)) for segments in data["alternatives"]),
        # Earlier versions did not keep them.
        _texts(data.get("texts")),
    )


def _texts(data: Any) -> tuple[str, str] | None:
    if data is None:
        return None
    text, translation = data
    return str(text), str(translation)


def segment_from_data(data: Mapping[str, Any]) -> Segment:
    """Return the segment that `asdict` spelled; ValueError and its kin when it is damaged."""
    return Segment(
        _number(data["start_ms"]),
        _number(data["end_ms"]),
        str(data["text"]),
        str(data["language"]),
        Task(data["task"]),
        tuple(Word(**word) for word in data["words"]),
        None if data["evidence"] is None else evidence_from_data(data["evidence"]),
    )


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
