"""Cut tokens where words begin (by spaces, or by characters where words run together)."""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.languages import is_written_without_spaces


@dataclass(frozen=True, slots=True)
class WordTokens:
    """The tokens of a word, or of a special token, and its text with its leading space."""

    text: str
    tokens: tuple[int, ...]


def split_to_word_tokens(
    tokens: Sequence[int], language: str, tokenizer: Tokenizer
) -> list[WordTokens]:
    """Return the words in order; their tokens joined are `tokens`, their texts the whole text.

    Special tokens, such as a closing end of text, stand alone. Bytes that form no character count
    as the U+FFFD that they are shown as.
    """
    pieces = _split_at_characters(tokens, tokenizer)
    if is_written_without_spaces(language):
        return list(pieces)
    return list(_join_at_spaces(pieces, tokenizer))


def _split_at_characters(tokens: Sequence[int], tokenizer: Tokenizer) -> Iterator[WordTokens]:
    """Cut after every token that ends a character."""
    token_bytes = [tokenizer.encoding.decode_single_token_bytes(token) for token in tokens]
    whole = b"".join(token_bytes)
    ends = _character_ends(whole)
    first, start, stop = 0, 0, 0
    for last, piece in enumerate(token_bytes, start=1):
        stop += len(piece)
        if stop in ends:
            yield WordTokens(whole[start:stop].decode(errors="replace"), tuple(tokens[first:last]))
            first, start = last, stop


def _join_at_spaces(pieces: Iterator[WordTokens], tokenizer: Tokenizer) -> Iterator[WordTokens]:
    word: WordTokens | None = None
    for piece in pieces:
        if word is None:
            word = piece
        elif _starts_a_word(piece, tokenizer):
            yield word
            word = piece
        else:
            word = WordTokens(word.text + piece.text, word.tokens + piece.tokens)
    if word is not None:
        yield word


def _starts_a_word(piece: WordTokens, tokenizer: Tokenizer) -> bool:
    """Special tokens, a leading space, punctuation and mere white space start a word.

    Punctuation of several characters counts only where it is a run of `string.punctuation`, so
    "..." stays with the word before; word timing depends on the reference doing just this.
    """
    is_special = piece.tokens[0] >= tokenizer.eot
    return is_special or piece.text.startswith(" ") or piece.text.strip() in string.punctuation


def _character_ends(data: bytes) -> set[int]:
    """Return the offsets where a character ends, counting as Python's "replace" shows them.

    An ill-formed stretch that is shown as one U+FFFD is one character.
    """
    ends: set[int] = set()
    offset = 0
    while offset < len(data):
        stop, resume = _well_formed_stretch(data, offset)
        for character in data[offset:stop].decode():
            offset += len(character.encode())
            ends.add(offset)
        offset = resume
        ends.add(offset)
    return ends


def _well_formed_stretch(data: bytes, offset: int) -> tuple[int, int]:
    """Return where the UTF-8 from `offset` stops being well formed, and where it may go on."""
    try:
        data[offset:].decode()
    except UnicodeDecodeError as error:
        return offset + error.start, offset + error.end
    return len(data), len(data)
