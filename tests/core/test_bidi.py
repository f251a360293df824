import pytest

from whisper_desktop.core.bidi import is_right_to_left


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "- 12 مرحبا abc", "\u200f..."])
def test_hebrew_and_arabic_run_to_the_left(text: str) -> None:
    assert is_right_to_left(text)


@pytest.mark.parametrize("text", ["", "12:30", "hello مرحبا", "日本語", "<i>"])
def test_the_rest_does_not(text: str) -> None:
    assert not is_right_to_left(text)
