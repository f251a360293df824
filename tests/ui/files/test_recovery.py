import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidget, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project import Project, ProjectOptions
from whisper_desktop.app.project_contents import ProjectContents
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.project_stand_in import STANDS_FOR_SETTING
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Verb, replacing
from whisper_desktop.ui.dialogs.recovery_dialog import RecoveryDialog
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def after_crash(qtbot: QtBot, make_workplace: Callable[[], Workplace], srt: Path) -> Workplace:
    """Return a window that is opened while a draft lies there."""
    first = make_workplace()
    with qtbot.waitSignal(first.opening.opened, timeout=5_000):
        first.opening.open([srt])
    first.window.actions_by_name["delete"].trigger()
    first.closing.end()
    return make_workplace()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Return a project of one row that has another text in a draft that stands in for it."""
    path = tmp_path / "film.wdproj"
    Project.create(path, ProjectContents([Cue(1, 0, 900, "saved")])).close()
    folder = app_paths(os.environ).home / "drafts"
    options = ProjectOptions(is_read_only=True, rescue_folder=folder)
    project = Project.open(path, options)
    (cue,) = project.document_cues()
    project.record(replacing(Verb.SET_TEXT, [cue], [(0, replace(cue, text="newer"))]))
    project.close()
    return path


def the_dialog(workplace: Workplace) -> RecoveryDialog:
    dialog = workplace.window.findChild(RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog)
    return dialog


def test_without_drafts_nothing_is_asked(workplace: Workplace) -> None:
    workplace.recovery.offer(is_quiet=False)
    assert workplace.window.findChild(RecoveryDialog) is None


def test_work_is_gone_on_with(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=False)
    the_dialog(after_crash).accept()
    assert [cue.text for cue in after_crash.editing.document] == ["Nobody was ready."]


def test_work_can_be_deleted(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=False)
    dialog = the_dialog(after_crash)
    assert dialog.delete_button.text() == "Delete it"
    dialog.delete_button.click()
    assert dialog.delete_button.text() == "Delete it for good"
    assert dialog.remark.text() == "It is in no other file, and nothing brings it back."
    assert dialog.isVisible()
    dialog.delete_button.click()
    assert not dialog.isVisible()
    after_crash.recovery.offer(is_quiet=True)
    assert after_crash.window.notices.notice is None


def test_who_is_busy_gets_a_notice_only(after_crash: Workplace) -> None:
    after_crash.recovery.offer(is_quiet=True)
    notice = after_crash.window.notices.notice
    assert notice is not None
    notice.answers[0][1]()
    assert the_dialog(after_crash).isVisible()


def test_what_was_left_for_later_is_in_the_menu(after_crash: Workplace) -> None:
    show = after_crash.window.actions_by_name["left-behind"]
    after_crash.recovery.offer(is_quiet=False)
    the_dialog(after_crash).reject()
    show.trigger()
    dialog = after_crash.window.findChildren(RecoveryDialog)[-1]
    assert dialog.isVisible()
    dialog.delete_button.click()
    dialog.delete_button.click()
    show.trigger()
    assert after_crash.window.status_line.text == "No work was left behind."


def test_work_for_a_project_bears_its_name(film: Path, workplace: Workplace) -> None:
    workplace.recovery.offer(is_quiet=True)
    notice = workplace.window.notices.notice
    assert notice is not None
    assert notice.sentence == f"{film.name}: newer work than what was saved, 1 row(s)"
    notice.answers[0][1]()
    shown = the_dialog(workplace).findChild(QListWidget)
    assert isinstance(shown, QListWidget)
    text = shown.item(0).text()
    assert text.endswith("film.wdproj: newer work than what was saved, 1 row(s): “newer”")


def test_newer_work_is_offered_with_its_project(film: Path, workplace: Workplace) -> None:
    workplace.opening.open([film])
    workplace.recovery.offer(is_quiet=True)
    (notice,) = workplace.window.notices.notices
    assert notice.sentence.startswith("film.wdproj: newer work than what was saved")
    notice.answers[0][1]()
    assert [cue.text for cue in workplace.editing.document] == ["newer"]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_is_chosen_in_the_list_is_offered_no_longer(
    film: Path, workplace: Workplace, *, is_deleted: bool
) -> None:
    workplace.opening.open([film])
    notice = workplace.window.notices.notice
    assert notice is not None
    notice.looks[0][1]()
    dialog = the_dialog(workplace)
    if is_deleted:
        dialog.delete_button.click()
        dialog.delete_button.click()
    else:
        dialog.accept()
    assert workplace.window.notices.notice is None


def go_on_with_newer(film: Path, workplace: Workplace) -> None:
    workplace.opening.open([film])
    notice = workplace.window.notices.notice
    assert notice is not None
    notice.answers[0][1]()


def texts_in(path: Path) -> list[str]:
    project = Project.open(path, ProjectOptions(is_read_only=True))
    texts = [cue.text for cue in project.document_cues()]
    project.close()
    return texts


def test_recovered_work_is_saved_into_its_project(film: Path, workplace: Workplace) -> None:
    go_on_with_newer(film, workplace)
    assert workplace.session.name == "film"
    workplace.window.actions_by_name["save"].trigger()
    assert workplace.window.findChild(QFileDialog) is None
    project = workplace.session.project
    assert project is not None
    assert (project.path, project.is_draft, project.stands_for) == (film, False, None)
    assert project.setting(STANDS_FOR_SETTING) is None
    assert workplace.window.status_line.text == f"Saved {film}"
    workplace.session.leave(keep_draft=False)
    assert texts_in(film) == ["newer"]
    assert DraftFolder(app_paths(os.environ).home / "drafts").left_behind() == ()


def test_a_project_that_was_deleted_is_saved_anew(film: Path, workplace: Workplace) -> None:
    go_on_with_newer(film, workplace)
    film.unlink()
    workplace.window.actions_by_name["save"].trigger()
    workplace.session.leave(keep_draft=False)
    assert texts_in(film) == ["newer"]


def test_what_somebody_did_meanwhile_is_not_replaced(film: Path, workplace: Workplace) -> None:
    go_on_with_newer(film, workplace)
    film.unlink()
    Project.create(film, ProjectContents([Cue(1, 0, 900, "of somebody else")])).close()
    workplace.window.actions_by_name["save"].trigger()
    sentence = "film.wdproj was changed since this work began. Save it elsewhere."
    assert workplace.window.status_line.text == sentence
    dialog = workplace.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    assert texts_in(film) == ["of somebody else"]


def test_a_project_that_is_no_project_any_more_is_not_replaced(
    film: Path, workplace: Workplace
) -> None:
    go_on_with_newer(film, workplace)
    film.write_bytes(b"something else")
    workplace.window.actions_by_name["save"].trigger()
    assert film.read_bytes() == b"something else"


def test_a_project_another_window_has_open_is_not_saved_into(
    film: Path, workplace: Workplace
) -> None:
    go_on_with_newer(film, workplace)
    other = Project.open(film)
    workplace.window.actions_by_name["save"].trigger()
    assert isinstance(workplace.window.findChild(QFileDialog), QFileDialog)
    assert workplace.session.is_drafted
    other.close()


def test_closing_saves_recovered_work_where_it_belongs(film: Path, workplace: Workplace) -> None:
    go_on_with_newer(film, workplace)

    def save() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.buttons() if "Save into film.wdproj" in one.text()).click()

    QTimer.singleShot(300, save)
    assert workplace.window.close()
    assert texts_in(film) == ["newer"]


def test_tab_goes_through_the_buttons_as_they_stand(after_crash: Workplace, qtbot: QtBot) -> None:
    after_crash.recovery.offer(is_quiet=False)
    dialog = the_dialog(after_crash)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    buttons = sorted(dialog.buttons.buttons(), key=QWidget.x)
    for button in buttons:
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.focusWidget() is button
