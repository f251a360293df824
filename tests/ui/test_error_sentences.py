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
        (errors.AudioTrackMissingError(FILE, 2, 1), "talk.srt has no audio track 2 any more."),
        (
            errors.ModelNotInstalledError("small", is_known=True),
            "The model small is not installed. Install or choose one.",
        ),
        (
            errors.ModelFileError(FILE, "it is damaged"),
            "The model cannot be used: it is damaged (talk.srt). Install it again.",
        ),
        (
            errors.ModelCapabilityError("base.en", "nl", ("base",)),
            "The model base.en was not made for this language or task. Choose another.",
        ),
        (
            errors.DeviceUnavailableError("cuda", "there is no driver", ("cpu",)),
            "cuda cannot be used: there is no driver. Choose another device.",
        ),
        (
            errors.InsufficientMemoryError("cuda", "out of memory"),
            (
                "The memory of cuda does not suffice. Choose a smaller model, or close other"
                " programs."
            ),
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
