import signal

import pytest

from whisper_desktop.app.recogniser_death import death_reason


@pytest.mark.parametrize(
    ("exit_code", "reason"),
    [
        (-signal.SIGABRT, "it crashed"),
        (-signal.SIGINT, "it was ended by SIGINT"),
        (1, "it ended by itself (exit status 1)"),
        (0, "it ended by itself (exit status 0)"),
        (-999, "it ended by itself (exit status -999)"),
        (0xC0000005, "it crashed"),
        (0xC0000017, "the memory was used up"),
        (0xC000001D - 2**32, "this processor lacks an instruction that it needs"),
    ],
)
def test_an_exit_status_is_put_into_words(exit_code: int, reason: str) -> None:
    assert death_reason(exit_code) == reason
