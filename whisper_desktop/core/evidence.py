"""What becomes of the evidence for a row when the row is edited."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from whisper_desktop.core.segment import Defence, Evidence


def reviewed(evidence: Evidence | None) -> Evidence | None:
    """Return the evidence of a row whose text a person wrote or accepted."""
    if evidence is None or evidence.is_reviewed:
        return evidence
    return replace(evidence, is_reviewed=True)


def worst(evidences: Iterable[Evidence | None]) -> Evidence | None:
    """Return the evidence of several rows that become one: the worst of each measurement.

    What nobody has reviewed counts, as long as there is any. None when there is none at all: then
    a person wrote all of it.
    """
    known = [evidence for evidence in evidences if evidence is not None]
    if not known:
        return None
    open_ones = [evidence for evidence in known if not evidence.is_reviewed]
    counted = open_ones or known
    return Evidence(
        avg_logprob=min(one.avg_logprob for one in counted),
        no_speech_prob=max(one.no_speech_prob for one in counted),
        compression_ratio=max(one.compression_ratio for one in counted),
        temperature=max(one.temperature for one in counted),
        speech_share=_of_known(min, (one.speech_share for one in counted)),
        mean_word_prob=_of_known(min, (one.mean_word_prob for one in counted)),
        min_word_prob=_of_known(min, (one.min_word_prob for one in counted)),
        words_per_s=_of_known(max, (one.words_per_s for one in counted)),
        defences=_all_of(one.defences for one in counted),
        is_reviewed=not open_ones,
    )


def _of_known(
    choose: Callable[[list[float]], float], values: Iterable[float | None]
) -> float | None:
    known = [value for value in values if value is not None]
    return choose(known) if known else None


def _all_of(defences: Iterable[tuple[Defence, ...]]) -> tuple[Defence, ...]:
    """Return each defence once, in the order of their members."""
    taken = {defence for some in defences for defence in some}
    return tuple(defence for defence in Defence if defence in taken)
