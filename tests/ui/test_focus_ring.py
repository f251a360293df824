import gc

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.focus_ring import FocusRing, FocusRings
from whisper_desktop.ui.theme import colors_of


class Form(QWidget):
    """A button, a text in a splitter, a line in what scrolls, and a table."""

    def __init__(self) -> None:
        super().__init__()
        self.button, self.text, self.line = QPushButton("Go"), QPlainTextEdit(), QLineEdit()
        self.table = QTableWidget(1, 1)
        self.splitter = QSplitter()
        self.splitter.addWidget(self.text)
        self.area = QScrollArea()
        self.area.setWidget(self.line)
        column = QVBoxLayout(self)
        for widget in (self.button, self.splitter, self.area, self.table):
            column.addWidget(widget)


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Form:
    form = Form()
    FocusRings(qapp, form)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    return form


def rings(form: Form) -> list[FocusRing]:
    return [ring for ring in form.findChildren(FocusRing) if not ring.isHidden()]


def test_the_frame_is_around_what_has_the_focus(form: Form) -> None:
    for control in (form.button, form.text, form.table):
        control.setFocus()
        (ring,) = rings(form)
        assert ring.isVisible()
        assert ring.mapTo(form, QPoint()) == control.mapTo(form, QPoint())
        assert ring.size() == control.size()
        corner = form.grab().toImage().pixelColor(control.mapTo(form, QPoint(20, 1)))
        assert corner == QColor(colors_of(form.palette()).focus)
    assert form.splitter.count() == 1


def test_the_frame_goes_where_the_control_goes(form: Form) -> None:
    form.text.setFocus()
    form.resize(form.width() + 50, form.height() + 30)
    (ring,) = rings(form)
    assert ring.size() == form.text.size()


def test_a_menu_leaves_the_frame_where_it_is(form: Form, qapp: QApplication) -> None:
    form.text.setFocus()
    for kind in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        qapp.sendEvent(form.text, QFocusEvent(kind, Qt.FocusReason.PopupFocusReason))
        (ring,) = rings(form)
        assert ring.isVisible()


def test_a_control_that_leaves_the_window_leaves_its_frame(form: Form, qtbot: QtBot) -> None:
    ring = FocusRing(form)
    ring.surround(form.text, form)
    assert ring.isVisible()
    other = QWidget()
    qtbot.addWidget(other)
    form.splitter.setParent(other)
    other.show()
    form.splitter.show()
    form.text.resize(10, 10)
    assert not ring.isVisible()


def test_what_scrolls_cuts_the_frame_off(form: Form) -> None:
    form.line.setFocus()
    (ring,) = rings(form)
    assert ring.parentWidget() is form.area.viewport()


def test_a_frame_in_what_scrolls_outlives_the_collector(form: Form, qtbot: QtBot) -> None:
    page = QWidget()
    line, button = QLineEdit(page), QPushButton("Add", page)
    button.move(0, 40)
    page.resize(200, 100)
    form.area.takeWidget()
    form.area.setWidget(page)
    page.show()
    del page
    with qtbot.captureExceptions() as errors:
        for control in (line, button, form.text, line, form.table):
            control.setFocus()
            gc.collect()
            (ring,) = rings(form)
            assert ring.size() == control.size()
    assert errors == []


def test_the_frame_that_went_with_a_dialog_is_made_again(form: Form, qtbot: QtBot) -> None:
    dialog = QDialog(form)
    button = QPushButton("Go", dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    qtbot.waitUntil(button.hasFocus)
    assert rings(form)[0].parentWidget() is dialog
    with qtbot.waitActive(form):
        dialog.close()
        dialog.deleteLater()
        form.activateWindow()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    form.text.setFocus()
    (ring,) = rings(form)
    assert ring.parentWidget() is form


def test_a_cell_that_is_edited_needs_no_frame(form: Form) -> None:
    form.table.setFocus()
    form.table.setCurrentCell(0, 0)
    form.table.edit(form.table.currentIndex())
    assert isinstance(form.focusWidget(), QLineEdit)
    assert rings(form) == []


def test_a_window_that_is_closed_gets_no_frame(form: Form, qapp: QApplication) -> None:
    form.close()
    qapp.focusChanged.emit(None, form.line)
    assert rings(form) == []


def test_a_window_of_others_gets_no_frame(form: Form, qtbot: QtBot) -> None:
    other = Form()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    other.button.setFocus()
    assert rings(other) == []
    assert rings(form) == []
