from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from whisper_desktop.app.export_choices import choices_from
from whisper_desktop.ui.dialogs.import_dialog import ImportDialog
from whisper_desktop.ui.dialogs.problems_dialog import ProblemsDialog
from whisper_desktop.ui.files.exporting import EXPORT_SETTING
from whisper_desktop.ui.files.importing import Importing
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def importing(workplace: Workplace) -> Importing:
    found = workplace.window.findChild(Importing)
    assert isinstance(found, Importing)
    return found


def the_dialog(workplace: Workplace) -> ImportDialog:
    dialog = workplace.window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    return dialog


def choose_encoding(dialog: ImportDialog, encoding: str) -> None:
    boxes = dialog.findChildren(QComboBox)
    next(box for box in boxes if box.accessibleName() == "Encoding").setCurrentText(encoding)


@pytest.fixture
def russian(tmp_path: Path) -> Path:
    path = tmp_path / "ru.srt"
    path.write_bytes("1\n00:00:01,000 --> 00:00:02,000\nДоброе утро\n".encode("cp1251"))
    return path


def test_the_encoding_is_chosen_by_eye(
    workplace: Workplace, importing: Importing, russian: Path
) -> None:
    importing.ask_how(russian)
    dialog = the_dialog(workplace)
    assert dialog.sentence.text() == "Can the text of ru.srt be read like this?"
    assert dialog.verb_button.text() == "Import"
    text = dialog.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    choose_encoding(dialog, "cp1252")
    assert "Äîáðîå" in text.toPlainText()
    choose_encoding(dialog, "cp1251")
    assert "Доброе утро" in text.toPlainText()
    dialog.accept()
    assert [cue.text for cue in workplace.editing.document] == ["Доброе утро"]


def test_an_import_into_a_document_can_be_undone(
    qtbot: QtBot, workplace: Workplace, importing: Importing, srt: Path, russian: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    importing.ask_how(russian)
    dialog = the_dialog(workplace)
    assert "What is read takes the place of 2 row" in dialog.sentence.text()
    assert dialog.verb_button.text() == "Replace all rows"
    choose_encoding(dialog, "cp1251")
    dialog.accept()
    assert [cue.text for cue in workplace.editing.document] == ["Доброе утро"]
    workplace.editing.undo_stack.undo()
    assert len(workplace.editing.document) == 2
    choices = choices_from(workplace.session.setting(EXPORT_SETTING))
    assert choices is not None
    assert choices.path == srt


def test_the_open_file_is_written_in_the_encoding_that_was_chosen_for_it(
    qtbot: QtBot, workplace: Workplace, importing: Importing, russian: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([russian])
    importing.ask_how(russian)
    choose_encoding(the_dialog(workplace), "koi8_r")
    the_dialog(workplace).accept()
    choices = choices_from(workplace.session.setting(EXPORT_SETTING))
    assert choices is not None
    assert (choices.path, choices.encoding) == (russian, "koi8_r")


def test_frames_need_their_rate(workplace: Workplace, importing: Importing, tmp_path: Path) -> None:
    path = tmp_path / "film.sub"
    path.write_text("{25}{50}Hello\n", encoding="utf-8")
    importing.ask_how(path)
    dialog = the_dialog(workplace)
    rate = dialog.findChildren(QComboBox)[-1]
    rate.setEditText("none")
    assert not dialog.verb_button.isEnabled()
    rate.setEditText("25")
    dialog.accept()
    (cue,) = workplace.editing.document
    assert (cue.start_ms, cue.end_ms) == (1_000, 2_000)


def test_frames_of_an_unknown_rate_are_asked_about(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "film.sub"
    path.write_text("{25}{50}Hello\n", encoding="utf-8")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([path])
    notice = workplace.window.notices.notice
    assert notice is not None
    assert "counts frames" in notice.sentence
    notice.answers[0][1]()
    assert the_dialog(workplace).isVisible()


def test_what_could_not_be_read_is_listed(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "odd.srt"
    kept, lost = b"1\n00:00:00,000 --> 00:00:01,000\nKept\n\n", b"2\n00:00:0x --> 0\nLost\n\n"
    path.write_bytes(kept + lost + b"\xff\xfe\xfd " * 9)
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([path])
    notice = workplace.window.notices.notice
    assert notice is not None
    assert notice.sentence == "Not everything in odd.srt could be read."
    notice.answers[0][1]()
    assert workplace.window.findChild(ProblemsDialog) is not None


def test_a_guessed_encoding_is_told_and_can_be_chosen(
    qtbot: QtBot, workplace: Workplace, russian: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([russian])
    notice = workplace.window.notices.notice
    assert notice is not None
    assert notice.sentence.startswith("ru.srt does not say its encoding, and was read as ")
    ((words, act),) = notice.answers
    assert words == "Read it differently…"
    act()
    dialog = the_dialog(workplace)
    choose_encoding(dialog, "koi8_r")
    dialog.accept()
    assert [cue.text for cue in workplace.editing.document] != ["Доброе утро"]
    workplace.editing.undo_stack.undo()
    assert len(workplace.editing.document) == 1
    assert workplace.window.notices.notice is None


def test_nothing_is_told_of_a_usual_encoding(
    qtbot: QtBot, workplace: Workplace, tmp_path: Path
) -> None:
    path = tmp_path / "wide.srt"
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nПривет\n", encoding="utf-16")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([path])
    assert workplace.window.notices.notice is None


def test_an_empty_file_is_called_empty(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "none.srt"
    path.write_bytes(b"")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([path])
    notice = workplace.window.notices.notice
    assert notice is not None
    assert notice.sentence == "none.srt is empty."
    assert notice.answers == []


def test_a_file_that_cannot_be_read_is_told(
    qtbot: QtBot, importing: Importing, tmp_path: Path, russian: Path, workplace: Workplace
) -> None:
    with qtbot.waitSignal(importing.failed):
        importing.ask_how(tmp_path / "gone.srt")
    importing.ask_how(russian)
    russian.unlink()
    with qtbot.waitSignal(importing.failed):
        the_dialog(workplace).accept()
