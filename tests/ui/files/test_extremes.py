"""Rows as no sane file has them pass through the whole window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from whisper_desktop.ui.views.text_editor import TextEditor
from whisper_desktop.ui.wiring import Workplace

_LATE_MS = (999 * 3_600 + 59 * 60 + 58) * 1_000
_LATE = """\
1
00:00:00,000 --> 00:00:00,900
Early.

2
999:59:58,000 --> 999:59:59,000
Late.
"""


def open_subtitles(workplace: Workplace, path: Path, text: str, qtbot: QtBot) -> None:
    path.write_text(text, encoding="utf-8")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([path])


@pytest.fixture
def text_editor(workplace: Workplace) -> TextEditor:
    editor = workplace.window.findChild(TextEditor)
    assert isinstance(editor, TextEditor)
    return editor


def test_a_row_after_weeks_can_be_edited(
    workplace: Workplace, text_editor: TextEditor, tmp_path: Path, qtbot: QtBot
) -> None:
    editing = workplace.editing
    open_subtitles(workplace, tmp_path / "late.srt", _LATE, qtbot)
    editing.select_rows([1])
    editing.seek_requested.emit(_LATE_MS)
    editing.set_playhead(_LATE_MS)
    text_editor.end.stepBy(1)
    assert editing.document[1].end_ms == _LATE_MS + 1_100
    for name in ("later", "set-start", "zoom-selection", "zoom-fit", "insert-after", "seek-row"):
        workplace.window.actions_by_name[name].trigger()
        QApplication.processEvents()
    assert editing.document[2].start_ms > _LATE_MS


def test_a_text_without_end_stays_whole_and_stops_nobody(
    workplace: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    endless = "x" * 300_000
    open_subtitles(workplace, tmp_path / "long.srt", _LATE.replace("Early.", endless), qtbot)
    workplace.editing.select_rows([1])
    workplace.editing.select_rows([0])
    QApplication.processEvents()
    assert workplace.editing.document[0].text == endless
