"""The delivery rules: one of the shipped presets, or the person's own."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from whisper_desktop.core.presets import CUSTOM_NAME
from whisper_desktop.ui.dialogs.settings_page import SettingsPage
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.preset_names import preset_names

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
        self.preset = self.add_choice("preset", self.tr("Rules:"), dict(preset_names()))
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
        preferences.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        preset = self.preferences.preset
        is_own = preset.name == CUSTOM_NAME
        limits = preset.limits(None)
        for name, box in self.numbers.items():
            box.blockSignals(True)
            box.setValue(getattr(limits, name))
            box.blockSignals(False)
            box.setEnabled(is_own)
        self.speed.blockSignals(True)
        self.speed.setValue(preset.max_cps)
        self.speed.blockSignals(False)
        self.speed.setEnabled(is_own)

    @Slot()
    def _on_changed(self) -> None:
        values = {name: box.value() for name, box in self.numbers.items()}
        if values["min_duration_ms"] <= values["max_duration_ms"]:
            own = self.preferences.preset.to_dict() | values | {"max_cps": self.speed.value()}
            self.change(custom_preset=own)
