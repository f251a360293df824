"""What is wrong with the document that is edited, whichever that is."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from whisper_desktop.core.checks import Finding, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.findings import Findings
from whisper_desktop.core.presets import Limits
from whisper_desktop.ui.editing import EditingController

_AT_ONCE = 2_000
"""Rows, which takes a hundredth of a second; of more the window would stand still."""


class FindingsBoard(QObject):
    """Keeps the findings of the edited document and tells when they change.

    Make it before whatever shows findings, so that it hears of edits first. Of many rows it knows
    bit by bit, and tells it once it knows all.
    """

    changed = Signal(object)
    """Findings are others now: of the cues with these uids (a frozenset), or of all (None)."""

    def __init__(
        self, editing: EditingController, rules: Rules, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._findings = Findings(editing.document, rules, self._on_findings_changed)
        self._soon = QTimer(self)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_due)
        self._begin()
        editing.replaced.connect(self._on_replaced)

    @property
    def rules(self) -> Rules:
        """What the document is checked by."""
        return self._findings.rules

    def set_rules(self, rules: Rules) -> None:
        """Check everything by other rules."""
        if rules != self.rules:
            self._findings.set_rules(rules)
            # Limits that are shown may be others though no finding is.
            self._begin()

    def finish(self) -> None:
        """Know of all rows, at once."""
        if self._soon.isActive():
            self._go_on(len(self._editing.document))

    def limits_of(self, cue: Cue) -> Limits:
        """Return what is asked of a cue in its language."""
        return self._findings.checker.limits_of(cue)

    def at(self, row: int) -> tuple[Finding, ...]:
        """Return what is wrong with a row, the gravest first."""
        return self._findings.at(row)

    def all(self, kinds: Collection[FindingKind] | None = None) -> Iterator[Finding]:
        """Yield all findings in the order of the rows, or those of some kinds."""
        return self._findings.all(kinds)

    def counts(self) -> dict[FindingKind, int]:
        """Return how many there are of each kind that there is."""
        return self._findings.counts()

    def __len__(self) -> int:
        return len(self._findings)

    def __bool__(self) -> bool:
        """A board without findings is still a board."""
        return True

    def next_after(self, row: int) -> Finding | None:
        """Return the first finding below a row; -1: of all."""
        self.finish()
        return self._findings.next_after(row)

    def previous_before(self, row: int) -> Finding | None:
        """Return the last finding above a row."""
        self.finish()
        return self._findings.previous_before(row)

    def _on_findings_changed(self, uids: frozenset[int]) -> None:
        self.changed.emit(uids)

    @Slot()
    def _on_replaced(self) -> None:
        rules = self.rules
        self._findings.close()
        self._findings = Findings(self._editing.document, rules, self._on_findings_changed)
        self._begin()

    @Slot()
    def _on_due(self) -> None:
        self._go_on(_AT_ONCE)

    def _begin(self) -> None:
        """Check the first rows, which are told of in any case, and the others soon."""
        self._soon.start()
        self._go_on(_AT_ONCE)
        if self._soon.isActive():
            self.changed.emit(None)

    def _go_on(self, row_count: int) -> None:
        if self._findings.check_more(row_count):
            self._soon.stop()
            self.changed.emit(None)
