import pytest

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.recipe import Recipe


def test_a_candidate_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="bad span"):
        Candidate(1, 10, 9, True, Recipe(), ())
