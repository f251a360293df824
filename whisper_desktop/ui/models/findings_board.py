"""What is wrong with the document that is edited, whichever that is."""

from collections.abc import Collection, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.core.checks import Finding, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.findings import Findings
from whisper_desktop.core.presets import Limits
from whisper_desktop.ui.editing import EditingController


class FindingsBoard(QObject):
    """Keeps the findings of the edited document and tells when they change.

    Make it before whatever shows findings, so that it hears of edits first.
    """

    changed = Signal(object)
    """Findings are others now: of the cues with these uids (a frozenset), or of all (None)."""

    def __init__(
        self, editing: EditingController, rules: Rules, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._findings = Findings(editing.document, rules, self._on_findings_changed)
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
            self.changed.emit(None)

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
        return self._findings.next_after(row)

    def previous_before(self, row: int) -> Finding | None:
        """Return the last finding above a row."""
        return self._findings.previous_before(row)

    def _on_findings_changed(self, uids: frozenset[int]) -> None:
        self.changed.emit(uids)

    @Slot()
    def _on_replaced(self) -> None:
        rules = self.rules
        self._findings.close()
        self._findings = Findings(self._editing.document, rules, self._on_findings_changed)
        self.changed.emit(None)
