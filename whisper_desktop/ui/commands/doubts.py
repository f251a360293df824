"""Going through the doubts: heard one by one, accepted, recognised in other ways, deleted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Slot

from whisper_desktop.core.segment import LeftOut
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.accept import accept_rows
from whisper_desktop.core.verbs.inserting import insert, insert_empty_rows
from whisper_desktop.core.verbs.rows import delete
from whisper_desktop.core.verbs.rules import AS_TYPED
from whisper_desktop.ui.actions import Actions
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.models.doubts_board import Doubt, DoubtsBoard
from whisper_desktop.ui.models.proposal_board import ProposalBoard
from whisper_desktop.ui.recognition.speech_keeper import SpeechKeeper
from whisper_desktop.ui.views.doubts_dock import DoubtsDock
from whisper_desktop.ui.views.findings_dock import FindingsDock
from whisper_desktop.ui.views.notice_bar import Notice, NoticeBar


@dataclass(frozen=True, slots=True)
class DoubtParts:
    """What doubts are gone through with.

    `play` plays a stretch, `hear_otherwise` recognises rows in other ways, `recognise` recognises
    rows with free times, `show_span` marks a stretch without a row on the waveform.
    """

    board: DoubtsBoard
    dock: DoubtsDock
    findings: FindingsDock
    speech: SpeechKeeper
    play: Callable[[int, int], None]
    show_span: Callable[[TimeSpan], None]
    hear_otherwise: Callable[[Sequence[int]], None]
    recognise: Callable[[Sequence[int]], None]
    notices: NoticeBar
    proposals: ProposalBoard


_TOPIC, _GONE_TOPIC = "doubts", "doubt-gone"


class DoubtCommands(QObject):
    """Connects the actions about doubts; the keys for findings mean the list that is in front."""

    def __init__(self, desk: Desk, actions: Actions, parts: DoubtParts) -> None:
        super().__init__(desk)
        self._desk, self._parts = desk, parts
        self._made: set[int] = set()
        """The uids of rows that were made for speech, to be recognised."""
        self._is_comparing = False
        """Whether other hearings of a doubtful row are to be compared first."""
        self._shown = actions["doubts"]
        dock = parts.dock
        dock.chosen.connect(self._hear)
        dock.accept_requested.connect(self._accept)
        dock.again_requested.connect(self._recognise)
        dock.delete_requested.connect(self._delete)
        dock.uncovered_requested.connect(self._recognise_uncovered)
        parts.board.changed.connect(self._on_changed)
        parts.proposals.changed.connect(self._on_proposals_changed)
        self._had_proposals = bool(parts.proposals.open)
        actions["next-finding"].triggered.connect(lambda: self._go(1))
        actions["previous-finding"].triggered.connect(lambda: self._go(-1))
        actions["accept-rows"].triggered.connect(self._accept_selected)
        actions["again-otherwise"].triggered.connect(self._hear_selected_otherwise)
        actions["again-uncovered"].triggered.connect(self._recognise_uncovered)
        actions["why"].triggered.connect(self._show_why)

    @Slot()
    def offer(self) -> None:
        """Tell, once a transcription is done, how much there is to listen to."""
        board = self._parts.board
        counts = (
            (board.suspect_count, self.tr("Doubtful: %Ln row(s).", "", board.suspect_count)),
            (
                len(board.uncovered),
                self.tr("Speech without a row: %Ln time(s).", "", len(board.uncovered)),
            ),
        )
        words = " ".join(text for count, text in counts if count)
        if words:
            answer = (self.tr("Go through them"), self._go_through)
            self._parts.notices.tell(Notice(_TOPIC, words, [answer]))

    @Slot()
    def _on_proposals_changed(self) -> None:
        """Go on with the doubts once nothing is left to compare."""
        if self._is_comparing and self._had_proposals and not self._parts.proposals.open:
            self._is_comparing = False
            self._show()
        self._had_proposals = bool(self._parts.proposals.open)

    def clear_silent(self, uids: Iterable[int]) -> None:
        """Take away rows that were made for speech in which nothing was heard."""
        editing = self._desk.editing
        silent = self._made.intersection(uids)
        found = ((uid, editing.document.row_of(uid)) for uid in silent)
        rows = [row for _, row in found if row is not None and not editing.document[row].text]
        self._made.clear()
        # Steps that can be redone would be lost.
        if rows and not editing.undo_stack.canRedo():
            editing.perform(delete(editing.document, rows))

    @Slot()
    def _on_changed(self) -> None:
        if not len(self._parts.board):
            self.withdraw()

    @Slot()
    def withdraw(self) -> None:
        """Tell it no more."""
        self._parts.notices.withdraw(_TOPIC)

    def _go_through(self) -> None:
        self._show()
        self._parts.dock.go(1)

    def _show(self) -> None:
        self._shown.setChecked(True)
        self._parts.dock.raise_()

    def _go(self, step: int) -> None:
        parts = self._parts
        if not parts.dock.visibleRegion().isEmpty():
            if not parts.dock.go(step):
                self._desk.told.emit(self.tr("There is no doubt left."))
        elif step > 0:
            parts.findings.go_next()
        else:
            parts.findings.go_previous()

    @Slot(object)
    def _hear(self, doubt: Doubt) -> None:
        """Go to what is doubtful, and play it."""
        if doubt.uid is None:
            self._desk.editing.select([])
            self._desk.editing.seek_requested.emit(doubt.span.start_ms)
            self._parts.show_span(doubt.span)
        else:
            self._desk.editing.select([doubt.uid])
        if self._desk.facts is not None:
            self._parts.play(doubt.span.start_ms, doubt.span.end_ms)

    @Slot(object)
    def _accept(self, doubt: Doubt) -> None:
        speech = self._parts.speech
        if doubt.left_out is not None:
            speech.forget_left_out(doubt.left_out)
            self._say_gone(partial(speech.note_left_out, doubt.left_out))
        elif doubt.uid is None:
            speech.leave_alone([doubt.span])
            self._say_gone(partial(speech.list_again, [doubt.span]))
        else:
            self._accept_rows(self._rows(doubt))

    def _say_gone(self, bring_back: Callable[[], None]) -> None:
        words = self.tr("It is not listed any more.")
        answer = (self.tr("List it again"), bring_back)
        self._parts.notices.tell(Notice(_GONE_TOPIC, words, [answer]))

    @Slot()
    def _accept_selected(self) -> None:
        self._accept_rows(self._desk.editing.selected_rows())

    def _accept_rows(self, rows: Sequence[int]) -> None:
        editing = self._desk.editing
        if not editing.perform(accept_rows(editing.document, rows)):
            self._desk.told.emit(self.tr("There was nothing to accept."))

    @Slot(object)
    def _recognise(self, doubt: Doubt) -> None:
        if doubt.left_out is not None:
            self._bring_back(doubt.left_out)
        elif doubt.uid is None:
            self._recognise_spans([doubt.span])
        else:
            self._is_comparing = True
            self._parts.hear_otherwise(self._rows(doubt))

    @Slot()
    def _hear_selected_otherwise(self) -> None:
        rows = self._desk.editing.selected_rows()
        if rows:
            self._parts.hear_otherwise(rows)
        else:
            self._desk.told.emit(self.tr("Select rows first."))

    @Slot(object)
    def _delete(self, doubt: Doubt) -> None:
        editing = self._desk.editing
        editing.perform(delete(editing.document, self._rows(doubt)))

    def _bring_back(self, left_out: LeftOut) -> None:
        """Make a row of what was left out."""
        editing = self._desk.editing
        span_ms = (left_out.start_ms, left_out.end_ms)
        edit = insert(editing.document, span_ms, left_out.text, AS_TYPED)
        if editing.perform(edit):
            # Undone, it is listed again.
            self._parts.speech.note_left_out(left_out, editing.current)

    @Slot()
    def _recognise_uncovered(self) -> None:
        spans = self._parts.board.uncovered
        if spans:
            self._recognise_spans(spans)
        elif self._parts.speech.is_known:
            self._desk.told.emit(self.tr("All speech that was found has rows."))
        else:
            self._desk.told.emit(
                self.tr("Nobody has listened for speech yet: transcribe the recording first.")
            )

    def _recognise_spans(self, spans: Sequence[TimeSpan]) -> None:
        """Make rows for speech without any, and recognise them.

        A row without text that was made for the same before is taken again.
        """
        editing = self._desk.editing
        made = {(cue.start_ms, cue.end_ms) for cue in editing.document if not cue.text}
        missing = [span for span in spans if (span.start_ms, span.end_ms) not in made]
        edit = insert_empty_rows(editing.document, missing)
        if editing.perform(edit):
            self._made |= set(edit.selection)
        meant = {(span.start_ms, span.end_ms) for span in spans}
        rows = [
            row
            for row, cue in enumerate(editing.document)
            if not cue.text and (cue.start_ms, cue.end_ms) in meant
        ]
        self._parts.recognise(rows)

    def _rows(self, doubt: Doubt) -> list[int]:
        row = None if doubt.uid is None else self._desk.editing.document.row_of(doubt.uid)
        return [] if row is None else [row]

    @Slot()
    def _show_why(self) -> None:
        self._show()
        if not self._parts.dock.why.text():
            self._desk.told.emit(self.tr("Nothing is known of how this row was recognised."))
