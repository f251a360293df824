"""The recordings that everything is measured on: a folder with a manifest of references."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whisper_desktop.audio.decode import decode_blocks

MANIFEST_NAME = "manifest.tsv"
NO_LANGUAGE = frozenset({"zxx", "und"})
"""Language codes of recordings without speech, or in a language nobody stated."""

Samples = NDArray[np.float32]


class Trust(StrEnum):
    """How far the reference text of a recording can be believed."""

    GOLD = "gold"
    SCRIPT = "script"
    """The script that was read: small departures are possible."""
    TREND = "trend"
    """Good for a trend only: the text may have been reworded after the recording."""
    NONE = "none"
    """No reference text, or one that a single transcript cannot match."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One line of the manifest."""

    file: str
    language: str
    duration_s: float
    reference_text: str
    trust: Trust
    folds_diacritics: bool
    """The reference lacks accents, so the comparison does without them."""
    has_word_times: bool

    @property
    def has_speech(self) -> bool:
        """Whether anything is said."""
        return self.language != "zxx"

    @property
    def decoding_language(self) -> str:
        """The language to decode in: the spoken one, or English where none is known."""
        return "en" if self.language in NO_LANGUAGE else self.language


def read_manifest(folder: Path) -> tuple[Recording, ...]:
    """Return the recordings in the order of the manifest.

    Raises FileNotFoundError without a manifest, KeyError when it lacks a column.
    """
    with (folder / MANIFEST_NAME).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(_recording(row, folder) for row in rows)


def _recording(row: Mapping[str, str], folder: Path) -> Recording:
    text = row["reference_text"].strip()
    return Recording(
        file=row["file"],
        language=row["language"],
        duration_s=float(row["duration_s"]),
        reference_text=text,
        trust=_trust(text, row["ref_trust"], row["notes"]),
        folds_diacritics="diacritics folded" in row["notes"],
        has_word_times=(folder / f"{row['file']}.words.tsv").exists(),
    )


def _trust(text: str, stated: str, notes: str) -> Trust:
    # A bar parts two channels that speak at once: no single transcript can match both.
    if not text or "|" in text:
        return Trust.NONE
    if "trend" in notes:
        return Trust.TREND
    return next((trust for trust in Trust if stated.startswith(trust.value)), Trust.NONE)


def select(recordings: tuple[Recording, ...], patterns: list[str]) -> tuple[Recording, ...]:
    """Return those whose file name contains one of the patterns, or all without patterns."""
    if not patterns:
        return recordings
    return tuple(r for r in recordings if any(pattern in r.file for pattern in patterns))


def load_samples(audio_file: Path, cache: Path) -> Samples:
    """Return 16 kHz mono float32, decoded once and kept in `cache`, so that all hear the same.

    Raises what `decode_blocks` raises.
    """
    kept = cache / "pcm" / f"{audio_file.name}.npy"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".part.npy")
        np.save(unfinished, np.concatenate(list(decode_blocks(audio_file))))
        unfinished.replace(kept)
    samples: Samples = np.load(kept)
    return samples


def join_with_gaps(parts: list[Samples], gap_samples: int) -> Samples:
    """Return the parts one after the other with digital silence between them."""
    gap = np.zeros(gap_samples, dtype=np.float32)
    pieces = [piece for part in parts for piece in (gap, part)]
    return np.concatenate(pieces[1:]) if pieces else gap[:0]
