from whisper_desktop.ui.one_line import LONGEST_LINE, in_one_line


def test_lines_follow_each_other_with_a_sign_between() -> None:
    assert in_one_line("One\ntwo") == "One \N{DOWNWARDS ARROW WITH CORNER LEFTWARDS} two"


def test_a_text_without_end_is_cut() -> None:
    assert in_one_line("x" * 100_000) == "x" * LONGEST_LINE
