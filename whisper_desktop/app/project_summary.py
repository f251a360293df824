"""What a project may be known by, without reading all of it."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from whisper_desktop.app.project_faults import reading_project
from whisper_desktop.app.project_records import loaded_text
from whisper_desktop.app.project_schema import (
    Schema,
    bring_up_to_date,
    check_current,
    open_existing,
)
from whisper_desktop.app.project_tables import read_media

_BEGINNING_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """How much there is in a project, how it begins, and which recording it belongs to."""

    cue_count: int
    beginning: str
    media: Path | None
    settings: Mapping[str, object]
    """Those that were asked for, as far as there are any."""


def summarise(path: Path, schema: Schema, settings: Sequence[str]) -> ProjectSummary:
    """Look into a project, and at these settings of it; the file stays as it is.

    Raises `ProjectUnreadableError` and `ProjectTooNewError`.
    """
    with closing(open_existing(path, mode="ro")) as connection:
        bring_up_to_date(path, connection, schema)
        check_current(path, connection, schema)
        with reading_project(path):
            media = read_media(connection)
            return ProjectSummary(
                connection.execute("SELECT count(*) FROM cues").fetchone()[0],
                _beginning(connection),
                None if media is None else media.path,
                _settings(connection, settings),
            )


def _beginning(connection: sqlite3.Connection) -> str:
    """Return the first text that there is."""
    rows = connection.execute("SELECT text FROM cues ORDER BY sort_key")
    texts = (loaded_text(text).strip() for (text,) in rows)
    return next(filter(None, texts), "")[:_BEGINNING_CHARACTERS]


def _settings(connection: sqlite3.Connection, names: Sequence[str]) -> dict[str, object]:
    query = "SELECT value FROM settings WHERE name = ?"
    found = ((name, connection.execute(query, (name,)).fetchone()) for name in names)
    return {name: json.loads(row[0]) for name, row in found if row is not None}
