"""The tables of a project file, one by one, and the file of a new project."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from whisper_desktop.app.media_identity import MediaIdentity, MediaReference
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_records import cue_row, loaded_text, stored_text
from whisper_desktop.app.project_rows import StoredRows
from whisper_desktop.app.project_schema import Schema, database_bytes, make_tables

PUT_CUE = "INSERT OR REPLACE INTO cues VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def new_project_bytes(contents: ProjectContents, schema: Schema) -> bytes:
    """Return the file of a new project; its history begins empty."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        make_tables(connection, schema)
        connection.execute("BEGIN")
        rows = StoredRows.numbered(contents.cues)
        connection.executemany(PUT_CUE, (cue_row(cue, key) for key, cue in rows))
        next_uid = max(contents.next_uid, 1 + max((cue.uid for cue in rows.cues), default=0))
        meta = (
            ("project_id", secrets.token_hex(16)),
            ("changes", "0"),
            ("next_uid", str(next_uid)),
        )
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        write_settings(connection, contents.settings)
        write_media(connection, contents.media)
        connection.execute("COMMIT")
        return database_bytes(connection)
    finally:
        connection.close()


def write_settings(connection: sqlite3.Connection, settings: Mapping[str, object]) -> None:
    """Add settings to an empty table."""
    values = ((name, json.dumps(value)) for name, value in settings.items())
    connection.executemany("INSERT INTO settings VALUES (?, ?)", values)


def write_media(connection: sqlite3.Connection, media: MediaReference | None) -> None:
    """Keep another recording, or none."""
    connection.execute("DELETE FROM media")
    if media is not None:
        relative_path = None if media.relative_path is None else stored_text(media.relative_path)
        known_by = (
            media.identity.size_bytes,
            media.identity.head_sha256,
            media.identity.tail_sha256,
        )
        values = (stored_text(str(media.path)), relative_path, *known_by)
        connection.execute("INSERT INTO media VALUES (1, ?, ?, ?, ?, ?)", values)


def read_media(connection: sqlite3.Connection) -> MediaReference | None:
    """Return the recording, if there is one."""
    found = connection.execute("SELECT * FROM media ORDER BY number").fetchone()
    if found is None:
        return None
    _, path, relative_path, *known_by = found
    relative = None if relative_path is None else loaded_text(relative_path)
    return MediaReference(Path(loaded_text(path)), MediaIdentity(*known_by), relative)
