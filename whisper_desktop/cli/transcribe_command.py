"""`transcribe`: each input to its outputs; one that fails does not stop the others."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from whisper_desktop.app.export import OutputClaims
from whisper_desktop.app.inputs import check_input, distinct_inputs
from whisper_desktop.app.loaded_model import LoadedModel, open_model
from whisper_desktop.app.request import TranscriptionRequest
from whisper_desktop.app.transcribe_to_files import (
    OutputsKept,
    OutputsWritten,
    transcribe_to_files,
)
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.cli.messages import (
    PROGRAM,
    input_names,
    kept_sentence,
    model_failure_line,
    not_begun_line,
)
from whisper_desktop.cli.progress import choose_progress
from whisper_desktop.cli.requests import (
    media_part,
    model_request,
    output_plan,
    reading_preset,
    recognition_options,
)
from whisper_desktop.core.cancel import CancelToken


def run_transcribe(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Transcribe all inputs; each failure is told in a line."""
    run = _Run(arguments, wiring, console)
    with cancel_on_signals(run.cancel, run.display.acknowledge_stop):
        return run.all()


class _Run:
    """One call of the command: the model is shared by all inputs."""

    def __init__(self, arguments: Namespace, wiring: Wiring, console: Console) -> None:
        self._arguments, self._wiring = arguments, wiring
        self._names = input_names(distinct_inputs(arguments.inputs))
        self.display = choose_progress(arguments.progress, console)
        self._options = recognition_options(arguments)
        self._reading = reading_preset(arguments, wiring.loaded_settings.settings)
        self._plan = output_plan(arguments, wiring.paths.home)
        self._words = partial(model_failure_line, wiring.store)
        self.cancel = CancelToken()

    def all(self) -> ExitStatus:
        """Check what can be checked before the work, then do the inputs one after another."""
        claims = OutputClaims()
        ready = [
            media
            for media in self._names
            if self.cancel.is_cancelled or self._is_ready(media, claims)
        ]
        worst = ExitStatus.FAILED if len(ready) < len(self._names) else ExitStatus.DONE
        if not ready:
            return worst
        model = attempt(self._open_model, PROGRAM, self._wiring.paths.home, self._words)
        if isinstance(model, Failure):
            self.display.failed(model.line)
            return model.status
        for number, media in enumerate(ready, start=1):
            failure = self._transcribe(media, model)
            worst = max(worst, failure.status if failure else ExitStatus.DONE)
            if failure and failure.touches_all_inputs:
                self._tell_left(ready[number:])
                break
        return worst

    def _is_ready(self, media: Path, claims: OutputClaims) -> bool:
        """Tell whether the input is there and its outputs could be written; say so if not."""
        failure = self._attempt(media, partial(self._check, media, claims))
        if failure:
            self.display.begin(media, self._names[media])
            self.display.failed(failure.line)
        return failure is None

    def _check(self, media: Path, claims: OutputClaims) -> None:
        # What is no recording must not keep a name from one that is.
        check_input(media_part(self._arguments, media))
        claims.claim(media, self._plan.paths(media))
        self._plan.check(media)

    def _open_model(self) -> LoadedModel:
        """Find the model, and ask what it can do before any input is decoded."""
        request = model_request(self._arguments, self._wiring.loaded_settings.settings)
        store, engines = self._wiring.store, self._wiring.engines
        return open_model(request, store, engines, self._options.recipe, cancel=self.cancel)

    def _transcribe(self, media: Path, model: LoadedModel) -> Failure | None:
        self.display.begin(media, self._names[media])
        kept: list[OutputsKept] = []
        failure = self._attempt(media, partial(self._follow, media, model, kept))
        if failure:
            self.display.failed(" ".join([failure.line, *map(kept_sentence, kept)]))
        return failure

    def _follow(self, media: Path, model: LoadedModel, kept: list[OutputsKept]) -> None:
        part = media_part(self._arguments, media)
        request = TranscriptionRequest(part, self._options, self._reading)
        engines = self._wiring.engines
        for event in transcribe_to_files(request, self._plan, model, engines, cancel=self.cancel):
            match event:
                case OutputsWritten():
                    self.display.saved(event.paths)
                case OutputsKept():
                    kept.append(event)
                case _:
                    self.display.show(event)

    def _attempt(self, media: Path, work: Callable[[], None]) -> Failure | None:
        return attempt(work, self._names[media], self._wiring.paths.home, self._words)

    def _tell_left(self, inputs: Sequence[Path]) -> None:
        if inputs:
            self.display.tell(not_begun_line([self._names[media] for media in inputs]))
