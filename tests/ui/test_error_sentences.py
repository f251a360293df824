from pathlib import Path

import pytest

from whisper_desktop.core import errors
from whisper_desktop.ui.error_sentences import error_sentence, expected_sentence

FILE = Path("/films/talk.srt")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            errors.ProjectTooNewError(FILE, 9, 1),
            (
                "talk.srt was made by a newer version of Whisper Desktop. Update the program to"
                " open it; nothing was changed."
            ),
        ),
        (errors.ProjectInUseError(FILE, None, None), "talk.srt is open in another window."),
        (
            errors.ProjectInUseError(FILE, 7, "studio"),
            "talk.srt is open in another window, on studio (process 7).",
        ),
        (
            errors.ProjectUnreadableError(FILE, "it is damaged"),
            "talk.srt cannot be opened: it is damaged.",
        ),
        (
            errors.SubtitlesUnreadableError(FILE, "it is a folder"),
            "talk.srt cannot be opened: it is a folder.",
        ),
        (
            errors.EncodingUnfitError(FILE, "cp1252", "ČŠŽ"),
            "cp1252 has no Č Š Ž. Choose another encoding, best UTF-8; talk.srt was not written.",
        ),
        (
            errors.EncodingUnfitError(FILE, "cp1252", "абвгде"),
            (
                "cp1252 has no а б в г д …. Choose another encoding, best UTF-8; talk.srt was not"
                " written."
            ),
        ),
        (errors.OutputExistsError(FILE), "talk.srt exists already and was not touched."),
        (
            errors.OutputUnwritableError(FILE, "the disk is full"),
            "talk.srt cannot be written: the disk is full.",
        ),
        (
            errors.MediaUnreadableError(FILE, "the file is empty"),
            "talk.srt cannot be read: the file is empty.",
        ),
        (
            errors.RecogniserDiedError(-11, "it crashed", FILE),
            "The recogniser stopped: it crashed. What it had recognised is kept.",
        ),
        (OSError("the cable is out"), "Something went wrong: the cable is out"),
        (RuntimeError(), "Something went wrong: RuntimeError"),
    ],
)
def test_an_error_becomes_a_sentence(error: BaseException, expected: str) -> None:
    assert error_sentence(error) == expected


def test_a_job_may_fail_of_what_is_expected_only() -> None:
    expected = errors.MediaUnreadableError(FILE, "it is damaged")
    assert expected_sentence(expected) == error_sentence(expected)
    with pytest.raises(ZeroDivisionError):
        expected_sentence(ZeroDivisionError())
