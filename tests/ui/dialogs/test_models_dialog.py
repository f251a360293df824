import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from whisper_desktop.app.found_weights import FoundWeights
from whisper_desktop.core.errors import ModelDownloadError, ModelFileError
from whisper_desktop.ui.dialogs.models_dialog import ModelsDialog
from whisper_desktop.ui.dialogs.question import Question
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads
from whisper_desktop.ui.recognition.run_advice import RunAdvice

MakeDialog = Callable[[], ModelsDialog]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's own folder, with a model of OpenAI's program in its cache."""
    cache = tmp_path / "person" / ".cache" / "whisper"
    cache.mkdir(parents=True)
    (cache / "small.pt").write_bytes(b"12")
    return tmp_path / "person"


@pytest.fixture
def make(
    qtbot: QtBot,
    advice: RunAdvice,
    store: Any,
    home: Path,
    window: QMainWindow,
    english_numbers: None,
) -> Iterator[MakeDialog]:
    for name in ("base", "tiny"):
        store.put(name)
    dialogs: list[ModelsDialog] = []

    def open_dialog() -> ModelsDialog:
        environment = {"HOME": str(home)}
        dialog = ModelsDialog(advice.preferences, advice.downloads, environment, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: "Found" in "".join(titles(dialog)))
        return dialog

    yield open_dialog
    for dialog in dialogs:
        dialog.close()


def titles(dialog: ModelsDialog) -> list[str]:
    items = (dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount()))
    return [item.text(0) for item in items if item is not None and item.font(0).bold()]


def line_of(dialog: ModelsDialog, name: str) -> list[str]:
    dialog.choose(name)
    item = dialog.list.currentItem()
    return [item.text(column).strip() for column in range(4)] if item is not None else []


def buttons(dialog: ModelsDialog) -> list[str]:
    return [button.text() for button in dialog.buttons if not button.isHidden()]


def press(dialog: ModelsDialog, words: str) -> None:
    next(button for button in dialog.buttons if button.text() == words).click()


def test_models_stand_in_three_groups(make: MakeDialog) -> None:
    dialog = make()
    assert titles(dialog) == [
        "Installed",
        "Found on this computer, ready to import",
        "To download",
    ]
    assert dialog.title.text() == "base"
    assert line_of(dialog, "base")[0:1] + line_of(dialog, "base")[2:] == [
        "base",
        "99 languages; translates into English",
        "In use",
    ]
    assert "needs 804.0 MB of memory" in dialog.summary.text()
    assert line_of(dialog, "medium")[1:2] == ["1.5 GB"]
    assert "to download" not in dialog.summary.text()
    assert line_of(dialog, "distil-large-v3")[1:2] == ["Not known"]
    assert "1.5 GB to 3.0 GB to download" in dialog.summary.text()
    assert dialog.offline.isHidden()


def test_another_model_is_used(make: MakeDialog, advice: RunAdvice) -> None:
    dialog = make()
    dialog.choose("tiny")
    assert buttons(dialog) == ["Use for transcribing", "Verify", "Remove…"]
    press(dialog, "Use for transcribing")
    assert advice.preferences.settings.model == "tiny"
    assert line_of(dialog, "tiny")[3] == "In use"
    assert buttons(dialog) == ["Verify", "Remove…"]
    assert line_of(dialog, "base")[3] == "Installed"


def test_a_download_is_begun_paused_and_gone_on_with(
    make: MakeDialog, store: Any, qtbot: QtBot
) -> None:
    dialog = make()
    dialog.choose("medium")
    assert buttons(dialog) == ["Install"]
    press(dialog, "Install")
    qtbot.waitUntil(lambda: dialog.progress.value() == 50)
    assert dialog.state.text().startswith("Downloading · 100 bytes of 200 bytes")
    assert line_of(dialog, "medium")[3] == "Downloading, 50 %"
    press(dialog, "Pause")
    assert line_of(dialog, "medium")[3] == "Paused, 50 %"
    assert buttons(dialog) == ["Go on", "Cancel and delete"]
    press(dialog, "Go on")
    qtbot.waitUntil(lambda: dialog.state.text().startswith("Downloading"))
    store.may_go_on.set()
    qtbot.waitUntil(lambda: line_of(dialog, "medium")[3] == "Installed")
    assert dialog.title.text() == "medium"


def test_a_download_is_cancelled(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    dialog = make()
    dialog.choose("medium")
    press(dialog, "Install")
    qtbot.waitUntil(lambda: dialog.progress.value() == 50)
    press(dialog, "Cancel and delete")
    assert buttons(dialog) == []
    qtbot.waitUntil(lambda: buttons(dialog) == ["Install"])
    assert store.partial_bytes("medium") == 0


def test_a_failure_is_told_where_it_happened(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    store.error = ModelDownloadError("medium", (("OpenAI", "no route"),))
    store.may_go_on.set()
    dialog = make()
    dialog.choose("medium")
    press(dialog, "Install")
    qtbot.waitUntil(lambda: "could not be downloaded" in dialog.state.text())
    assert buttons(dialog) == ["Try again", "Cancel and delete"]


def test_a_model_is_verified(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    (store.home / "models" / "tiny" / "model.bin").write_bytes(b"2")
    dialog = make()
    press(dialog, "Verify")
    qtbot.waitUntil(lambda: dialog.state.text() == "base is intact.")
    dialog.choose("tiny")
    press(dialog, "Verify")
    qtbot.waitUntil(lambda: "tiny is damaged: model.bin has changed" in dialog.state.text())


def test_removing_is_asked_about(make: MakeDialog, store: Any, qtbot: QtBot) -> None:
    dialog = make()
    dialog.choose("tiny")
    press(dialog, "Remove…")
    question = dialog.findChild(Question)
    assert isinstance(question, Question)
    assert "It can be downloaded again." in question.sentence.text()
    question.accept()
    qtbot.waitUntil(lambda: buttons(dialog) == ["Install"])
    assert not (store.home / "models" / "tiny").exists()


def test_an_import_that_is_removed_is_gone(make: MakeDialog, store: Any) -> None:
    store.put("mine", 1)
    dialog = make()
    dialog.choose("mine")
    assert dialog.summary.text() == "English · imported"
    press(dialog, "Remove…")
    question = dialog.findChild(Question)
    assert isinstance(question, Question)
    assert "It was imported from disk." in question.sentence.text()
    assert question.remark.text() == ""


def test_that_a_model_is_in_use_is_said_before_it_is_removed(make: MakeDialog) -> None:
    dialog = make()
    dialog.choose("base")
    press(dialog, "Remove…")
    question = dialog.findChild(Question)
    assert isinstance(question, Question)
    assert question.remark.text().startswith("It is the model in use")


def test_what_was_found_is_imported(make: MakeDialog, qtbot: QtBot, home: Path, store: Any) -> None:
    dialog = make()
    dialog.choose("small")
    assert isinstance(dialog.list.entry, FoundWeights)
    assert dialog.summary.text().startswith("In the cache of OpenAI's Whisper: ")
    assert buttons(dialog) == ["Import"]
    press(dialog, "Import")
    qtbot.waitUntil(lambda: dialog.state.text() == "small was imported.")
    assert "Found" not in "".join(titles(dialog))
    assert line_of(dialog, "small")[3] == "Installed"


def test_a_file_is_imported_and_refused(
    make: MakeDialog, qtbot: QtBot, recogniser: Any, tmp_path: Path
) -> None:
    (tmp_path / "own.pt").write_bytes(b"1")
    recogniser.error = ModelFileError(tmp_path / "own.pt", "it is empty")
    dialog = make()
    menu = dialog.import_button.menu()
    menu.actions()[0].trigger()
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "own.pt"))
    qtbot.waitUntil(lambda: "it is empty" in dialog.state.text())
    assert dialog.title.text() == "own"
    recogniser.error = None
    press(dialog, "Import")
    qtbot.waitUntil(lambda: dialog.state.text() == "own was imported.")
    assert line_of(dialog, "own")[3] == "Installed"
    menu.actions()[1].trigger()


def test_offline_models_are_imported_only(make: MakeDialog, advice: RunAdvice) -> None:
    dialog = make()
    dialog.choose("medium")
    advice.preferences.change_settings(replace(advice.preferences.settings, offline=True))
    assert not dialog.offline.isHidden()
    assert buttons(dialog) == []
    dialog.choose("small")
    assert buttons(dialog) == ["Import"]


def test_enter_does_the_first_thing_but_stops_nothing(
    make: MakeDialog, downloads: ModelDownloads, qtbot: QtBot, advice: RunAdvice
) -> None:
    dialog = make()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert downloads.work_on("base") is None
    dialog.choose("tiny")
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert advice.preferences.settings.model == "tiny"
    dialog.choose("medium")
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.progress.value() == 50)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert buttons(dialog)[0] == "Pause"


def test_escape_ends_the_look_around(
    advice: RunAdvice, window: QMainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def look(*_: object) -> tuple[FoundWeights, ...]:
        may_go_on.wait(0.2)
        return ()

    monkeypatch.setattr("whisper_desktop.ui.dialogs.models_dialog.find_weights", look)
    dialog = ModelsDialog(advice.preferences, advice.downloads, {}, window)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(dialog)


def test_titles_are_passed_over(make: MakeDialog) -> None:
    dialog = make()
    QTest.keyClick(dialog.list, Qt.Key.Key_Home)
    assert dialog.title.text() == "tiny"
    for _ in range(2):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.title.text() == "small"
    dialog.list.setCurrentIndex(QModelIndex())
    assert dialog.list.entry is None
    assert buttons(dialog) == []
    assert dialog.title.text() == ""
