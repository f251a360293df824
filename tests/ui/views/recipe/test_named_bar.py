from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.core.recipe import RecipeOverride
from whisper_desktop.ui.views.recipe.named_bar import NamedBar

DUTCH, FRENCH = RecipeOverride(language="nl"), RecipeOverride(language="fr")


@pytest.fixture
def named(tmp_path: Path) -> NamedRecipes:
    return NamedRecipes(tmp_path / "recipes.json")


@pytest.fixture
def bar(named: NamedRecipes, qtbot: QtBot) -> NamedBar:
    bar = NamedBar(named)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def answer(bar: NamedBar, text: str) -> None:
    """Answer the question for a name."""
    # Those that were answered are deleted later.
    dialog = bar.findChildren(QInputDialog)[-1]
    dialog.setTextValue(text)
    # From within an event loop, as a person does: outside of one, the next that runs would
    # delete the dialog under its own hands.
    loop = QEventLoop()
    QTimer.singleShot(0, dialog.accept)
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def press(button_text: str) -> None:
    """Answer the message box that opens next."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(0, act)
            return
        next(one for one in box.buttons() if one.text().replace("&", "") == button_text).click()

    QTimer.singleShot(0, act)


def save(bar: NamedBar, wishes: RecipeOverride, name: str) -> None:
    bar.show_wishes(wishes)
    bar.save_action.trigger()
    answer(bar, name)


def names(bar: NamedBar) -> list[str]:
    return [bar.names.itemText(number) for number in range(bar.names.count())]


def test_a_recipe_is_saved_and_used(bar: NamedBar) -> None:
    applied: list[RecipeOverride] = []
    bar.applied.connect(applied.append)
    assert not bar.apply_button.isEnabled()
    save(bar, DUTCH, " Dutch talks ")
    assert names(bar) == ["Dutch talks"]
    bar.apply_button.click()
    assert applied == [DUTCH]


def test_nothing_is_saved_without_a_wish_or_a_name(bar: NamedBar) -> None:
    bar.show_wishes(RecipeOverride())
    assert not bar.save_action.isEnabled()
    save(bar, DUTCH, "  ")
    assert names(bar) == []


@pytest.mark.parametrize(("button", "kept"), [("Replace it", FRENCH), ("Cancel", DUTCH)])
def test_a_recipe_is_replaced_only_if_that_is_meant(
    bar: NamedBar, named: NamedRecipes, button: str, kept: RecipeOverride
) -> None:
    save(bar, DUTCH, "Talks")
    press(button)
    save(bar, FRENCH, "talks")
    assert [one.recipe for one in named.found().recipes] == [kept]


def test_a_recipe_is_renamed_and_deleted(bar: NamedBar, named: NamedRecipes) -> None:
    save(bar, DUTCH, "Talks")
    bar.rename_action.trigger()
    answer(bar, "Lectures")
    assert [one.name for one in named.found().recipes] == ["Lectures"]
    bar.delete_action.trigger()
    assert names(bar) == []
    assert not bar.rename_action.isEnabled()


def test_what_cannot_be_written_or_read_is_told(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").touch()
    bar = NamedBar(NamedRecipes(tmp_path / "file" / "recipes.json"))
    qtbot.addWidget(bar)
    said: list[str] = []
    bar.said.connect(said.append)
    bar.refresh()
    assert said[0].startswith("The saved recipes could not be read: ")
    save(bar, DUTCH, "Talks")
    assert len(said) == 2
    assert names(bar) == []
