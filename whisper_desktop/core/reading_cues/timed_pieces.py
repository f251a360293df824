"""Text as pieces that nothing parts, each with the time at which it is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from whisper_desktop.core.bonds import LOOK_AROUND, Bond
from whisper_desktop.core.break_costs import AFTER_CLAUSE, NEVER, SPEAKER, Joint, joints
from whisper_desktop.core.checks import begins_speech, is_dialogue
from whisper_desktop.core.line_pieces import Piece, blank_for_break, parted_lines
from whisper_desktop.core.reading import Counting, count_halves, graphemes, visible_text
from whisper_desktop.core.reading_cues.letter_times import LetterTimes, Spoken
from whisper_desktop.core.scripts import has_unspaced
from whisper_desktop.core.verbs.words import squeezed

_INSIDE_WORD = 150.0
"""Of a break inside what the recogniser wrote as one word, where the script shows no words."""
_BETWEEN_SYLLABLES = 40.0
"""Of a break between words of the recogniser where a script hides its words, as Thai does."""
_HIDDEN_WORDS = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))
"""Thai and Lao, Burmese, Khmer: blanks part phrases there, and nothing parts words."""
_BEGINNING = Joint(ends_sentence=True)
_NO_PIECE_START = frozenset("ะาำๅๆฯຯະາຳໆ")
_NO_PIECE_END = frozenset("เแโใไເແໂໃໄ")


@dataclass(frozen=True, slots=True)
class TimedPiece:
    """A piece of the text of `source`, counted among all that are cut together.

    It is said from `start_ms` to `end_ms`, and reads the letters `first_letter` to `end_letter`
    of its source.
    """

    piece: Piece
    source: int
    start_ms: int
    end_ms: int
    first_letter: int
    end_letter: int


def timed_pieces(
    sources: Sequence[Spoken],
    times: Sequence[LetterTimes],
    counting: Counting,
    language: str | None,
    before: str = "",
) -> list[TimedPiece]:
    """Part texts that follow each other; `times` are those of the letters of each.

    `before` is what was said just before them; rules about names and sentences look back there.
    No piece starts before one above it.
    """
    parts: list[_Part] = []
    for source, spoken in enumerate(sources):
        parts += _parts_of(spoken, source, parts[-1].text if parts else "", times[source])
    context = [visible_text(text) for _, text in parted_lines([before])][-LOOK_AROUND:]
    known = joints([*context, *[visible_text(part.text) for part in parts]], language)
    if parts and not context:
        known[0] = _BEGINNING
    made: list[TimedPiece] = []
    told_ms = 0
    leads = [None, *parts]
    for lead, part, joint in zip(leads, parts, known[len(context) :], strict=False):
        start_ms, end_ms = times[part.source].span_ms(part.first_letter, part.end_letter)
        told_ms = max(told_ms, start_ms)
        halves = count_halves(part.text, counting)
        piece = Piece(part.blank, part.text, halves, _adapted(joint, part, lead))
        letters = part.first_letter, part.end_letter
        made.append(TimedPiece(piece, part.source, told_ms, max(end_ms, told_ms), *letters))
    return made


@dataclass(frozen=True, slots=True)
class _Part:
    source: int
    blank: str
    text: str
    first_letter: int
    end_letter: int
    is_inside_word: bool
    """Whether it begins in the middle of a word of the recogniser."""
    begins_speech: bool
    """Whether it begins the line of another speaker."""


def _parts_of(spoken: Spoken, source: int, last: str, times: LetterTimes) -> Iterator[_Part]:
    lines = spoken.text.split("\n")
    speakers = _speaker_letters(lines)
    letters = 0
    for number, (blank, text) in enumerate(parted_lines(lines)):
        lead = blank_for_break(last, text) if last and not number else blank
        for part in _syllables(text, letters, times.word_begins):
            end = letters + len(squeezed(part))
            is_inside = bool(times.word_begins) and not lead and letters not in times.word_begins
            begins = letters in speakers and end > letters
            yield _Part(source, lead, part, letters, end, is_inside and letters > 0, begins)
            letters, lead = end, ""


def _speaker_letters(lines: Sequence[str]) -> frozenset[int]:
    """Return the letters with which a line of a dialogue begins."""
    visible = [visible_text(line) for line in lines]
    if not is_dialogue(visible):
        return frozenset()
    begins = accumulate((len(squeezed(line)) for line in visible), initial=0)
    return frozenset(
        letter for line, letter in zip(visible, begins, strict=False) if begins_speech(line)
    )


def _syllables(text: str, letters: int, word_begins: frozenset[int]) -> Iterator[str]:
    """Part a phrase of a script that hides its words where the recogniser began one."""
    if not any(map(_hides_words, text)) or visible_text(text) != text:
        yield text
        return
    part, last = "", ""
    for character in graphemes(text):
        is_apart = last[-1:] not in _NO_PIECE_END and character[0] not in _NO_PIECE_START
        is_begin = letters in word_begins or not word_begins
        if part and is_apart and is_begin and _hides_words(last[0]) and _hides_words(character[0]):
            yield part
            part = ""
        part, last, letters = part + character, character, letters + len(character)
    yield part


def _adapted(joint: Joint, part: _Part, lead: _Part | None) -> Joint:
    """Return what is known of a place with what the recogniser and the rows know of it."""
    if part.begins_speech:
        return SPEAKER
    if lead is not None and lead.begins_speech and lead.end_letter - lead.first_letter == 1:
        return Joint(NEVER, Bond.MARK)
    if joint.is_never or joint.ends_sentence:
        return joint
    return _with_words_known(joint, part)


def _with_words_known(joint: Joint, part: _Part) -> Joint:
    """Return what is known of a place where the script does not show words."""
    if _hides_words(part.text[0]):
        if part.blank:
            return replace(joint, penalty=AFTER_CLAUSE)
        return replace(joint, penalty=_BETWEEN_SYLLABLES, bond=Bond.WORD)
    if part.is_inside_word and has_unspaced(part.text):
        return replace(joint, penalty=max(joint.penalty, 0.0) + _INSIDE_WORD, bond=Bond.WORD)
    return joint


def _hides_words(character: str) -> bool:
    return any(first <= character <= last for first, last in _HIDDEN_WORDS)
