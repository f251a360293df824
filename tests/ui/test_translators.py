import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from whisper_desktop.core.resources import resource
from whisper_desktop.ui import translators
from whisper_desktop.ui.translators import install_translations

UI = Path(translators.__file__).parent
ENGLISH = resource("translations/whisper_desktop_en.qm")


def counted_texts() -> Iterator[tuple[str, str]]:
    """Yield the class and the text of every `self.tr("… %Ln …", "", count)` of the window."""
    for path in sorted(UI.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            for call in (node for node in ast.walk(owner) if isinstance(node, ast.Call)):
                text = literal(call.args[0]) if call.args else ""
                if ast.unparse(call.func).endswith("tr") and ("%n" in text or "%Ln" in text):
                    yield owner.name, text


def literal(node: ast.expr) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(ast.literal_eval(node)) if is_text else ""


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """An application that has lost, in the end, the translators of a test."""
    before = set(qapp.findChildren(QTranslator))
    yield qapp
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize(("context", "text"), sorted(set(counted_texts())))
def test_every_counted_text_has_two_english_forms(
    qapp: QApplication, context: str, text: str
) -> None:
    translator = QTranslator()
    assert translator.load(str(ENGLISH))
    forms = [translator.translate(context, text, "", count) or "" for count in (1, 2)]
    assert all("%Ln" in form and "(s)" not in form for form in forms), (
        f"run tools/translations.py: {context} has no forms of {text!r}: {forms}"
    )
    assert ("(" not in text) or forms[0] != forms[1]


def test_thousands_that_are_counted_are_parted(application: QApplication) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        install_translations(application, QLocale())
        words = application.translate("StatusLine", "%Ln finding(s)", "", 12_345)
    finally:
        QLocale.setDefault(before)
    assert words == "12,345 findings"


def test_some_texts_are_counted() -> None:
    assert len(list(counted_texts())) >= 5


@pytest.mark.parametrize(("count", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_rows_are_counted_in_english(application: QApplication, count: int, words: str) -> None:
    assert install_translations(application, QLocale("en_GB")) == "en"
    assert QCoreApplication.translate("VersionsDialog", "%Ln row(s)", "", count) == words


def test_a_language_without_translation_falls_back_to_english(application: QApplication) -> None:
    assert install_translations(application, QLocale("ar")) == "en"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert application.isLeftToRight()


def test_a_language_that_is_there_brings_the_texts_of_qt(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ENGLISH, tmp_path / "whisper_desktop_en.qm")
    shutil.copy(ENGLISH, tmp_path / "whisper_desktop_de.qm")
    monkeypatch.setattr(translators, "resource", lambda relative: tmp_path / Path(relative).name)
    assert install_translations(application, QLocale("de_AT")) == "de"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
