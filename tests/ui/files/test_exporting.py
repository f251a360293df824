from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.subtitle_files import SubtitleFormat, Track, read_subtitles
from whisper_desktop.core.verbs.text import set_text
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.dialogs.export_dialog import ExportDialog
from whisper_desktop.ui.wiring import Workplace


@pytest.fixture
def opened(qtbot: QtBot, workplace: Workplace, srt: Path) -> Workplace:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    return workplace


def asked(workplace: Workplace) -> ExportDialog:
    workplace.window.actions_by_name["export"].trigger()
    dialog = workplace.window.findChildren(ExportDialog)[-1]
    assert isinstance(dialog, ExportDialog)
    return dialog


def test_the_choices_are_remembered(opened: Workplace, tmp_path: Path) -> None:
    dialog = asked(opened)
    assert dialog.choices.path == tmp_path / "talk.srt"
    choose_format(dialog, SubtitleFormat.VTT)
    assert dialog.choices.path == tmp_path / "talk.vtt"
    dialog.accept()
    assert len(read_subtitles(tmp_path / "talk.vtt").cues) == 2
    assert asked(opened).choices.format is SubtitleFormat.VTT


def choose_format(dialog: ExportDialog, wanted: SubtitleFormat) -> None:
    boxes = dialog.findChildren(QComboBox)
    box = next(box for box in boxes if box.accessibleName() == "Format")
    box.setCurrentIndex(box.findData(wanted))


def type_name(dialog: ExportDialog, path: Path, *, is_chosen: bool = False) -> None:
    """Type the name of the file, or take it from the system's dialog."""
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    if is_chosen:
        dialog._on_browse()
        chooser = dialog.findChild(QFileDialog)
        assert isinstance(chooser, QFileDialog)
        chooser.fileSelected.emit(str(path))
        chooser.reject()
    else:
        field.clear()
        QTest.keyClicks(field, str(path))


@pytest.mark.parametrize("is_chosen", [False, True])
def test_the_ending_of_the_name_picks_the_format(
    opened: Workplace, tmp_path: Path, is_chosen: bool
) -> None:
    dialog = asked(opened)
    choose_format(dialog, SubtitleFormat.DOCX)
    typed = tmp_path / "typed.VTT"
    type_name(dialog, typed, is_chosen=is_chosen)
    assert dialog.choices.format is SubtitleFormat.VTT
    assert dialog.choices.path == typed
    dialog.accept()
    assert typed.read_bytes().startswith(b"WEBVTT")


@pytest.mark.parametrize(
    ("name", "present"),
    [("talk.dfxp", SubtitleFormat.TTML), ("talk.v2", SubtitleFormat.DOCX)],
)
def test_an_ending_that_fits_or_is_unknown_leaves_the_format(
    opened: Workplace, tmp_path: Path, name: str, present: SubtitleFormat
) -> None:
    dialog = asked(opened)
    choose_format(dialog, present)
    type_name(dialog, tmp_path / name)
    assert (dialog.choices.format, dialog.choices.path.name) == (present, name)
    dialog.accept()
    again = asked(opened)
    assert (again.choices.format, again.choices.path.name) == (present, name)
    again.reject()


def test_what_is_no_ending_is_not_lost_from_the_name(opened: Workplace, tmp_path: Path) -> None:
    dialog = asked(opened)
    type_name(dialog, tmp_path / "Meeting 26.11")
    choose_format(dialog, SubtitleFormat.VTT)
    assert dialog.choices.path.name == "Meeting 26.11.vtt"
    dialog.reject()


def choose_track(dialog: ExportDialog, track: Track) -> None:
    box = next(
        box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "What to write"
    )
    assert box.isVisibleTo(dialog)
    box.setCurrentIndex(box.findData(track))


def test_a_translation_is_written_into_a_file_of_its_own(opened: Workplace, tmp_path: Path) -> None:
    document = opened.editing.document
    opened.editing.perform(set_translation(document, 0, "Goedemorgen."))
    dialog = asked(opened)
    choose_track(dialog, Track.TRANSLATION)
    assert dialog.choices.path == tmp_path / "talk.en.srt"
    dialog.accept()
    (cue,) = read_subtitles(tmp_path / "talk.en.srt").cues
    assert cue.text == "Goedemorgen."
    dialog = asked(opened)
    assert dialog.choices.track is Track.TRANSLATION
    choose_format(dialog, SubtitleFormat.VTT)
    choose_track(dialog, Track.TEXT_FIRST)
    assert dialog.choices.path == tmp_path / "talk.vtt"
    dialog.accept()
    texts = [cue.text for cue in read_subtitles(tmp_path / "talk.vtt").cues]
    assert texts == ["Good morning.\nGoedemorgen.", "Nobody was ready."]


def test_how_many_rows_have_no_translation_is_said(opened: Workplace) -> None:
    opened.editing.perform(set_translation(opened.editing.document, 0, "Goedemorgen."))
    dialog = asked(opened)
    assert not dialog.remark.isVisible()
    for track, words in (
        (Track.TRANSLATION, "Rows without a translation: 1 of 2. They are left out."),
        (Track.TEXT_FIRST, "Rows without a translation: 1 of 2. Their own text stands alone."),
    ):
        choose_track(dialog, track)
        assert dialog.remark.text() == words
        assert dialog.remark.isVisible()
        assert dialog.verb_button.isEnabled()
    choose_track(dialog, Track.TEXT)
    assert not dialog.remark.isVisible()
    choose_track(dialog, Track.TRANSLATION)
    dialog.accept()
    told = opened.window.status_line.text
    assert told.endswith("talk.en.srt; rows without a translation: 1 of 2")


def test_without_a_translation_there_is_nothing_to_choose(opened: Workplace) -> None:
    dialog = asked(opened)
    box = next(
        box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "What to write"
    )
    assert not box.isVisibleTo(dialog)
    assert dialog.choices.track is Track.TEXT


def answered(words: str) -> list[str]:
    """Press a button of the next question; return the list that then holds what it said."""
    questions: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        questions.append(box.text())
        next(button for button in box.buttons() if words in button.text()).click()

    QTimer.singleShot(200, answer)
    return questions


def export_again(workplace: Workplace) -> None:
    workplace.window.actions_by_name["export-again"].trigger()


@pytest.mark.parametrize(("words", "is_replaced"), [("Replace", True), ("Cancel", False)])
def test_another_file_is_not_replaced_by_accident(
    opened: Workplace, tmp_path: Path, words: str, is_replaced: bool
) -> None:
    other = tmp_path / "talk.vtt"
    other.write_text("mine", encoding="utf-8")

    dialog = asked(opened)
    choose_format(dialog, SubtitleFormat.VTT)
    questions = answered(words)
    dialog.accept()
    assert questions == ["talk.vtt exists already. Shall it be replaced?"]
    assert (other.read_text(encoding="utf-8") != "mine") is is_replaced
    again = [found for found in opened.window.findChildren(ExportDialog) if found.isVisible()]
    kept = [] if is_replaced else [SubtitleFormat.VTT]
    assert [dialog.choices.format for dialog in again] == kept


def test_what_cannot_be_written_is_told(opened: Workplace, tmp_path: Path) -> None:
    dialog = asked(opened)
    path = dialog.findChild(QLineEdit)
    assert isinstance(path, QLineEdit)
    path.setText("")
    assert not dialog.verb_button.isEnabled()
    path.setText(str(tmp_path / "missing" / "talk.srt"))
    dialog.accept()
    assert "talk.srt cannot be written" in dialog.remark.text()
    assert dialog.isVisible()
    dialog.reject()


def test_what_an_encoding_cannot_hold_is_written_in_another(
    opened: Workplace, tmp_path: Path
) -> None:
    editing = opened.editing
    editing.perform(set_text(editing.document, 0, "Доброе утро"))
    dialog = asked(opened)
    choose_format(dialog, SubtitleFormat.VTT)
    encoding = next(
        box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Encoding"
    )
    encoding.setCurrentText("cp1252")
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.remark.text().endswith("best UTF-8; talk.vtt was not written.")
    assert dialog.choices.format is SubtitleFormat.VTT
    assert not (tmp_path / "talk.vtt").exists()
    encoding.setCurrentText("utf-8")
    assert not dialog.remark.isVisible()
    dialog.accept()
    assert not dialog.isVisible()
    assert "Доброе утро" in (tmp_path / "talk.vtt").read_text(encoding="utf-8")


def test_the_last_choice_that_cannot_be_written_again_is_told(
    opened: Workplace, tmp_path: Path
) -> None:
    dialog = asked(opened)
    folder = tmp_path / "folder"
    folder.mkdir()
    type_name(dialog, folder / "talk.srt")
    dialog.accept()
    (folder / "talk.srt").unlink()
    folder.rmdir()
    export_again(opened)
    assert "talk.srt cannot be written" in opened.window.status_line.text


def test_a_document_without_a_file_is_asked_about(
    qtbot: QtBot, workplace: Workplace, wav: Path
) -> None:
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([wav])
    qtbot.waitUntil(lambda: workplace.session.media is not None, timeout=5_000)
    workplace.window.actions_by_name["export-again"].trigger()
    dialog = workplace.window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    assert dialog.choices.path == wav.with_suffix(".srt")
    dialog.reject()


def test_the_file_that_was_opened_is_replaced_after_one_question(
    opened: Workplace, srt: Path
) -> None:
    opened.window.actions_by_name["delete"].trigger()
    before = srt.read_bytes()
    questions = answered("Cancel")
    export_again(opened)
    assert questions == ["talk.srt is the file that you opened. Shall it be replaced?"]
    assert srt.read_bytes() == before
    questions = answered("Replace")
    dialog = asked(opened)
    dialog.accept()
    assert questions == ["talk.srt is the file that you opened. Shall it be replaced?"]
    assert len(read_subtitles(srt).cues) == 1
    opened.editing.undo_stack.undo()
    export_again(opened)
    assert len(read_subtitles(srt).cues) == 2


def test_what_another_program_wrote_is_not_replaced_unasked(opened: Workplace, srt: Path) -> None:
    answered("Replace")
    export_again(opened)
    srt.write_text("somebody else's", encoding="utf-8")
    questions = answered("Cancel")
    export_again(opened)
    (question,) = questions
    assert question.startswith("talk.srt was changed by another program.")
    assert srt.read_text(encoding="utf-8") == "somebody else's"


def test_what_could_not_be_read_is_not_replaced_unasked(
    qtbot: QtBot, workplace: Workplace, srt: Path
) -> None:
    with srt.open("a", encoding="utf-8") as file:
        file.write("\n3\n00:00:bad --> 00:00:03,000\nLost line\n")
    with qtbot.waitSignal(workplace.opening.opened, timeout=5_000):
        workplace.opening.open([srt])
    questions = answered("Cancel")
    export_again(workplace)
    (question,) = questions
    assert question.startswith("Not everything in talk.srt could be read.")
    assert "Lost line" in srt.read_text(encoding="utf-8")
    answered("Replace")
    export_again(workplace)
    assert "Lost line" not in srt.read_text(encoding="utf-8")
    # That is settled now.
    export_again(workplace)
    assert workplace.window.status_line.text == f"Wrote {srt}"


def test_a_file_that_went_is_written_unasked(opened: Workplace, srt: Path) -> None:
    srt.unlink()
    export_again(opened)
    assert len(read_subtitles(srt).cues) == 2


@pytest.mark.parametrize(
    ("wanted", "is_worth_keeping"),
    [
        (SubtitleFormat.TXT, True),
        (SubtitleFormat.LRC, True),
        (SubtitleFormat.TSV, True),
        (SubtitleFormat.MICRODVD, True),
        (SubtitleFormat.VTT, False),
        (SubtitleFormat.CSV, False),
    ],
)
def test_a_file_that_lacks_something_is_no_place_for_the_work(
    opened: Workplace, wanted: SubtitleFormat, is_worth_keeping: bool
) -> None:
    editing = opened.editing
    editing.perform(set_text(editing.document, 0, "<i>Two\nlines</i>"))
    dialog = asked(opened)
    choose_format(dialog, wanted)
    dialog.accept()
    assert opened.window.status_line.text.startswith("Wrote")
    assert opened.session.is_worth_keeping == is_worth_keeping


def test_a_name_without_a_folder_is_meant_beside_the_file_that_was_proposed(
    opened: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    dialog = asked(opened)
    path = dialog.findChild(QLineEdit)
    assert isinstance(path, QLineEdit)
    path.setText("mine.srt")
    assert dialog.choices.path == tmp_path / "mine.srt"
    path.setText(str(elsewhere / "mine.srt"))
    assert dialog.choices.path == elsewhere / "mine.srt"
    dialog.reject()
