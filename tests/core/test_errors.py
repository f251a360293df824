"""Errors carry their data wherever they go."""

import pickle
from pathlib import Path

import pytest

from whisper_desktop.core.errors import (
    Cancelled,
    MediaUnreadableError,
    ModelNotInstalledError,
    WhisperDesktopError,
)


@pytest.mark.parametrize(
    "error",
    [
        Cancelled(),
        MediaUnreadableError(Path("talk.mp4"), "the file is empty"),
        ModelNotInstalledError("bose", is_known=False, alternatives=("base",)),
    ],
)
def test_an_error_comes_out_of_a_pickle_as_it_went_in(error: WhisperDesktopError) -> None:
    restored = pickle.loads(pickle.dumps(error))
    assert type(restored) is type(error)
    assert str(restored) == str(error)
    assert vars(restored) == vars(error)
