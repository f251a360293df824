import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from whisper_desktop.ui.busy import busy


def shape() -> Qt.CursorShape | None:
    cursor = QGuiApplication.overrideCursor()
    return None if cursor is None else cursor.shape()


@pytest.mark.usefixtures("qapp")
def test_the_pointer_says_that_work_goes_on() -> None:
    with busy():
        assert shape() is Qt.CursorShape.WaitCursor
    assert shape() is None


@pytest.mark.usefixtures("qapp")
def test_the_pointer_comes_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), busy():
        raise ZeroDivisionError
    assert shape() is None
