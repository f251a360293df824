"""What was recognised anew and waits for the person's word, beside the rows as they are."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Splice, Verb
from whisper_desktop.core.proposal import Proposal, Reservation
from whisper_desktop.core.proposal_data import proposal_data, proposal_from_data
from whisper_desktop.core.verbs.recognised import accept
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.session import Session

PROPOSALS = "proposals"
"""The setting of the project that lists what there is; each has a setting of its own."""
_MOST_TAKEN = 3_000
"""So many that were taken are known, to be offered again when that is undone."""

Look = tuple[int, int, str, str]
"""Times, text and translation of a row."""


@dataclass(frozen=True, slots=True)
class ProposalId:
    """Whose proposal it is, and for which of the two texts of the row."""

    uid: int
    is_translation: bool = False

    @property
    def name(self) -> str:
        """What its setting is called."""
        return f"proposal-{self.uid}{'-translation' if self.is_translation else ''}"


class _State(StrEnum):
    OPEN = "open"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A proposal, and how its row looked before and after it was taken.

    A row that said so already looks the same; its proposal comes and goes with the others that
    were taken in the same step.
    """

    proposal: Proposal
    state: _State = _State.OPEN
    before: Look | None = None
    after: Look | None = None
    step: str = ""

    def state_at(self, look: Look | None) -> _State:
        """Return what a proposal is once its row looks like this."""
        if look == self.after:
            return _State.TAKEN
        return _State.OPEN if look == self.before else self.state


class ProposalBoard(QObject):
    """Keeps the proposals with the project; what is taken and undone again is offered again."""

    changed = Signal()
    """Others are open now, or an open one is another now."""
    came = Signal()
    """A proposal came that waits for the person."""
    found = Signal()
    """What was opened has proposals that wait since it was closed, or broke down."""
    lost = Signal(int)
    """So many belong to rows that have just gone; they come back with them."""

    def __init__(
        self,
        editing: EditingController,
        session: Session,
        shaped: Callable[[Cue], Cue],
        parent: QObject | None = None,
    ) -> None:
        """`shaped` gives a row the form that rows have here, such as its line breaks."""
        super().__init__(parent)
        self._editing, self._session, self._shaped = editing, session, shaped
        self._entries: dict[ProposalId, _Entry] = {}
        self._open: dict[ProposalId, Proposal] = {}
        self._lost_count = 0
        self._is_taking = False
        """Whether rows change because they take proposals: then it is told at the end."""
        self._rejected: dict[ProposalId, _Entry] = {}
        """What was rejected last, all at once or alone."""
        session.opened.connect(self._on_opened)
        editing.edited.connect(self._on_edited)
        editing.rows_changed.connect(self._on_rows_changed)

    @property
    def open(self) -> tuple[ProposalId, ...]:
        """What waits for the person, in the order of the rows."""
        return tuple(self._open)

    @property
    def proposals(self) -> Mapping[ProposalId, Proposal]:
        """Return what waits as it was told last; it is another mapping once that changes."""
        return self._open

    @property
    def rejected_count(self) -> int:
        """How many can be brought back."""
        return len(self._rejected)

    def proposal(self, wanted: ProposalId) -> Proposal:
        """Return a proposal; LookupError when there is none."""
        return self._entries[wanted].proposal

    def of_row(self, uid: int | None) -> ProposalId | None:
        """Return what is open for a row, its text before its translation; None without."""
        return next((one for one in self._open if one.uid == uid), None)

    def row_of(self, wanted: ProposalId) -> int | None:
        """Return the row that a proposal is for."""
        return self._editing.document.row_of(wanted.uid)

    def fits(self, wanted: ProposalId) -> bool:
        """Tell whether the row has the times still that were heard: else it cannot be taken."""
        row = self.row_of(wanted)
        if row is None:
            return False
        return self.proposal(wanted).candidate.fits(self._editing.document[row])

    def reservation(self, wanted: ProposalId) -> Reservation | None:
        """Return why something that waits is left when all others are taken."""
        row = self.row_of(wanted)
        if row is None:
            return Reservation.MOVED
        return self.proposal(wanted).reservation(self._editing.document[row])

    def add(
        self,
        candidate: Candidate,
        *,
        is_translation: bool,
        is_more: bool = False,
        is_quiet: bool = False,
    ) -> None:
        """Offer what was heard for a row; `is_more` leaves the choice among its hearings alone.

        With `is_quiet` it does not wait for the person yet, so that it came is not told.
        """
        wanted = ProposalId(candidate.key, is_translation)
        self._keep({wanted: _Entry(self._with(wanted, candidate, is_more=is_more))})
        self._session.begin_draft()
        self._refresh()
        if wanted in self._open and not is_quiet:
            self.came.emit()

    def fill(
        self,
        candidate: Candidate,
        *,
        is_translation: bool,
        document_language: str | None,
        merge_key: str,
    ) -> int:
        """Put what was heard into a row at once, as `accept` does."""
        wanted = ProposalId(candidate.key, is_translation)
        self._entries[wanted] = _Entry(self._with(wanted, candidate))
        return self._take([wanted], document_language, merge_key)

    def _with(self, wanted: ProposalId, candidate: Candidate, *, is_more: bool = False) -> Proposal:
        """Return what is proposed once this was heard, too."""
        self._rejected.pop(wanted, None)
        entry = self._entries.get(wanted)
        if entry is None or entry.state is not _State.OPEN:
            return Proposal.of(candidate, is_translation=wanted.is_translation)
        if is_more and self.fits(wanted):
            return entry.proposal.with_more(candidate)
        return entry.proposal.renewed(candidate)

    def choose(self, wanted: ProposalId, chosen: int) -> None:
        """Mean another hearing."""
        entry = self._entries[wanted]
        self._keep({wanted: replace(entry, proposal=entry.proposal.choosing(chosen))})
        self._refresh()

    def accept(
        self,
        wanted: Iterable[ProposalId],
        *,
        document_language: str | None,
        merge_key: str | None = None,
    ) -> int:
        """Put proposals into their rows as one step, or a part of the last; return how many rows.

        A row that says so already is left as it is, and so is one that a proposal does not fit.
        """
        chosen = [one for one in wanted if one in self._open and self.fits(one)]
        return self._take(chosen, document_language, merge_key or uuid4().hex) if chosen else 0

    def reject(self, wanted: Collection[ProposalId]) -> int:
        """Let proposals go; the last ones can be brought back. Return how many went."""
        meant = frozenset(wanted)
        gone = {one: self._entries[one] for one in self._open if one in meant}
        if gone:
            self._rejected = gone
            self._keep(gone=gone)
            self._refresh()
        return len(gone)

    def bring_back(self) -> int:
        """Offer again what was rejected last; return how many."""
        back, self._rejected = self._rejected, {}
        back = {one: entry for one, entry in back.items() if one not in self._open}
        self._keep(back)
        self._refresh()
        return len(back)

    def _take(self, chosen: Sequence[ProposalId], language: str | None, key: str) -> int:
        before = {one: self._look_of(one) for one in chosen}
        # The two texts of rows take two edits, which have to be one step. A text may change the
        # times of its row, and part the translation: that must be there by then.
        self._is_taking = True
        try:
            with self._session.together():
                for is_translation in (True, False):
                    part = [one for one in chosen if one.is_translation is is_translation]
                    self._perform(part, language, f"accept {key}")
                changed = self._mark_taken(before, key)
        finally:
            self._is_taking = False
        self._refresh()
        return len(changed)

    def _perform(self, part: Sequence[ProposalId], language: str | None, key: str) -> None:
        """Make an edit of proposals of one kind."""
        edit = accept(
            self._editing.document,
            [self._entries[one].proposal.candidate for one in part],
            into_translation=any(one.is_translation for one in part),
            document_language=language,
        )
        splices = self._in_shape(edit.splices)
        edit = replace(edit, splices=splices, selection=self._editing.selection, merge_key=key)
        self._editing.perform(edit)

    def _mark_taken(self, before: Mapping[ProposalId, Look | None], step: str) -> set[int]:
        """Remember how rows looked before they took proposals; return those that changed."""
        taken = {
            one: _Entry(self._entries[one].proposal, _State.TAKEN, look, self._look_of(one), step)
            for one, look in before.items()
        }
        changed = {one.uid for one, entry in taken.items() if entry.after != entry.before}
        if changed:
            self._keep(taken)
        else:
            # There is no step that could be undone.
            self._keep(gone=taken)
        return changed

    def _in_shape(self, splices: Sequence[Splice]) -> tuple[Splice, ...]:
        return tuple(replace(one, inserted=tuple(self._shapes(one))) for one in splices)

    def _shapes(self, splice: Splice) -> Iterable[Cue]:
        """Yield the rows in the form of rows here; a text that did not change stays as it is."""
        removed = {cue.uid: cue for cue in splice.removed}
        for cue in splice.inserted:
            old, new = removed.get(cue.uid), self._shaped(cue)
            if old is not None and old.text == cue.text:
                new = replace(new, text=old.text)
            if old is not None and old.translation == cue.translation:
                new = replace(new, translation=old.translation)
            yield new

    def _look_of(self, wanted: ProposalId) -> Look | None:
        row = self.row_of(wanted)
        return None if row is None else _look(self._editing.document[row])

    def _keep(
        self, entries: Mapping[ProposalId, _Entry] | None = None, gone: Iterable[ProposalId] = ()
    ) -> None:
        """Take in entries, each as the newest, and let others go; remember both."""
        for wanted in gone:
            self._forget(wanted)
        for wanted, entry in (entries or {}).items():
            self._entries.pop(wanted, None)
            self._entries[wanted] = entry
            self._session.remember(wanted.name, _entry_data(wanted, entry))
        taken = [one for one, entry in self._entries.items() if entry.state is _State.TAKEN]
        for wanted in taken[: max(0, len(taken) - _MOST_TAKEN)]:
            self._forget(wanted)
        names = [wanted.name for wanted in self._entries]
        if names != (self._session.setting(PROPOSALS) or []):
            self._session.remember(PROPOSALS, names)

    def _forget(self, wanted: ProposalId) -> None:
        if self._entries.pop(wanted, None) is not None:
            self._session.remember(wanted.name, None)

    def _refresh(self) -> None:
        """Find out what is open, and tell."""
        rows: list[tuple[int, bool, ProposalId]] = []
        lost = 0
        row_of = self._editing.document.row_of
        for wanted, entry in self._entries.items():
            if entry.state is _State.OPEN:
                row = row_of(wanted.uid)
                if row is None:
                    lost += 1
                else:
                    rows.append((row, wanted.is_translation, wanted))
        rows.sort()
        self._open = {wanted: self._entries[wanted].proposal for _, _, wanted in rows}
        newly_lost, self._lost_count = lost - self._lost_count, lost
        if newly_lost > 0:
            self.lost.emit(newly_lost)
        self.changed.emit()

    @Slot()
    def _on_opened(self) -> None:
        names = self._session.setting(PROPOSALS)
        known = names if isinstance(names, list) else []
        found = (self._session.setting(str(name)) for name in known)
        self._entries = dict(filter(None, map(_entry_from, found)))
        self._rejected, self._lost_count = {}, len(self._entries)
        self._refresh()
        if self._open:
            self.found.emit()

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        """Offer again what an undo took out of its row, and hide it again when it is redone."""
        if edit.verb is not Verb.RECOGNISE:
            return
        looks = {cue.uid: _look(cue) for splice in edit.splices for cue in splice.inserted}
        states = {
            wanted: state
            for wanted, entry in self._entries.items()
            if wanted.uid in looks
            and entry.before != entry.after
            and (state := entry.state_at(looks[wanted.uid])) is not entry.state
        }
        steps = {self._entries[wanted].step: state for wanted, state in states.items()}
        for wanted, entry in self._entries.items():
            if entry.before is not None and entry.before == entry.after and entry.step in steps:
                states[wanted] = steps[entry.step]
        if states:
            self._keep(
                {one: replace(self._entries[one], state=state) for one, state in states.items()}
            )

    @Slot()
    def _on_rows_changed(self) -> None:
        if self._entries and not self._is_taking:
            self._refresh()


def _look(cue: Cue) -> Look:
    return cue.start_ms, cue.end_ms, cue.text, cue.translation


def _entry_data(wanted: ProposalId, entry: _Entry) -> dict[str, object]:
    return {
        "uid": wanted.uid,
        "state": entry.state.value,
        "before": entry.before,
        "after": entry.after,
        "step": entry.step,
        "proposal": proposal_data(entry.proposal),
    }


def _entry_from(data: object) -> tuple[ProposalId, _Entry] | None:
    """Return what was kept; None when it is damaged, or of a newer program."""
    if not isinstance(data, Mapping):
        return None
    try:
        proposal = proposal_from_data(data["proposal"])
        looks = _look_from(data["before"]), _look_from(data["after"])
        entry = _Entry(proposal, _State(data["state"]), *looks, str(data.get("step", "")))
    except (LookupError, TypeError, ValueError):
        return None
    return ProposalId(proposal.uid, proposal.is_translation), entry


def _look_from(data: Any) -> Look | None:
    if data is None:
        return None
    start_ms, end_ms, text, translation = data
    return int(start_ms), int(end_ms), str(text), str(translation)
