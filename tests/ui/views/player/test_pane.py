from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb, replacing
from whisper_desktop.core.tracks import Track
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.player.media_player import PlaybackFault
from whisper_desktop.ui.views.player.message_panel import MessagePanel
from whisper_desktop.ui.views.player.pane import PlayerPane
from whisper_desktop.ui.views.player.picture_view import PictureView


@pytest.fixture
def editing(qapp: object) -> EditingController:
    del qapp
    rows = [Cue(1, 0, 500, "first"), Cue(2, 500, 900, "second"), Cue(3, 800, 1_200, "third")]
    return EditingController(Document(rows))


@pytest.fixture
def pane(qtbot: QtBot, editing: EditingController) -> Iterator[PlayerPane]:
    found = PlayerPane(editing)
    found.resize(480, 380)
    qtbot.addWidget(found)
    found.show()
    yield found
    found.unload()


def message(pane: PlayerPane) -> MessagePanel:
    return pane.findChildren(MessagePanel)[0]


def picture(pane: PlayerPane) -> PictureView:
    return pane.findChildren(PictureView)[0]


def open_media(qtbot: QtBot, pane: PlayerPane, path: Path) -> None:
    with qtbot.waitSignal(pane.media_opened):
        pane.open(path)


def button(pane: PlayerPane, name: str) -> QToolButton:
    found = pane.findChild(QToolButton, name)
    assert found is not None
    return found


def test_without_media_it_says_so_and_offers_to_open_some(qtbot: QtBot, pane: PlayerPane) -> None:
    assert message(pane).isVisible()
    assert message(pane).sentence == "No audio or video is open."
    assert not button(pane, "play").isEnabled()
    with qtbot.waitSignal(pane.media_wanted):
        message(pane).findChildren(QPushButton)[0].click()


def test_a_video_is_shown_with_the_subtitles_of_the_playhead(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, video: Path
) -> None:
    with qtbot.waitSignal(pane.picture_changed) as changed:
        open_media(qtbot, pane, video)
    assert changed.args == [True]
    assert pane.path == video
    assert pane.has_picture
    assert picture(pane).isVisible()
    assert picture(pane).subtitles == ("first",)
    editing.seek_requested.emit(850)
    assert editing.playhead_ms == 850
    assert picture(pane).subtitles == ("second", "third")
    pane.seek(1_500)
    assert picture(pane).subtitles == ()


def test_the_subtitle_follows_the_typing(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, video: Path
) -> None:
    open_media(qtbot, pane, video)
    changed = replace(editing.document[0], text="changed")
    editing.perform(replacing(Verb.SET_TEXT, editing.document, [(0, changed)]))
    assert picture(pane).subtitles == ("changed",)
    editing.undo_stack.undo()
    assert picture(pane).subtitles == ("first",)


def test_the_picture_shows_the_text_the_translation_or_both(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, video: Path
) -> None:
    open_media(qtbot, pane, video)
    editing.perform(set_translation(editing.document, 0, "translated"))
    pane.show_track(Track.TRANSLATION)
    assert picture(pane).subtitles == ("translated",)
    pane.show_track(Track.TEXT_FIRST)
    assert picture(pane).subtitles == ("first\ntranslated",)


def test_another_document_brings_its_own_subtitles(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, video: Path
) -> None:
    open_media(qtbot, pane, video)
    editing.load(Document([Cue(1, 0, 900, "another")]))
    assert picture(pane).subtitles == ("another",)


def test_sound_alone_hides_the_picture_and_plays(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, recording: Path
) -> None:
    with qtbot.waitSignal(pane.picture_changed) as changed:
        open_media(qtbot, pane, recording)
    assert changed.args == [False]
    assert not picture(pane).isVisible()
    assert not pane.has_picture
    button(pane, "play").click()
    qtbot.waitUntil(lambda: editing.playhead_ms > 200)
    with qtbot.waitSignal(pane.playing_changed) as playing:
        button(pane, "play").click()
    assert playing.args == [False]


def test_a_click_on_the_picture_plays_and_pauses(
    qtbot: QtBot, pane: PlayerPane, video: Path
) -> None:
    open_media(qtbot, pane, video)
    for is_playing in (True, False):
        QTest.mouseClick(picture(pane), Qt.MouseButton.LeftButton)
        assert pane.playback.is_playing is is_playing


def test_the_selection_is_played(
    qtbot: QtBot, pane: PlayerPane, editing: EditingController, video: Path
) -> None:
    open_media(qtbot, pane, video)
    editing.select([2])
    pane.commands["play-selection"]()
    qtbot.waitUntil(lambda: not pane.playback.is_playing)
    assert editing.playhead_ms == 900
    pane.play_span(300, 400, is_looping=False)
    qtbot.waitUntil(lambda: not pane.playback.is_playing)
    assert editing.playhead_ms == 400


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "film.mp4 is not where it was."),
        (b"", "film.mp4 cannot be played: the file is empty."),
        (
            b"no film" * 99,
            "film.mp4 cannot be played: it holds no sound or picture that can be read here.",
        ),
    ],
)
def test_what_cannot_be_played_is_said_with_its_reason(
    qtbot: QtBot, pane: PlayerPane, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "film.mp4"
    if content is not None:
        path.write_bytes(content)
    with qtbot.waitSignal(pane.media_failed) as failed:
        pane.open(path)
    assert isinstance(failed.args[0], PlaybackFault)
    assert message(pane).sentence == sentence
    assert message(pane).isVisible()
    assert not button(pane, "play").isEnabled()
    with qtbot.waitSignal(pane.media_wanted):
        message(pane).findChildren(QPushButton)[0].click()


def test_a_good_file_replaces_a_bad_one_and_can_be_closed(
    qtbot: QtBot, pane: PlayerPane, tmp_path: Path, video: Path
) -> None:
    pane.open(tmp_path / "gone.mp4")
    open_media(qtbot, pane, video)
    assert picture(pane).isVisible()
    pane.unload()
    assert message(pane).sentence == "No audio or video is open."
    assert pane.path is None
    assert picture(pane).subtitles == ()


def test_slow_media_is_said_to_be_opening(
    qtbot: QtBot, editing: EditingController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whisper_desktop.ui.views.player.pane.SLOW_MS", 0)
    pane = PlayerPane(editing)
    qtbot.addWidget(pane)
    monkeypatch.setattr(pane.playback, "open", lambda path: None)
    pane.open(Path("film.mkv"))
    qtbot.waitUntil(lambda: message(pane).sentence == "Opening film.mkv…")


def test_the_second_audio_track_can_be_chosen(qtbot: QtBot, pane: PlayerPane, video: Path) -> None:
    open_media(qtbot, pane, video)
    _, german = button(pane, "audio-track").menu().actions()
    assert [track.language for track in pane.audio_tracks()] == ["English", "German"]
    with qtbot.waitSignal(pane.audio_track_chosen) as chosen:
        german.trigger()
    assert chosen.args == [1]
    assert pane.playback.audio_track == 1
    pane.set_audio_track(0)
    assert pane.playback.audio_track == 0


def test_speed_and_volume_are_shown_where_they_are_set(pane: PlayerPane) -> None:
    pane.commands["mute"]()
    assert button(pane, "mute").accessibleName() == "Unmute"
    pane.commands["slower"]()
    assert pane.playback.rate == 0.75


def test_tooltips_reach_the_buttons(pane: PlayerPane) -> None:
    pane.show_tooltips({"play": "Play or pause (Space)"})
    assert button(pane, "play").toolTip() == "Play or pause (Space)"
