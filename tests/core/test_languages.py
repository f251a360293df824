import pickle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.errors import UnknownLanguageError
from whisper_desktop.core.languages import LANGUAGES, is_written_without_spaces, language_code

CODES_IN_TOKEN_ORDER = """
en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr
bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn
yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su
yue
"""


def test_the_languages_are_in_the_order_of_their_tokens() -> None:
    assert list(LANGUAGES) == CODES_IN_TOKEN_ORDER.split()


def test_no_two_languages_share_a_name() -> None:
    assert len(set(LANGUAGES.values())) == 100


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_code_and_its_name_lead_to_the_code(code: str) -> None:
    assert language_code(code) == language_code(LANGUAGES[code]) == code


@given(code=st.sampled_from(list(LANGUAGES)), chance=st.randoms(use_true_random=False))
def test_case_does_not_matter(code: str, chance: Random) -> None:
    def shuffle_case(text: str) -> str:
        return "".join(chance.choice((letter.upper(), letter.lower())) for letter in text)

    assert language_code(shuffle_case(code)) == code
    assert language_code(shuffle_case(LANGUAGES[code])) == code


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("mandarin", "zh"),
        ("Castilian", "es"),
        ("Valencian", "ca"),
        ("flemish", "nl"),
        ("burmese", "my"),
        ("moldovan", "ro"),
        ("farsi", "fa"),
        ("Filipino", "tl"),
        ("haitian", "ht"),
        ("Haitian Creole", "ht"),
        ("haitian-creole", "ht"),
        ("haitian_creole", "ht"),
        ("bokmål", "no"),
        ("iw", "he"),
        ("in", "id"),
        ("nb", "no"),
        ("jv", "jw"),
        ("fil", "tl"),
        ("deu", "de"),
        ("ger", "de"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("may", "ms"),
        ("mac", "mk"),
    ],
)
def test_aliases_are_known(wanted: str, code: str) -> None:
    assert language_code(wanted) == code


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("deu-AT", "de"),
        ("de_DE.UTF-8", "de"),
        ("ca_ES@valencia", "ca"),
        ("zh-Hant-TW", "zh"),
        ("sr_Latn", "sr"),
        ("es-419", "es"),
        ("nb-NO", "no"),
        ("yue-HK", "yue"),
        ("zh-yue", "yue"),
        ("  French\n", "fr"),
        ("Haitian   Creole", "ht"),
    ],
)
def test_locales_and_stray_blanks_are_understood(wanted: str, code: str) -> None:
    assert language_code(wanted) == code


@pytest.mark.parametrize(
    "wanted", ["", " ", "xx", "xx-US", "e", "en-", "en-u", "no-thanks", "auto", "none", "English!"]
)
def test_anything_else_is_refused(wanted: str) -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        language_code(wanted)
    assert caught.value.wanted == wanted


@pytest.mark.parametrize(
    ("wanted", "suggestion"),
    [
        ("portugese", "Portuguese"),
        ("Germn", "German"),
        ("mandrin", "Chinese"),
        ("viet", "Vietnamese"),
        ("qqq", None),
    ],
)
def test_a_slip_of_the_pen_brings_suggestions(wanted: str, suggestion: str | None) -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        language_code(wanted)
    assert caught.value.suggestions[:1] == ((suggestion,) if suggestion else ())


def test_suggestions_name_each_language_once() -> None:
    with pytest.raises(UnknownLanguageError) as caught:
        language_code("moldoavan")  # near "moldavian" and "moldovan", both Romanian
    assert caught.value.suggestions == ("Romanian",)


@given(st.text())
def test_any_text_is_a_language_or_a_typed_error(text: str) -> None:
    try:
        found = [LANGUAGES[language_code(text)]]
    except UnknownLanguageError as error:
        found = list(error.suggestions)
    assert set(found) <= set(LANGUAGES.values())
    assert len(found) <= 3


def test_the_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(UnknownLanguageError("klingon", ("Lingala",))))
    assert (error.wanted, error.suggestions) == ("klingon", ("Lingala",))


def test_six_languages_are_written_without_spaces() -> None:
    unspaced = {code for code in LANGUAGES if is_written_without_spaces(code)}
    assert unspaced == {"zh", "ja", "th", "lo", "my", "yue"}
