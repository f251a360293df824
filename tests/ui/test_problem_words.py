from whisper_desktop.app.subtitle_files import ReadProblem, ReadReason, SubtitleFormat
from whisper_desktop.ui.dialogs.format_names import format_name
from whisper_desktop.ui.problem_words import problem_sentence


def test_every_reason_has_a_sentence_of_its_own() -> None:
    sentences = {problem_sentence(ReadProblem(1, "", reason)) for reason in ReadReason}
    assert len(sentences) == len(ReadReason)


def test_every_format_has_a_name_of_its_own() -> None:
    assert len({format_name(wanted) for wanted in SubtitleFormat}) == len(SubtitleFormat)
