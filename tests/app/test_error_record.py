from pathlib import Path

import pytest

from whisper_desktop.app.error_record import ErrorRecord
from whisper_desktop.core.errors import (
    AudioTrackMissingError,
    MediaUnreadableError,
    ModelDownloadError,
    ModelNotInstalledError,
    RecogniserDiedError,
    WhisperDesktopError,
)

ERRORS = (
    MediaUnreadableError(Path("a/talk.mp4"), "the file is empty"),
    ModelNotInstalledError("large", is_known=True, alternatives=("large-v3",)),
    ModelDownloadError("base", (("OpenAI", "it timed out"), ("PyPI", "no"))),
    AudioTrackMissingError(Path("talk.mp4"), 3, 1),
    RecogniserDiedError(-9, "it was killed", Path("logs/recogniser.log")),
    RecogniserDiedError(None, "it failed", Path("logs/recogniser.log")),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_comes_back_as_it_was(error: WhisperDesktopError) -> None:
    record = ErrorRecord.of(error)
    restored = record.restored()

    assert type(restored) is type(error)
    assert vars(restored) == vars(error)
    assert restored.args == error.args
    assert ErrorRecord.of(error) == record


@pytest.mark.parametrize(
    "record",
    [
        ErrorRecord("ErrorOfANewerProgram", '{"args": [], "data": {}}'),
        ErrorRecord("Path", '{"args": [], "data": {}}'),
        ErrorRecord("MediaUnreadableError", "no JSON"),
        ErrorRecord("MediaUnreadableError", '{"args": []}'),
        ErrorRecord("MediaUnreadableError", '["a"]'),
    ],
)
def test_what_makes_no_sense_is_no_error(record: ErrorRecord) -> None:
    assert record.restored() is None
