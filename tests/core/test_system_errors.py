import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from whisper_desktop.core.errors import OutputUnwritableError
from whisper_desktop.core.system_errors import reading_reason, writing, writing_reason

Reason = Callable[[OSError], str]


@pytest.mark.parametrize(
    ("code", "reading", "writing"),
    [
        (errno.ENOENT, "the file does not exist", "the folder does not exist"),
        (errno.ENOTDIR, "the file does not exist", "its folder is not a folder"),
        (errno.EISDIR, "it is a folder", "a folder of that name is in the way"),
        (errno.EACCES, "reading it is not permitted", "the folder may not be written to"),
        (errno.EIO, "the disk reports an error", "the disk reports an error"),
    ],
)
def test_a_refusal_is_told_by_what_was_tried(code: int, reading: str, writing: str) -> None:
    error = OSError(code, os.strerror(code))
    assert (reading_reason(error), writing_reason(error)) == (reading, writing)


def test_what_the_system_really_says_is_known(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        (tmp_path / "none").read_bytes()
    assert reading_reason(caught.value) == "the file does not exist"


@pytest.mark.parametrize("reason", [reading_reason, writing_reason])
def test_an_unknown_reason_is_the_system_s_own(reason: Reason) -> None:
    assert reason(OSError(errno.EBUSY, "Device or resource busy")) == "device or resource busy"
    assert reason(OSError("Something else")) == "something else"
    assert reason(OSError()) == "oserror"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EIO])
def test_failures_of_the_file_system_become_one_typed_error(code: int, tmp_path: Path) -> None:
    with pytest.raises(OutputUnwritableError) as caught, writing(tmp_path):
        raise OSError(code, os.strerror(code))
    assert caught.value.path == tmp_path
    assert caught.value.reason
    assert caught.value.reason[0].islower()


def test_other_errors_pass_unchanged(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writing(tmp_path):
        raise KeyError
