"""`detect-language`: which language is spoken in each input, on standard output."""

import json
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from whisper_desktop.app.identify_language import identify_language
from whisper_desktop.app.inputs import distinct_inputs
from whisper_desktop.app.loaded_model import LoadedModel, open_model
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.cli.messages import (
    PROGRAM,
    input_names,
    model_failure_line,
    not_begun_line,
    one_line,
    warning_line,
)
from whisper_desktop.cli.requests import media_part, model_request
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import LanguageDetected, Warned
from whisper_desktop.core.languages import LANGUAGES

_RUNNERS_UP = 2


def run_detect_language(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Identify the language of all inputs; each failure is told in a line."""
    cancel = CancelToken()
    home, words = wiring.paths.home, partial(model_failure_line, wiring.store)
    worst = ExitStatus.DONE
    with cancel_on_signals(cancel, lambda: None):
        model = attempt(partial(_open_model, arguments, wiring, cancel), PROGRAM, home, words)
        if isinstance(model, Failure):
            console.tell(model.line)
            return model.status
        command = _Detection(arguments, wiring, console, model, cancel)
        names = input_names(distinct_inputs(arguments.inputs))
        for number, (media, name) in enumerate(names.items(), start=1):
            failure = attempt(partial(command.one, media, name), name, home, words)
            if failure:
                console.tell(failure.line)
                worst = max(worst, failure.status)
                if failure.touches_all_inputs:
                    _tell_left(list(names.values())[number:], console)
                    break
    return worst


def _open_model(arguments: Namespace, wiring: Wiring, cancel: CancelToken) -> LoadedModel:
    request = model_request(arguments, wiring.loaded_settings.settings)
    model = open_model(request, wiring.store, wiring.engines, cancel=cancel)
    model.check_identifies_language()
    return model


def _tell_left(names: Sequence[str], console: Console) -> None:
    if names:
        console.tell(not_begun_line(names))


class _Detection:
    """One call of the command: the model is shared by all inputs."""

    def __init__(
        self,
        arguments: Namespace,
        wiring: Wiring,
        console: Console,
        model: LoadedModel,
        cancel: CancelToken,
    ) -> None:
        self._arguments, self._wiring, self._console = arguments, wiring, console
        self._model, self._cancel = model, cancel

    def one(self, media: Path, name: str) -> None:
        """Write the line of one input."""
        events = identify_language(
            media_part(self._arguments, media),
            self._model,
            self._wiring.engines,
            windows=self._arguments.windows,
            cancel=self._cancel,
        )
        for event in events:
            match event:
                case Warned():
                    self._console.tell(warning_line(event.concern, name))
                case LanguageDetected():
                    as_json = self._arguments.json
                    told = _json_line(media, event) if as_json else _text_line(name, event)
                    self._console.say(told)


def _text_line(name: str, detected: LanguageDetected) -> str:
    """talk.mp3: de German 97.3 % (nl Dutch 1.1 %, en English 0.4 %)."""
    ranked = sorted(detected.probabilities.items(), key=lambda item: -item[1])
    others = [_language(*item) for item in ranked if item[0] != detected.language][:_RUNNERS_UP]
    behind = f" ({', '.join(others)})" if others else ""
    spoken = _language(detected.language, detected.probability)
    return one_line(f"{name}: {spoken}{behind}")


def _language(code: str, probability: float) -> str:
    return f"{code} {LANGUAGES.get(code, code)} {probability * 100:.1f} %"


def _json_line(media: Path, detected: LanguageDetected) -> str:
    record = {
        "input": str(media),
        "language": detected.language,
        "name": LANGUAGES.get(detected.language, detected.language),
        "probability": detected.probability,
        "probabilities": detected.probabilities,
    }
    return json.dumps(record)
