"""What a proposal is, and what it would change, in words."""

from collections.abc import Iterable, Mapping

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.differences import Difference, DifferenceKind
from whisper_desktop.core.proposal import Proposal, Reservation
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.timecode import format_clock, format_time
from whisper_desktop.ui.recognition.recipe_words import language_words
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Proposals"
_INTO_ENGLISH = QT_TRANSLATE_NOOP("Proposals", "{language} → English")
_UNKNOWN = QT_TRANSLATE_NOOP("Proposals", "Language unknown")
_SURE = QT_TRANSLATE_NOOP("Proposals", "text {percent} %")
_DOUBTFUL = QT_TRANSLATE_NOOP("Proposals", "doubtful: {percent} %")
_LONG_SURE = QT_TRANSLATE_NOOP("Proposals", "The recogniser is {percent} % sure of the words.")
_NEW_TIMES = QT_TRANSLATE_NOOP("Proposals", "new: {start}–\u200b{end}")
_LONG_NEW_TIMES = QT_TRANSLATE_NOOP("Proposals", "The row would go from {start} to {end}.")
_NEW_ROWS = QT_TRANSLATE_NOOP("Proposals", "becomes {count} rows")
_CHOICE = QT_TRANSLATE_NOOP("Proposals", "{number} of {count}")
_TIMES = QT_TRANSLATE_NOOP("Proposals", "Row {number}, {start} to {end}")
_MOVED = QT_TRANSLATE_NOOP(
    "Proposals", "Heard from {start} to {end}. The row has changed since: hear it again to take it."
)
_SHORT_RESERVATIONS = {
    Reservation.MOVED: QT_TRANSLATE_NOOP("Proposals", "times changed since"),
    Reservation.RETOLD: QT_TRANSLATE_NOOP("Proposals", "text changed since"),
}
_RESERVATIONS = {
    Reservation.RETOLD: QT_TRANSLATE_NOOP(
        "Proposals", "The text of the row has changed since this was asked for."
    ),
    Reservation.DOUBTFUL: QT_TRANSLATE_NOOP("Proposals", "This is doubtful."),
    Reservation.SILENT: QT_TRANSLATE_NOOP(
        "Proposals", "Nothing was heard: the text of the row would go."
    ),
}
_ACCEPTED = QT_TRANSLATE_NOOP("Proposals", "Accepted: {count}")
_LEFT = QT_TRANSLATE_NOOP("Proposals", "{accepted}; left: {reasons}")
_COUNTED = {
    Reservation.DOUBTFUL: QT_TRANSLATE_NOOP("Proposals", "{count} doubtful"),
    Reservation.SILENT: QT_TRANSLATE_NOOP("Proposals", "{count} where nothing was heard"),
    Reservation.RETOLD: QT_TRANSLATE_NOOP("Proposals", "{count} changed since"),
    Reservation.MOVED: QT_TRANSLATE_NOOP("Proposals", "{count} with other times now"),
}
_LEFT_BY_ALL = QT_TRANSLATE_NOOP("Proposals", "“Accept all” leaves it.")
_REPLACED = QT_TRANSLATE_NOOP("Proposals", "“{new}” instead of “{old}”")
_ADDED = QT_TRANSLATE_NOOP("Proposals", "“{new}” added")
_GONE = QT_TRANSLATE_NOOP("Proposals", "“{old}” gone")
_SAME = QT_TRANSLATE_NOOP("Proposals", "The text is the same.")
_NOTHING = QT_TRANSLATE_NOOP("Proposals", "Nothing was heard")
_NO_TRANSLATION = QT_TRANSLATE_NOOP("Proposals", "No translation")
_NO_TEXT = QT_TRANSLATE_NOOP("Proposals", "No text")
_LOCKED_WAY = QT_TRANSLATE_NOOP("Proposals", "in the times of the row")
_FREE_WAY = QT_TRANSLATE_NOOP("Proposals", "with times of its own")
_WAY = QT_TRANSLATE_NOOP("Proposals", "Heard with {model}, {way}")
_USUAL_MODEL = QT_TRANSLATE_NOOP("Proposals", "the model of the settings")
_HEARING = QT_TRANSLATE_NOOP("Proposals", "{number}: {text}")
_HEARING_OF = QT_TRANSLATE_NOOP("Proposals", "{number} ({model}): {text}")


def place_words(number: int, cue: Cue, proposal: Proposal) -> str:
    """Return number and times of a row in full, and whether it was another when it was heard."""
    times = format_time(cue.start_ms), format_time(cue.end_ms)
    words = _said(_TIMES).format(number=number, start=times[0], end=times[1])
    heard = proposal.candidate
    if heard.fits(cue):
        return words
    moved = _said(_MOVED).format(start=format_time(heard.start_ms), end=format_time(heard.end_ms))
    return f"{words}\n{moved}"


def no_text_words(proposal: Proposal) -> str:
    """Return what stands where the row has no text."""
    return _said(_NO_TRANSLATION if proposal.is_translation else _NO_TEXT)


def nothing_words() -> str:
    """Return what stands where nothing was heard."""
    return _said(_NOTHING)


def kind_words(proposal: Proposal) -> str:
    """Return the language of what was heard, and whether it was translated."""
    segments = proposal.candidate.segments
    recipe = proposal.candidate.recipe
    code = segments[0].language if segments else recipe.language
    language = language_words(code).capitalize() if code else _said(_UNKNOWN)
    if recipe.task is Task.TRANSLATE:
        return _said(_INTO_ENGLISH).format(language=language)
    return language


def detail_words(cue: Cue, proposal: Proposal) -> str:
    """Return language and task, how sure the words are, which hearing it is, and what of times."""
    lines = [kind_words(proposal)]
    if proposal.confidence is not None:
        lines.append(sure_words(proposal.confidence, is_doubtful=proposal.is_doubtful))
    count = len(proposal.hearings)
    if count > 1:
        lines.append(_said(_CHOICE).format(number=proposal.chosen + 1, count=count))
    row_count = len(proposal.candidate.segments)
    times = _new_times(cue, proposal)
    reservation = proposal.reservation(cue)
    if reservation in _SHORT_RESERVATIONS:
        lines.append(_said(_SHORT_RESERVATIONS[reservation]))
    if reservation is Reservation.MOVED:
        return "\n".join(lines)
    if times and row_count > 1:
        lines.append(_said(_NEW_ROWS).format(count=row_count))
    elif times:
        start, end = map(format_clock, times)
        lines.append(_said(_NEW_TIMES).format(start=start, end=end))
    return "\n".join(lines)


def sure_words(confidence: float, *, is_doubtful: bool) -> str:
    """Return how sure the recogniser is of a text, as shortly as possible."""
    return _said(_DOUBTFUL if is_doubtful else _SURE).format(percent=_percent(confidence))


def long_detail_words(cue: Cue, proposal: Proposal) -> str:
    """Return what `detail_words` says, in sentences, and with what it was heard."""
    lines = [kind_words(proposal)]
    if proposal.confidence is not None:
        lines.append(_said(_LONG_SURE).format(percent=_percent(proposal.confidence)))
    times = _new_times(cue, proposal)
    if times:
        start, end = map(format_time, times)
        lines.append(_said(_LONG_NEW_TIMES).format(start=start, end=end))
    reservation = proposal.reservation(cue)
    if reservation in _RESERVATIONS:
        lines.append(f"{_said(_RESERVATIONS[reservation])} {_said(_LEFT_BY_ALL)}")
    return "\n".join([*lines, way_words(proposal)])


def accepted_words(count: int, left: Mapping[Reservation, int]) -> str:
    """Return how many rows took what was proposed, and how many were left, and why."""
    accepted = _said(_ACCEPTED).format(count=count)
    reasons = [
        _said(words).format(count=left[why]) for why, words in _COUNTED.items() if left.get(why)
    ]
    if not reasons:
        return accepted
    return _said(_LEFT).format(accepted=accepted, reasons=", ".join(reasons))


def _percent(confidence: float) -> int:
    return round(100 * confidence)


def _new_times(cue: Cue, proposal: Proposal) -> tuple[int, int] | None:
    """Return from when to when the row would go; None when its times stay."""
    heard = proposal.candidate
    if heard.is_locked or proposal.is_translation or not heard.segments:
        return None
    times = heard.segments[0].start_ms, heard.segments[-1].end_ms
    is_same = len(heard.segments) == 1 and times == (cue.start_ms, cue.end_ms)
    return None if is_same else times


def way_words(proposal: Proposal) -> str:
    """Return with what it was heard, and what becomes of the times."""
    heard = proposal.candidate
    model = heard.recipe.model or _said(_USUAL_MODEL)
    way = _said(_LOCKED_WAY if heard.is_locked or proposal.is_translation else _FREE_WAY)
    return _said(_WAY).format(model=model, way=way)


def change_words(differences: Iterable[Difference]) -> str:
    """Return every change of a text, one in a line."""
    lines = [_change(one) for one in differences if one.kind is not DifferenceKind.EQUAL]
    return "\n".join(lines) or _said(_SAME)


def hearing_words(proposal: Proposal, number: int) -> str:
    """Return one of the hearings in a line, counted from 0, with its model where they differ."""
    one = proposal.choosing(number)
    text = one.text or _said(_NOTHING)
    models = {heard.recipe.model for heard in proposal.hearings}
    if len(models) == 1:
        return _said(_HEARING).format(number=number + 1, text=text)
    model = one.candidate.recipe.model or _said(_USUAL_MODEL)
    return _said(_HEARING_OF).format(number=number + 1, model=model, text=text)


def _change(difference: Difference) -> str:
    texts = {
        DifferenceKind.REPLACE: _REPLACED,
        DifferenceKind.INSERT: _ADDED,
        DifferenceKind.DELETE: _GONE,
    }
    old, new = " ".join(difference.old.split()), " ".join(difference.new.split())
    return _said(texts[difference.kind]).format(old=old, new=new)


def _said(text: str) -> str:
    return translated(_CONTEXT, text)
