"""The delivery rules: one of the shipped presets, or the person's own."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QSpinBox, QWidget

from whisper_desktop.core.presets import CUSTOM_NAME, Preset
from whisper_desktop.ui.dialogs.settings_page import SettingsPage
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.preset_names import preset_names
from whisper_desktop.ui.recognition.preflight_words import language_name

_LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "max_line_characters": (1, 1_000),
        "max_lines": (1, 20),
        "min_duration_ms": (0, 60_000),
        "max_duration_ms": (1, 600_000),
        "min_gap_ms": (0, 60_000),
        "close_gaps_below_ms": (0, 60_000),
    }
)


class ChecksPage(SettingsPage):
    """Shows the limits of the chosen preset; those of the own one can be changed."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(preferences, parent)
        self._language: str | None = None
        self._fps: float | None = None
        self.preset = self.add_choice("preset", self.tr("Rules:"), dict(preset_names()))
        self.scope = QLabel()
        self.scope.setWordWrap(True)
        self.form.addRow("", self.scope)
        self._add_numbers()
        preferences.changed.connect(self._show)
        self._show()

    def show_text(self, language: str | None, fps: float | None) -> None:
        """Show what is asked of a text, each of these None where it is not known."""
        self._language, self._fps = language, fps
        self._show()

    def _add_numbers(self) -> None:
        words = {
            "max_line_characters": self.tr("Characters in a line, at most:"),
            "max_lines": self.tr("Lines, at most:"),
            "min_duration_ms": self.tr("Shown at least (ms):"),
            "max_duration_ms": self.tr("Shown at most (ms):"),
            "min_gap_ms": self.tr("Gap at least (ms):"),
            "close_gaps_below_ms": self.tr("Close gaps below (ms):"),
        }
        self.numbers = {name: QSpinBox() for name in _LIMITS}
        for name, box in self.numbers.items():
            box.setRange(*_LIMITS[name])
            box.setKeyboardTracking(False)
            box.setAccessibleName(words[name].rstrip(":"))
            box.valueChanged.connect(self._on_changed)
            self.form.addRow(words[name], box)
        self.speed = QDoubleSpinBox()
        self.speed.setRange(0.1, 1_000)
        self.speed.setDecimals(1)
        self.speed.setKeyboardTracking(False)
        self.speed.setAccessibleName(self.tr("Characters a second, at most"))
        self.speed.valueChanged.connect(self._on_changed)
        self.form.addRow(self.tr("Characters a second, at most:"), self.speed)

    @Slot()
    def _show(self) -> None:
        preset = self.preferences.preset.at_rate(self._fps)
        is_own = preset.name == CUSTOM_NAME
        limits = preset.limits(self._language)
        for name, box in self.numbers.items():
            box.blockSignals(True)
            box.setValue(getattr(limits, name))
            box.blockSignals(False)
            box.setEnabled(is_own)
        self.speed.blockSignals(True)
        self.speed.setValue(limits.max_cps)
        self.speed.blockSignals(False)
        self.speed.setEnabled(is_own)
        self.scope.setText("" if is_own else self._scope_of(preset))
        self.form.setRowVisible(self.scope, not is_own)

    def _scope_of(self, preset: Preset) -> str:
        """Say for which language and frame rate the numbers hold."""
        language = self._language or preset.default_language
        words = self.tr("These hold for {language} at {fps} frames a second.")
        if language is None:
            words = self.tr("These hold for most languages at {fps} frames a second.")
        fps = QLocale().toString(preset.fps, "g", 6)
        return words.format(language=language_name(language or ""), fps=fps)

    @Slot()
    def _on_changed(self) -> None:
        values = {name: box.value() for name, box in self.numbers.items()}
        if values["min_duration_ms"] <= values["max_duration_ms"]:
            own = self.preferences.preset.to_dict() | values | {"max_cps": self.speed.value()}
            self.change(custom_preset=own)
