import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.encoding import ENCODINGS, candidates, decode

SPOKEN = {
    "German": ("cp1252", "Das ist natürlich schön.\nGrüß Gott, wie heißen Sie?"),
    "French": ("cp1252", "C'est déjà l'été, Françoise.\nOù êtes-vous allé ? À l'hôtel."),
    "Spanish": ("cp1252", "¿Dónde está el niño?\n¡Qué mañana más fría!\nEl señor comió jamón."),
    "Danish": ("cp1252", "Rødgrød med fløde på øen.\nHvad hedder du? Jeg hedder Åse."),
    "quotes": ("cp1252", "He said: “no” – it’s over…\nA café."),
    "Polish": ("cp1250", "Zażółć gęślą jaźń.\nDzień dobry, proszę pana.\nJest późno."),
    "Czech": ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy.\nŘekl jsem ti to včera."),
    "Russian": ("cp1251", "Привет, как дела?\nЯ не знаю, что делать."),
    "Russian on Unix": ("koi8_r", "Привет, как дела?\nЯ не знаю, что делать."),
    "Greek": ("cp1253", "Καλημέρα, τι κάνεις;\nΔεν ξέρω τι να πω."),
    "Turkish": ("cp1254", "Günaydın, nasılsınız?\nBilmiyorum, şimdi ne yapacağız?"),
    "Hebrew": ("cp1255", "שלום, מה שלומך?\nאני לא יודע מה לעשות."),
    "Arabic": ("cp1256", "مرحبا، كيف حالك؟\nلا أعرف ماذا أفعل."),
    "Thai": ("cp874", "สวัสดีครับ คุณสบายดีไหม\nผมไม่รู้ว่าจะทำอะไร"),
    "Japanese": (
        "cp932",
        "おはようございます。お元気ですか?\n私は何をすればいいのか分かりません。",
    ),
    "Japanese on Unix": ("euc_jp", "おはようございます。お元気ですか?\n何をすればいいですか。"),
    "Chinese": ("gb18030", "早上好,你好吗?\n我不知道该怎么办。\n今天天气很好。"),
    "Chinese in Taiwan": ("big5", "早上好,你好嗎?\n我不知道該怎麼辦。"),
    "Korean": ("cp949", "안녕하세요, 어떻게 지내세요?\n무엇을 해야 할지 모르겠어요."),
}
UNICODE = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{}\r\n\r\n"


@pytest.mark.parametrize("language", SPOKEN)
def test_a_legacy_code_page_is_known_by_its_words(language: str) -> None:
    encoding, text = SPOKEN[language]
    told = SRT.format(text) * 3
    data = told.encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.had_bom, decoded.is_whole) == (told, False, True)
    assert decoded.text == data.decode(candidates(data)[0])


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(UNICODE))
def test_a_mark_of_unicode_is_believed(text: str, encoding: str) -> None:
    text = text.lstrip("\0\ufeff")
    decoded = decode(MARKED[encoding] + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.had_bom) == (text, encoding, True)
    assert decoded.is_whole


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_without_a_mark_is_read(text: str) -> None:
    text = text.lstrip("\ufeff")
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding, decoded.had_bom) == (text, "utf-8", False)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_zeros(encoding: str) -> None:
    told = SRT.format("Grüß Gott")
    assert decode(told.encode(encoding)).text == told


def test_a_damaged_utf8_stays_one() -> None:
    told = SRT.format("Grüß Gott, schöne Mädchen, " * 20)
    decoded = decode(told.encode() + b"\xc3")
    assert (decoded.text, decoded.encoding) == (told + "\ufffd", "utf-8")
    assert not decoded.is_whole


@given(st.binary())
def test_any_bytes_are_read(data: bytes) -> None:
    decode(data)
    assert set(ENCODINGS) <= set(candidates(data))


@given(st.binary(), st.sampled_from(ENCODINGS))
def test_any_bytes_are_read_in_any_encoding(data: bytes, encoding: str) -> None:
    assert decode(data, encoding).encoding == encoding


def test_the_choice_of_a_person_counts() -> None:
    assert decode("é".encode("cp1252"), "cp437").text == "Θ"
    marked = codecs.BOM_UTF16_LE + "a".encode("utf-16-le")
    assert decode(marked, "utf-16").text == "a"
    assert decode(codecs.BOM_UTF8 + b"a", "utf-8-sig").had_bom
    assert decode(codecs.BOM_UTF8 + b"a", "cp1252").text == "ï»¿a"


def test_an_encoding_is_told_from_the_lines_that_show_it() -> None:
    told = "plain words\n" * 100_000 + "Привет, как дела?\nЯ не знаю, что делать.\n" * 5_000
    assert decode(told.encode("cp1251")).text == told
    assert decode(("ж" * 100_000).encode("cp1251")).is_whole
