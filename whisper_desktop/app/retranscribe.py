"""Spans of a recording are recognised again, each as its own recipe says, the rest untouched."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.progress_meter import ProgressMeter
from whisper_desktop.app.request import MediaPart
from whisper_desktop.app.span_hearing import SpanHearing
from whisper_desktop.app.span_orders import (
    RerecognitionRequest,
    SpanOrder,
    Stretch,
    orders_by_model,
    stretches,
)
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.candidate import Candidate
from whisper_desktop.core.errors import (
    Cancelled,
    InsufficientMemoryError,
    NoAudioError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import AudioDamaged, Preparing, Progress, Started, Warned
from whisper_desktop.core.recipe import Recipe

if TYPE_CHECKING:
    from whisper_desktop.audio.pcm import Pcm

Models = Callable[[Recipe], LoadedModel]
"""Finds the model for a recipe: the same one each time that the recipe names the same."""


@dataclass(frozen=True, slots=True)
class SpanBegun:
    """A span is being heard now."""

    key: int


@dataclass(frozen=True, slots=True)
class CandidateReady:
    """A span was heard; what was heard in it may be nothing."""

    candidate: Candidate


@dataclass(frozen=True, slots=True)
class SpanFailed:
    """A span could not be recognised as ordered; the others go on."""

    key: int
    error: WhisperDesktopError


SpanEvent = Preparing | Started | Warned | Progress | SpanBegun | CandidateReady | SpanFailed


def rerecognise(
    request: RerecognitionRequest,
    models: Models,
    engines: Engines,
    *,
    cancel: CancelToken,
) -> Iterator[SpanEvent]:
    """Recognise spans of one file; there is one `CandidateReady` or `SpanFailed` for each.

    They come model by model and in order of time. Only what the spans need of the file is decoded.

    Raises:
        MediaUnreadableError, AudioTrackMissingError: There is nothing to hear.
        Cancelled: Somebody asked to stop; what was announced until then is final.
    """
    yield from _Rerecognition(request, models, engines, cancel).events(cancel)


class _Rerecognition:
    """The work on one request."""

    def __init__(
        self, request: RerecognitionRequest, models: Models, engines: Engines, cancel: CancelToken
    ) -> None:
        self._request, self._find_model, self._engines = request, models, engines
        self._meter = ProgressMeter(request.total_ms, cancel.clock_s)
        self._models: dict[Recipe, LoadedModel] = {}
        self._failures: dict[Recipe, WhisperDesktopError] = {}
        self._done_ms = 0

    def events(self, cancel: CancelToken) -> Iterator[SpanEvent]:
        """Yield everything from the first progress to the last."""
        yield self._meter.at(0)
        for orders in orders_by_model(self._request.orders):
            # Not held any longer: there may be no room for two models.
            self._models.clear()
            able: list[SpanOrder] = []
            for order in orders:
                yield from self._prepare(order.recipe, cancel)
                if order.recipe in self._failures:
                    yield from self._failed(order, self._failures[order.recipe])
                else:
                    able.append(order)
            for stretch in stretches(able):
                yield from self._hear_stretch(stretch, cancel)

    def _prepare(self, recipe: Recipe, cancel: CancelToken) -> Iterator[SpanEvent]:
        """Find and load the model of a recipe, or note why that cannot be."""
        if recipe in self._models or recipe in self._failures:
            return
        try:
            model = self._find_model(recipe)
            model.check(recipe)
            yield from model.load(cancel)
            model.check(recipe)
        except Cancelled:
            raise
        except WhisperDesktopError as error:
            self._failures[recipe] = error
            return
        if model not in self._models.values():
            yield Started(model.identity, self._request.total_ms)
        self._models[recipe] = model

    def _hear_stretch(self, stretch: Stretch, cancel: CancelToken) -> Iterator[SpanEvent]:
        damages: list[AudioDamaged] = []
        part = MediaPart(
            self._request.media, self._request.audio_track, stretch.start_ms, stretch.end_ms
        )
        try:
            audio = yield from self._engines.load_audio(part, damages.append, cancel)
        except NoAudioError as error:
            for order in stretch.orders:
                yield from self._failed(order, error)
            return
        yield from map(Warned, damages)
        for order in stretch.orders:
            yield from self._hear(order, audio, cancel)

    def _hear(self, order: SpanOrder, audio: "Pcm", cancel: CancelToken) -> Iterator[SpanEvent]:
        if order.recipe in self._failures:
            yield from self._failed(order, self._failures[order.recipe])
            return
        if order.start_ms >= audio.end_ms:
            reason = "its audio ends before the wanted range"
            yield from self._failed(order, NoAudioError(self._request.media, reason, audio.end_ms))
            return
        yield SpanBegun(order.key)
        try:
            candidate = yield from self._candidate(order, audio, cancel)
        except Cancelled:
            raise
        except WhisperDesktopError as error:
            yield from self._failed(order, error)
            return
        yield CandidateReady(candidate)
        yield self._counted(order)

    def _candidate(
        self, order: SpanOrder, audio: "Pcm", cancel: CancelToken
    ) -> Generator[SpanEvent, None, Candidate]:
        """Return what is heard, on smaller ground each time that memory runs out."""
        model = self._models[order.recipe]
        hearing = SpanHearing(order, audio, self._request, self._engines, self._told)
        while True:
            try:
                return (yield from hearing.candidate(model.recognizer, cancel))
            except InsufficientMemoryError as error:
                reason = error.reason
            try:
                yield Warned(model.step_down(reason))
                yield from model.load(cancel)
            except WhisperDesktopError as error:
                self._give_up(model, error)
                raise

    def _give_up(self, model: LoadedModel, error: WhisperDesktopError) -> None:
        """Note that nothing is left to try with a model."""
        given_up = [recipe for recipe, used in self._models.items() if used is model]
        self._failures |= dict.fromkeys(given_up, error)

    def _failed(self, order: SpanOrder, error: WhisperDesktopError) -> Iterator[SpanEvent]:
        yield SpanFailed(order.key, error)
        yield self._counted(order)

    def _told(self, span_ms: int) -> Progress:
        return self._meter.at(self._done_ms + span_ms)

    def _counted(self, order: SpanOrder) -> Progress:
        self._done_ms += order.duration_ms
        return self._meter.at(self._done_ms)
