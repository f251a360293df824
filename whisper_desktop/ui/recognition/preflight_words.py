"""What a run will need and be worth, as sentences for the person."""

from whisper_desktop.app.preflight import Preflight
from whisper_desktop.app.run_estimate import EstimateBasis
from whisper_desktop.core.errors import DeviceUnavailableError, ModelCapabilityError
from whisper_desktop.core.language_quality import Likeness, PublishedError
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Recipe, Task
from whisper_desktop.ui.quantities import duration_words, size_words
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Preflight"
_LOOKING = QT_TRANSLATE_NOOP("Preflight", "Looking at this machine…")
_NOT_KNOWN = QT_TRANSLATE_NOOP("Preflight", "Not known")
_DEVICE = QT_TRANSLATE_NOOP("Preflight", "{device}, in {precision}")
_NO_DEVICE = QT_TRANSLATE_NOOP(
    "Preflight", "{wanted} cannot be used: {reason}. Choose another device in the settings."
)
_NEEDED = QT_TRANSLATE_NOOP("Preflight", "{needed} needed")
_NEEDED_OF = QT_TRANSLATE_NOOP("Preflight", "{needed} needed, {free} free")
_AT_MOST = QT_TRANSLATE_NOOP("Preflight", "{needed} needed at most")
_AT_MOST_OF = QT_TRANSLATE_NOOP("Preflight", "{needed} needed at most, {free} of main memory free")
_SHORT = QT_TRANSLATE_NOOP(
    "Preflight", "{needed} needed, but only {free} free: it will be slow, or fail"
)
_MEASURED = QT_TRANSLATE_NOOP("Preflight", "{time}, as earlier runs here took")
_BY_OTHERS = QT_TRANSLATE_NOOP("Preflight", "{time}, judged by earlier runs of other models")
_COMPUTED = QT_TRANSLATE_NOOP(
    "Preflight", "{time}, roughly estimated; the first run will tell better"
)
_ABOUT = QT_TRANSLATE_NOOP("Preflight", "About {time}")
_QUICK = QT_TRANSLATE_NOOP("Preflight", "Less than a minute")
_ESTIMATING = QT_TRANSLATE_NOOP("Preflight", "Estimating…")
_NO_LENGTH = QT_TRANSLATE_NOOP("Preflight", "Not known, as the length is not known")
_BY_LANGUAGE = QT_TRANSLATE_NOOP("Preflight", "Depends on the language that is found")
_TRANSLATION = QT_TRANSLATE_NOOP("Preflight", "A draft: machine translations need a careful look")
_NO_FIGURE = QT_TRANSLATE_NOOP("Preflight", "No figure is known for {language}")
_ERRORS = QT_TRANSLATE_NOOP(
    "Preflight", "About {count} in 100 {units} of {language} wrong in a published test"
)
_ERRORS_OF_OTHER = QT_TRANSLATE_NOOP(
    "Preflight",
    "About {count} in 100 {units} of {language} wrong in a published test of {model}",
)
_ERRORS_AND_MORE = QT_TRANSLATE_NOOP(
    "Preflight",
    "About {count} in 100 {units} of {language} wrong in a published test of {model};"
    " expect more with this model",
)
_USELESS = QT_TRANSLATE_NOOP(
    "Preflight", "Of little use for {language}: as many mistakes as {units}, in a published test"
)
_WORDS = QT_TRANSLATE_NOOP("Preflight", "words")
_CHARACTERS = QT_TRANSLATE_NOOP("Preflight", "characters")
_TO_BE_CORRECTED = QT_TRANSLATE_NOOP("Preflight", "{figure}. Expect to correct most rows.")
_CANNOT_TRANSLATE = QT_TRANSLATE_NOOP("Preflight", "{model} was not trained to translate.")
_ENGLISH_ONLY = QT_TRANSLATE_NOOP("Preflight", "{model} knows English only, and no {language}.")
_NOT_LANGUAGE = QT_TRANSLATE_NOOP("Preflight", "{model} was not trained for {language}.")
_ALL_IN_100 = 100
_SECONDS_A_MINUTE = 60


def language_name(code: str) -> str:
    """Return the name of a language."""
    return LANGUAGES.get(code, code)


def device_words(found: Preflight, *, is_looking: bool) -> str:
    """Return what the work is done on, or why on nothing."""
    if found.device_error is not None:
        return no_device_words(found.device_error)
    if found.choice is None:
        return _said(_LOOKING if is_looking else _NOT_KNOWN)
    device = found.choice.device
    if found.device is not None and found.device.description:
        device = f"{found.device.description} ({device})"
    return _said(_DEVICE).format(device=device, precision=found.choice.precision)


def no_device_words(error: DeviceUnavailableError) -> str:
    """Return why a device cannot be used."""
    return _said(_NO_DEVICE).format(wanted=error.wanted, reason=error.reason)


def memory_words(found: Preflight) -> str:
    """Return how much memory is needed, and how much there is."""
    if found.memory_needed_bytes is None:
        return _said(_NOT_KNOWN)
    needed = size_words(found.memory_needed_bytes)
    is_known = found.choice is not None
    if found.memory_free_bytes is None:
        return _said(_NEEDED if is_known else _AT_MOST).format(needed=needed)
    enough = _NEEDED_OF if is_known else _AT_MOST_OF
    text = _said(_SHORT if found.is_memory_short else enough)
    return text.format(needed=needed, free=size_words(found.memory_free_bytes))


def time_words(found: Preflight, duration_ms: int | None, *, is_looking: bool) -> str:
    """Return how long it will take, and how well that is known."""
    if duration_ms is None:
        return _said(_NO_LENGTH)
    if found.expected is None:
        return _said(_ESTIMATING if is_looking else _NOT_KNOWN)
    texts = {
        EstimateBasis.MEASURED: _MEASURED,
        EstimateBasis.OTHER_MODEL: _BY_OTHERS,
        EstimateBasis.COMPUTED: _COMPUTED,
    }
    seconds = found.expected.seconds
    about = _said(_ABOUT).format(time=duration_words(seconds))
    time = _said(_QUICK) if seconds < _SECONDS_A_MINUTE else about
    return _said(texts[found.expected.basis]).format(time=time)


def quality_words(found: PublishedError | None, recipe: Recipe) -> str:
    """Return how many mistakes are to be expected in a language."""
    language = recipe.language
    if recipe.task is Task.TRANSLATE and (found is None or not found.is_high):
        return _said(_TRANSLATION)
    if language is None and found is None:
        return _said(_BY_LANGUAGE)
    name = language_name(language or "en")
    if found is None:
        return _said(_NO_FIGURE).format(language=name)
    units = _said(_CHARACTERS if found.is_of_characters else _WORDS)
    if found.percent >= _ALL_IN_100:
        return _said(_USELESS).format(language=name, units=units)
    texts = {
        Likeness.OWN: _ERRORS,
        Likeness.SIMILAR: _ERRORS_OF_OTHER,
        Likeness.OF_A_BETTER_ONE: _ERRORS_AND_MORE,
    }
    figure = _said(texts[found.likeness]).format(
        count=round(found.percent), units=units, language=name, model=found.model
    )
    return _said(_TO_BE_CORRECTED).format(figure=figure) if found.is_high else figure


def refusal_words(error: ModelCapabilityError, *, is_english_only: bool) -> str:
    """Return why a model cannot do what is wanted."""
    if error.wanted == Task.TRANSLATE:
        return _said(_CANNOT_TRANSLATE).format(model=error.model)
    text = _said(_ENGLISH_ONLY if is_english_only else _NOT_LANGUAGE)
    return text.format(model=error.model, language=language_name(error.wanted))


def _said(text: str) -> str:
    return translated(_CONTEXT, text)
