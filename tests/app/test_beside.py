from pathlib import Path

import pytest

from whisper_desktop.app.beside import (
    AUDIO_ENDINGS,
    MEDIA_ENDINGS,
    VIDEO_ENDINGS,
    media_beside,
    subtitles_beside,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "Talk.mp4", "talk.wav", "talk.txt", "talk.SRT", "talk.de-AT.forced.vtt", "talk_eng.srt",
        "talk.partial-2.srt", "talk.xml", "talkshow.srt", "talk.of the town.srt", "talk.de.mp4",
        "Café.mkv", "Cafe\u0301.en.srt", "a.b.c.d.e.mp3", "a.b.c.d.e.srt",
    ):  # fmt: skip
        (tmp_path / name).touch()
    (tmp_path / "talk.ass").mkdir()
    return tmp_path


def test_subtitles_are_found_with_their_languages(folder: Path) -> None:
    found = subtitles_beside(folder / "Talk.mp4")
    assert [(one.path.name, one.language) for one in found] == [
        ("talk.SRT", None),
        ("talk.partial-2.srt", None),
        ("talk_eng.srt", "en"),
        ("talk.de-AT.forced.vtt", "de"),
    ]


@pytest.mark.parametrize(
    ("subtitles", "media"),
    [
        ("talk.SRT", ["Talk.mp4", "talk.wav"]),
        ("talk.de-AT.forced.vtt", ["Talk.mp4", "talk.wav"]),
        ("talk.de.srt", ["talk.de.mp4", "Talk.mp4", "talk.wav"]),
        ("talkshow.srt", []),
        ("talk.name.srt", []),
        ("talk.2.srt", []),
        ("talk.of the town.srt", []),
        ("Cafe\u0301.en.srt", ["Café.mkv"]),
        ("a.b.c.d.e.srt", ["a.b.c.d.e.mp3"]),
        ("en.srt", []),
    ],
)
def test_media_are_found_under_names_with_a_language(
    subtitles: str, media: list[str], folder: Path
) -> None:
    assert [path.name for path in media_beside(folder / subtitles)] == media


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert media_beside(tmp_path / "none" / "talk.srt") == ()
    assert subtitles_beside(tmp_path / "none" / "talk.mp4") == ()


def test_every_ending_is_there_once() -> None:
    assert len(set(MEDIA_ENDINGS)) == len(VIDEO_ENDINGS) + len(AUDIO_ENDINGS)
    assert all(ending == ending.lower() for ending in MEDIA_ENDINGS)
