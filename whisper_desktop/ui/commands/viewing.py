"""The menu View, as far as it is about the waveform and the appearance."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.editor_settings import ColorScheme
from whisper_desktop.core.verbs.rules import Neighbours
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.theme import Appearance
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane
from whisper_desktop.ui.views.waveform.waveform_state import WaveformOptions

_SCHEMES = {
    "scheme-system": ColorScheme.SYSTEM,
    "scheme-light": ColorScheme.LIGHT,
    "scheme-dark": ColorScheme.DARK,
}
_TOOLS = ("spectrogram", "snapping", "zoom-in", "zoom-out", "zoom-selection")
"""Actions that stand beside the overview of the waveform."""


class ViewingCommands(QObject):
    """Connects what shows the waveform in another way, and follows the settings."""

    def __init__(
        self, desk: Desk, actions: Actions, waveform: WaveformPane, appearance: Appearance
    ) -> None:
        super().__init__(desk)
        self._desk, self._actions = desk, actions
        self._waveform, self._appearance = waveform, appearance
        navigation = waveform.navigation
        for name, act in (
            ("zoom-in", navigation.zoom_in),
            ("zoom-out", navigation.zoom_out),
            ("zoom-fit", navigation.fit_all),
            ("zoom-selection", navigation.fit_selection),
            ("taller", navigation.raise_amplitude),
            ("flatter", navigation.lower_amplitude),
        ):
            actions[name].triggered.connect(act)
        actions["follow"].setChecked(navigation.is_following)
        actions["follow"].toggled.connect(navigation.set_following)
        actions["spectrogram"].setChecked(waveform.has_spectrogram)
        actions["spectrogram"].toggled.connect(waveform.set_spectrogram)
        actions["snapping"].toggled.connect(self._on_snapping)
        actions["push"].toggled.connect(self._on_push)
        for name, scheme in _SCHEMES.items():
            actions[name].triggered.connect(self._chooser(scheme))
        waveform.show_actions([actions[name] for name in _TOOLS])
        desk.preferences.changed.connect(self._on_preferences_changed)
        desk.media_changed.connect(self._on_preferences_changed)
        self._on_preferences_changed()

    def _chooser(self, scheme: ColorScheme) -> Callable[[], None]:
        def choose() -> None:
            preferences = self._desk.preferences
            preferences.change(replace(preferences.editor, color_scheme=scheme))

        return choose

    @Slot(bool)
    def _on_snapping(self, is_wanted: bool) -> None:
        preferences = self._desk.preferences
        preferences.change(replace(preferences.editor, is_snapping=is_wanted))

    @Slot(bool)
    def _on_push(self, is_wanted: bool) -> None:
        preferences = self._desk.preferences
        is_pushing = preferences.editor.neighbours is Neighbours.PUSH
        if is_wanted != is_pushing:
            rule = Neighbours.PUSH if is_wanted else Neighbours.KEEP
            preferences.change(replace(preferences.editor, neighbours=rule))

    @Slot()
    def _on_preferences_changed(self) -> None:
        editor = self._desk.preferences.editor
        for name, scheme in _SCHEMES.items():
            self._actions[name].setChecked(scheme is editor.color_scheme)
        self._appearance.choose(editor.color_scheme)
        self._actions["snapping"].setChecked(editor.is_snapping)
        self._actions["push"].setChecked(editor.neighbours is Neighbours.PUSH)
        self._waveform.set_options(
            WaveformOptions(is_snapping=editor.is_snapping, rules=self._desk.rules)
        )
