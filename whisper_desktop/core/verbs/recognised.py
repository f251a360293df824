"""What was recognised anew takes its place in the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.evidence import worst
from whisper_desktop.core.languages import is_written_without_spaces
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.verbs.rewriting import rewriting
from whisper_desktop.core.verbs.split import copied_extras, parted_translation


def accept(
    document: Document,
    candidates: Iterable[Candidate],
    *,
    into_translation: bool = False,
    document_language: str | None = None,
) -> Edit:
    """Put candidates in the place of their rows, all in one step; no other row changes.

    A locked row keeps its times and takes text, words, language, task and evidence. A free one
    becomes the segments, the first under its uid; its translation is parted among them. Where
    nothing was heard, the row stays, without text. A candidate is passed over when its row is
    gone, or has other times than were heard: its text is in other rows by now. Of two for one row,
    the later counts.

    With `into_translation`, what was translated goes beside the text of a row and leaves the rest
    of it alone. Rows in the `document_language` do not name it.
    """
    taker = _Taker(document, into_translation, document_language)
    outcome: dict[int, Sequence[Cue]] = {}
    for candidate in candidates:
        row = document.row_of(candidate.key)
        if row is not None and candidate.fits(document[row]):
            outcome[row] = taker.remade(document[row], candidate)
    return rewriting(Verb.RECOGNISE, document, outcome)


def recognised_cue(uid: int, segment: Segment, document_language: str | None = None) -> Cue:
    """Return a segment as a row."""
    return Cue(
        uid,
        segment.start_ms,
        segment.end_ms,
        segment.text.strip(),
        segment.words,
        None if segment.language in {"", document_language} else segment.language,
        segment.task,
        evidence=segment.evidence,
    )


def joined_text(segments: Sequence[Segment]) -> str:
    """Return in one line what is said in all of them."""
    is_unspaced = all(
        segment.task is not Task.TRANSLATE and is_written_without_spaces(segment.language)
        for segment in segments
    )
    texts = [segment.text.strip() for segment in segments]
    return ("" if is_unspaced else " ").join(filter(None, texts))


@dataclass(frozen=True, slots=True)
class _Taker:
    """Makes rows of candidates."""

    document: Document
    into_translation: bool
    document_language: str | None

    def remade(self, cue: Cue, candidate: Candidate) -> Sequence[Cue]:
        """Return what a row becomes."""
        if self._is_beside(candidate):
            return (replace(cue, translation=joined_text(candidate.segments)),)
        if candidate.is_locked or not candidate.segments:
            return (self._retold(cue, candidate),)
        return self._resegmented(cue, candidate)

    def _is_beside(self, candidate: Candidate) -> bool:
        return self.into_translation and candidate.recipe.task is Task.TRANSLATE

    def _retold(self, cue: Cue, candidate: Candidate) -> Cue:
        """Return the row at its times with what was heard there."""
        segments = candidate.segments
        if not segments:
            return replace(cue, text="", words=(), evidence=None)
        first = recognised_cue(cue.uid, segments[0], self.document_language)
        return replace(
            cue,
            text=joined_text(segments),
            words=tuple([word for segment in segments for word in segment.words]),
            language=first.language,
            task=first.task,
            evidence=worst(segment.evidence for segment in segments),
        )

    def _resegmented(self, cue: Cue, candidate: Candidate) -> list[Cue]:
        """Return the rows that a row becomes, within the span of the candidate."""
        rest = replace(cue, text=joined_text(candidate.segments))
        made: list[Cue] = []
        for number, segment in enumerate(candidate.segments):
            heard = recognised_cue(cue.uid, segment, self.document_language)
            head, tail = parted_translation(rest, len(heard.text), candidate.start_ms)
            made.append(
                replace(
                    heard,
                    uid=self.document.new_uid() if number else cue.uid,
                    start_ms=_within(segment.start_ms, candidate),
                    end_ms=_within(segment.end_ms, candidate),
                    extras=copied_extras(cue) if number else cue.extras,
                    recipe=cue.recipe,
                    translation=head,
                )
            )
            rest = replace(rest, text=rest.text[len(heard.text) :].lstrip(), translation=tail)
        if rest.translation:
            # There was no text to part it by.
            made[0] = replace(made[0], translation=rest.translation)
        return made


def _within(time_ms: int, candidate: Candidate) -> int:
    return min(max(time_ms, candidate.start_ms), candidate.end_ms)
