"""Rows cut anew where a reader would pause, by the words that are said in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whisper_desktop.core.checks import Checker, Rules, text_language
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.evidence import worst
from whisper_desktop.core.line_pieces import has_pieces
from whisper_desktop.core.markup_tags import position_tag
from whisper_desktop.core.reading_cues.cue_times import LINGER_MS
from whisper_desktop.core.reading_cues.cutting import LONGEST_PAUSE_MS, Bounds
from whisper_desktop.core.reading_cues.letter_times import LetterTimes, Spoken
from whisper_desktop.core.reading_cues.passage import Passage, ReadCue
from whisper_desktop.core.verbs.retiming import rising
from whisper_desktop.core.verbs.rewriting import rewriting
from whisper_desktop.core.verbs.split import copied_extras, parted_translation
from whisper_desktop.core.verbs.timeline import Timeline
from whisper_desktop.core.verbs.words import squeezed


def has_own_words(cue: Cue) -> bool:
    """Tell whether the times of all words of a row are known."""
    return bool(LetterTimes(_spoken(cue)).word_begins)


def cut_for_reading(document: Document, rows: Iterable[int], rules: Rules) -> Edit:
    """Join rows that follow each other without a pause, and cut them as the preset wants.

    Rows are joined when the times of their words are known and all else is the same: language,
    task, recipe, what a format says of them, place in the picture. A row with a translation is
    cut alone, and its translation is parted as its text is; so is one without words, in
    proportion to its letters. Who speaks with a dash begins a line. A subtitle begins with its
    first word and has the worst evidence of the rows that it is made of. Rows that are not
    chosen stay as they are, and none is run into.
    """
    chosen = [row for row in rising(document, rows) if has_pieces(document[row].text.strip())]
    cutter = _RowCutter(document, rules, chosen)
    outcome: dict[int, Sequence[Cue]] = {}
    for run in cutter.runs():
        made = cutter.cut(run)
        if made != [document[row] for row in run]:
            outcome |= dict.fromkeys(run, ())
            outcome[run[0]] = made
    return rewriting(Verb.CUT_FOR_READING, document, outcome)


class _RowCutter:
    """Cuts rows of a document, each in the time that the others leave."""

    def __init__(self, document: Document, rules: Rules, chosen: Sequence[int]) -> None:
        self._document, self._rules, self._checker = document, rules, Checker(rules)
        self._chosen, self._chosen_set = chosen, frozenset(chosen)
        self._with_words = {row for row in chosen if has_own_words(document[row])}
        cues = list(document)
        for row in chosen:
            cues[row] = replace(cues[row], start_ms=min(self._start_ms(row), cues[row].end_ms))
        self._timeline = Timeline(cues)

    def runs(self) -> Iterator[Sequence[int]]:
        """Yield the rows that are cut as one."""
        run: list[int] = []
        for row in self._chosen:
            if run and not self._are_joined(run[-1], row):
                yield run
                run = []
            run.append(row)
        if run:
            yield run

    def cut(self, run: Sequence[int]) -> list[Cue]:
        """Return what the rows of a run become."""
        cues = [self._document[row] for row in run]
        language = text_language(cues[0], self._rules.language)
        limits = self._checker.limits_of(cues[0])
        # All of them stand in the same place, which each subtitle says once.
        later = [cue.text.removeprefix(position_tag(cue.text)) for cue in cues[1:]]
        sources = [
            replace(_spoken(cue), text=text)
            for cue, text in zip(cues, [cues[0].text, *later], strict=True)
        ]
        passage = Passage(sources, limits, language)
        found = passage.cues(self._bounds(run[-1]))
        first_ms = min(self._start_ms(run[0]), found[0].end_ms)
        found[0] = replace(found[0], start_ms=max(found[0].start_ms, first_ms))
        return list(self._rows(cues, found))

    def _are_joined(self, above: int, row: int) -> bool:
        before, after = self._document[above], self._document[row]
        if row != above + 1 or not self._with_words.issuperset((above, row)):
            return False
        if before.translation.strip() or after.translation.strip():
            return False
        pause_ms = after.words[0].start_ms - before.words[-1].end_ms
        is_next = before.start_ms <= after.start_ms and (
            before.words[-1].start_ms <= after.words[0].start_ms
        )
        return is_next and pause_ms < LONGEST_PAUSE_MS and self._kind(before) == self._kind(after)

    def _kind(self, cue: Cue) -> tuple[object, ...]:
        """Return what rows that become one have in common."""
        language = text_language(cue, self._rules.language)
        return language, cue.task, cue.recipe, copied_extras(cue), position_tag(cue.text)

    def _start_ms(self, row: int) -> int:
        """Return when the first word of a row is said, but not while another row is there."""
        cue = self._document[row]
        if row not in self._with_words:
            return cue.start_ms
        start_ms = cue.words[0].start_ms
        if row and start_ms < cue.start_ms and row - 1 not in self._chosen_set:
            ended_ms = self._document[row - 1].end_ms
            return max(start_ms, min(ended_ms, cue.start_ms))
        return start_ms

    def _bounds(self, row: int) -> Bounds:
        """Return what limits the last subtitle of a run that ends with a row."""
        cue, is_timed = self._document[row], row in self._with_words
        # What begins during the last word is not run into; what began before is there anyway.
        from_ms = cue.words[-1].start_ms + 1 if is_timed else cue.end_ms
        next_ms = self._timeline.first_start_from(max(from_ms, self._start_ms(row) + 1))
        # What a person timed by eye goes when they let it go.
        return Bounds(next_ms, self._rules.media_duration_ms, LINGER_MS if is_timed else 0)

    def _rows(self, cues: Sequence[Cue], found: Sequence[ReadCue]) -> Iterator[Cue]:
        untaken = set(range(len(cues)))
        translations = _parted_translations(cues[0], found)
        for made, translation in zip(found, translations, strict=True):
            own = next((one for one in made.sources if one in untaken), None)
            base = cues[made.sources[0] if own is None else own]
            untaken.discard(-1 if own is None else own)
            yield replace(
                base,
                uid=self._document.new_uid() if own is None else base.uid,
                start_ms=made.start_ms,
                end_ms=made.end_ms,
                text=made.text,
                # Those of another text stay only with a row that stays.
                words=made.words or (base.words if len(found) == 1 else ()),
                extras=copied_extras(base) if own is None else base.extras,
                evidence=worst(cues[one].evidence for one in made.sources),
                translation=translation,
            )


def _parted_translations(cue: Cue, found: Sequence[ReadCue]) -> list[str]:
    """Part the translation of a row that is cut alone, as its text is."""
    rest = replace(cue, text=squeezed(cue.text))
    parts: list[str] = []
    for made in found[:-1]:
        letters = len(squeezed(made.text))
        head, tail = parted_translation(rest, letters, made.end_ms)
        parts.append(head)
        rest = replace(rest, text=rest.text[letters:], translation=tail)
    return [*parts, rest.translation]


def _spoken(cue: Cue) -> Spoken:
    return Spoken(cue.start_ms, cue.end_ms, cue.text, cue.words)
