"""What the recogniser process can be asked to do: values that cross to it, and do their work there.

A job may be anything that pickles and can be imported in the other process; it must not bring Qt
with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from whisper_desktop.app.align import AlignEvent, AlignRequest, align
from whisper_desktop.app.loaded_model import LoadedModel, open_model
from whisper_desktop.app.request import ModelRequest, TranscriptionRequest
from whisper_desktop.app.retime import RetimeEvent, RetimeRequest, retime
from whisper_desktop.app.retranscribe import SpanEvent, rerecognise
from whisper_desktop.app.span_orders import RerecognitionRequest
from whisper_desktop.app.transcribe import transcribe
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import Event, ResumePoint
from whisper_desktop.core.recipe import Recipe


class Workbench:
    """What jobs find in the recogniser process: the parts, and the model of the job before."""

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self._request: ModelRequest | None = None
        self._model: LoadedModel | None = None

    def model(self, request: ModelRequest, recipe: Recipe, cancel: CancelToken) -> LoadedModel:
        """Return the recipe's model, else the one asked for; still loaded if it was used last.

        Raises what `open_model` raises.
        """
        request = replace(request, name=recipe.model or request.name)
        found = open_model(request, self.wiring.store, self.wiring.engines, recipe, cancel=cancel)
        kept = self._model
        if kept is not None and self._request == request and kept.has_weights_of(found):
            kept.check(recipe)
            return kept
        # The memory of the model before is free before the next one is loaded.
        self._request, self._model = request, found
        return found


class RecognitionJob(Protocol):
    """Work for the recogniser process."""

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[object]:
        """Do the work there, yielding values that pickle."""
        ...


RunJob = Callable[[RecognitionJob, CancelToken], Iterator[object]]
"""Does a job and yields its events, as the `run` of a `JobHost` does."""


class JobHost(Protocol):
    """What runs jobs, one at a time, as `RecognitionHost` does."""

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        """Yield the events of a job."""

    def pause(self) -> None:
        """Hold the job that runs, or the next."""

    def go_on(self) -> None:
        """Let it go on."""


@dataclass(frozen=True, slots=True)
class TranscribeJob:
    """Recognise a file or a range of it, from its start or from where earlier work ended."""

    request: TranscriptionRequest
    model: ModelRequest
    resume: ResumePoint | None = None

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[Event]:
        """Yield and raise what `transcribe` does."""
        model = bench.model(self.model, self.request.options.recipe, cancel)
        yield from transcribe(
            self.request, model, bench.wiring.engines, cancel=cancel, resume=self.resume
        )


@dataclass(frozen=True, slots=True)
class RerecogniseJob:
    """Recognise spans of a file again; a recipe without a model of its own takes the one given."""

    request: RerecognitionRequest
    model: ModelRequest

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[SpanEvent]:
        """Yield and raise what `rerecognise` does."""

        def model_of(recipe: Recipe) -> LoadedModel:
            return bench.model(self.model, recipe, cancel)

        yield from rerecognise(self.request, model_of, bench.wiring.engines, cancel=cancel)


@dataclass(frozen=True, slots=True)
class RetimeJob:
    """Find the words of rows near where they are; the recipe names the model and the language."""

    request: RetimeRequest
    model: ModelRequest
    recipe: Recipe

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[RetimeEvent]:
        """Yield and raise what `retime` does."""
        model = bench.model(self.model, self.recipe, cancel)
        wiring = bench.wiring
        yield from retime(
            self.request, model, wiring.engines, cancel=cancel, aligners=wiring.aligners
        )


@dataclass(frozen=True, slots=True)
class AlignJob:
    """Find a whole text in a recording, wherever its rows are by now."""

    request: AlignRequest
    model: ModelRequest

    def events(self, bench: Workbench, cancel: CancelToken) -> Iterator[AlignEvent]:
        """Yield and raise what `align` does."""
        model = bench.model(self.model, self.request.options.recipe, cancel)
        wiring = bench.wiring
        yield from align(
            self.request, model, wiring.engines, cancel=cancel, aligners=wiring.aligners
        )
