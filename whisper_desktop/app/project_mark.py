"""Tells a state of a project file that was ours from one that somebody else has written."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileMark:
    """Which state of a project is in a file: who wrote it, and how many changes it had then."""

    writer: str = ""
    """One opening of the project for writing; "" before anybody did."""
    change_count: int = 0

    def is_behind(self, other: "FileMark") -> bool:
        """Tell whether it is a state on the way to the other, or that itself."""
        return self.writer == other.writer and self.change_count <= other.change_count


def read_mark(connection: sqlite3.Connection) -> FileMark:
    """Return the mark of what a connection sees; ValueError where it is damaged."""
    query = "SELECT name, value FROM meta WHERE name IN ('writer', 'changes')"
    meta: dict[str, str] = dict(connection.execute(query).fetchall())
    return FileMark(meta.get("writer", ""), int(meta.get("changes", "")))


def write_mark(connection: sqlite3.Connection, mark: FileMark) -> None:
    """Mark the state that is being written."""
    values = (("writer", mark.writer), ("changes", str(mark.change_count)))
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
