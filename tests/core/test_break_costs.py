import pytest

from whisper_desktop.core.bonds import Bond
from whisper_desktop.core.break_costs import NEVER, OPEN, joints


def penalties(text: str, language: str | None) -> list[float]:
    pieces = text.split("|")
    return [joint.penalty for joint in joints(pieces, language)[1:]]


@pytest.mark.parametrize(
    ("language", "worse", "better"),
    [
        ("en", "I know that he|left", "I know|that he left"),
        ("en", "live in|the house", "live|in the house"),
        ("de", "weil|er kommt", "er kommt|weil er"),
        ("fr", "disent qu'il|vient", "disent|qu'il vient"),
        ("fr", "parle d’un|homme", "parle|d’un homme"),
        ("it", "il libro|l'ho", "il libro|dell'amica"),
        ("fr", "c'est un|homme", "quelqu'un|vient"),
        ("ko", "할|수 있다", "나는|친구와"),
        ("ja", "日本|で", "日本で|食"),
        ("ja", "食|べ", "べ|食"),
        ("zh", "我们|的", "的|朋"),
    ],
)
def test_some_places_are_better(language: str, worse: str, better: str) -> None:
    def cost(text: str) -> float:
        before, after = text.split("|")
        is_bare = language in {"ja", "zh"}
        pieces = [*before, *after] if is_bare else [*before.split(), *after.split()]
        place = len(before) if is_bare else len(before.split())
        return joints(pieces, language)[place].penalty

    assert cost(better) < cost(worse)


def test_articles_are_never_left_behind() -> None:
    for language, article in (
        ("en", "the"),
        ("de", "der"),
        ("fr", "la"),
        ("es", "el"),
        ("it", "il"),
        ("pt", "uma"),
        ("nl", "het"),
    ):
        joint = joints(["x", article, "y"], language)[2]
        assert (joint.penalty, joint.bond) == (NEVER, Bond.ARTICLE)
        assert joint.is_never


def test_ends_are_welcome_in_their_order() -> None:
    sentence, clause, plain = penalties("one.|Two,|cats|sat", "en")
    assert sentence < clause < plain == 0


def test_who_speaks_next_is_told_by_a_dash() -> None:
    _, speaker, inside = joints(["Yes.", "-No,", "–well"], "en")
    assert speaker.begins_speech
    assert speaker.ends_sentence
    assert not inside.begins_speech


def test_japanese_keeps_words_numbers_and_marks_together() -> None:
    text = "カナ3人。第2回百二十円"
    found = joints(list(text), "ja")
    bonds = {text[at - 1 : at + 1]: found[at].bond for at in range(1, len(text))}
    assert bonds["カナ"] is Bond.WORD
    assert bonds["3人"] is bonds["第2"] is bonds["百二"] is bonds["十円"] is Bond.NUMBER
    assert bonds["人。"] is Bond.MARK
    assert bonds["。第"] is None


def test_japanese_speech_ends_where_a_full_stop_is_missing() -> None:
    text = "そうです明日"
    assert joints(list(text), "ja")[text.index("明")].penalty < -10
    assert joints(list("水を飲"), "ja")[2].penalty < 0
    assert joints(list("aは"), "ja")[1].bond is Bond.WORD
    assert joints(list("本a"), "ja")[1] == OPEN


def test_formatting_parts_nothing() -> None:
    found = joints(["one.", "", "Two"], "en")
    assert found[1] == OPEN
    assert found[2].ends_sentence
    assert joints([], "en") == []
