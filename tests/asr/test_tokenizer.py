import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.asr.dims import OFFICIAL_DIMS, ModelDims
from whisper_desktop.asr.tokenizer import (
    Tokenizer,
    build_tokenizer,
    load_tokenizer,
)
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.resources import resource

ENGLISH = load_tokenizer(OFFICIAL_DIMS["tiny.en"])
V2 = load_tokenizer(OFFICIAL_DIMS["tiny"])
V3 = load_tokenizer(OFFICIAL_DIMS["large-v3"])
VOCABULARIES = pytest.mark.parametrize("tokenizer", [ENGLISH, V2, V3], ids=["en", "v2", "v3"])

SPECIAL_TOKENS = {
    "n_vocab": (51_864, 51_865, 51_866),
    "eot": (50_256, 50_257, 50_257),
    "sot": (50_257, 50_258, 50_258),
    "translate": (50_357, 50_358, 50_359),
    "transcribe": (50_358, 50_359, 50_360),
    "sot_lm": (50_359, 50_360, 50_361),
    "sot_prev": (50_360, 50_361, 50_362),
    "no_speech": (50_361, 50_362, 50_363),
    "no_timestamps": (50_362, 50_363, 50_364),
    "timestamp_begin": (50_363, 50_364, 50_365),
}

# The released models' generation settings publish these lists.
MULTILINGUAL_NON_SPEECH = """
1 2 7 8 9 10 14 25 26 27 28 29 31 58 59 60 61 62 63 90 91 92 93 359 503 522 542 873 893 902 918 922
931 1350 1853 1982 2460 2627 3246 3253 3268 3536 3846 3961 4183 4667 6585 6647 7273 9061 9383 10428
10929 11938 12033 12331 12562 13793 14157 14635 15265 15618 16553 16604 18362 18956 20075 21675
22520 26130 26161 26435 28279 29464 31650 32302 32470 36865 42863 47425 49870 50254
"""
ENGLISH_NON_SPEECH = """
1 2 7 8 9 10 14 25 26 27 28 29 31 58 59 60 61 62 63 90 91 92 93 357 366 438 532 685 705 796 930 1058
1220 1267 1279 1303 1343 1377 1391 1635 1782 1875 2162 2361 2488 3467 4008 4211 4600 4808 5299 5855
6329 7203 9609 9959 10563 10786 11420 11709 11907 13163 13697 13700 14808 15306 16410 16791 17992
19203 19510 20724 22305 22935 27007 30109 30420 33409 34949 40283 40493 40549 47282 49146
"""


def numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


def test_the_vocabularies_are_those_of_the_readme() -> None:
    readme = resource("vocab/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"`(\w+\.tiktoken)` \|.*`(\w{64})`", readme)
    files = {path.name: path.read_bytes() for path in resource("vocab").glob("*.tiktoken")}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == dict(rows)
    assert len(rows) == 2


@pytest.mark.parametrize("name", SPECIAL_TOKENS)
def test_special_tokens_have_the_numbers_of_the_released_models(name: str) -> None:
    assert tuple(getattr(each, name) for each in (ENGLISH, V2, V3)) == SPECIAL_TOKENS[name]


@pytest.mark.parametrize(("name", "dims"), OFFICIAL_DIMS.items())
def test_each_official_model_gets_as_many_tokens_as_it_scores(name: str, dims: ModelDims) -> None:
    tokenizer = load_tokenizer(dims)
    assert tokenizer.n_vocab == dims.n_vocab
    assert tokenizer.is_multilingual is not name.endswith(".en")


def test_equal_vocabularies_are_loaded_once() -> None:
    assert load_tokenizer(OFFICIAL_DIMS["base"]) is V2
    assert load_tokenizer(OFFICIAL_DIMS["large-v3-turbo"]) is V3


def test_a_vocabulary_with_more_languages_than_whisper_has_is_a_bug() -> None:
    dims = ModelDims(80, 1500, 384, 6, 4, 51_867, 448, 384, 6, 4)
    with pytest.raises(ValueError, match="101 languages"):
        load_tokenizer(dims)


@VOCABULARIES
def test_every_language_has_its_token(tokenizer: Tokenizer) -> None:
    assert tokenizer.language_codes == tuple(LANGUAGES)[: 100 if tokenizer is V3 else 99]
    for code, token in zip(tokenizer.language_codes, tokenizer.language_tokens, strict=True):
        assert tokenizer.language_token(code) == token
        assert tokenizer.language_of(token) == code
        assert tokenizer.encoding.decode([token]) == f"<|{code}|>"


def test_language_tokens_follow_the_start_of_transcript() -> None:
    assert V2.language_tokens == tuple(range(50_259, 50_358))
    assert V3.language_tokens == tuple(range(50_259, 50_359))


def test_a_language_that_the_model_lacks_has_no_token() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        V2.language_token("yue")
    with pytest.raises(ValueError, match="not in tuple"):
        V2.language_of(V2.transcribe)


@pytest.mark.parametrize(
    ("language", "task", "with_timestamps", "prefix"),
    [
        ("en", Task.TRANSCRIBE, True, (50_258, 50_259, 50_359)),
        ("de", Task.TRANSLATE, True, (50_258, 50_261, 50_358)),
        ("su", Task.TRANSCRIBE, False, (50_258, 50_357, 50_359, 50_363)),
    ],
)
def test_the_prefix_names_language_and_task(
    language: str, task: Task, with_timestamps: bool, prefix: tuple[int, ...]
) -> None:
    assert V2.prefix(language, task, with_timestamps=with_timestamps) == prefix


@pytest.mark.parametrize("language", ["en", None])
def test_an_english_only_model_is_told_neither_language_nor_task(language: str | None) -> None:
    assert ENGLISH.prefix(language, Task.TRANSCRIBE, with_timestamps=True) == (50_257,)
    assert ENGLISH.prefix(language, Task.TRANSCRIBE, with_timestamps=False) == (50_257, 50_362)


def test_a_multilingual_model_must_be_told_the_language() -> None:
    with pytest.raises(ValueError, match="language"):
        V2.prefix(None, Task.TRANSCRIBE, with_timestamps=True)


@pytest.mark.parametrize(
    ("text", "multilingual", "english"),
    [
        (" Hello, world!", [2425, 11, 1002, 0], [18435, 11, 995, 0]),
        ("Größe", [20038, 973, 11451], [8642, 9101, 39683, 68]),
        ("こんにちは", [38088], [46036, 22174, 28618, 2515, 94, 31676]),
        (
            "naïve café 12345",
            [629, 15487, 303, 25118, 34466, 8465],
            [2616, 38776, 40304, 17031, 2231],
        ),
        ("  two", [220, 732], [220, 734]),
        ("🎧", [28864, 100], [8582, 236, 100]),
        ("", [], []),
    ],
)
def test_known_texts_become_known_tokens(
    text: str, multilingual: list[int], english: list[int]
) -> None:
    assert V2.encode(text) == V3.encode(text) == multilingual
    assert ENGLISH.encode(text) == english


@VOCABULARIES
@given(text=st.text())
def test_every_text_survives_encoding_and_decoding(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.encode(text)
    assert tokenizer.decode(tokens) == text
    assert tokenizer.decode_bytes(tokens) == text.encode()


def test_the_name_of_a_special_token_is_text_when_a_person_writes_it() -> None:
    tokens = V2.encode("<|endoftext|><|en|><|0.00|>")
    assert max(tokens) < V2.eot
    assert V2.decode(tokens) == "<|endoftext|><|en|><|0.00|>"


def test_decoding_leaves_out_special_tokens_and_timestamps() -> None:
    hello, end = V2.encode(" Hello"), V2.timestamp_begin + 54
    tokens = [V2.sot, V2.language_token("en"), V2.timestamp_begin, *hello, end, V2.eot]
    assert V2.decode(tokens) == " Hello"
    shown = "<|startoftranscript|><|en|><|0.00|> Hello<|1.08|><|endoftext|>"
    assert V2.encoding.decode(tokens) == shown


def test_bytes_that_form_no_character_are_shown_as_such() -> None:
    assert V2.decode([28864]) == "\ufffd"
    assert V2.decode_bytes([28864]) == "🎧".encode()[:-1]


@VOCABULARIES
@given(index=st.integers(0, 1_500))
def test_timestamps_go_up_to_30_s_in_steps_of_20_ms(tokenizer: Tokenizer, index: int) -> None:
    token = tokenizer.timestamp_begin + index
    assert tokenizer.encoding.decode([token]) == f"<|{index / 50:.2f}|>"


def test_the_last_token_of_all_is_30_s() -> None:
    assert V2.timestamp_begin + 1_500 == V2.n_vocab - 1


def test_blank_tokens_are_a_lone_space_and_the_end() -> None:
    assert V2.blank_tokens == (220, 50_257)
    assert ENGLISH.blank_tokens == (220, 50_256)


def test_non_speech_tokens_are_those_of_the_released_models() -> None:
    assert V2.non_speech_tokens == V3.non_speech_tokens == numbers(MULTILINGUAL_NON_SPEECH)
    assert ENGLISH.non_speech_tokens == numbers(ENGLISH_NON_SPEECH)


def test_non_speech_tokens_spare_the_punctuation_of_speech() -> None:
    spared = {token for mark in ".,?!-'…%&$" for token in V2.encode(mark)}
    assert spared.isdisjoint(V2.non_speech_tokens)


def test_by_default_steering_tokens_and_non_speech_are_suppressed() -> None:
    steering = (50_258, 50_358, 50_359, 50_360, 50_361, 50_362)
    assert V2.suppressed() == (*numbers(MULTILINGUAL_NON_SPEECH), *steering)
    assert V2.suppressed(with_non_speech=False) == steering


def test_more_tokens_can_be_suppressed() -> None:
    steering = V2.suppressed(with_non_speech=False)
    assert V2.suppressed([5, 3, 5], with_non_speech=False) == (3, 5, *steering)


def test_a_tokenizer_can_be_built_of_bare_bytes() -> None:
    ranks = {bytes([value]): value for value in range(256)}
    tokenizer = build_tokenizer(ranks, ("en", "ja"), is_multilingual=True)
    assert tokenizer.encode("é") == [0xC3, 0xA9]
    assert (tokenizer.eot, tokenizer.sot, tokenizer.language_tokens) == (256, 257, (258, 259))
    assert tokenizer.n_vocab == 256 + 10 + 1_501
