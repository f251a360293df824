from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtGui import QAccessible, QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.app.media_facts import AudioTrackFacts, MediaFacts, read_media_facts
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.segment import Word
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.theme import DARK, LIGHT, Colors, palette_of
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.views.waveform.waveform_state import WaveformOptions

MakePane = Callable[..., WaveformPane]
CUES = [Cue(1, 100, 900, "tone"), Cue(2, 1_200, 1_800, "silence")]


def count_pixels(image: QImage, color: str) -> int:
    wanted = QColor(color).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def open_recording(qtbot: QtBot, pane: WaveformPane, path: Path) -> None:
    with qtbot.waitSignal(pane.peaks_ready, timeout=20_000):
        pane.set_media(path, read_media_facts(path))


def test_a_recording_is_read_and_its_sound_painted(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane([])
    pane.setPalette(palette_of(DARK))
    silent = count_pixels(pane.canvas.grab().toImage(), DARK.wave)
    open_recording(qtbot, pane, recording)
    image = pane.canvas.grab().toImage()
    assert silent == 0
    assert count_pixels(image, DARK.wave) > 20_000
    assert pane.state.media_ms == 2_000
    # A quiet recording is painted as high as it can be seen.
    assert pane.canvas.amplitude == pytest.approx(0.9 / 0.25, rel=0.01)
    left, right = image.copy(0, 0, 600, image.height()), image.copy(600, 0, 600, image.height())
    assert count_pixels(left, DARK.wave) > 10 * count_pixels(right, DARK.wave)


@pytest.mark.parametrize("colors", [DARK, LIGHT])
def test_the_selected_sound_has_another_colour(
    qtbot: QtBot, make_pane: MakePane, recording: Path, colors: Colors
) -> None:
    pane = make_pane(CUES)
    pane.setPalette(palette_of(colors))
    open_recording(qtbot, pane, recording)
    before = count_pixels(pane.canvas.grab().toImage(), colors.wave_selected)
    pane.state.editing.select_rows([0])
    assert before == 0
    assert count_pixels(pane.canvas.grab().toImage(), colors.wave_selected) > 5_000


def test_close_up_the_sound_is_drawn_between_what_is_known(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane([])
    open_recording(qtbot, pane, recording)
    pane.canvas.set_scale(pane.canvas.scale.fitting(300, 700))
    assert count_pixels(pane.canvas.grab().toImage(), LIGHT.wave) > 10_000


def test_media_without_sound_say_so_and_segments_stay(make_pane: MakePane, tmp_path: Path) -> None:
    pane = make_pane(CUES)
    pane.set_media(tmp_path / "mute.mp4", MediaFacts(tmp_path / "mute.mp4", 5_000))
    assert pane.notice == "There is no sound in mute.mp4"
    assert pane.state.spans.end_ms == 1_800


def test_media_that_vanish_meanwhile_say_so(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane(CUES)
    facts = read_media_facts(recording)
    recording.unlink()
    pane.set_media(recording, facts)
    qtbot.waitUntil(lambda: "cannot be read" in pane.notice)
    assert "tone.wav" in pane.notice


def test_a_track_that_is_not_there_is_told_without_a_reason(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane(CUES)
    track = AudioTrackFacts(7, None, "", "pcm", 1, False)
    pane.set_media(recording, MediaFacts(recording, 2_000, (track,)), 7)
    qtbot.waitUntil(lambda: "cannot be read" in pane.notice)


def test_another_recording_takes_the_place_of_one_that_is_still_read(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane([])
    pane.set_media(recording, read_media_facts(recording))
    open_recording(qtbot, pane, recording)
    assert not pane.notice
    pane.clear_media()
    assert "Open a recording" in pane.notice
    assert pane.state.media_ms is None


def test_closing_stops_the_reading(make_pane: MakePane, recording: Path) -> None:
    pane = make_pane([])
    pane.set_media(recording, read_media_facts(recording))
    thread = pane.findChild(QThread)
    assert isinstance(thread, QThread)
    assert thread.isRunning()
    pane.close()
    assert thread.isFinished()


def test_the_spectrogram_shows_the_tone_where_its_pitch_is(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane(CUES)
    open_recording(qtbot, pane, recording)
    pane.set_spectrogram(True)

    def is_lit_where_the_tone_is() -> bool:
        image = pane.canvas.grab().toImage()
        height = image.height() - 20
        low = image.pixelColor(300, image.height() - round(height * 440 / 8_000)).lightness()
        high = image.pixelColor(300, 20 + height // 4).lightness()
        silence = image.pixelColor(1_100, image.height() - round(height * 440 / 8_000)).lightness()
        return low > high + 40 and low > silence + 40

    qtbot.waitUntil(is_lit_where_the_tone_is, timeout=20_000)
    pane.canvas.set_scale(pane.canvas.scale.fitting(200, 400))
    qtbot.wait(20)
    pane.set_spectrogram(False)
    assert not pane.has_spectrogram
    assert count_pixels(pane.canvas.grab().toImage(), LIGHT.wave) > 10_000


def test_a_spectrogram_of_what_has_vanished_fails_with_words(
    qtbot: QtBot, make_pane: MakePane, recording: Path
) -> None:
    pane = make_pane(CUES)
    open_recording(qtbot, pane, recording)
    recording.unlink()
    pane.set_spectrogram(True)
    pane.canvas.grab()
    qtbot.waitUntil(lambda: "cannot be read" in pane.notice, timeout=20_000)


def test_buttons_are_those_of_the_actions(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    first, second = QAction("&Zoom in", pane), QAction("Follow", pane)
    second.setCheckable(True)
    pane.show_actions([first])
    pane.show_actions([first, second])
    buttons = [one for one in pane.findChildren(QToolButton) if one.defaultAction() is second]
    (button,) = buttons
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert second.isChecked()
    names = {one.accessibleName() for one in pane.findChildren(QToolButton)}
    assert names == {"Zoom in", "Follow"}


def test_the_minimap_takes_the_view_to_where_it_is_pressed(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    minimap = pane.minimap
    middle = minimap.rect().center()
    QTest.mousePress(minimap, Qt.MouseButton.LeftButton, pos=middle)
    assert pane.canvas.scale.x_of(30_000) == pytest.approx(600, abs=6)
    QTest.mouseMove(minimap, middle / 2)
    assert pane.canvas.scale.x_of(15_000) == pytest.approx(600, abs=6)
    QTest.mouseRelease(minimap, Qt.MouseButton.LeftButton, pos=middle / 2)


def test_the_minimap_works_with_keys(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    QTest.keyClick(pane.minimap, Qt.Key.Key_End)
    assert pane.canvas.scale.end_ms == pytest.approx(60_000)
    QTest.keyClick(pane.minimap, Qt.Key.Key_PageUp)
    assert pane.canvas.scale.start_ms == pytest.approx(36_000)
    QTest.keyClick(pane.minimap, Qt.Key.Key_Right)
    assert pane.canvas.scale.start_ms == pytest.approx(42_000)
    QTest.keyClick(pane.minimap, Qt.Key.Key_Home)
    assert pane.canvas.scale.start_ms == 0
    QTest.keyClick(pane.minimap, Qt.Key.Key_A)
    assert pane.canvas.scale.start_ms == 0


def test_the_minimap_shows_segments_the_view_and_the_playhead(
    make_pane: MakePane,
) -> None:
    pane = make_pane([Cue(1, 0, 30_000, "")])
    pane.navigation.set_following(False)
    pane.state.editing.set_playhead(45_000)
    image = pane.minimap.grab().toImage()
    assert count_pixels(image, LIGHT.segment_start) > 200
    assert count_pixels(image, LIGHT.playhead) >= image.height()


def test_another_document_is_shown_when_it_replaces_the_first(make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    pane.state.set_new_span(TimeSpan(100, 200))
    editing = pane.state.editing
    editing.load(Document([Cue(5, 10_000, 70_000, "other")]))
    assert pane.state.new_span is None
    assert pane.state.total_ms == 70_000
    editing.perform(Edit(Verb.DELETE, (Splice(0, tuple(editing.document), ()),)))
    assert pane.state.total_ms == 60_000


def test_options_are_announced(qtbot: QtBot, make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    options = WaveformOptions(is_snapping=False)
    with qtbot.waitSignal(pane.options_changed):
        pane.set_options(options)
    assert pane.options == options


def test_a_screen_reader_hears_what_is_shown(qtbot: QtBot, make_pane: MakePane) -> None:
    pane = make_pane(CUES)
    canvas: QObject = pane.canvas
    interface = QAccessible.queryAccessibleInterface(canvas)
    assert interface.text(QAccessible.Text.Name) == "Waveform"
    pane.state.editing.select_rows([1])
    pane.state.set_new_span(TimeSpan(5_000, 6_500))
    description = QAccessible.Text.Description
    qtbot.waitUntil(lambda: "Segment 2 of 2" in interface.text(description))
    heard = interface.text(description)
    assert "Shows 0:00:00.000 to 0:00:12.000." in heard
    assert "silence" in heard
    assert "1.500 seconds" in heard
    assert pane.minimap.accessibleName()


def test_ten_thousand_segments_are_painted_as_what_they_cover(make_pane: MakePane) -> None:
    cues = [Cue(uid, uid * 1_400, uid * 1_400 + 1_000, f"{uid}") for uid in range(1, 10_001)]
    pane = make_pane(cues)
    pane.state.set_media(4 * 3_600_000, None)
    pane.navigation.fit_all()
    image = pane.canvas.grab().toImage()
    found, counts = np.unique([image.pixel(x, 60) for x in range(10, 1_150)], return_counts=True)
    assert found[counts.argmax()] != QColor(LIGHT.wave_background).rgb()
    assert counts.max() > 1_000


def test_words_of_the_current_segment_are_marked(make_pane: MakePane) -> None:
    words = (Word(2_000, 3_000, "one", 1.0), Word(4_000, 4_900, " two", 1.0))
    pane = make_pane([Cue(1, 1_000, 5_000, "", words), Cue(2, 6_000, 6_000, "", words)])
    middle = int(pane.canvas.segments_top() + pane.canvas.segments_height() / 2)
    before = pane.canvas.grab().toImage().pixel(200, middle - 3)
    pane.state.editing.select_rows([0])
    image = pane.canvas.grab().toImage()
    assert QColor(image.pixel(200, middle - 3)) == QColor(LIGHT.segment_text)
    assert before != image.pixel(200, middle - 3)
