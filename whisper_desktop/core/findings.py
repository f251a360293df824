"""What is wrong with a document, kept true while it is edited."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from whisper_desktop.core.checks import Checker, Finding, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit

FindingsListener = Callable[[frozenset[int]], None]
"""Called with the uids whose findings are others now, those of removed cues among them."""


class Findings:
    """Listens to a document and checks again only what an edit has touched.

    A row is checked with the one below it, so a change reaches the row above, and no further.
    Nothing is known of rows until `check_more` has come to them.
    """

    def __init__(
        self, document: Document, rules: Rules, on_change: FindingsListener | None = None
    ) -> None:
        self._document = document
        self._checker = Checker(rules)
        self._on_change = on_change
        self._found: list[tuple[Finding, ...]] = [()] * len(document)
        """Of every row; kept by row because rows of one edit may pass a uid between them."""
        self._checked_count = 0
        """How many rows, the first ones, were checked by these rules."""
        self._counts: Counter[FindingKind] = Counter()
        self._changed: set[int] = set()
        document.listen(self)

    @property
    def rules(self) -> Rules:
        """What the document is checked by."""
        return self._checker.rules

    @property
    def checker(self) -> Checker:
        """What checks single rows by the same rules."""
        return self._checker

    def set_rules(self, rules: Rules) -> None:
        """Check by other rules: another preset, language or media."""
        if rules != self.rules:
            self._checker = Checker(rules)
            self._checked_count = 0

    def check_more(self, row_count: int) -> bool:
        """Check as many rows that were not checked yet; tell whether there are none any more.

        What it finds is not told to the listener.
        """
        first_row, row_total = self._checked_count, len(self._document)
        self._checked_count = min(first_row + row_count, row_total)
        self._check(first_row, self._checked_count)
        self._changed.clear()
        return self._checked_count == row_total

    def close(self) -> None:
        """Stop listening to the document."""
        self._document.forget(self)

    def at(self, row: int) -> tuple[Finding, ...]:
        """Return what is wrong with a row, the gravest first."""
        return self._found[row]

    def of(self, uid: int) -> tuple[Finding, ...]:
        """Return what is wrong with a cue; nothing when it is gone."""
        row = self._document.row_of(uid)
        return () if row is None else self._found[row]

    def all(self, kinds: Collection[FindingKind] | None = None) -> Iterator[Finding]:
        """Yield all findings in the order of the rows, or those of some kinds."""
        found = chain.from_iterable(self._found)
        return found if kinds is None else (one for one in found if one.kind in kinds)

    def counts(self) -> dict[FindingKind, int]:
        """Return how many there are of each kind that there is."""
        return {kind: self._counts[kind] for kind in FindingKind if self._counts[kind]}

    def __len__(self) -> int:
        return self._counts.total()

    def next_after(self, row: int, kinds: Collection[FindingKind] | None = None) -> Finding | None:
        """Return the gravest finding of the first row below `row` that has any; -1: of all."""
        return self._first(range(row + 1, len(self._found)), kinds)

    def previous_before(
        self, row: int, kinds: Collection[FindingKind] | None = None
    ) -> Finding | None:
        """Return the gravest finding of the first row above `row` that has any."""
        return self._first(range(min(row, len(self._found)) - 1, -1, -1), kinds)

    def before_insert(self, row: int, count: int, /) -> None:
        """Nothing is known yet of rows to come."""

    def after_insert(self, row: int, count: int, /) -> None:
        """Check new rows."""
        self._found[row:row] = [()] * count
        if row < self._checked_count:
            self._checked_count += count
        self._check(row - 1, row + count)

    def before_remove(self, row: int, count: int, /) -> None:
        """Wait until the rows are gone."""

    def after_remove(self, row: int, count: int, /) -> None:
        """Forget rows, and check the one that has another neighbour now."""
        for found in self._found[row : row + count]:
            self._note(found, ())
        del self._found[row : row + count]
        self._checked_count -= max(min(row + count, self._checked_count) - row, 0)
        self._check(row - 1, row)

    def after_replace(self, row: int, count: int, /) -> None:
        """Check rows that hold something else."""
        self._check(row - 1, row + count)

    def after_edit(self, _edit: Edit, /) -> None:
        """Tell whose findings have changed."""
        self._tell()

    def _check(self, first_row: int, end_row: int) -> None:
        first_row = max(first_row, 0)
        cues = self._document[first_row : end_row + 1]
        below: Iterator[Cue | None] = chain(cues[1:], (None,))
        for row, cue, following in zip(range(first_row, end_row), cues, below, strict=False):
            found = self._checker.check_cue(cue, following)
            self._note(self._found[row], found)
            self._found[row] = found

    def _note(self, old: tuple[Finding, ...], new: tuple[Finding, ...]) -> None:
        if old == new:
            return
        for finding in old:
            self._counts[finding.kind] -= 1
        for finding in new:
            self._counts[finding.kind] += 1
        self._changed.update(finding.uid for finding in chain(old, new))

    def _tell(self) -> None:
        changed, self._changed = frozenset(self._changed), set()
        if changed and self._on_change is not None:
            self._on_change(changed)

    def _first(self, rows: Iterable[int], kinds: Collection[FindingKind] | None) -> Finding | None:
        for row in rows:
            for finding in self._found[row]:
                if kinds is None or finding.kind in kinds:
                    return finding
        return None
