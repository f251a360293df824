import pytest

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.recipe import Recipe


def test_a_candidate_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="bad span"):
        Candidate(1, 10, 9, True, Recipe(), ())


def test_it_fits_the_row_as_it_was_when_it_was_heard() -> None:
    heard = Candidate(1, 10, 20, True, Recipe(), ())
    assert heard.fits(Cue(1, 10, 20, "anything"))
    assert not heard.fits(Cue(1, 10, 21, ""))
    assert not heard.fits(Cue(1, 9, 20, ""))
