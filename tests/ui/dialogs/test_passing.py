from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.dialogs.passing import open_once


def test_no_button_has_an_icon_as_in_all_our_dialogs(qtbot: QtBot) -> None:
    dialog = QInputDialog()
    dialog.setOkButtonText("Choose")
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    for button in box.buttons():
        # Some styles give one, others none.
        button.setIcon(QIcon(QPixmap(8, 8)))
    with qtbot.waitExposed(dialog):
        open_once(dialog)
    assert [button.icon().isNull() for button in box.buttons()] == [True, True]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
