"""Files that are chosen in the system's dialog."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QInputDialog,
    QListWidget,
    QMessageBox,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project_draft import Draft, DraftFolder
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.import_dialog import ImportDialog
from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.files.recording import Recording
from whisper_desktop.ui.wiring import Workplace


def the_dialog(workplace: Workplace) -> QFileDialog:
    dialog = workplace.window.findChildren(QFileDialog)[-1]
    assert isinstance(dialog, QFileDialog)
    return dialog


@pytest.mark.parametrize("action", ["open", "open-folder"])
def test_files_and_folders_are_opened(
    qtbot: QtBot, workplace: Workplace, srt: Path, action: str
) -> None:
    workplace.window.actions_by_name[action].trigger()
    chosen = srt if action == "open" else srt.parent
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        the_dialog(workplace).filesSelected.emit([str(chosen)])
        the_dialog(workplace).done(QFileDialog.DialogCode.Accepted)
    assert len(workplace.editing.document) == 2


def closed(qtbot: QtBot, workplace: Workplace, kind: type[QDialog]) -> bool:
    """Close what is open of a kind of dialog, and return whether all of it is gone."""
    for dialog in workplace.window.findChildren(kind):
        dialog.reject()
    qtbot.wait(10)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not workplace.window.findChildren(kind)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("open", QFileDialog),
        ("open-folder", QFileDialog),
        ("open-media", QFileDialog),
        ("import", QFileDialog),
        ("save-as", QFileDialog),
        ("findings-report", QFileDialog),
        ("go-to", QInputDialog),
        ("language", QInputDialog),
        ("about", QMessageBox),
    ],
)
def test_a_dialog_is_gone_once_it_is_closed(
    qtbot: QtBot, workplace: Workplace, srt: Path, action: str, kind: type[QDialog]
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    workplace.window.actions_by_name[action].trigger()
    assert workplace.window.findChildren(kind)
    assert closed(qtbot, workplace, kind)


@pytest.mark.parametrize("button", ["Cancel", "Save as"])
def test_a_question_is_gone_once_it_is_answered(
    qtbot: QtBot, workplace: Workplace, srt: Path, button: str
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    workplace.window.actions_by_name["delete"].trigger()

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(found for found in box.buttons() if button in found.text()).click()

    def give_up() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            dialog.reject()

    QTimer.singleShot(200, answer)
    QTimer.singleShot(500, give_up)
    assert not workplace.window.close()
    assert closed(qtbot, workplace, QDialog)


def test_subtitles_are_imported(workplace: Workplace, srt: Path) -> None:
    workplace.window.actions_by_name["import"].trigger()
    the_dialog(workplace).fileSelected.emit(str(srt))
    dialog = workplace.window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    assert dialog.encoding == "utf-8"
    dialog.accept()
    assert len(workplace.editing.document) == 2


def test_the_recording_is_chosen_and_chosen_again(
    qtbot: QtBot, workplace: Workplace, srt: Path, wav: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    for _ in range(2):
        workplace.window.actions_by_name["open-media"].trigger()
        the_dialog(workplace).fileSelected.emit(str(wav))
        qtbot.waitUntil(lambda: workplace.session.media is not None, timeout=5_000)
    assert workplace.session.media is not None
    assert workplace.session.media.path == wav


def test_a_place_for_an_export_is_chosen(
    qtbot: QtBot, workplace: Workplace, srt: Path, tmp_path: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    workplace.session.remember("export", None)
    workplace.session.save_as(tmp_path / "work.wdproj", overwrite=False)
    workplace.window.actions_by_name["export"].trigger()
    dialog = workplace.window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.choices.path == tmp_path / "work.srt"
    dialog._on_browse()
    chosen = dialog.findChild(QFileDialog)
    assert isinstance(chosen, QFileDialog)
    chosen.fileSelected.emit(str(tmp_path / "other.srt"))
    assert dialog.choices.path == tmp_path / "other.srt"
    dialog.reject()


def test_a_bug_in_a_thread_is_not_hidden(workplace: Workplace) -> None:
    recording = workplace.window.findChild(Recording)
    assert isinstance(recording, Recording)
    with pytest.raises(ZeroDivisionError):
        recording._on_failed(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        workplace.opening._on_failed(ZeroDivisionError())


def test_a_draft_that_is_gone_is_told(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    gone = Draft(tmp_path / "gone.wdproj", 0, 3, "Hello")
    monkeypatch.setattr(DraftFolder, "left_behind", lambda _folder: (gone,))
    workplace.recovery.offer(is_quiet=False)
    dialog = workplace.window.findChild(RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog)
    with qtbot.waitSignal(workplace.recovery.failed):
        dialog.accept()
    assert "gone.wdproj cannot be opened" in workplace.window.status_line.text


def test_a_damaged_draft_is_listed_but_not_opened(workplace: Workplace) -> None:

    bad = Draft(Path("bad.wdproj"), 0, reason="it is damaged")
    ok = Draft(Path("ok.wdproj"), 0, 1, "Hi", Path("a.mp4"))
    named = Draft(Path("named.wdproj"), 0, 1, "Ho", name="talk", reached_ms=27_000)
    dialog = RecoveryDialog([bad, ok, named])
    drafts = dialog.findChild(QListWidget)
    assert isinstance(drafts, QListWidget)
    assert "a.mp4" in drafts.item(1).text()
    assert "talk" in drafts.item(2).text()
    assert ", transcribed up to 0:27, and not at the end: “Ho”" in drafts.item(2).text()
    assert "transcribed" not in drafts.item(1).text()
    dialog.setParent(workplace.window)
    assert dialog.chosen == bad
    assert not dialog.verb_button.isEnabled()
