"""Parsed command lines as requests to the use cases."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from whisper_desktop.app.export import TranscriptFormat
from whisper_desktop.app.request import (
    DefenceOptions,
    FallbackLimits,
    LongFormMode,
    MediaPart,
    ModelRequest,
    RecognitionOptions,
    SearchOptions,
)
from whisper_desktop.app.settings import Settings
from whisper_desktop.app.transcribe_to_files import OutputPlan
from whisper_desktop.cli.parser import PRECISIONS
from whisper_desktop.core.errors import DeviceUnavailableError
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode


def model_request(arguments: Namespace, settings: Settings) -> ModelRequest:
    """Return the model to use; what the command line leaves open is as the settings say.

    Raises `DeviceUnavailableError` when the settings ask for a precision that does not exist.
    """
    if settings.precision not in PRECISIONS and not arguments.precision:
        reason = "the settings ask for it, and there is no such precision"
        raise DeviceUnavailableError(settings.precision, reason, PRECISIONS)
    return ModelRequest(
        name=arguments.model or settings.model,
        device=arguments.device or settings.device,
        precision=arguments.precision or settings.precision,
        threads=arguments.threads or settings.threads,
    )


def media_part(arguments: Namespace, media: Path) -> MediaPart:
    """Return which part of an input is meant."""
    wanted = arguments.range
    return MediaPart(media, arguments.audio_track, wanted.start_ms, wanted.end_ms)


def wanted_recipe(arguments: Namespace) -> Recipe:
    """Return what is to be recognised; the model is asked for apart."""
    return Recipe(
        language=arguments.language,
        task=Task(arguments.task),
        timestamps=TimestampMode(arguments.timestamps),
        initial_prompt=arguments.initial_prompt,
        hotwords=arguments.hotwords,
    )


def reading_preset(arguments: Namespace, settings: Settings) -> Preset | None:
    """Return what the text is to be cut for; None leaves it as recognised."""
    if arguments.reading is None:
        return None
    return replace(settings.editor, preset=arguments.reading).rules_preset


def recognition_options(arguments: Namespace) -> RecognitionOptions:
    """Return how to recognise."""
    return RecognitionOptions(
        recipe=wanted_recipe(arguments),
        mode=LongFormMode(arguments.mode),
        search=SearchOptions(beam_size=arguments.beam_size),
        fallback=FallbackLimits(temperatures=arguments.temperatures),
        defence=DefenceOptions.off() if arguments.no_defence else DefenceOptions(),
        use_previous_text=not arguments.no_previous_text,
        batch_size=arguments.batch_size,
    )


def output_plan(arguments: Namespace, home: Path) -> OutputPlan:
    """Return what to write, and where."""
    formats = tuple(TranscriptFormat(wanted) for wanted in arguments.formats or ("srt",))
    return OutputPlan(formats, arguments.output_dir, arguments.overwrite, home / "recovered")
