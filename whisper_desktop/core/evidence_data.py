"""Evidence as JSON values: by name among candidates, in a fixed order where there are many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from whisper_desktop.core.segment import Defence, Evidence

_NAMES = tuple(field.name for field in fields(Evidence))


def evidence_data(evidence: Evidence) -> dict[str, object]:
    """Return everything about the evidence, by name."""
    return asdict(evidence)


def evidence_from_data(data: Mapping[str, Any]) -> Evidence:
    """Return the evidence that `evidence_data` spelled, or an earlier version with fewer names.

    TypeError and ValueError when it is damaged.
    """
    defences = tuple(map(Defence, data.get("defences", ())))
    return replace(Evidence(**data), defences=defences)


def evidence_values(evidence: Evidence) -> list[object]:
    """Return everything about the evidence in the order of its fields."""
    return [getattr(evidence, name) for name in _NAMES]


def evidence_from_values(values: Sequence[Any]) -> Evidence:
    """Undo `evidence_values`; TypeError and ValueError when they are damaged."""
    return evidence_from_data(dict(zip(_NAMES, values, strict=True)))
