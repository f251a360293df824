from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from whisper_desktop.app.named_recipes import NamedRecipes
from whisper_desktop.app.queue import QueueOrder, SubtitleFormat
from whisper_desktop.core.errors import ModelCapabilityError
from whisper_desktop.core.presets import CUSTOM, NETFLIX
from whisper_desktop.core.recipe import Recipe, RecipeOverride, Task, TimestampMode
from whisper_desktop.ui.dialogs.queue_recipe_dialog import QueueRecipeDialog

ORDER = QueueOrder(
    Path("a.mp4"), Recipe("nl", timestamps=TimestampMode.WORDS), formats=(SubtitleFormat.VTT,)
)


NOTHING_SAVED = NamedRecipes(Path("not-there.json"))


def made(
    qtbot: QtBot, order: QueueOrder, count: int = 1, named: NamedRecipes = NOTHING_SAVED
) -> QueueRecipeDialog:
    dialog = QueueRecipeDialog(order, count, ((), "base"), named)
    qtbot.addWidget(dialog)
    return dialog


def test_what_is_not_changed_stays(qtbot: QtBot) -> None:
    assert made(qtbot, ORDER).order == ORDER


def test_the_sentence_says_what_it_is_for(qtbot: QtBot) -> None:
    assert "these recordings be transcribed: 3?" in made(qtbot, ORDER, 3).sentence.text()
    assert "from now on" in made(qtbot, ORDER, 0).sentence.text()


def test_recipe_and_formats_are_chosen(qtbot: QtBot) -> None:
    dialog = made(qtbot, ORDER)
    dialog.recipe.changed.emit(RecipeOverride(task=Task.TRANSLATE))
    dialog.recipe.changed.emit(RecipeOverride(language="auto"))
    dialog.formats[SubtitleFormat.VTT].setChecked(False)
    dialog.formats[SubtitleFormat.DOCX].setChecked(True)
    dialog.formats[SubtitleFormat.SRT].setChecked(True)
    order = dialog.order
    assert order.recipe == Recipe(None, Task.TRANSLATE, TimestampMode.WORDS)
    assert order.formats == (SubtitleFormat.SRT, SubtitleFormat.DOCX)
    assert order.media == ORDER.media

    dialog.recipe.reset.emit(("task",))
    assert dialog.order.recipe.task is Task.TRANSCRIBE
    assert dialog.recipe.resets["timestamps"].isEnabled() is False


def test_what_the_model_cannot_do_is_refused(qtbot: QtBot) -> None:
    def check(recipe: Recipe) -> None:
        if recipe.language != "en":
            raise ModelCapabilityError("tiny.en", str(recipe.language), ())

    dialog = QueueRecipeDialog(ORDER, 1, ((), "tiny.en"), NOTHING_SAVED, check=check)
    qtbot.addWidget(dialog)
    assert not dialog.verb_button.isEnabled()
    assert "tiny.en was not made for this language" in dialog.remark.text()
    assert dialog.remark.isVisibleTo(dialog)
    dialog.recipe.changed.emit(RecipeOverride(language="en"))
    assert dialog.verb_button.isEnabled()
    assert not dialog.remark.isVisibleTo(dialog)


def test_a_saved_recipe_is_used(qtbot: QtBot, tmp_path: Path) -> None:
    named = NamedRecipes(tmp_path / "recipes.json")
    named.save("Show", RecipeOverride("fr", hotwords="Birnen"))
    dialog = made(qtbot, ORDER, named=named)
    dialog.named.apply_button.click()
    assert dialog.order.recipe == replace(ORDER.recipe, language="fr", hotwords="Birnen")
    assert dialog.named.save_action.isEnabled()


def test_rows_are_cut_by_the_rules_that_were_chosen(qtbot: QtBot) -> None:
    dialog = made(qtbot, ORDER)
    dialog.cut_box.setCurrentIndex(1)
    assert dialog.cut_box.currentText() == "Cut for reading, by the rules: Netflix"
    assert dialog.order.reading == NETFLIX
    own = replace(CUSTOM, max_lines=1)
    dialog = made(qtbot, replace(ORDER, reading=own))
    assert dialog.cut_box.currentText() == "Cut for reading, by the rules: My own"
    assert dialog.order.reading == own
    dialog.cut_box.setCurrentIndex(0)
    assert dialog.order == ORDER
