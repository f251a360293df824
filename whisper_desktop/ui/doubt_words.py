"""Doubts in words: why a row should be listened to, and what the recogniser did about it."""

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.segment import Defence, Evidence, LeftOutReason
from whisper_desktop.core.suspects import SuspectReason
from whisper_desktop.ui.models.doubts_board import Doubt
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_REASONS = {
    SuspectReason.LITTLE_SPEECH: QT_TRANSLATE_NOOP("Doubts", "hardly anybody speaks there"),
    SuspectReason.LOOP: QT_TRANSLATE_NOOP("Doubts", "the text goes in circles"),
    SuspectReason.REPEATS_NEIGHBOUR: QT_TRANSLATE_NOOP("Doubts", "the row before says the same"),
    SuspectReason.IMPROBABLE_WORDS: QT_TRANSLATE_NOOP("Doubts", "unsure of the words"),
    SuspectReason.TRIED_AGAIN: QT_TRANSLATE_NOOP("Doubts", "only a second try gave any text"),
    SuspectReason.TOO_FAST: QT_TRANSLATE_NOOP("Doubts", "more text than anybody says in the time"),
    SuspectReason.TOO_SLOW: QT_TRANSLATE_NOOP("Doubts", "hardly any text for the time"),
    SuspectReason.PHANTOM_PHRASE: QT_TRANSLATE_NOOP(
        "Doubts", "a phrase that is often written where nobody speaks"
    ),
    SuspectReason.OTHER_LANGUAGE: QT_TRANSLATE_NOOP("Doubts", "taken for another language"),
    SuspectReason.UNREADABLE: QT_TRANSLATE_NOOP("Doubts", "there are characters nobody can read"),
}
_DEFENCES = {
    Defence.PREVIOUS_TEXT_OFF: QT_TRANSLATE_NOOP(
        "Doubts", "It was heard again without the text before it."
    ),
    Defence.HOTTER: QT_TRANSLATE_NOOP("Doubts", "It was heard again with more freedom to guess."),
    Defence.BEAM: QT_TRANSLATE_NOOP("Doubts", "It was heard again with several readings at once."),
    Defence.SHORTER_WINDOW: QT_TRANSLATE_NOOP("Doubts", "It was heard again in shorter pieces."),
    Defence.LOOP_CUT: QT_TRANSLATE_NOOP("Doubts", "The first reading went in circles."),
    Defence.REPEAT_DROPPED: QT_TRANSLATE_NOOP(
        "Doubts", "Words that the row before says were left out."
    ),
    Defence.TIMES_PULLED: QT_TRANSLATE_NOOP("Doubts", "Its times were moved to the sound."),
    Defence.OTHER_LANGUAGE: QT_TRANSLATE_NOOP(
        "Doubts", "It was taken for another language than what came before."
    ),
}
_LEFT_OUT = {
    LeftOutReason.NO_SPEECH: QT_TRANSLATE_NOOP("Doubts", "Left out: nobody speaks there"),
    LeftOutReason.LOOP: QT_TRANSLATE_NOOP("Doubts", "Left out: the text went in circles"),
    LeftOutReason.REPEATED: QT_TRANSLATE_NOOP(
        "Doubts", "Left out: the row beside it says the same"
    ),
}
_SPEECH = QT_TRANSLATE_NOOP("Doubts", "Somebody speaks for {0} % of its time.")
_WORDS = QT_TRANSLATE_NOOP("Doubts", "The recogniser was {0} % sure of its words, {1} % of one.")
_REVIEWED = QT_TRANSLATE_NOOP("Doubts", "A person accepted it, or wrote the text.")
_UNCOVERED = QT_TRANSLATE_NOOP("Doubts", "Somebody speaks for {0} s, and no row says what")
_ACCEPT_ROW = QT_TRANSLATE_NOOP("Doubts", "It is right")
_ACCEPT_SPAN = QT_TRANSLATE_NOOP("Doubts", "No row needed")
_AGAIN_ROW = QT_TRANSLATE_NOOP("Doubts", "Recognise otherwise")
_AGAIN_SPAN = QT_TRANSLATE_NOOP("Doubts", "Recognise it")
_ACCEPT_LEFT_OUT = QT_TRANSLATE_NOOP("Doubts", "Rightly left out")
_BRING_BACK = QT_TRANSLATE_NOOP("Doubts", "Bring it back")


def doubt_sentence(doubt: Doubt) -> str:
    """Return why something should be listened to."""
    if doubt.left_out is not None:
        return translated("Doubts", _LEFT_OUT[doubt.left_out.reason])
    if doubt.suspicion is None:
        seconds = f"{doubt.span.duration_ms / 1_000:.1f}"
        return translated("Doubts", _UNCOVERED).format(seconds)
    words = "; ".join(translated("Doubts", _REASONS[one]) for one in doubt.suspicion.reasons)
    return words[:1].upper() + words[1:]


def evidence_text(cue: Cue) -> str:
    """Return what is known of how a row was recognised, a line each; "" when nothing is."""
    evidence = cue.evidence
    if evidence is None:
        return ""
    lines = [_speech_line(evidence), _word_line(evidence)]
    # What was done twice is told once.
    lines += [translated("Doubts", _DEFENCES[one]) for one in dict.fromkeys(evidence.defences)]
    if evidence.temperature and Defence.HOTTER not in evidence.defences:
        lines.append(translated("Doubts", _DEFENCES[Defence.HOTTER]))
    if evidence.is_reviewed:
        lines.append(translated("Doubts", _REVIEWED))
    return "\n".join(filter(None, lines))


def remedy_words(doubt: Doubt | None) -> tuple[str, str]:
    """Return what the buttons say that accept a doubt, and that do something about it."""
    accept, act = _ACCEPT_ROW, _AGAIN_ROW
    if doubt is not None and doubt.left_out is not None:
        accept, act = _ACCEPT_LEFT_OUT, _BRING_BACK
    elif doubt is not None and doubt.uid is None:
        accept, act = _ACCEPT_SPAN, _AGAIN_SPAN
    return translated("Doubts", accept), translated("Doubts", act)


def _speech_line(evidence: Evidence) -> str:
    if evidence.speech_share is None:
        return ""
    return translated("Doubts", _SPEECH).format(_percent(evidence.speech_share))


def _word_line(evidence: Evidence) -> str:
    mean, least = evidence.mean_word_prob, evidence.min_word_prob
    if mean is None or least is None:
        return ""
    return translated("Doubts", _WORDS).format(_percent(mean), _percent(least))


def _percent(share: float) -> int:
    return round(100 * min(max(share, 0.0), 1.0))
