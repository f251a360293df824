"""The times of words, kept true while the text that they belong to changes."""

from collections.abc import Sequence

from whisper_desktop.core.reading import visible_text
from whisper_desktop.core.segment import Word

TYPED_PROBABILITY = 1.0
"""Of a word that a person wrote."""


def respread(words: tuple[Word, ...], text: str) -> tuple[Word, ...]:
    """Return words for a changed text: the same where it is the same, the rest spread anew.

    Words that only vanished leave the others alone. Otherwise what stands between the unchanged
    beginning and end shares the time there in proportion to its letters. Nothing is returned when
    there is no telling: no words before, or changed text without spaces between words.
    """
    if not words:
        return ()
    if squeezed(text) == squeezed("".join([word.text for word in words])):
        return words
    tokens = visible_text(text).split()
    if not tokens or not _has_spaces(words):
        return ()
    if len(tokens) == len(words):
        return tuple([_renamed(word, token) for word, token in zip(words, tokens, strict=True)])
    return _surviving(words, tokens) or _spread(words, tokens)


def squeezed(text: str) -> str:
    """Return what is read of a text, without spaces and line breaks."""
    return "".join(visible_text(text).split())


def _has_spaces(words: Sequence[Word]) -> bool:
    return len(words) == 1 or any(word.text.startswith(" ") for word in words[1:])


def _renamed(word: Word, token: str) -> Word:
    """Return the word spelled in another way; its probability stays when it sounds the same."""
    old = word.text.strip()
    if old == token:
        return word
    lead = " " if word.text.startswith(" ") else ""
    is_same = old.casefold() == token.casefold() or _sound(old) == _sound(token)
    probability = word.probability if is_same else TYPED_PROBABILITY
    return Word(word.start_ms, word.end_ms, lead + token, probability)


def _surviving(words: Sequence[Word], tokens: Sequence[str]) -> tuple[Word, ...]:
    """Return the words that are left when the tokens are some of them in order, else nothing."""
    kept: list[Word] = []
    for word in words:
        token = tokens[len(kept)] if len(kept) < len(tokens) else ""
        if token and _sound(word.text) == _sound(token):
            kept.append(_renamed(word, token))
    return tuple(kept) if len(kept) == len(tokens) else ()


def _sound(text: str) -> str:
    """Return a word without what changes when its neighbours go: its capital and its comma."""
    return text.strip().casefold().strip(",.;:!?…") or text.strip()


def _spread(words: tuple[Word, ...], tokens: Sequence[str]) -> tuple[Word, ...]:
    """Keep what is the same at both ends and share the time between."""
    old = [word.text.strip() for word in words]
    head = _common_length(old, tokens)
    tail = _common_length(old[head:][::-1], tokens[head:][::-1])
    replaced = words[head : len(words) - tail]
    new = tokens[head : len(tokens) - tail]
    start_ms = words[head - 1].end_ms if head else words[0].start_ms
    end_ms = words[len(words) - tail].start_ms if tail else words[-1].end_ms
    if replaced:
        start_ms, end_ms = replaced[0].start_ms, replaced[-1].end_ms
    between = _shared(new, start_ms, max(start_ms, end_ms))
    return words[:head] + between + words[len(words) - tail :]


def _common_length(first: Sequence[str], second: Sequence[str]) -> int:
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return length


def _shared(tokens: Sequence[str], start_ms: int, end_ms: int) -> tuple[Word, ...]:
    letters = sum([len(token) for token in tokens])
    words: list[Word] = []
    done = 0
    for token in tokens:
        word_start_ms = start_ms + (end_ms - start_ms) * done // letters
        done += len(token)
        word_end_ms = start_ms + (end_ms - start_ms) * done // letters
        words.append(Word(word_start_ms, word_end_ms, f" {token}", TYPED_PROBABILITY))
    return tuple(words)
