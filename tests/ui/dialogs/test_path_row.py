from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.dialogs.path_row import PathRow


def test_return_in_the_line_answers_the_dialog_and_does_not_press_the_button(
    qtbot: QtBot,
) -> None:
    dialog, line = QDialog(), QLineEdit()
    qtbot.addWidget(dialog)
    form = QFormLayout(dialog)
    row = PathRow(line, "Choose the folder")
    form.addRow("Folder:", row)
    answer = QPushButton("OK")
    answer.setDefault(True)
    answer.clicked.connect(dialog.accept)
    form.addRow(answer)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    assert row.button.toolTip() == "Choose the folder"
    assert row.button.geometry().left() > line.geometry().right()
    with qtbot.waitSignal(row.button.clicked):
        row.button.click()
    line.setFocus()
    with qtbot.waitSignal(dialog.accepted), qtbot.assertNotEmitted(row.button.clicked):
        QTest.keyClick(line, Qt.Key.Key_Return)
