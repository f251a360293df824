from whisper_desktop.formats.reading_time import ends_of, reading_ms


def test_a_text_takes_at_least_a_second() -> None:
    assert reading_ms("") == reading_ms("short") == 1_000
    assert reading_ms("x" * 30) == 2_010


def test_an_end_is_the_next_start_or_when_the_text_is_read() -> None:
    assert ends_of([0, 500, 500], ["a", "b", "c"]) == [500, 500, 1_500]
    assert ends_of([], []) == []
