"""A given text gets its times: what is heard tells about where it is said, then it is said again.

The recording is recognised first, for the words that were heard are anchors for the given ones.
Then the network is made to say the given text, stretch by stretch, and shows where it listens.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.given_text import GivenRow
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.progress_meter import ProgressMeter
from whisper_desktop.app.request import (
    LongFormMode,
    MediaPart,
    RecognitionOptions,
    TranscriptionRequest,
)
from whisper_desktop.app.row_times import AlignedRow, FoundWord, TextRows
from whisper_desktop.app.text_plan import Heard, PlannedWindow, plan_windows
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, TextNotHeardError
from whisper_desktop.core.events import (
    Event,
    Finished,
    NothingRecognised,
    Progress,
    SegmentReady,
    SpeechFound,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.recipe import TimestampMode
from whisper_desktop.core.segment import Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.spoken_units import heard_letters, units_of
from whisper_desktop.core.timecode import TimeSpan

if TYPE_CHECKING:
    from whisper_desktop.asr.forced import GivenWindow
    from whisper_desktop.audio.pcm import Pcm

_HEARING_SHARE = 0.65
"""How much of the work is done when the recording is recognised."""
_WINDOWS_AT_ONCE = 4
_LEAST_SHARE = 0.1
"""Of the text, or of what is said where that is less, at least so much is in the other. Two texts
that have nothing to do with each other had up to 0.052 of their letters in common."""
_FAR_MS = 1_500
"""A word placed farther than this from where it was heard is where it was heard."""


@dataclass(frozen=True, slots=True)
class AlignRequest:
    """Which text belongs to which part of a file; of the options the recipe's language counts."""

    part: MediaPart
    # Not shown: the recogniser's log keeps what was asked of it, and no text.
    rows: tuple[GivenRow, ...] = field(repr=False)
    options: RecognitionOptions = field(default_factory=RecognitionOptions)


@dataclass(frozen=True, slots=True)
class TextAligned:
    """All rows have times; those that were not heard say so."""

    rows: tuple[AlignedRow, ...]
    language: str
    end_ms: int | None = None
    """Where the recording ends."""

    @property
    def unheard(self) -> tuple[int, ...]:
        """The rows, counted from 0, whose times are guesses."""
        return tuple(row.row for row in self.rows if not row.is_heard)


AlignEvent = Event | TextAligned


def align(
    request: AlignRequest,
    model: LoadedModel,
    engines: Engines,
    *,
    cancel: CancelToken,
    aligners: ModelStore | None = None,
) -> Iterator[AlignEvent]:
    """Find every row of a text in a recording; at last there is `TextAligned`.

    Where one of the aligners is installed for the language, it places the words.

    Raises:
        TextNotHeardError: Nothing of the text is said in the recording, or hardly anything.
        ModelFileError: The files of the aligner are damaged.
        Whatever `transcribe` raises.
    """
    yield from _Alignment(request, model, engines, aligners).events(cancel)


class _Alignment:
    """The work on one request."""

    def __init__(
        self,
        request: AlignRequest,
        model: LoadedModel,
        engines: Engines,
        aligners: ModelStore | None,
    ) -> None:
        self._request, self._model, self._engines = request, model, engines
        self._aligners = aligners
        self._meter: ProgressMeter | None = None
        self._total_ms = 0
        self._segments: tuple[Segment, ...] = ()
        self._speech: list[TimeSpan] = []
        self._language = ""

    def events(self, cancel: CancelToken) -> Iterator[AlignEvent]:
        """Yield everything from the first progress to `TextAligned`."""
        yield from self._hear(cancel)
        if not self._segments:
            raise TextNotHeardError(self._request.part.media)
        audio = yield from self._engines.load_audio(self._request.part, lambda _: None, cancel)
        rows = self._request.rows
        units = [units_of(row.text, self._language) for row in rows]
        text = TextRows(rows, units, self._language)
        found = yield from self._find(text, audio, cancel)
        aligned = text.aligned(found, SpeechMap.known(self._speech, audio.end_ms))
        if not self._is_its_text(text, aligned):
            raise TextNotHeardError(self._request.part.media)
        if self._meter is not None:
            yield self._meter.at(self._total_ms)
        yield TextAligned(aligned, self._language, audio.end_ms)

    def _is_its_text(self, text: TextRows, aligned: Sequence[AlignedRow]) -> bool:
        """Return whether enough is in both, what is heard and what is written."""
        written = [sum(len(unit.letters) for unit in own) for own in text.units]
        common = sum(row.support * written[row.row] for row in aligned if row.is_heard)
        spoken = sum(len(heard_letters(segment.text)) for segment in self._segments)
        return common > 0 and common >= _LEAST_SHARE * min(sum(written), spoken)

    def _hear(self, cancel: CancelToken) -> Iterator[Event]:
        """Recognise the recording, and keep what was heard."""
        options = self._request.options
        recipe = replace(options.recipe, timestamps=TimestampMode.WORDS)
        options = replace(options, recipe=recipe, mode=LongFormMode.BATCHED)
        request = TranscriptionRequest(self._request.part, options)
        for event in transcribe(request, self._model, self._engines, cancel=cancel):
            match event:
                case SegmentReady() | WindowDone() | Warned(NothingRecognised()):
                    pass
                case SpeechFound(_, _, spans):
                    self._speech += spans
                case Finished(segments, language):
                    self._segments, self._language = segments, language
                case Started(_, total_ms):
                    self._total_ms = total_ms
                    self._meter = ProgressMeter(total_ms, cancel.clock_s)
                    yield event
                case Progress(done_ms):
                    yield from self._told(done_ms / max(1, self._total_ms) * _HEARING_SHARE)
                case _:
                    yield event

    def _told(self, share: float) -> Iterator[Progress]:
        if self._meter is not None:
            yield self._meter.at(int(share * self._total_ms))

    def _find(
        self, text: TextRows, audio: "Pcm", cancel: CancelToken
    ) -> Generator[AlignEvent, None, dict[tuple[int, int], FoundWord]]:
        """Return the words that were found, by row and unit."""
        from whisper_desktop.app.placing import given_window
        from whisper_desktop.app.rough_times import match_rows

        places = [(row, at) for row, own in enumerate(text.units) for at in range(len(own))]
        units = [text.units[row][at] for row, at in places]
        spoken = _spoken_words(self._segments, self._language)
        words = tuple(word for word, _ in spoken)
        matches = match_rows(text.rows, text.units, words)
        speech = SpeechMap.known(self._speech, audio.end_ms)
        heard = Heard(words, speech, audio.end_ms)
        placer = self._model.recognizer.placer()
        counts = [placer.token_count(unit.text) for unit in units]
        windows = plan_windows(units, matches, heard, counts, placer.max_tokens)
        languages = [language for _, language in spoken]
        texts = [unit.text for unit in units]
        given = [
            given_window(window, texts, audio, _language_of(window, languages) or self._language)
            for window in windows
        ]
        placed = yield from self._placed(given, audio, cancel)
        return {
            places[planned.unit]: FoundWord(
                _trusted(word, words[planned.heard] if planned.is_matched else None),
                planned.is_matched,
            )
            for window, own in zip(windows, placed, strict=True)
            for planned, word in zip(window.units, own, strict=True)
        }

    def _placed(
        self, given: "Sequence[GivenWindow]", audio: "Pcm", cancel: CancelToken
    ) -> Generator[AlignEvent, None, list[tuple[Word, ...]]]:
        """Return the words of each window, moved to the sound."""
        from whisper_desktop.app.letter_placing import Placers
        from whisper_desktop.app.placing import in_sound

        placers = Placers(self._model, self._aligners)
        placed: list[tuple[Word, ...]] = []
        while len(placed) < len(given):
            together = given[len(placed) : len(placed) + _WINDOWS_AT_ONCE]
            try:
                for said in placers.place(audio.samples, together, cancel):
                    words = in_sound(said.words, audio, is_by_letters=said.is_by_letters)
                    placed.append(words)
            except InsufficientMemoryError as error:
                yield Warned(self._model.step_down(error.reason))
                yield from self._model.load(cancel)
                continue
            done = len(placed) / len(given)
            yield from self._told(_HEARING_SHARE + (1 - _HEARING_SHARE) * done)
        return placed


def _spoken_words(segments: Sequence[Segment], language: str) -> list[tuple[Word, str]]:
    """Return the words in order of time, each with its language.

    They are cut as the given text is: where words run together, each character is one.
    """
    spoken: list[tuple[Word, str]] = []
    for segment in segments:
        for word in segment.words:
            units = units_of(word.text, language)
            span_ms = word.end_ms - word.start_ms
            for place, unit in enumerate(units):
                start_ms = word.start_ms + span_ms * place // len(units)
                end_ms = word.start_ms + span_ms * (place + 1) // len(units)
                part = Word(start_ms, end_ms, unit.text, word.probability)
                spoken.append((part, segment.language))
    return sorted(spoken, key=lambda pair: pair[0].start_ms)


def _language_of(window: PlannedWindow, languages: Sequence[str]) -> str | None:
    """Return the language that most of what was heard in a window is in; None of nothing."""
    heard = Counter(languages[unit.heard] for unit in window.units if unit.is_matched)
    return heard.most_common(1)[0][0] if heard else None


def _trusted(word: Word, heard: Word | None) -> Word:
    """Return the word as it was placed, unless it was heard somewhere else."""
    if heard is None or abs(word.start_ms - heard.start_ms) <= _FAR_MS:
        return word
    return replace(word, start_ms=heard.start_ms, end_ms=heard.end_ms)
