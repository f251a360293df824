"""`align`: a text that is there gets its times from the recording that it belongs to."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from whisper_desktop.app.align import TextAligned
from whisper_desktop.app.align_to_files import (
    AlignedWritten,
    FileAlignment,
    aligned_files,
    check_aligned_files,
    check_has_text,
)
from whisper_desktop.app.export import SubtitleFormat
from whisper_desktop.app.given_text import GivenText, read_given
from whisper_desktop.app.inputs import check_input
from whisper_desktop.app.loaded_model import open_model
from whisper_desktop.app.request import RecognitionOptions
from whisper_desktop.app.row_cut import RowCut
from whisper_desktop.app.settings import Settings
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import Failure, attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.cli.messages import (
    input_name,
    model_failure_line,
    unheard_rows_line,
    unheard_stretches_line,
    unread_places_line,
)
from whisper_desktop.cli.progress import QuietProgress, choose_progress
from whisper_desktop.cli.requests import media_part, model_request, reading_preset
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Recipe


def run_align(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Align one text; a failure is told in a line."""
    display = choose_progress(arguments.progress, console)
    media: Path = arguments.media
    cancel = CancelToken()
    work = partial(_align, arguments, wiring, display, cancel)
    words = partial(model_failure_line, wiring.store)
    with cancel_on_signals(cancel, display.acknowledge_stop):
        display.begin(media, input_name(media))
        failure = attempt(work, input_name(media), wiring.paths.home, words)
    if isinstance(failure, Failure):
        display.failed(failure.line)
        return failure.status
    return ExitStatus.DONE


def _align(
    arguments: Namespace, wiring: Wiring, display: QuietProgress, cancel: CancelToken
) -> None:
    settings = wiring.loaded_settings.settings
    alignment = _alignment(arguments, settings, _given(arguments, display, cancel))
    request = model_request(arguments, settings)
    recipe = alignment.options.recipe
    model = open_model(request, wiring.store, wiring.engines, recipe, cancel=cancel)
    aligners = wiring.aligners
    for event in alignment.events(model, wiring.engines, cancel=cancel, aligners=aligners):
        match event:
            case TextAligned():
                pass
            case AlignedWritten():
                if event.unheard:
                    name = input_name(arguments.subtitles)
                    display.tell(unheard_rows_line(name, event.unheard, event.row_count))
                if event.stretches:
                    name = input_name(arguments.subtitles)
                    display.tell(unheard_stretches_line(name, event.stretches))
                display.saved(event.paths)
            case _:
                display.show(event)


def _given(arguments: Namespace, display: QuietProgress, cancel: CancelToken) -> GivenText:
    """Read the text; say what of it could not be read."""
    subtitles: Path = arguments.subtitles
    given = read_given(subtitles, RowCut(arguments.rows), cancel)
    check_has_text(subtitles, given)
    lost = sum(problem.reason.is_loss for problem in given.file.problems)
    if lost:
        display.tell(unread_places_line(input_name(subtitles), lost))
    return given


def _alignment(arguments: Namespace, settings: Settings, given: GivenText) -> FileAlignment:
    """Return what is to be done, once it is known that it can be read and written."""
    part = media_part(arguments, arguments.media)
    formats = [SubtitleFormat(wanted) for wanted in arguments.formats or ("srt",)]
    files = aligned_files(arguments.subtitles, arguments.output, formats)
    check_input(part)
    check_aligned_files(part.media, files, overwrite=arguments.overwrite)
    options = RecognitionOptions(recipe=Recipe(language=arguments.language))
    reading = reading_preset(arguments, settings)
    return FileAlignment(part, given, options, files, arguments.overwrite, reading)
