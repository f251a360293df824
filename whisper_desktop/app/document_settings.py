"""What a project says of its document as a whole, and what is usual where it says nothing."""

from whisper_desktop.core.recipe import RECIPE_FIELDS, Recipe, RecipeOverride, TimestampMode

NAME_SETTING = "name"
"""The setting of a project that holds what the window calls it while it has no file."""
LANGUAGE_SETTING = "language"
"""The setting of a project that holds the code of the language of the text."""
FOUND_LANGUAGE_SETTING = "found_language"
"""The setting of a project that holds the language that was found, and not said."""
AUDIO_TRACK_SETTING = "audio_track"
"""The setting of a project that holds the number of the audio track that was chosen."""
RECIPE_SETTING = "recipe"
"""The setting of a project that holds what is wanted of the document."""

USUAL_RECIPE = Recipe(timestamps=TimestampMode.WORDS)
"""How a document is recognised as long as nobody wants anything else."""


def text_language(kept: object, heard: str | None = None) -> str | None:
    """Return the language of the text: what its setting says, else what a run heard or was told."""
    return kept if isinstance(kept, str) and kept else heard


def document_wishes(recipe: Recipe, usual: Recipe = USUAL_RECIPE) -> RecipeOverride:
    """Return what a document is to say of itself so that just this is done.

    What is as usual anyway is not held on to, but for the language: that to be found out is
    found out each time, whatever was found.
    """
    wanted, known = RecipeOverride.exactly(recipe), RecipeOverride.exactly(usual)
    others = [name for name in RECIPE_FIELDS if name != "language"]
    return wanted.without([one for one in others if getattr(wanted, one) == getattr(known, one)])
