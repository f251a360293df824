import os
import sqlite3
from pathlib import Path

import pytest

from whisper_desktop.app.open_plan import (
    FileKind,
    Work,
    completed,
    kind_of,
    language_of,
    project_path,
    works,
)
from whisper_desktop.app.project import Project
from whisper_desktop.app.project_contents import ProjectContents


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("talk.wdproj", FileKind.PROJECT),
        ("talk.SRT", FileKind.SUBTITLES),
        ("talk.docx", FileKind.SUBTITLES),
        ("talk.mp4", FileKind.MEDIA),
        ("talk.unheard-of", FileKind.MEDIA),
        ("talk", FileKind.MEDIA),
    ],
)
def test_a_file_is_known_by_its_name(name: str, kind: FileKind) -> None:
    assert kind_of(Path(name)) is kind


@pytest.mark.parametrize("name", ["episode 1.2", "talk.srt", "film.mp4"])
def test_a_project_is_known_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Project.create(path, ProjectContents()).close()
    assert works([path]) == (Work(project=path),)


def test_another_database_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "other.srt"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE some (thing)")
    connection.close()
    assert kind_of(path) is FileKind.SUBTITLES


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.srt"
    os.mkfifo(path)
    assert kind_of(path) is FileKind.SUBTITLES


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("work", "work.wdproj"),
        ("episode 1.2", "episode 1.2.wdproj"),
        ("talk.srt", "talk.srt.wdproj"),
        ("Work.WDPROJ", "Work.WDPROJ"),
    ],
)
def test_a_project_has_its_ending_whatever_was_typed(typed: str, name: str) -> None:
    assert project_path(Path("folder", typed)) == Path("folder", name)


def test_one_of_each_belongs_together_whatever_the_names() -> None:
    film, text = Path("film.mkv"), Path("words.srt")
    assert works([film, text]) == (Work(subtitles=text, media=film),)


def test_a_folder_gives_its_files_in_pairs(tmp_path: Path) -> None:
    for name in ("b.mp4", "a.en.srt", "a.mkv", "notes.pdf", "old.wdproj", "b.txt", "c.wav"):
        (tmp_path / name).touch()
    (tmp_path / "inner.srt").mkdir()
    assert works([tmp_path]) == (
        Work(project=tmp_path / "old.wdproj"),
        Work(subtitles=tmp_path / "a.en.srt", media=tmp_path / "a.mkv"),
        Work(subtitles=tmp_path / "b.txt", media=tmp_path / "b.mp4"),
        Work(media=tmp_path / "c.wav"),
    )


def test_two_translations_share_their_film(tmp_path: Path) -> None:
    film = tmp_path / "a.mkv"
    film.touch()
    found = works([film, tmp_path / "a.de.srt", tmp_path / "a.en.srt"])
    assert [work.media for work in found] == [film, film]


def test_a_work_is_known_by_its_subtitles() -> None:
    assert Work(subtitles=Path("a.srt"), media=Path("a.mkv")).path == Path("a.srt")
    with pytest.raises(ValueError, match="nothing to open"):
        assert Work().path


def test_a_file_named_twice_is_opened_once() -> None:
    assert works([Path("a.mkv"), Path("a.mkv")]) == (Work(media=Path("a.mkv")),)


def test_what_lies_beside_is_opened_too(tmp_path: Path) -> None:
    film, text = tmp_path / "a.mkv", tmp_path / "a.en.srt"
    film.touch()
    assert completed(Work(media=film)) == Work(media=film)
    text.touch()
    both = Work(subtitles=text, media=film)
    assert completed(Work(media=film)) == both
    assert completed(Work(subtitles=text)) == both
    assert completed(both) == both
    project = Work(project=tmp_path / "a.wdproj")
    assert completed(project) == project


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("talk.de.srt", "de"),
        ("talk.pt-BR.srt", "pt"),
        ("talk.english.forced.srt", "en"),
        ("talk.srt", None),
        ("de.srt", None),
        ("talk.final.srt", None),
    ],
)
def test_a_name_may_tell_the_language(name: str, language: str | None) -> None:
    assert language_of(Path(name)) == language
