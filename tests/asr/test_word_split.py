import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.dims import OFFICIAL_DIMS
from whisper_desktop.asr.tokenizer import build_tokenizer, load_tokenizer
from whisper_desktop.asr.word_split import WordTokens, split_to_word_tokens

WHISPER = load_tokenizer(OFFICIAL_DIMS["tiny"])
BYTES = build_tokenizer(
    {bytes([value]): value for value in range(256)}, ("en", "ja"), is_multilingual=True
)
"""Its text tokens are single bytes, so that random tokens are mostly broken characters."""

# Bytes that begin, continue and end characters of one to four bytes, and some that never may come.
BYTE_TOKENS = st.sampled_from(
    b" a.\xe2\x99\xaa\xc3\xa9\xf0\x9f\x8e\xa7\xff\xc0\xed\xa0\xef\xbf\xbd"
)
TOKEN_LISTS = st.lists(BYTE_TOKENS | st.integers(0, BYTES.n_vocab - 1), max_size=12)
LANGUAGES = st.sampled_from(["en", "ja"])


def texts(words: list[WordTokens]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", " Hello, world!", [" Hello", ",", " world", "!"]),
        ("en", "Hello unbelievably", ["Hello", " unbelievably"]),
        ("en", " Don't stop...", [" Don't", " stop..."]),
        ("de", " Größe und Überschwang", [" Größe", " und", " Überschwang"]),
        ("fr", " C'est-à-dire", [" C", "'est", "-à", "-dire"]),
        ("ja", "今日は、晴れです。", ["今日は", "、", "晴", "れ", "です", "。"]),
        ("en", " 🎧 on", [" 🎧", " on"]),
        ("en", "", []),
    ],
)
def test_words_are_cut_as_the_language_is_written(
    language: str, text: str, words: list[str]
) -> None:
    assert texts(split_to_word_tokens(WHISPER.encode(text), language, WHISPER)) == words


def test_a_language_without_spaces_is_cut_at_every_token_that_ends_a_character() -> None:
    tokens = [28864, 100, *WHISPER.encode("です")]
    words = split_to_word_tokens(tokens, "ja", WHISPER)
    assert words == [WordTokens("🎧", (28864, 100)), WordTokens("です", tuple(tokens[2:]))]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_special_tokens_stand_alone(language: str) -> None:
    start, end, hello = WHISPER.timestamp_begin, WHISPER.timestamp_begin + 54, 2425
    words = split_to_word_tokens([start, hello, end, WHISPER.eot], language, WHISPER)
    assert words == [
        WordTokens("<|0.00|>", (start,)),
        WordTokens(" Hello", (hello,)),
        WordTokens("<|1.08|>", (end,)),
        WordTokens("<|endoftext|>", (WHISPER.eot,)),
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_unfinished_character_ends_before_the_end_of_text(language: str) -> None:
    # The reference loses the end of text here, and with it the time of the last word.
    tokens = [*b"a \xe2\x99", BYTES.eot]
    words = split_to_word_tokens(tokens, language, BYTES)
    assert texts(words)[-1] == "<|endoftext|>"
    assert words[-2].text.endswith("\ufffd")


@given(tokens=TOKEN_LISTS, language=LANGUAGES)
def test_no_token_and_no_character_is_lost_or_moved(tokens: list[int], language: str) -> None:
    words = split_to_word_tokens(tokens, language, BYTES)
    assert [token for word in words for token in word.tokens] == tokens
    assert "".join(texts(words)) == BYTES.encoding.decode(tokens)
    assert all(word.tokens for word in words)


@given(TOKEN_LISTS)
def test_characters_are_cut_wherever_cutting_changes_no_text(tokens: list[int]) -> None:
    whole = BYTES.encoding.decode(tokens)
    expected = [
        stop
        for stop in range(1, len(tokens) + 1)
        if BYTES.encoding.decode(tokens[:stop]) + BYTES.encoding.decode(tokens[stop:]) == whole
    ]
    stops, stop = [], 0
    for word in split_to_word_tokens(tokens, "ja", BYTES):
        stop += len(word.tokens)
        stops.append(stop)
    assert stops == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30), LANGUAGES)
def test_words_of_well_formed_text_are_well_formed(text: str, language: str) -> None:
    words = split_to_word_tokens(WHISPER.encode(text), language, WHISPER)
    assert all(WHISPER.decode(word.tokens) == word.text for word in words)
    assert "".join(texts(words)) == text


@given(TOKEN_LISTS)
def test_spaced_words_begin_with_a_space_a_mark_or_a_special_token(tokens: list[int]) -> None:
    words = split_to_word_tokens(tokens, "en", BYTES)
    for word in words[1:]:
        is_special = word.tokens[0] >= BYTES.eot
        assert is_special or not (word.text[0].isalpha() and word.text[0].isascii())
        assert is_special or " " not in word.text[1:]
