import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.theme import DARK, palette_of
from whisper_desktop.ui.views.player.commands import RATES
from whisper_desktop.ui.views.player.media_player import AudioTrack
from whisper_desktop.ui.views.player.transport_bar import TransportBar


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    found = TransportBar()
    found.resize(900, 80)
    qtbot.addWidget(found)
    found.show()
    found.set_enabled(True)
    return found


def button(bar: TransportBar, name: str) -> QToolButton:
    found = bar.findChild(QToolButton, name)
    assert found is not None
    return found


def slider(bar: TransportBar, name: str) -> QSlider:
    (found,) = (each for each in bar.findChildren(QSlider) if each.accessibleName() == name)
    return found


NAMES = (
    "play",
    "stop",
    "frame-back",
    "frame-forward",
    "play-selection",
    "loop-selection",
    "play-before",
    "play-after",
    "mute",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_button_gives_its_command_and_is_explained(
    qtbot: QtBot, bar: TransportBar, name: str
) -> None:
    found = button(bar, name)
    with qtbot.waitSignal(bar.command_given) as given:
        found.click()
    assert given.args == [name]
    assert found.toolTip()
    assert found.accessibleName()
    assert not found.icon().isNull()
    assert found.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_buttons_work_by_keyboard(qtbot: QtBot, bar: TransportBar) -> None:
    with qtbot.waitSignal(bar.command_given):
        QTest.keyClick(button(bar, "stop"), Qt.Key.Key_Space)
    visible = [each for each in bar.findChildren(QAbstractButton) if each.isVisible()]
    assert all(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in visible)


def test_without_media_only_sound_and_speed_can_be_set(bar: TransportBar) -> None:
    bar.set_enabled(False)
    assert not any(button(bar, name).isEnabled() for name in NAMES if name != "mute")
    assert not slider(bar, "Position").isEnabled()
    assert slider(bar, "Volume").isEnabled()


def test_the_first_button_plays_or_pauses(bar: TransportBar) -> None:
    bar.show_playing(True)
    assert button(bar, "play").accessibleName() == "Pause"
    bar.show_playing(False)
    assert button(bar, "play").accessibleName() == "Play"


def test_the_position_is_shown_and_chosen(qtbot: QtBot, bar: TransportBar) -> None:
    position = slider(bar, "Position")
    with qtbot.assertNotEmitted(bar.seek_requested):
        bar.show_position(62_500, 3_600_000)
    assert position.value() == 62_500
    texts = [label.text() for label in bar.findChildren(QLabel)]
    assert "0:01:02.500 / 1:00:00.000" in texts
    with qtbot.waitSignal(bar.seek_requested) as asked:
        QTest.keyClick(position, Qt.Key.Key_Right)
    assert asked.args == [63_500]


def test_a_slider_that_is_held_is_not_moved(bar: TransportBar) -> None:
    position = slider(bar, "Position")
    bar.show_position(0, 10_000)
    position.setSliderDown(True)
    bar.show_position(5_000, 10_000)
    assert position.value() == 0
    position.setSliderDown(False)


def test_the_speed_is_shown_and_chosen(qtbot: QtBot, bar: TransportBar) -> None:
    (box,) = bar.findChildren(QComboBox)
    assert box.count() == len(RATES)
    assert box.currentText() == "1 ×"
    with qtbot.assertNotEmitted(bar.rate_chosen):
        bar.show_rate(1.55)
    assert box.currentText() == "1.5 ×"
    with qtbot.waitSignal(bar.rate_chosen) as chosen:
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert chosen.args == [2.0]


def test_the_volume_is_shown_and_chosen(qtbot: QtBot, bar: TransportBar) -> None:
    volume = slider(bar, "Volume")
    with qtbot.assertNotEmitted(bar.volume_chosen):
        bar.show_sound(40, False, True)
    with qtbot.waitSignal(bar.volume_chosen) as chosen:
        QTest.keyClick(volume, Qt.Key.Key_Right)
    assert chosen.args == [41]


def test_silence_and_a_missing_device_are_said(bar: TransportBar) -> None:
    mute = button(bar, "mute")
    bar.show_sound(40, True, True)
    assert mute.accessibleName() == "Unmute"
    bar.show_sound(40, False, False)
    assert "No sound device" in mute.toolTip()
    assert not mute.isEnabled()
    assert not slider(bar, "Volume").isEnabled()
    bar.show_sound(40, False, True)
    assert mute.accessibleName() == "Mute"
    assert slider(bar, "Volume").toolTip() == "Volume"


def test_there_is_a_choice_of_two_audio_tracks_but_not_of_one(
    qtbot: QtBot, bar: TransportBar
) -> None:
    tracks = button(bar, "audio-track")
    bar.show_tracks([AudioTrack("English", "")], 0)
    assert not tracks.isVisible()
    assert not bar.track_menu.menuAction().isEnabled()
    bar.show_tracks([AudioTrack("English", "Comments"), AudioTrack("", "")], 1)
    assert tracks.isVisible()
    assert bar.track_menu.menuAction().isEnabled()
    first, second = tracks.menu().actions()
    assert (first.text(), second.text()) == ("1: English · Comments", "Track 2")
    assert (first.isChecked(), second.isChecked()) == (False, True)
    with qtbot.waitSignal(bar.audio_track_chosen) as chosen:
        first.trigger()
    assert chosen.args == [0]


def test_explanations_can_tell_the_keys(bar: TransportBar) -> None:
    bar.show_tooltips({"stop": "Stop (Ctrl+.)"})
    assert button(bar, "stop").toolTip() == "Stop (Ctrl+.)"
    assert button(bar, "play").toolTip() == "Play"


def test_the_buttons_stand_in_two_rows_where_it_is_narrow(qtbot: QtBot, bar: TransportBar) -> None:
    def tops() -> set[int]:
        found = [button(bar, "play"), button(bar, "mute")]
        return {each.mapTo(bar, each.rect().center()).y() // 20 for each in found}

    assert len(tops()) == 1
    bar.resize(bar.minimumSizeHint().width(), 120)
    qtbot.waitUntil(lambda: len(tops()) == 2)
    bar.resize(900, 80)
    qtbot.waitUntil(lambda: len(tops()) == 1)


def test_icons_follow_the_palette(bar: TransportBar) -> None:
    def darkest() -> int:
        image = button(bar, "stop").icon().pixmap(24, 24).toImage()
        return image.pixelColor(12, 12).lightness()

    before = darkest()
    bar.setPalette(palette_of(DARK))
    assert before < 100 < darkest()
