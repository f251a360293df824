"""What all pages of the settings share: fields that change a setting as they change."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from whisper_desktop.ui.preferences import Preferences

_Field = TypeVar("_Field", bound=QWidget)


class SettingsPage(QWidget):
    """A form whose fields are bound to settings by their names."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.form = QFormLayout(self)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def change(self, **settings: Any) -> None:
        """Give settings other values."""
        self.preferences.change(replace(self.preferences.editor, **settings))

    def add_choice(self, name: str, label: str, choices: Mapping[Any, str]) -> QComboBox:
        """Add a setting that is one of several values."""
        box = QComboBox()
        for value, words in choices.items():
            box.addItem(words, value)
        box.setCurrentIndex(list(choices).index(getattr(self.preferences.editor, name)))
        box.currentIndexChanged.connect(lambda index: self.change(**{name: list(choices)[index]}))
        return self._add(label, box)

    def add_number(self, name: str, label: str, limits: tuple[int, int], unit: str) -> QSpinBox:
        """Add a setting that is a whole number."""
        box = QSpinBox()
        box.setRange(*limits)
        box.setSuffix(f" {unit}")
        box.setKeyboardTracking(False)
        box.setValue(getattr(self.preferences.editor, name))
        box.valueChanged.connect(lambda value: self.change(**{name: value}))
        return self._add(label, box)

    def add_switch(self, name: str, words: str) -> QCheckBox:
        """Add a setting that is on or off."""
        box = QCheckBox(words)
        box.setChecked(getattr(self.preferences.editor, name))
        box.toggled.connect(lambda is_on: self.change(**{name: is_on}))
        self.form.addRow("", box)
        return box

    def _add(self, label: str, field: _Field) -> _Field:
        field.setAccessibleName(label.rstrip(":"))
        self.form.addRow(label, field)
        return field
