from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.asr.precision import GpuFacts, GpuFamilyFacts, Precision
from whisper_desktop.core.errors import RecogniserDiedError
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.dialogs.recognition_page import RecognitionPage
from whisper_desktop.ui.dialogs.settings_dialog import Page, SettingsDialog
from whisper_desktop.ui.recognition.run_advice import RunAdvice

GPU = GpuFacts("RTX", 8_000_000_000, (Precision.FP16, Precision.FP32), (8, 6))

MakePage = Callable[[], RecognitionPage]


@pytest.fixture
def make(
    qtbot: QtBot, advice: RunAdvice, store: Any, window: QMainWindow, english_numbers: None
) -> Iterator[MakePage]:
    store.put("base")
    store.put("tiny")
    dialogs: list[SettingsDialog] = []

    def open_page() -> RecognitionPage:
        dialog = SettingsDialog(advice.preferences, Actions(window), window, advice)
        dialogs.append(dialog)
        dialog.show_page(Page.RECOGNITION)
        dialog.open()
        page = dialog.findChild(RecognitionPage)
        assert isinstance(page, RecognitionPage)
        return page

    yield open_page
    for dialog in dialogs:
        dialog.close()


def pick(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def rows(page: RecognitionPage) -> list[list[str]]:
    items = (page.list.topLevelItem(row) for row in range(page.list.topLevelItemCount()))
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def test_devices_are_listed_with_reasons(
    make: MakePage, known_machine: Callable[[], None], qtbot: QtBot
) -> None:
    page = make()
    assert page.problem.text() == "Looking at this machine…"
    known_machine()
    qtbot.waitUntil(page.look_button.isEnabled)
    assert rows(page) == [
        ["cuda", "not usable", "this PyTorch was built without CUDA"],
        ["mps", "not usable", "there is no Mac"],
        ["EPYC (cpu)", "in use", "fp32 is exact; can do fp32; has 8.0 GB of memory"],
    ]
    assert page.reason.text() == f"EPYC (cpu): {rows(page)[2][2]}"
    assert page.problem.isHidden()
    name_px = page.list.fontMetrics().horizontalAdvance("EPYC (cpu)")
    assert page.list.columnWidth(0) > name_px
    page.list.setCurrentIndex(page.list.model().index(0, 0))
    assert page.reason.text() == "cuda: this PyTorch was built without CUDA"


def test_a_gpu_is_preferred_and_the_processor_can_be_chosen(
    make: MakePage, recogniser: Any, known_machine: Callable[[], None], advice: RunAdvice
) -> None:
    recogniser.facts = replace(recogniser.facts, cuda=GpuFamilyFacts((GPU,)))
    advice.devices.look()
    known_machine()
    page = make()
    assert [row[1] for row in rows(page)] == ["in use", "not usable", "possible"]
    names = [page.device_box.itemText(row) for row in range(page.device_box.count())]
    assert names == ["Choose the best", "RTX (cuda:0)", "EPYC (cpu)"]
    pick(page.device_box, "cpu")
    assert advice.preferences.settings.device == "cpu"
    assert [row[1] for row in rows(page)] == ["possible", "not usable", "in use"]
    items = page.precision_box.model()
    assert isinstance(items, QStandardItemModel)
    fp16 = items.item(page.precision_box.findData("fp16"))
    assert not fp16.isEnabled()
    assert "slower" in fp16.toolTip()


def test_every_choice_is_kept_at_once(make: MakePage, advice: RunAdvice, store: Any) -> None:
    page = make()
    pick(page.model_box, "tiny")
    pick(page.precision_box, "fp32")
    page.threads_box.setValue(3)
    page.offline_box.setChecked(True)
    settings = advice.preferences.settings
    assert (settings.model, settings.precision, settings.threads) == ("tiny", "fp32", 3)
    assert settings.offline
    assert store.offline
    page.threads_box.setValue(0)
    assert advice.preferences.settings.threads is None


def test_settings_that_fit_nothing_here_are_shown_and_told(
    make: MakePage, advice: RunAdvice, known_machine: Callable[[], None]
) -> None:
    settings = replace(advice.preferences.settings, model="medium", device="cuda", precision="fp8")
    advice.preferences.change_settings(settings)
    advice.devices.look()
    known_machine()
    page = make()
    assert page.model_box.currentText() == "medium — not installed"
    assert page.device_box.currentText() == "cuda — not found"
    assert page.precision_box.currentText() == "fp8"
    assert page.problem.text().startswith("fp8 cannot be used: there is no such precision.")
    assert advice.preferences.settings == settings


def test_a_look_that_failed_is_told_and_can_be_made_again(
    make: MakePage, recogniser: Any, tmp_path: Any, qtbot: QtBot
) -> None:
    recogniser.error = RecogniserDiedError(1, "it ran out of memory", tmp_path / "log")
    page = make()
    qtbot.waitUntil(lambda: "it ran out of memory" in page.problem.text())
    recogniser.error = None
    page.look_button.click()
    qtbot.waitUntil(lambda: bool(rows(page)))
