from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.shift import shift
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.ui.views.waveform.waveform_pane import WaveformPane

MakePane = Callable[..., WaveformPane]


class PaintCounter(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


def seen(pane: WaveformPane) -> QImage:
    return pane.minimap.grab().toImage()


def test_it_is_painted_anew_only_for_what_can_be_seen_in_it(
    make_pane: MakePane, qtbot: QtBot
) -> None:
    pane = make_pane([Cue(1, 1_010, 8_990, "one"), Cue(2, 30_000, 40_000, "two")])
    editing = pane.state.editing
    before = seen(pane)
    editing.select_rows([0])
    qtbot.wait(50)
    paints = PaintCounter(pane.minimap)
    with qtbot.assertNotEmitted(pane.state.total_changed):
        editing.perform(set_text(editing.document, 0, "other"))
        editing.perform(shift(editing.document, [0], 1))
    QCoreApplication.processEvents()
    assert not paints.count
    assert seen(pane) == before
    editing.perform(shift(editing.document, [0], 5_000))
    moved = seen(pane)
    assert moved != before
    editing.perform(delete(editing.document, [1]))
    assert seen(pane) != moved
    editing.undo_stack.undo()
    assert seen(pane) == moved
    for _ in range(2):
        editing.undo_stack.undo()
    assert seen(pane) == before


def test_keys_look_at_other_parts(make_pane: MakePane, qtbot: QtBot) -> None:
    pane = make_pane([Cue(1, 1_000, 9_000, "one")])
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
        with qtbot.waitSignal(pane.minimap.place_requested):
            QTest.keyClick(pane.minimap, key)
    assert pane.canvas.scale.start_ms == 0
