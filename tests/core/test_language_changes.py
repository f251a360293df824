import pytest

from whisper_desktop.core.events import SpokenLanguage
from whisper_desktop.core.language_changes import LanguageChange, language_changes


def heard(*found: tuple[str, float]) -> list[SpokenLanguage]:
    return [
        SpokenLanguage(5_000 * at, 5_000 * (at + 1), language, probability)
        for at, (language, probability) in enumerate(found)
    ]


def test_several_sure_stretches_on_end_are_a_change() -> None:
    spoken = heard(("nl", 0.9), ("en", 0.8), ("en", 0.9), ("nl", 0.9), ("de", 0.9), ("de", 0.8))
    assert language_changes(spoken, "nl") == (
        LanguageChange(5_000, 15_000, "en"),
        LanguageChange(20_000, 30_000, "de"),
    )


@pytest.mark.parametrize(
    "spoken",
    [
        heard(("nl", 0.9), ("en", 0.99), ("nl", 0.9)),
        heard(("en", 0.9), ("en", 0.6), ("en", 0.9)),
        heard(("en", 0.9), ("de", 0.9)),
        heard(("nl", 0.9), ("nl", 0.9)),
        [],
    ],
)
def test_a_single_stretch_or_a_guess_is_none(spoken: list[SpokenLanguage]) -> None:
    assert language_changes(spoken, "nl") == ()
