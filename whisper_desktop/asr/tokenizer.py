"""Text to tokens and back, and the special tokens that steer Whisper's decoder.

A vocabulary is a byte-pair encoding followed by the special tokens, in this order: end of text,
start of transcript, one per language, the tasks, four marks, and the timestamps 0.00-30.00 s.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import tiktoken

from whisper_desktop.asr.dims import TIMESTAMP_STEP_SECONDS, WINDOW_SECONDS, ModelDims
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.resources import resource

_LAST_TIMESTAMP_INDEX = round(WINDOW_SECONDS / TIMESTAMP_STEP_SECONDS)
_TEXT_PIECE = (
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"  # GPT-2's
)

_SYMBOLS = (
    *'"#()*+/:;<=>@[\\]^_`{|}~「」『』',
    *("<<", ">>", "<<<", ">>>", "--", "---", "-(", "-[", "('", '("', "((", "))", "(((", ")))"),
    *("[[", "]]", "{{", "}}", "♪♪", "♪♪♪"),
)
_MUSIC_SIGNS = "♩♪♫♬♭♮♯"


@dataclass(frozen=True, slots=True, eq=False)
class Tokenizer:
    """A vocabulary and its special tokens (made by `load_tokenizer`)."""

    encoding: tiktoken.Encoding
    is_multilingual: bool
    language_codes: tuple[str, ...]
    """In the order of their tokens."""
    language_tokens: tuple[int, ...]
    non_speech_tokens: tuple[int, ...]
    """Brackets, notes and speaker marks: what subtitlers write of sounds that are not speech."""
    blank_tokens: tuple[int, ...]
    """Tokens that would make the text empty if they came first."""
    n_vocab: int
    eot: int
    """End of text; every smaller token is text."""
    sot: int
    """Start of transcript."""
    translate: int
    transcribe: int
    sot_lm: int
    """Start of language model; unused by the released models."""
    sot_prev: int
    """Start of previous text."""
    no_speech: int
    no_timestamps: int
    timestamp_begin: int
    """0.00 s; every token from here on is a timestamp."""

    def language_token(self, code: str) -> int:
        """Return the token of a language; `ValueError` for one that the model lacks."""
        return self.language_tokens[self.language_codes.index(code)]

    def language_of(self, token: int) -> str:
        """Return the code of a language token; `ValueError` for any other token."""
        return self.language_codes[self.language_tokens.index(token)]

    def prefix(self, language: str | None, task: Task, *, with_timestamps: bool) -> tuple[int, ...]:
        """Return the tokens that ask for a task; English-only models know no other than theirs.

        Raises `ValueError` when a multilingual model is given no language.
        """
        tokens = [self.sot]
        if self.is_multilingual:
            if language is None:
                raise ValueError("a multilingual model must be told the language")
            tokens.append(self.language_token(language))
            tokens.append(self.translate if task is Task.TRANSLATE else self.transcribe)
        if not with_timestamps:
            tokens.append(self.no_timestamps)
        return tuple(tokens)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text; the names of special tokens are text like any other."""
        return self.encoding.encode_ordinary(text)

    def decode(self, tokens: Iterable[int]) -> str:
        """Return the text of the tokens without special tokens and timestamps.

        Bytes that form no character become U+FFFD.
        """
        return self.decode_bytes(tokens).decode(errors="replace")

    def decode_bytes(self, tokens: Iterable[int]) -> bytes:
        """Return the UTF-8 bytes of the text tokens, whole characters or not."""
        return self.encoding.decode_bytes([token for token in tokens if token < self.eot])

    def suppressed(
        self, extra: Iterable[int] = (), *, with_non_speech: bool = True
    ) -> tuple[int, ...]:
        """Return the tokens that are never to be generated, sorted.

        Always among them: the tokens that only make sense before the text.
        """
        tasks = (self.transcribe, self.translate)
        openings = (self.sot, self.sot_prev, self.sot_lm, self.no_speech)
        non_speech = self.non_speech_tokens if with_non_speech else ()
        return tuple(sorted({*tasks, *openings, *non_speech, *extra}))


def load_tokenizer(dims: ModelDims) -> Tokenizer:
    """Return the tokenizer of a network; the same object for the same vocabulary."""
    return _load(dims.is_multilingual, dims.n_languages)


def build_tokenizer(
    ranks: Mapping[bytes, int], language_codes: Sequence[str], *, is_multilingual: bool
) -> Tokenizer:
    """Make a tokenizer of a byte-pair vocabulary, numbered from 0, that holds every single byte."""
    specials = _special_tokens(len(ranks), language_codes)
    encoding = tiktoken.Encoding(
        name="multilingual" if is_multilingual else "english",
        pat_str=_TEXT_PIECE,
        mergeable_ranks=dict(ranks),
        special_tokens=specials,
        explicit_n_vocab=len(ranks) + len(specials),
    )
    eot = specials["<|endoftext|>"]
    return Tokenizer(
        encoding=encoding,
        is_multilingual=is_multilingual,
        language_codes=tuple(language_codes),
        language_tokens=tuple(specials[f"<|{code}|>"] for code in language_codes),
        non_speech_tokens=_non_speech_tokens(encoding),
        blank_tokens=(*encoding.encode_ordinary(" "), eot),
        n_vocab=encoding.n_vocab,
        eot=eot,
        sot=specials["<|startoftranscript|>"],
        translate=specials["<|translate|>"],
        transcribe=specials["<|transcribe|>"],
        sot_lm=specials["<|startoflm|>"],
        sot_prev=specials["<|startofprev|>"],
        no_speech=specials["<|nospeech|>"],
        no_timestamps=specials["<|notimestamps|>"],
        timestamp_begin=specials["<|0.00|>"],
    )


@cache
def _load(is_multilingual: bool, n_languages: int) -> Tokenizer:
    if not 0 < n_languages <= len(LANGUAGES):
        raise ValueError(f"Whisper has no vocabulary with {n_languages} languages")
    name = "multilingual" if is_multilingual else "gpt2"
    lines = resource(f"vocab/{name}.tiktoken").read_bytes().splitlines()
    pairs = (line.split() for line in lines)
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    codes = tuple(LANGUAGES)[:n_languages]
    return build_tokenizer(ranks, codes, is_multilingual=is_multilingual)


def _special_tokens(first: int, language_codes: Sequence[str]) -> dict[str, int]:
    """Number the special tokens on from the last token of the byte-pair encoding."""
    timestamps = [
        f"{index * TIMESTAMP_STEP_SECONDS:.2f}" for index in range(_LAST_TIMESTAMP_INDEX + 1)
    ]
    names = (
        *("endoftext", "startoftranscript", *language_codes, "translate", "transcribe"),
        *("startoflm", "startofprev", "nospeech", "notimestamps", *timestamps),
    )
    return {f"<|{name}|>": first + index for index, name in enumerate(names)}


def _non_speech_tokens(encoding: tiktoken.Encoding) -> tuple[int, ...]:
    """Find the tokens of brackets, quotes, speaker marks and notes (but not of punctuation).

    Hyphens and apostrophes stay possible inside words, not at the start of one. A music sign is
    several tokens; its first serves, since all characters that share it (U+2640-U+267F) are signs.
    """
    tokens = {encoding.encode_ordinary(start)[0] for start in (" -", " '")}
    for symbol in (*_SYMBOLS, *_MUSIC_SIGNS):
        for text in (symbol, " " + symbol):
            pieces = encoding.encode_ordinary(text)
            if len(pieces) == 1 or symbol in _MUSIC_SIGNS:
                tokens.add(pieces[0])
    return tuple(sorted(tokens))
