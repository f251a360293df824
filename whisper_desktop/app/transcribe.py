"""A recording becomes timed text: one generator of events from the file to the last segment."""

from collections.abc import Iterator
from dataclasses import replace

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.finishing import Finishing
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.progress_meter import ProgressMeter
from whisper_desktop.app.request import LongFormMode, RecognitionOptions, TranscriptionRequest
from whisper_desktop.app.speech_news import SpeechNews
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, WhisperDesktopError
from whisper_desktop.core.events import (
    AudioDamaged,
    Event,
    Finished,
    LanguageDetected,
    NothingRecognised,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    Started,
    Warned,
    WindowDone,
)
from whisper_desktop.core.segment import Segment
from whisper_desktop.core.unfinished import NOTHING_UNFINISHED


def transcribe(
    request: TranscriptionRequest,
    model: LoadedModel,
    engines: Engines,
    *,
    cancel: CancelToken,
    resume: ResumePoint | None = None,
) -> Iterator[Event]:
    """Recognise one file; `model` is kept loaded for the next.

    `Preparing` while the file is read, `Started` when the model is loaded, at last `Finished`.
    Segments are announced once, with the window that holds them, also when memory runs out on the
    way and the work goes on at a smaller precision or on the CPU. With `resume`, from a
    `WindowDone` of earlier work on the same request, just what follows there is announced.

    Raises:
        ModelCapabilityError: The model was not trained for the language or the task.
        MediaUnreadableError, NoAudioError, AudioTrackMissingError: There is nothing to hear.
        ModelFileError: The weights cannot be loaded.
        InsufficientMemoryError: Nothing smaller is left to try.
        Cancelled: Somebody asked to stop; what was announced until then is final.
    """
    recipe = request.options.recipe
    model.check(recipe)
    damages: list[AudioDamaged] = []
    audio = yield from engines.load_audio(request.part, damages.append, cancel)
    yield from model.load(cancel)
    model.check(recipe)
    yield Started(model.identity, audio.duration_ms)
    yield from map(Warned, damages)
    known = replace(recipe, language=recipe.language or model.only_language)
    options = replace(request.options, recipe=known)
    done_ms = 0 if resume is None else resume.at_ms - audio.start_ms
    ear = engines.open_ear(audio.samples, cancel)
    speech = SpeechNews(ear, audio.start_ms, audio.duration_ms, done_ms)
    if options.mode is LongFormMode.BATCHED:
        yield from speech.listened_to()
    meter = ProgressMeter(audio.duration_ms, cancel.clock_s, done_ms)
    finishing = Finishing(audio, options.recipe, speech, request.reading)
    yield from _Recognition(finishing, speech, options, model, meter).events(cancel, resume)


class _Recognition:
    """The recognition of one decoded recording, through all steps down to smaller memory."""

    def __init__(
        self,
        finishing: Finishing,
        speech: SpeechNews,
        options: RecognitionOptions,
        model: LoadedModel,
        meter: ProgressMeter,
    ) -> None:
        self._finishing, self._audio = finishing, finishing.audio
        self._speech, self._options = speech, options
        self._model, self._meter = model, meter
        self._resume: ResumePoint | None = None
        self._unannounced: list[Segment] = []
        self._segments: list[Segment] = []
        self._unfinished = NOTHING_UNFINISHED
        """What was recognised up to the last window and is not announced yet."""

    def events(self, cancel: CancelToken, resume: ResumePoint | None) -> Iterator[Event]:
        """Yield everything from the first progress to `Finished`."""
        self._resume = resume
        self._unfinished = NOTHING_UNFINISHED if resume is None else resume.unfinished
        yield self._meter.at(0)
        yield from self._speech.told()
        if not self._speech.is_known_silence:
            yield from self._recognise(cancel)
        yield from self._speech.told()
        # Of what came before a resume point this knows nothing.
        if not self._segments and resume is None:
            yield Warned(NothingRecognised())
        yield self._meter.at(self._audio.duration_ms)
        segments = sorted(self._segments, key=lambda segment: segment.start_ms)
        yield Finished(tuple(segments), self._language())

    def _recognise(self, cancel: CancelToken) -> Iterator[Event]:
        """Walk to the end, on smaller ground each time that memory runs out."""
        while True:
            try:
                yield from self._walk(cancel)
            except InsufficientMemoryError as error:
                reason = error.reason
            else:
                return
            yield Warned(self._model.step_down(reason))
            yield from self._model.load(cancel)

    def _walk(self, cancel: CancelToken) -> Iterator[Event]:
        """Go on from the last window that was finished."""
        self._unannounced.clear()
        events = self._model.recognizer.recognize(
            self._audio.samples,
            self._options,
            start_ms=self._audio.start_ms,
            speech=self._speech,
            cancel=cancel,
            resume=self._resume,
        )
        try:
            for event in events:
                yield from self._taken(event)
        except InsufficientMemoryError:
            # The window will be read again, and its segments come again.
            raise
        except WhisperDesktopError:
            yield from self._announced(is_last=True)
            raise
        yield from self._announced(is_last=True)

    def _taken(self, event: RecognitionEvent) -> Iterator[Event]:
        """Hold segments back until their window is done, so that none is told twice."""
        yield from self._speech.told()
        if isinstance(event, SegmentReady):
            self._unannounced.append(event.segment)
            return
        if isinstance(event, WindowDone):
            yield from self._announced()
            resume = replace(event.resume, unfinished=self._unfinished)
            event, self._resume = replace(event, resume=resume), resume
        if isinstance(event, LanguageDetected):
            # A walk that begins again does not listen for it again.
            self._options = replace(self._options, first_language=event.language)
        yield event
        if isinstance(event, WindowDone):
            yield self._meter.at(event.resume.at_ms - self._audio.start_ms)

    def _announced(self, *, is_last: bool = False) -> Iterator[SegmentReady]:
        finished, self._unfinished = self._finishing.finished_on(
            self._unfinished, self._unannounced, is_last=is_last
        )
        self._unannounced = []
        for segment in finished:
            self._segments.append(segment)
            yield SegmentReady(segment)

    def _language(self) -> str:
        """Return what was given, or is spoken for the most time; "" if nothing was."""
        spoken = None if self._resume is None else self._resume.usual_language
        return self._options.recipe.language or spoken or self._options.first_language or ""
