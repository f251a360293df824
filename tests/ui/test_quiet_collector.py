import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.quiet_collector import QuietCollector


class Opener(QObject):
    opened = Signal()


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_there_is_looked_at_no_more_until_the_next_document(qtbot: QtBot) -> None:
    opener = Opener()
    collector = QuietCollector(opener.opened)
    knot = Knot()
    tied = weakref.ref(knot)
    opener.opened.emit()
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)

    del knot
    gc.collect()
    assert tied() is not None
    opener.opened.emit()
    QCoreApplication.processEvents()
    assert tied() is None
    collector.deleteLater()
