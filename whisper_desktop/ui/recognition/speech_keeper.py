"""Remembers with the document where somebody speaks in its recording."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QObject, Slot

from whisper_desktop.app.speech_record import (
    LEFT_OUT_SETTING,
    MOST_LEFT_OUT,
    SPEECH_SETTING,
    SpeechRecord,
    speech_from_data,
)
from whisper_desktop.core.events import SpeechFound, WindowDone
from whisper_desktop.core.segment import LeftOut, LeftOutReason
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.ui.commands.desk import Desk
from whisper_desktop.ui.media_panes import MediaPanes
from whisper_desktop.ui.models.doubts_board import DoubtsBoard
from whisper_desktop.ui.recognition.live_run import LiveRun
from whisper_desktop.ui.session import Session

LEFT_ALONE_SETTING = "speech_left_alone"
"""The setting of a project that lists speech for which no row is wanted."""


class SpeechKeeper(QObject):
    """Takes down what a run finds, keeps it in the project, and tells the board of doubts.

    While a run is under way nothing is told: what it has not come to lacks its rows.
    """

    def __init__(
        self, desk: Desk, session: Session, run: LiveRun, media: MediaPanes, board: DoubtsBoard
    ) -> None:
        super().__init__(desk)
        self._session, self._run, self._media, self._board = session, run, media, board
        self._record = SpeechRecord()
        self._left_alone: frozenset[TimeSpan] = frozenset()
        self._left_out: dict[LeftOut, int | None] = {}
        """What was not kept, and the uid of the row that it came back as."""
        run.began.connect(self._on_began)
        run.event_ready.connect(self._on_event)
        run.finished.connect(self._on_ended)
        run.ended.connect(self._on_ended)
        session.opened.connect(self._on_opened)
        session.changed.connect(self._tell)
        desk.media_changed.connect(self._tell)

    @property
    def is_known(self) -> bool:
        """Whether the recording was listened to for speech, at least a part of it."""
        is_same = self._record.is_of(self._session.media, self._media.track)
        return bool(self._record.heard) and is_same

    def leave_alone(self, spans: Iterable[TimeSpan]) -> None:
        """Ask for no rows there any more."""
        self._set_left_alone(self._left_alone | frozenset(spans))

    def list_again(self, spans: Iterable[TimeSpan]) -> None:
        """Ask for rows there after all."""
        self._set_left_alone(self._left_alone - frozenset(spans))

    def _set_left_alone(self, spans: frozenset[TimeSpan]) -> None:
        self._left_alone = spans
        kept = sorted([span.start_ms, span.end_ms] for span in self._left_alone)
        self._session.remember(LEFT_ALONE_SETTING, kept)
        self._session.begin_draft()
        self._tell()

    def forget_left_out(self, one: LeftOut) -> None:
        """List a text no more that was left out: somebody has looked at it."""
        self._left_out.pop(one, None)
        self._keep_left_out()
        self._session.begin_draft()

    def note_left_out(self, one: LeftOut, uid: int | None = None) -> None:
        """List a text that was left out; not while the row is there that it came back as."""
        self._left_out[one] = uid
        self._keep_left_out()
        self._session.begin_draft()

    def _keep_left_out(self) -> None:
        self._remember_left_out()
        self._board.set_left_out(self._left_out)

    @Slot()
    def _on_opened(self) -> None:
        self._record = speech_from_data(self._session.setting(SPEECH_SETTING))
        self._left_alone = frozenset(_spans(self._session.setting(LEFT_ALONE_SETTING)))
        self._left_out = dict(_texts(self._session.setting(LEFT_OUT_SETTING)))
        self._board.set_left_out(self._left_out)
        self._tell()

    @Slot()
    def _on_began(self) -> None:
        record, media = self._run.record, self._session.media
        track = None if record is None else record.track
        if record is None or record.resume is None:
            self._left_out = {}
        if not self._record.is_of(media, track):
            self._record = SpeechRecord(None if media is None else media.identity, track)
        elif self._record.media is None and media is not None:
            self._record = SpeechRecord(
                media.identity, track, self._record.heard, self._record.spans
            )

    @Slot(object)
    def _on_event(self, event: object) -> None:
        if isinstance(event, SpeechFound):
            self._record = self._record.with_found(event)
            # A run that goes on after a crash does not tell again of what it told before.
            self._session.remember(SPEECH_SETTING, self._record.to_data())
        elif isinstance(event, WindowDone):
            self._add_left_out(event.left_out)

    def _add_left_out(self, found: Iterable[LeftOut]) -> None:
        # A window whose rows were not kept before a crash is read again.
        new = [one for one in found if one not in self._left_out]
        if new:
            room = MOST_LEFT_OUT - len(self._left_out)
            self._left_out |= dict.fromkeys(new[: max(room, 0)])
            self._remember_left_out()

    def _remember_left_out(self) -> None:
        kept = [{**asdict(one), "uid": uid} for one, uid in self._left_out.items()]
        self._session.remember(LEFT_OUT_SETTING, kept)

    @Slot()
    def _on_ended(self) -> None:
        self._session.remember(SPEECH_SETTING, self._record.to_data())
        self._keep_left_out()
        self._tell()

    @Slot()
    def _tell(self) -> None:
        if self._run.is_running:
            return
        speech = self._record.spans if self.is_known else ()
        self._board.set_speech(speech, self._left_alone)


def _spans(data: Any) -> Iterator[TimeSpan]:
    """Yield the spans that were kept; none of what is damaged."""
    for pair in data if isinstance(data, list) else ():
        try:
            start_ms, end_ms = pair
            yield TimeSpan(int(start_ms), int(end_ms))
        except (TypeError, ValueError):
            continue


def _texts(data: Any) -> Iterator[tuple[LeftOut, int | None]]:
    """Yield the texts that were kept, with their rows; none of what is damaged."""
    for one in data if isinstance(data, list) else ():
        try:
            uid, span = one.get("uid"), (int(one["start_ms"]), int(one["end_ms"]))
            left_out = LeftOut(*span, str(one["text"]), LeftOutReason(one["reason"]))
            yield left_out, None if uid is None else int(uid)
        except (AttributeError, LookupError, TypeError, ValueError):
            continue
