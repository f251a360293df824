from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.app.export_choices import ExportChoices
from whisper_desktop.app.open_plan import Work
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.dialogs.case_dialog import CaseDialog
from whisper_desktop.ui.dialogs.choose_work_dialog import ChooseWorkDialog
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.dialogs.frame_rate_dialog import FrameRateBox, FrameRateDialog
from whisper_desktop.ui.dialogs.question import Question, with_letters
from whisper_desktop.ui.dialogs.shift_dialog import ShiftDialog
from whisper_desktop.ui.dialogs.stretch_dialog import StretchDialog
from whisper_desktop.ui.views.time_box import TimeBox

FILM = Path("film.srt")
CUES = (Cue(1, 0, 1_000, "One"), Cue(2, 2_000, 3_000, "Two"))


def shown(qtbot: QtBot, dialog: QDialog) -> QDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def test_every_button_gets_a_letter_of_its_own(qtbot: QtBot) -> None:
    texts = ("Save as a project…", "Replace A&&B.srt", "Discard", "Cancel", "Cut", "Re&ad", "…")
    buttons = [QPushButton(text) for text in texts]
    for button in buttons:
        qtbot.addWidget(button)
    with_letters(buttons)
    assert [button.text() for button in buttons] == [
        "&Save as a project…",
        "&Replace A&&B.srt",
        "&Discard",
        "&Cancel",
        "C&ut",
        "Re&ad",
        "…",
    ]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: ShiftDialog(1), TimeBox),
        (lambda: ExportDialog(ExportChoices(FILM), (2, 2)), QLineEdit),
        (lambda: CaseDialog(1), QComboBox),
        (lambda: ChooseWorkDialog([Work(subtitles=FILM)]), QListWidget),
    ],
)
def test_the_first_field_has_the_focus(
    qtbot: QtBot, make: Callable[[], QDialog], kind: type[QWidget]
) -> None:
    dialog = shown(qtbot, make())
    assert type(dialog.focusWidget()) is kind
    assert QApplication.focusWidget() is dialog.focusWidget()


def test_what_is_proposed_is_typed_over(qtbot: QtBot) -> None:
    dialog = ShiftDialog(1)
    dialog.show_delta(2_500)
    shown(qtbot, dialog)
    QTest.keyClicks(dialog.focusWidget(), "1.2")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.delta_ms == 1_200


def test_one_enter_is_enough_for_a_frame_rate(qtbot: QtBot) -> None:
    dialog = shown(qtbot, FrameRateDialog(None, 1))
    assert isinstance(dialog, FrameRateDialog)
    rate = dialog.focusWidget()
    assert isinstance(rate, FrameRateBox)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(rate, Qt.Key.Key_Return)
    assert dialog.rates == (23.976, 25.0)


def test_a_question_without_fields_leaves_the_focus_to_its_buttons(qtbot: QtBot) -> None:
    question = Question()
    question.ask("Delete", "Shall it go?", "Delete")
    shown(qtbot, question)
    assert question.focusWidget() in question.buttons.buttons()


def test_the_first_row_of_a_stretch_has_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = shown(qtbot, StretchDialog(CUES, [0, 1], 500, window))
    assert isinstance(dialog.focusWidget(), QSpinBox)


def test_a_dialog_stays_on_the_screen(qtbot: QtBot) -> None:
    dialog = ShiftDialog(1)
    dialog.resize(5_000, 4_000)
    shown(qtbot, dialog)
    assert dialog.screen().availableGeometry().contains(dialog.geometry())


def test_a_remark_cuts_off_no_other_words(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    cues = [replace(cue, text="A row of many words, " * 16) for cue in CUES]
    dialog = shown(qtbot, StretchDialog(cues, [0, 1], 500, window))
    assert isinstance(dialog, StretchDialog)
    height = dialog.height()
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Playhead").click()
    dialog.findChildren(QSpinBox)[1].setValue(1)
    assert dialog.remark.isVisible()
    qtbot.waitUntil(lambda: dialog.height() > height)
    QApplication.processEvents()
    labels = [one for one in dialog.findChildren(QLabel) if one.wordWrap()]
    assert all(one.height() >= one.heightForWidth(one.width()) for one in labels)


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = shown(qtbot, StretchDialog(CUES, [0, 1], 500, window))
    assert isinstance(dialog, StretchDialog)
    playhead = next(
        button for button in dialog.findChildren(QPushButton) if button.text() == "Playhead"
    )
    playhead.setFocus()
    with qtbot.waitSignal(playhead.clicked):
        QTest.keyClick(playhead, Qt.Key.Key_Return)
    assert dialog.isVisible()
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    cancel.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(cancel, Qt.Key.Key_Return)
