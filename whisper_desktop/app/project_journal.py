"""What can be undone and redone, as the file of a project holds it."""

import sqlite3

from whisper_desktop.app.project_records import pack_edit, unpack_edit
from whisper_desktop.app.project_trail import Step, Trail, TrailEntry
from whisper_desktop.core.arrivals import Arrival
from whisper_desktop.core.edit import Edit

MAX_HISTORY_EDITS = 1_000
MAX_HISTORY_BYTES = 2_000_000
"""What is kept to be undone after reopening, and as much to be redone; more would make opening
slow. The next step either way is kept whatever its size."""

_PUT = "INSERT OR REPLACE INTO journal VALUES (?, ?, ?)"
_TOO_FAR = """
SELECT position FROM (
    SELECT position, row_number() OVER nearest AS number, sum(length(edit)) OVER nearest AS bytes
    FROM journal WINDOW nearest AS (
        PARTITION BY is_undone ORDER BY iif(is_undone, position, -position)
    )
) WHERE number > 1 AND (number > ? OR bytes > ?)
"""


def read_trail(connection: sqlite3.Connection) -> Trail:
    """Return the edits that can be undone and redone."""
    entries: dict[bool, list[TrailEntry]] = {False: [], True: []}
    query = "SELECT position, is_undone, edit FROM journal ORDER BY position"
    for position, is_undone, edit in connection.execute(query):
        entries[bool(is_undone)].append(TrailEntry(position, unpack_edit(edit)))
    return Trail(entries[False], reversed(entries[True]))


def write_edit(connection: sqlite3.Connection, trail: Trail, edit: Edit, step: Step | None) -> None:
    """Take an applied edit into the trail and the journal."""
    step, entries = trail.follow(edit, step)
    positions = [(entry.position,) for entry in entries]
    if step is Step.DROP:
        connection.executemany("DELETE FROM journal WHERE position = ?", positions)
    elif step in (Step.UNDO, Step.REDO):
        mark = f"UPDATE journal SET is_undone = {step is Step.UNDO:d} WHERE position = ?"
        connection.executemany(mark, positions)
    else:
        connection.execute("DELETE FROM journal WHERE is_undone")
        put = ((entry.position, False, pack_edit(entry.edit)) for entry in entries)
        connection.executemany(_PUT, put)


def write_arrival(connection: sqlite3.Connection, trail: Trail, arrival: Arrival) -> None:
    """Take rows that came beneath later edits into the trail and the journal."""
    before = trail.records()
    trail.arrive(arrival)
    after = trail.records()
    gone = zip(before.keys() - after.keys())
    connection.executemany("DELETE FROM journal WHERE position = ?", gone)
    for position, (is_undone, edit) in after.items():
        if before.get(position) != (is_undone, edit):
            connection.execute(_PUT, (position, is_undone, pack_edit(edit)))


def forget_all(connection: sqlite3.Connection) -> None:
    """Empty the journal."""
    connection.execute("DELETE FROM journal")


def shorten(connection: sqlite3.Connection, trail: Trail) -> None:
    """Let go of the edits that are farthest away, where there are too many."""
    limits = (MAX_HISTORY_EDITS, MAX_HISTORY_BYTES)
    positions = [position for (position,) in connection.execute(_TOO_FAR, limits)]
    if positions:
        connection.executemany("DELETE FROM journal WHERE position = ?", zip(positions))
        trail.forget(positions)
