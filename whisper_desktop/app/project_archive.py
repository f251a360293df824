"""The earlier states of a project, as its file holds them."""

import sqlite3
from collections.abc import Sequence

from whisper_desktop.app.project_records import loaded_text, pack_cues, stored_text, unpack_cues
from whisper_desktop.app.project_versions import Version, superfluous
from whisper_desktop.core.cue import Cue

_VERSIONS = """
SELECT id, name, is_automatic, made_at_ms, cue_count FROM versions
ORDER BY made_at_ms DESC, is_automatic, id DESC
"""


def read_versions(connection: sqlite3.Connection) -> tuple[Version, ...]:
    """Return the states that can be gone back to, the newest first."""
    return tuple(
        Version(number, loaded_text(name), bool(is_automatic), made_at_ms, cue_count)
        for number, name, is_automatic, made_at_ms, cue_count in connection.execute(_VERSIONS)
    )


def read_version_cues(connection: sqlite3.Connection, version_id: int) -> tuple[Cue, ...] | None:
    """Return the rows of a version; None when there is none of that id."""
    query = "SELECT cues FROM versions WHERE id = ?"
    found = connection.execute(query, (version_id,)).fetchone()
    return None if found is None else unpack_cues(found[0])


def newest_automatic_ms(connection: sqlite3.Connection) -> int | None:
    """Return when the newest of the automatic versions was made."""
    query = "SELECT max(made_at_ms) FROM versions WHERE is_automatic"
    found: int | None = connection.execute(query).fetchone()[0]
    return found


def add_version(
    connection: sqlite3.Connection,
    name: str,
    made_at_ms: int,
    cues: Sequence[Cue],
    *,
    is_automatic: bool = False,
) -> None:
    """Keep rows as a version."""
    values = (stored_text(name), is_automatic, made_at_ms, len(cues), pack_cues(cues))
    connection.execute("INSERT INTO versions VALUES (NULL, ?, ?, ?, ?, ?)", values)


def drop_superfluous(connection: sqlite3.Connection, now_ms: int) -> None:
    """Let go of automatic versions: the older, the fewer are kept."""
    surplus = superfluous(read_versions(connection), now_ms)
    connection.executemany("DELETE FROM versions WHERE id = ?", zip(surplus))
