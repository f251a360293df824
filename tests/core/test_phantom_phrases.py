import pytest

from whisper_desktop.core.phantom_phrases import has_phantom_phrase


@pytest.mark.parametrize(
    "text",
    [
        "Subtitles by the Amara.org community",
        "Thanks for watching!",
        "Thank you very much for watching.",
        "Don't forget to subscribe",
        "Untertitel im Auftrag des ZDF für funk, 2017",
        "Vielen Dank fürs Zuschauen!",
        "Sous-titres réalisés par la communauté d'Amara.org",
        "Merci d'avoir regardé cette vidéo !",
        "Subtítulos realizados por la comunidad de Amara.org",
        "¡Gracias por ver el video!",
        "Sottotitoli creati dalla comunità Amara.org",
        "Legendas pela comunidade Amara.org",
        "Ondertiteld door de Amara.org gemeenschap",
        "Undertexter från Amara.org-gemenskapen",
        "Редактор субтитров А.Семкин Корректор А.Егорова",
        "Продолжение следует...",
        "ご視聴ありがとうございました",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "시청해주셔서 감사합니다.",
        "ترجمة نانسي قنقر",
    ],
)
def test_phrases_that_come_of_silence_are_known(text: str) -> None:
    assert has_phantom_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thank you for your help.",
        "We watched the subtitles of the film.",
        "Danke für die Blumen",
        "The title page was missing.",
        "Il tradusse i sottotitoli.",
        "The legend of the lake",
    ],
)
def test_what_people_say_is_not_held_against_them(text: str) -> None:
    assert not has_phantom_phrase(text)
