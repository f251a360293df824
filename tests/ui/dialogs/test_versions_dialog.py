from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.app.project_versions import Version
from whisper_desktop.core.cue import Cue
from whisper_desktop.ui.dialogs.versions_dialog import VersionsDialog

CUES = (Cue(1, 0, 900, "Two\nlines"), Cue(2, 1_000, 1_900, "One"))


def test_every_row_of_a_version_is_one_line(qtbot: QtBot) -> None:
    dialog = VersionsDialog(
        [Version(1, "Kept", is_automatic=False, made_at_ms=0, cue_count=2)], lambda _: CUES
    )
    qtbot.addWidget(dialog)
    preview = dialog.findChild(QPlainTextEdit)
    assert isinstance(preview, QPlainTextEdit)
    first, second = preview.toPlainText().split("\n")
    assert first.startswith("0:00:00.000  Two ")
    assert first.endswith(" lines")
    assert second == "0:00:01.000  One"
