"""Evidence as JSON values: by name among candidates, in a fixed order where there are many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from whisper_desktop.core.segment import Defence, Evidence

_NAMES = tuple(field.name for field in fields(Evidence))


def evidence_data(evidence: Evidence) -> dict[str, object]:
    """Return everything about the evidence, by name."""
    return asdict(evidence)


def evidence_from_data(data: Mapping[str, Any]) -> Evidence:
    """Return the evidence that `evidence_data` spelled, or an earlier version with fewer names.

    LookupError, TypeError and ValueError when it is damaged.
    """
    return Evidence(
        avg_logprob=_number(data["avg_logprob"]),
        no_speech_prob=_number(data["no_speech_prob"]),
        compression_ratio=_number(data["compression_ratio"]),
        temperature=_number(data["temperature"]),
        speech_share=_measured(data.get("speech_share")),
        mean_word_prob=_measured(data.get("mean_word_prob")),
        min_word_prob=_measured(data.get("min_word_prob")),
        words_per_s=_measured(data.get("words_per_s")),
        defences=tuple(map(Defence, data.get("defences", ()))),
        is_reviewed=bool(data.get("is_reviewed", False)),
    )


def evidence_values(evidence: Evidence) -> list[object]:
    """Return everything about the evidence in the order of its fields."""
    return [getattr(evidence, name) for name in _NAMES]


def evidence_from_values(values: Sequence[Any]) -> Evidence:
    """Undo `evidence_values`; raise what `evidence_from_data` raises."""
    return evidence_from_data(dict(zip(_NAMES, values, strict=True)))


def _measured(value: object) -> float | None:
    return None if value is None else _number(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return value
