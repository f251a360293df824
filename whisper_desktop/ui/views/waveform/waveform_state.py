"""What the waveform shows besides its view: segments, selection, a drag, an empty span."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal, Slot

from whisper_desktop.core.cue import Cue
from whisper_desktop.core.edit import Edit, Verb
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.inserting import insert
from whisper_desktop.core.verbs.rules import Neighbours, TimingRules
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.waveform.segment_spans import SegmentSpans

_TAIL_MS = 5_000
"""What can be seen behind the last segment where the length of the media is not known."""


@dataclass(frozen=True, slots=True)
class WaveformOptions:
    """How times are changed here; `rules` are for what a drag may do to other segments."""

    is_snapping: bool = True
    is_snapping_to_frames: bool = True
    rules: TimingRules = field(default_factory=TimingRules)


class WaveformState(QObject):
    """What the painters read and the pointer and the keys change."""

    segments_changed = Signal()
    """Segments, their selection or a preview of them look different now."""
    rows_changed = Signal()
    """The document holds other segments, or the same with other times or texts."""
    overlay_changed = Signal()
    """The span for a new segment is another, or gone."""
    total_changed = Signal()
    """The time that there is to see got longer or shorter."""
    options_changed = Signal()

    def __init__(self, editing: EditingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editing = editing
        self._document = editing.document
        self._document.listen(self)
        self._spans = SegmentSpans.of(self._document)
        self._preview_spans: SegmentSpans | None = None
        self._preview: dict[int, Cue] = {}
        self._selected: frozenset[int] | None = None
        self._new_span: TimeSpan | None = None
        self._options = WaveformOptions()
        self.is_held = False
        """Whether the mouse holds something, below which nothing may scroll away."""
        self._media_ms: int | None = None
        self._told_total_ms = self.total_ms
        self._fps: float | None = None
        editing.replaced.connect(self._on_replaced)
        editing.selection_changed.connect(self._on_selection_changed)
        editing.edited.connect(self._on_edited)

    @property
    def options(self) -> WaveformOptions:
        """How times are changed."""
        return self._options

    @property
    def rules(self) -> TimingRules:
        """What a drag may do to other segments, up to the end of the media."""
        return replace(self._options.rules, last_ms=self._media_ms)

    @property
    def media_ms(self) -> int | None:
        """How long the media is; None when nobody knows."""
        return self._media_ms

    @property
    def fps(self) -> float | None:
        """The frames a second of the picture; None without one."""
        return self._fps

    @property
    def total_ms(self) -> int:
        """How much time there is to see."""
        if self._media_ms is not None:
            return max(self._media_ms, self.spans.end_ms)
        return self.spans.end_ms + _TAIL_MS

    @property
    def spans(self) -> SegmentSpans:
        """When the segments are; while one is dragged, as they would be."""
        return self.resting_spans if self._preview_spans is None else self._preview_spans

    @property
    def resting_spans(self) -> SegmentSpans:
        """When the segments are, whatever is dragged."""
        return self._spans

    @property
    def selected_rows(self) -> frozenset[int]:
        """The rows of the selected segments."""
        if self._selected is None:
            self._selected = frozenset(self.editing.selected_rows())
        return self._selected

    @property
    def new_span(self) -> TimeSpan | None:
        """The span that waits to become a segment."""
        return self._new_span

    @property
    def is_previewing(self) -> bool:
        """Whether segments are shown otherwise than they are."""
        return bool(self._preview)

    def cue_at(self, row: int) -> Cue:
        """Return the segment of a row; while it is dragged, as it would be."""
        return self._preview.get(row) or self._document[row]

    def previewed(self) -> tuple[Cue, ...]:
        """Return the segments that a drag would change, as they would be."""
        return tuple(self._preview.values())

    def set_options(self, options: WaveformOptions) -> None:
        """Change times in another way from now on."""
        if options != self._options:
            self._options = options
            self.options_changed.emit()

    def set_media(self, duration_ms: int | None, fps: float | None) -> None:
        """Show media of another length and frame rate."""
        self._media_ms, self._fps = duration_ms, fps
        self._tell_total()

    def set_new_span(self, span: TimeSpan | None) -> None:
        """Show a span that waits to become a segment, or none.

        It waits until the person does something else: chooses rows, changes or undoes something.
        """
        if span != self._new_span:
            self._new_span = span
            self.overlay_changed.emit()

    def insert_new_span(self) -> bool:
        """Make a segment of the span that waits for it; tell whether there was one."""
        span, rules = self._new_span, self.rules
        if span is None:
            return False
        span_ms = (span.start_ms, span.end_ms)
        edit = insert(self._document, span_ms, rules=rules)
        if self.resting_spans.are_at(span.start_ms) or edit.is_empty:
            # Drawn on purpose over another segment, or where the rules leave no room.
            rules = replace(rules, neighbours=Neighbours.ALLOW_OVERLAP)
            edit = insert(self._document, span_ms, rules=rules)
        self.set_new_span(None)
        return self.editing.perform(edit)

    def seek(self, time_ms: int) -> None:
        """Ask the player to go to a time; without media the playhead goes there by itself."""
        time_ms = min(max(time_ms, 0), self.total_ms)
        self.editing.seek_requested.emit(time_ms)
        if self._media_ms is None:
            self.editing.set_playhead(time_ms)

    def preview(self, edit: Edit | None) -> None:
        """Show the segments as an edit of times would leave them; None ends that."""
        changes = [] if edit is None else _changes(edit)
        if not changes and not self._preview:
            return
        self._preview_spans = self.resting_spans.with_rows(changes) if changes else None
        self._preview = dict(changes)
        self.segments_changed.emit()

    @Slot()
    def _on_replaced(self) -> None:
        self._document.forget(self)
        self._document = self.editing.document
        self._document.listen(self)
        self._spans = SegmentSpans.of(self._document)
        self.set_new_span(None)
        self._forget_preview()
        self.after_edit(None)

    @Slot()
    def _on_selection_changed(self) -> None:
        self._selected = None
        self.set_new_span(None)
        self.segments_changed.emit()

    @Slot(object)
    def _on_edited(self, edit: Edit) -> None:
        # Rows that a recogniser brings are nothing that the person went on with.
        if edit.verb is not Verb.TRANSCRIBE:
            self.set_new_span(None)

    def before_insert(self, row: int, count: int) -> None:
        """Hear that rows will come."""

    def after_insert(self, row: int, count: int) -> None:
        """Hear that rows have come."""
        self._take_rows(row, 0, count)

    def before_remove(self, row: int, count: int) -> None:
        """Hear that rows will go."""

    def after_remove(self, row: int, count: int) -> None:
        """Hear that rows have gone."""
        self._take_rows(row, count, 0)

    def after_replace(self, row: int, count: int) -> None:
        """Hear that rows hold something else."""
        self._take_rows(row, count, count)

    def after_edit(self, edit: Edit | None) -> None:  # noqa: ARG002 - as the document calls it
        """Show the document, which is whole again."""
        self.rows_changed.emit()
        self.segments_changed.emit()
        if self.total_ms != self._told_total_ms:
            self._tell_total()

    def _tell_total(self) -> None:
        self._told_total_ms = self.total_ms
        self.total_changed.emit()

    def _take_rows(self, row: int, gone: int, come: int) -> None:
        cues = self._document[row : row + come]
        self._spans = self._spans.replaced(row, row + gone, cues)
        self._forget_preview()

    def _forget_preview(self) -> None:
        self._selected = None
        self._preview_spans = None
        self._preview = {}


def _changes(edit: Edit) -> Sequence[tuple[int, Cue]]:
    return [
        (splice.row + offset, cue)
        for splice in edit.splices
        for offset, cue in enumerate(splice.inserted)
    ]
