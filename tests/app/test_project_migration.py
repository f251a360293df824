"""Project files that the program wrote before it knew as much of a row as it does now."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.segment import Defence, Evidence, Word

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE media (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL, relative_path TEXT,
    size_bytes INTEGER NOT NULL, head_sha256 TEXT NOT NULL, tail_sha256 TEXT NOT NULL
);
CREATE TABLE cues (
    uid INTEGER PRIMARY KEY, sort_key INTEGER NOT NULL, start_ms INTEGER NOT NULL,
    end_ms INTEGER NOT NULL, text TEXT NOT NULL, language TEXT, task TEXT NOT NULL,
    words TEXT, extras TEXT{more}
);
CREATE TABLE journal (
    position INTEGER PRIMARY KEY, is_undone INTEGER NOT NULL, edit BLOB NOT NULL
);
CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, is_automatic INTEGER NOT NULL,
    made_at_ms INTEGER NOT NULL, cue_count INTEGER NOT NULL, cues BLOB NOT NULL
);
PRAGMA application_id = 0x5744504A;
"""
VERSION_1 = f"""
{TABLES.format(more="")}
PRAGMA user_version = 1;
INSERT INTO meta VALUES ('project_id', 'ab12'), ('changes', '1'), ('next_uid', '8');
INSERT INTO settings VALUES ('language', '"nl"');
INSERT INTO cues VALUES
    (1, 4294967296, 0, 900, 'Hallo daar', NULL, 'transcribe', NULL, NULL),
    (7, 8589934592, 900, 2000, 'Guten Tag', 'de', 'translate',
     '[[900, 1500, " Guten", 0.5]]', '{{"ass.style": "Top"}}');
INSERT INTO journal VALUES
    (1, 0, CAST('j[["set-text", [1], [1], null],'
     || '[0,[[1, 0, 900, "Hallo"]],[[1, 0, 900, "Hallo daar"]]]]' AS BLOB));
INSERT INTO versions VALUES
    (1, 'first', 0, 5, 1,
     CAST('j[[1, 0, 900, "Hallo", [], "nl", "transcribe", {{"a": "b"}}]]' AS BLOB));
"""
VERSION_2 = f"""
{TABLES.format(more=", recipe TEXT, translation TEXT")}
PRAGMA user_version = 2;
INSERT INTO meta VALUES ('project_id', 'ab12'), ('changes', '1'), ('next_uid', '8');
INSERT INTO cues VALUES
    (1, 4294967296, 0, 900, 'Hallo daar', NULL, 'transcribe', NULL, NULL, NULL, 'Hello there'),
    (7, 8589934592, 900, 2000, 'Guten Tag', 'de', 'translate',
     '[[900, 1500, " Guten", 0.5]]', '{{"ass.style": "Top"}}', '{{"language": "nl"}}', NULL);
INSERT INTO journal VALUES
    (1, 0, CAST('j[["set-translation", [1], [1], null],'
     || '[0,[[1, 0, 900, "Hallo daar"]],'
     || '[[1, 0, 900, "Hallo daar", [], null, "transcribe", {{}}, {{}}, "Hello there"]]]]'
     AS BLOB));
"""

FIRST = Cue(1, 0, 900, "Hallo daar")
SECOND = Cue(
    7,
    900,
    2_000,
    "Guten Tag",
    (Word(900, 1_500, " Guten", 0.5),),
    "de",
    Task.TRANSLATE,
    {"ass.style": "Top"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "old.wdproj"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
    return path


@pytest.fixture
def path_2(tmp_path: Path) -> Path:
    path = tmp_path / "old2.wdproj"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_2)
    return path


@pytest.fixture(params=[False, True], ids=["migrated", "read only"])
def project(path: Path, request: pytest.FixtureRequest) -> Iterator[Project]:
    project = Project.open(path, ProjectOptions(is_read_only=request.param))
    yield project
    project.close()


def test_the_rows_of_version_1_have_no_wishes_and_no_translation(project: Project) -> None:
    assert list(project.document_cues()) == [FIRST, SECOND]
    assert project.next_uid == 8
    assert project.setting("language") == "nl"


def test_the_history_of_version_1_can_be_undone(project: Project) -> None:
    old = replace(FIRST, text="Hallo")
    splice = Splice(0, (old,), (FIRST,))
    assert project.history.done == (Edit(Verb.SET_TEXT, (splice,), (1,), (1,)),)


def test_the_versions_of_version_1_can_be_gone_back_to(project: Project) -> None:
    (version,) = project.versions()
    assert version.name == "first"
    assert project.version_cues(version) == (
        Cue(1, 0, 900, "Hallo", language="nl", extras={"a": "b"}),
    )


def test_what_is_new_can_be_kept_in_a_file_of_version_1(path: Path) -> None:
    changed = replace(
        FIRST, recipe=RecipeOverride("nl", hotwords="Anna"), translation="Hello \ud800"
    )
    project = Project.open(path)
    project.record(replacing(Verb.SET_RECIPE, project.document_cues(), [(0, changed)]))
    assert project.close() == 0
    again = Project.open(path)
    assert list(again.document_cues()) == [changed, SECOND]
    assert again.history.done[-1].verb is Verb.SET_RECIPE
    assert again.history.done[-1].splices[0].inserted == (changed,)
    again.close()
    assert path.with_name("old.version-1.wdproj").exists()


@pytest.mark.parametrize("is_read_only", [False, True], ids=["migrated", "read only"])
def test_the_rows_of_version_2_have_no_evidence(path_2: Path, is_read_only: bool) -> None:
    project = Project.open(path_2, ProjectOptions(is_read_only=is_read_only))
    told = replace(FIRST, translation="Hello there")
    assert list(project.document_cues()) == [
        told,
        replace(SECOND, recipe=RecipeOverride("nl")),
    ]
    splice = Splice(0, (FIRST,), (told,))
    assert project.history.done == (Edit(Verb.SET_TRANSLATION, (splice,), (1,), (1,)),)
    project.close()


@pytest.mark.parametrize("version", [1, 2])
def test_evidence_can_be_kept_in_an_older_file(path: Path, path_2: Path, version: int) -> None:
    old = path if version == 1 else path_2
    evidence = Evidence(-0.5, 0.25, 1.5, 0.2, 0.125, defences=(Defence.HOTTER,), is_reviewed=True)
    project = Project.open(old)
    before = list(project.document_cues())
    changed = replace(before[0], evidence=evidence)
    project.record(replacing(Verb.ACCEPT, before, [(0, changed)]))
    project.keep_version("now")
    assert project.close() == 0
    again = Project.open(old)
    assert list(again.document_cues()) == [changed, before[1]]
    assert again.history.done[-1].splices[0].inserted == (changed,)
    assert again.version_cues(again.versions()[0])[0] == changed
    again.close()
    assert old.with_name(f"{old.stem}.version-{version}.wdproj").exists()
