import json

import pytest

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.proposal import Proposal
from whisper_desktop.core.proposal_data import proposal_data, proposal_from_data
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Segment

PROPOSAL = Proposal.of(
    Candidate(
        3,
        0,
        900,
        True,
        Recipe("nl"),
        (Segment(0, 900, "een", "nl"),),
        ((Segment(0, 900, "twee", "nl"),),),
    ),
    is_translation=True,
).choosing(1)


def test_what_is_kept_comes_back() -> None:
    assert proposal_from_data(json.loads(json.dumps(proposal_data(PROPOSAL)))) == PROPOSAL


@pytest.mark.parametrize(
    "damaged",
    [
        None,
        [],
        7,
        {},
        proposal_data(PROPOSAL) | {"hearings": []},
        proposal_data(PROPOSAL) | {"hearings": [1]},
        proposal_data(PROPOSAL) | {"chosen": 9},
        proposal_data(PROPOSAL) | {"chosen": None},
    ],
)
def test_what_is_damaged_is_none(damaged: object) -> None:
    with pytest.raises(ValueError, match=r"damaged|no hearing"):
        proposal_from_data(damaged)
