"""The controls of the player: what plays, where, how fast, how loud, and which audio track."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.core.timecode import format_time
from whisper_desktop.ui.icons import icon
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated
from whisper_desktop.ui.views.player.commands import RATES
from whisper_desktop.ui.views.player.media_player import FULL_VOLUME, AudioTrack

_CONTEXT = "TransportBar"
_BUTTONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "play": ("play", QT_TRANSLATE_NOOP("TransportBar", "Play")),
        "stop": ("stop", QT_TRANSLATE_NOOP("TransportBar", "Stop and go back")),
        "frame-back": ("skip-previous", QT_TRANSLATE_NOOP("TransportBar", "One frame back")),
        "frame-forward": ("skip-next", QT_TRANSLATE_NOOP("TransportBar", "One frame forward")),
        "play-selection": (
            "play-box-outline",
            QT_TRANSLATE_NOOP("TransportBar", "Play the selection"),
        ),
        "loop-selection": ("repeat", QT_TRANSLATE_NOOP("TransportBar", "Repeat the selection")),
        "play-before": (
            "clock-start",
            QT_TRANSLATE_NOOP("TransportBar", "Play 500 ms before the start"),
        ),
        "play-after": (
            "clock-end",
            QT_TRANSLATE_NOOP("TransportBar", "Play 500 ms after the end"),
        ),
    }
)
"""Icon and name of each button, by the name of what it does."""


class TransportBar(QWidget):
    """Shows where playback is and asks for changes; two rows of buttons where it is narrow."""

    command_given = Signal(str)
    """The name of what a button does."""
    seek_requested = Signal(int)
    """A time in milliseconds."""
    rate_chosen = Signal(float)
    volume_chosen = Signal(int)
    """From 0 to 100, as it sounds to the ear."""
    audio_track_chosen = Signal(int)
    """From 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position_ms = self._duration_ms = 0
        self._is_playing = self._is_muted = False
        self._has_sound = True
        self._tooltips: Mapping[str, str] = MappingProxyType({})
        self._slider = self._made_slider()
        self._time = self._made_time_label()
        self._buttons = {name: self._made_button(name) for name in _BUTTONS}
        self._mute = self._made_button("mute")
        self._rate = self._made_rate_box()
        self._volume = self._made_volume_slider()
        self._tracks = self._made_track_button()
        self._groups = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._draw()
        self.set_enabled(False)

    def set_enabled(self, is_enabled: bool) -> None:
        """Let everything be used, or nothing but the settings of sound and speed."""
        for control in (self._slider, *self._buttons.values()):
            control.setEnabled(is_enabled)
        if not is_enabled:
            self.show_position(0, 0)
            self.show_tracks((), -1)

    def show_position(self, position_ms: int, duration_ms: int) -> None:
        """Show where playback is."""
        self._position_ms, self._duration_ms = position_ms, duration_ms
        self._time.setText(self._time_text(position_ms, duration_ms))
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setRange(0, duration_ms)
                self._slider.setValue(position_ms)

    def show_playing(self, is_playing: bool) -> None:
        """Let the first button play or pause."""
        self._is_playing = is_playing
        self._draw()

    def show_rate(self, rate: float) -> None:
        """Show the speed; one that is not among the usual ones is shown as the nearest."""
        nearest = min(RATES, key=lambda usual: abs(usual - rate))
        self._rate.setCurrentIndex(RATES.index(nearest))

    def show_sound(self, volume: int, is_muted: bool, has_sound: bool) -> None:
        """Show how loud it is, and whether there is a device at all."""
        with QSignalBlocker(self._volume):
            self._volume.setValue(volume)
        self._is_muted, self._has_sound = is_muted, has_sound
        self._volume.setEnabled(has_sound)
        self._mute.setEnabled(has_sound)
        self._draw()

    @property
    def track_menu(self) -> QMenu:
        """The audio tracks, for other menus, too."""
        return self._tracks.menu()

    def show_tracks(self, tracks: Sequence[AudioTrack], current: int) -> None:
        """Offer the audio tracks; there is no choice among fewer than two."""
        menu = self._tracks.menu()
        menu.clear()
        for old in menu.findChildren(QActionGroup):
            old.deleteLater()
        group = QActionGroup(menu)
        for number, track in enumerate(tracks):
            action = QAction(self._track_name(number, track), group, checkable=True)
            action.setChecked(number == current)
            action.setData(number)
            menu.addAction(action)
        self._tracks.setVisible(len(tracks) > 1)
        menu.menuAction().setEnabled(len(tracks) > 1)

    def show_tooltips(self, tooltips: Mapping[str, str]) -> None:
        """Explain buttons by other texts, such as ones with their keys."""
        self._tooltips = tooltips
        self._draw()

    def _made_button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._on_clicked)
        return button

    def _made_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setAccessibleName(self.tr("Position"))
        slider.setToolTip(self.tr("Position in the media"))
        slider.setSingleStep(1_000)
        slider.setPageStep(10_000)
        slider.valueChanged.connect(self.seek_requested)
        return slider

    def _made_time_label(self) -> QLabel:
        label = QLabel(self)
        label.setAccessibleName(self.tr("Time"))
        font = label.font()
        font.setFeature(QFont.Tag("tnum"), 1)
        label.setFont(font)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        widest = self._time_text(0, 0)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(widest))
        return label

    def _made_rate_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("rate")
        box.setAccessibleName(self.tr("Speed"))
        box.setToolTip(self.tr("Speed"))
        for rate in RATES:
            box.addItem(self.tr("{0} ×").format(self.locale().toString(rate)), rate)
        box.setCurrentIndex(RATES.index(1.0))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(4)
        box.activated.connect(self._on_rate_activated)
        return box

    def _made_volume_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setAccessibleName(self.tr("Volume"))
        slider.setRange(0, FULL_VOLUME)
        slider.setValue(FULL_VOLUME)
        slider.setFixedWidth(72)
        slider.valueChanged.connect(self.volume_chosen)
        return slider

    def _made_track_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("audio-track")
        button.setAutoRaise(True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(self.tr("Audio track"))
        button.setToolTip(self.tr("Audio track"))
        menu = QMenu(self.tr("A&udio track"), button)
        menu.menuAction().setEnabled(False)
        menu.triggered.connect(self._on_track_triggered)
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self._slider, 1)
        first.addWidget(self._time)
        moving = _row(*self._buttons.values())
        sound = _row(self._rate, self._mute, self._volume, self._tracks)
        self._groups.setSpacing(4)
        self._groups.addWidget(moving, 0, Qt.AlignmentFlag.AlignLeft)
        self._groups.addStretch()
        self._groups.addWidget(sound, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addLayout(self._groups)
        self._moving, self._sound = moving, sound
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _draw(self) -> None:
        for name, (icon_name, text) in _BUTTONS.items():
            self._explain(self._buttons[name], icon_name, translated(_CONTEXT, text))
        if self._is_playing:
            self._explain(self._buttons["play"], "pause", self.tr("Pause"))
        if not self._has_sound:
            no_device = self.tr("No sound device was found: playing goes on without sound")
            self._explain(self._mute, "volume-off", no_device)
            self._volume.setToolTip(no_device)
        elif self._is_muted:
            self._explain(self._mute, "volume-mute", self.tr("Unmute"))
        else:
            self._explain(self._mute, "volume-high", self.tr("Mute"))
        if self._has_sound:
            self._volume.setToolTip(self.tr("Volume"))
        self._tracks.setIcon(icon("music-box-multiple-outline", self.palette()))

    def _explain(self, button: QToolButton, icon_name: str, text: str) -> None:
        button.setIcon(icon(icon_name, self.palette()))
        button.setAccessibleName(text)
        button.setToolTip(self._tooltips.get(button.objectName(), text))

    def _time_text(self, position_ms: int, duration_ms: int) -> str:
        position, duration = format_time(position_ms), format_time(duration_ms)
        return self.tr("{0} / {1}").format(position, duration)

    def _track_name(self, number: int, track: AudioTrack) -> str:
        known = " · ".join(filter(None, (track.language, track.title)))
        if known:
            return self.tr("{0}: {1}").format(number + 1, known)
        return self.tr("Track {0}").format(number + 1)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.command_given.emit(sender.objectName())

    def _on_rate_activated(self, index: int) -> None:
        self.rate_chosen.emit(RATES[index])

    def _on_track_triggered(self, action: QAction) -> None:
        self.audio_track_chosen.emit(action.data())

    def minimumSizeHint(self) -> QSize:
        """Return the size with the buttons in two rows."""
        width = max(self._moving.sizeHint().width(), self._sound.sizeHint().width()) + 16
        return QSize(width, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the groups of buttons side by side where there is room."""
        wanted = self._moving.sizeHint().width() + self._sound.sizeHint().width() + 24
        direction = QBoxLayout.Direction
        fits = event.size().width() >= wanted
        self._groups.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icons in the new colours."""
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget)
    return row
