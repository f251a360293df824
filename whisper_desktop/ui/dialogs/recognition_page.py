"""What recognises, on what, and why not on the rest of this machine."""

import os
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.machine import AUTO, PRECISIONS, DeviceReport, MachineFacts
from whisper_desktop.core.errors import DeviceUnavailableError
from whisper_desktop.ui.error_sentences import error_sentence
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.quantities import size_words
from whisper_desktop.ui.recognition.preflight_words import no_device_words
from whisper_desktop.ui.recognition.run_advice import RunAdvice

_MAX_THREADS = 256
_LIST_HEIGHT_PX = 128
_SPACING_PX = 8


class RecognitionPage(QWidget):
    """Offers what was found on this machine; what cannot be used is listed with its reason."""

    def __init__(
        self, preferences: Preferences, advice: RunAdvice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences, self._advice = preferences, advice
        self.model_box, self.device_box = QComboBox(), QComboBox()
        self.precision_box, self.threads_box = QComboBox(), QSpinBox()
        self.offline_box = QCheckBox(self.tr("Never use the network; import models from disk"))
        self.reason, self.problem = QLabel(), QLabel()
        self.list = QTreeWidget()
        self.look_button = QPushButton(self.tr("Look again"))
        self._lay_out()
        self._show_settings()
        self._connect()
        self._refresh()
        advice.devices.look()

    def _lay_out(self) -> None:
        self.threads_box.setRange(0, max(_MAX_THREADS, os.cpu_count() or 1))
        self.threads_box.setSpecialValueText(self.tr("As many as help"))
        self.threads_box.setKeyboardTracking(False)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in (
            (self.tr("Model:"), self.model_box),
            (self.tr("Device:"), self.device_box),
            (self.tr("Precision:"), self.precision_box),
            (self.tr("Threads of the processor:"), self.threads_box),
        ):
            field.setAccessibleName(label.rstrip(":"))
            form.addRow(label, field)
        form.addRow("", self.offline_box)
        for line in (self.reason, self.problem):
            line.setWordWrap(True)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list.setAccessibleName(self.tr("Devices that were found"))
        self.list.setHeaderLabels([self.tr("Device"), self.tr("Use"), self.tr("Why")])
        self.list.setRootIsDecorated(False)
        self.list.setFixedHeight(_LIST_HEIGHT_PX)
        header = self.list.header()
        for column in (0, 1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(self._show_reason)
        self.look_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.look_button, 0, Qt.AlignmentFlag.AlignTop)
        page = QVBoxLayout(self)
        page.setSpacing(_SPACING_PX)
        page.addLayout(form)
        page.addWidget(self.problem)
        page.addWidget(self.list)
        page.addLayout(row)
        page.addStretch(1)

    def _connect(self) -> None:
        self.model_box.activated.connect(self._on_chosen)
        self.device_box.activated.connect(self._on_chosen)
        self.precision_box.activated.connect(self._on_chosen)
        self.threads_box.valueChanged.connect(self._on_chosen)
        self.offline_box.toggled.connect(self._on_chosen)
        self.look_button.clicked.connect(self._advice.devices.look_again)
        self._advice.changed.connect(self._refresh)

    def _show_settings(self) -> None:
        settings = self._preferences.settings
        self.threads_box.setValue(settings.threads or 0)
        self.offline_box.setChecked(settings.offline)

    @Slot()
    def _on_chosen(self) -> None:
        self._preferences.change_settings(
            replace(
                self._preferences.settings,
                model=str(self.model_box.currentData()),
                device=str(self.device_box.currentData()),
                precision=str(self.precision_box.currentData()),
                threads=self.threads_box.value() or None,
                offline=self.offline_box.isChecked(),
            )
        )

    @Slot()
    def _refresh(self) -> None:
        devices = self._advice.devices
        facts = devices.machine.facts
        reports = facts.devices() if facts is not None else ()
        self._show_models()
        self._show_devices(reports)
        self._show_precisions(reports)
        used, problem = self._used(facts)
        self._show_list(reports, used)
        self.look_button.setEnabled(not devices.is_looking)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _show_models(self) -> None:
        statuses = self._advice.downloads.store.list()
        names = {one.name: one.name for one in statuses if one.is_installed}
        wanted = self._preferences.settings.model
        official = self._advice.downloads.store.catalogue.find(wanted)
        wanted = official.name if official else wanted
        if wanted not in names:
            names[wanted] = self.tr("{name} — not installed").format(name=wanted)
        _fill(self.model_box, names, wanted)

    def _show_devices(self, reports: tuple[DeviceReport, ...]) -> None:
        names = {AUTO: self.tr("Choose the best")}
        for one in reports:
            if one.is_usable:
                names[one.name] = _name(one)
        wanted = self._preferences.settings.device
        if wanted not in names:
            text = self.tr("{name} — not found") if reports else "{name}"
            names[wanted] = text.format(name=wanted)
        _fill(self.device_box, names, wanted)

    def _show_precisions(self, reports: tuple[DeviceReport, ...]) -> None:
        settings = self._preferences.settings
        names = {name: name for name in (*PRECISIONS, settings.precision)}
        names[AUTO] = self.tr("Choose the best")
        _fill(self.precision_box, names, settings.precision)
        device = next((one for one in reports if one.name == settings.device), None)
        refusals: dict[str, str] = dict(device.refusals) if device is not None else {}
        items = self.precision_box.model()
        if isinstance(items, QStandardItemModel):
            for row in range(items.rowCount()):
                reason = refusals.get(str(self.precision_box.itemData(row)), "")
                items.item(row).setEnabled(not reason)
                items.item(row).setToolTip(reason)

    def _show_list(self, reports: tuple[DeviceReport, ...], used: str) -> None:
        self.list.clear()
        for one in reports:
            use = self.tr("in use") if one.name == used else self.tr("possible")
            use = use if one.is_usable else self.tr("not usable")
            item = QTreeWidgetItem([_name(one), use, self._reason(one)])
            item.setToolTip(2, item.text(2))
            # In the column whose width does not follow its contents.
            item.setSizeHint(2, QSize(0, self.fontMetrics().height() + _SPACING_PX))
            self.list.addTopLevelItem(item)
            if one.name == used:
                self.list.setCurrentItem(item)

    @Slot()
    def _show_reason(self) -> None:
        """Say in full of the current device what its line may be too short for."""
        item = self.list.currentItem()
        text = self.tr("{device}: {reason}")
        self.reason.setText(
            text.format(device=item.text(0), reason=item.text(2)) if item is not None else ""
        )

    def _reason(self, report: DeviceReport) -> str:
        if not report.is_usable:
            return report.reason
        text = self.tr("{reason}; can do {precisions}")
        if report.memory_bytes:
            text = self.tr("{reason}; can do {precisions}; has {size} of memory")
        return text.format(
            reason=report.reason,
            precisions=", ".join(report.precisions),
            size=size_words(report.memory_bytes or 0),
        )

    def _used(self, facts: MachineFacts | None) -> tuple[str, str]:
        """Return the device that is used as the settings are, and why there is none."""
        devices = self._advice.devices
        if devices.problem is not None:
            return "", error_sentence(devices.problem)
        if facts is None:
            return "", self.tr("Looking at this machine…") if devices.is_looking else ""
        settings = self._preferences.settings
        try:
            return facts.choose(settings.device, settings.precision).device, ""
        except DeviceUnavailableError as error:
            return "", no_device_words(error)


def _name(report: DeviceReport) -> str:
    return f"{report.description} ({report.name})" if report.description else report.name


def _fill(box: QComboBox, names: dict[Any, str], current: str) -> None:
    """Offer these, unless they are offered already."""
    offered = {box.itemData(row): box.itemText(row) for row in range(box.count())}
    if offered != names:
        box.clear()
        for value, words in names.items():
            box.addItem(words, value)
    box.setCurrentIndex(box.findData(current))
