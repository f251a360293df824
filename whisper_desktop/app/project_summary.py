"""What a project may be known by, without reading all of it."""

import json
import sqlite3
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
    name: object
    """What is kept under the setting that was asked for."""


def summarise(path: Path, schema: Schema, name_setting: str) -> ProjectSummary:
    """Look into a project; the file stays as it is.

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
                _setting(connection, name_setting),
            )


def _beginning(connection: sqlite3.Connection) -> str:
    """Return the first text that there is."""
    rows = connection.execute("SELECT text FROM cues ORDER BY sort_key")
    texts = (loaded_text(text).strip() for (text,) in rows)
    return next(filter(None, texts), "")[:_BEGINNING_CHARACTERS]


def _setting(connection: sqlite3.Connection, name: str) -> object:
    query = "SELECT value FROM settings WHERE name = ?"
    found = connection.execute(query, (name,)).fetchone()
    return None if found is None else json.loads(found[0])
