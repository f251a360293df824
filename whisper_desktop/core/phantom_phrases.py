"""Phrases that recognisers write where nobody speaks: credits and farewells of the web's videos.

They are in the subtitles that such networks were trained on, at the ends of films and over music.
Somebody may really say most of them, so they are a sign and never a proof.
"""

import re
from functools import cache

_PHRASES = (
    # Credits, with what follows of a name
    r"amara\.org",
    r"www\.\w",
    r"(?:sub)?titles? (?:by|created|provided)\b",
    r"subtitled by\b",
    r"captions? (?:by|provided)\b",
    r"transcri(?:bed|ption|pt) by\b",
    r"translated by\b",
    r"untertitel(?:ung)?\b.*(?:zdf|ard|swr|wdr|funk|auftrag|community|von)",
    r"sous-titr(?:es|age)\b.*(?:par|société|radio-canada|communauté|amara|st['’])",
    r"subtítulos\b.*(?:por|realizados|comunidad)",
    r"legendas?\b.*(?:por|pela|comunidade|adriana)",
    r"sottotitoli\b.*(?:creati|comunità|a cura|di|qtss)",
    r"ondertitel(?:d|ing|s)\b.*(?:door|gemeenschap|tv gelderland)",
    r"undertekster\b.*(?:av|af|ai-media)",
    r"textning\b.*(?:stina|av|svt)",
    r"napisy\b.*(?:stworzone|społeczność|przez)",
    r"titulky\b.*(?:vytvořil|johnyx|přelož)",
    r"altyazı\b",
    r"(?:редактор|субтитры|корректор)\b.*(?:субтитр|делал|создав|корректор|[а-я]\.)",
    r"продолжение следует",
    r"ترجمة\b.*(?:نانسي|قنقر)",
    r"字幕(?:由|by|提供|志愿者|製作|制作|組|组)",
    r"(?:明镜|點點欄目|点点栏目)",
    # Farewells and requests
    r"thank(?:s| you)(?: so much| very much)? for (?:watching|listening|viewing)",
    r"(?:please )?(?:like and |don['’]t forget to )?subscribe",
    r"see you (?:in the )?next (?:time|video)",
    r"dank für(?:s| das| ihre?) (?:zuschauen|zusehen|zuhören|aufmerksamkeit)",
    r"merci d['’]avoir (?:regardé|visionné)",
    r"abonnez-vous",
    r"gracias por ver",
    r"suscr[ií]b",
    r"obrigad[oa] por assistir",
    r"inscreva-se",
    r"grazie per (?:la visione|aver guardato)",
    r"bedankt voor het kijken",
    r"tack för att (?:du|ni) (?:tittade|har tittat)",
    r"dziękuję za (?:uwagę|oglądanie)",
    r"спасибо за (?:просмотр|внимание)",
    r"подп(?:исывайтесь|ишитесь)",
    r"ご(?:視聴|清聴)ありがとうございました",
    r"チャンネル登録",
    r"(?:请|請)(?:不吝|订阅|訂閱)",
    r"(?:谢谢|謝謝|感谢|感謝)(?:大家)?(?:观看|收看|觀看)",
    r"시청해\s?주셔서 감사합니다",
    r"구독",
)
_HINTS = (
    *("amara", "www.", "title", "caption", "transcri", "translated by"),
    *("untertitel", "sous-titr", "subtítulos", "legenda", "sottotitoli", "ondertitel"),
    *("undertekster", "textning", "napisy", "titulky", "altyazı"),
    *("редактор", "субтитры", "корректор", "продолжение", "ترجمة", "字幕", "明镜", "目"),
    *("for watching", "for listening", "for viewing", "subscribe", "see you", "dank für"),
    *("merci d", "abonnez", "gracias", "suscr", "obrigad", "inscreva", "grazie per", "bedankt"),
    *("tack för", "dziękuję", "спасибо", "подп", "ありがとう", "チャンネル"),
    *("请", "請", "谢", "謝", "感", "시청해", "구독"),
)
"""One of these is in every text with such a phrase; to look for them takes a tenth of the time."""


def has_phantom_phrase(text: str) -> bool:
    """Tell whether a text holds one of the phrases that come of silence."""
    folded = text.casefold()
    for hint in _HINTS:
        if hint in folded:
            return _any_phrase().search(folded) is not None
    return False


@cache
def _any_phrase() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)
