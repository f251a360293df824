"""Proposals as plain data, as a project keeps them until the person has decided."""

from typing import Any

from whisper_desktop.core.candidate_data import candidate_data, candidate_from_data
from whisper_desktop.core.proposal import Proposal


def proposal_data(proposal: Proposal) -> dict[str, object]:
    """Return everything about a proposal."""
    return {
        "hearings": [candidate_data(candidate) for candidate in proposal.hearings],
        "is_translation": proposal.is_translation,
        "chosen": proposal.chosen,
    }


def proposal_from_data(data: object) -> Proposal:
    """Return the proposal that `proposal_data` spelled; ValueError when it is damaged."""
    try:
        return _proposal(data)
    except (LookupError, TypeError) as error:
        raise ValueError("damaged proposal") from error


def _proposal(data: Any) -> Proposal:
    hearings = tuple(map(candidate_from_data, data["hearings"]))
    return Proposal(hearings, bool(data["is_translation"]), int(data["chosen"]))
