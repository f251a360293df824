"""The grammar of the command line; importing it costs next to nothing."""

import argparse
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import TYPE_CHECKING

from whisper_desktop import __version__
from whisper_desktop.app.document_settings import USUAL_RECIPE
from whisper_desktop.app.export import SubtitleFormat, TranscriptFormat
from whisper_desktop.app.request import LongFormMode, RecognitionOptions
from whisper_desktop.cli import align_grammar
from whisper_desktop.cli import arguments as read
from whisper_desktop.cli.models_grammar import add_models
from whisper_desktop.cli.reading_option import add_reading_option
from whisper_desktop.cli.subcommand import add_command
from whisper_desktop.core.recipe import Task, TimestampMode

if TYPE_CHECKING:
    from whisper_desktop.cli.subcommand import Commands

PRECISIONS = ("auto", "fp32", "fp16", "bf16", "int8")
PROGRESS_STYLES = ("bar", "json", "none")

_MAX_BEAM_SIZE, _MAX_BATCH_SIZE = 100, 256
_MAX_THREADS, _MAX_TRACK, _MAX_WINDOWS, _MAX_PLACE = 1_024, 1_000, 1_000, 999_999
_DEFAULTS = RecognitionOptions()
_PROGRAM = """\
Turn recordings into subtitles, on your own machine.

Without a command, or with files instead of one, whisper-desktop opens its window.
"""
_EPILOG = """\
exit status:
  0    all done
  1    some input failed; the others are done
  2    the command line made no sense
  130  stopped by Ctrl-C or a request to terminate

What stands in brackets behind an option is taken without it; settings.json may say otherwise
for the model, the device, the precision and the threads.

WHISPER_DESKTOP_HOME moves models, cache, settings and logs to a folder of your choice;
WHISPER_DESKTOP_OFFLINE=1 keeps the program off the network.
"""
_TRANSCRIBE = """\
Write what is said in recordings and videos as subtitles or text.

talk.mp4 becomes talk.srt beside it; a file that exists is kept unless --overwrite is given.
Ctrl-C stops, and what was finished until then is written to talk.partial.srt; a second Ctrl-C
ends at once. The files that were written are named on standard output, progress and problems
on standard error.
"""
_QUEUE = """\
Transcribe many recordings, one after the other.

talk.mp4 becomes the project talk.wdproj and the subtitles talk.srt beside it. The queue is that of
the window, too: what one adds the other can run, and no recording is worked on twice.
"""
_QUEUE_RUN = """\
Work on what waits, in the order of the list.

A recording whose project or outputs are there is skipped. Ctrl-C stops, and the recording goes on
there the next time, also after the power failed; a second Ctrl-C ends at once. The files that were
written are named on standard output, progress and problems on standard error.
"""
_QUEUE_RETRY = """\
Let what failed wait again; "queue run" goes on where it was.

What was skipped or is done is begun anew with --overwrite.
"""
_JSON_PROGRESS = """\
--progress json writes one JSON object a line to standard error, each with "event" and "input":
  begun, preparing (stage, done_ms, total_ms), started (total_ms, model),
  language_detected (language, probability, probabilities),
  speech_found (start_ms, end_ms, spans), segment_ready (segment),
  progress (done_ms, total_ms, elapsed_s, remaining_s), warned (kind, ...),
  finished (language, segment_count), saved (outputs), failed (message), told (message)
"""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command line; raise `SystemExit` after help was shown, or with 2 for an error."""
    return build_parser().parse_args(read.with_joined_ranges(arguments))


def build_parser() -> ArgumentParser:
    """Return the parser; `command`, and `action` for models, name what is to be done."""
    parser = ArgumentParser(
        prog="whisper-desktop",
        description=_PROGRAM,
        epilog=_EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_transcribe(commands)
    _add_align(commands)
    _add_detect_language(commands)
    _add_queue(commands)
    add_models(commands)
    add_command(commands, "devices", "list what the network can run on here")
    return parser


def _add_transcribe(commands: "Commands") -> None:
    parser = add_command(commands, "transcribe", "write what is said", _TRANSCRIBE, _JSON_PROGRESS)
    _add_inputs(parser)
    _add_output_options(parser)
    _add_recipe_options(parser, _DEFAULTS.recipe.timestamps)
    _add_decoding_options(parser)
    _add_part_options(parser)
    _add_machine_options(parser)
    _add_progress_option(parser)


def _add_align(commands: "Commands") -> None:
    texts = align_grammar.SUMMARY, align_grammar.DESCRIPTION, _JSON_PROGRESS
    parser = add_command(commands, "align", *texts)
    align_grammar.add_text_options(parser)
    align_grammar.add_language_option(parser)
    _add_model_option(parser)
    _add_part_options(parser)
    _add_machine_options(parser)
    _add_progress_option(parser)


def _add_progress_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--progress",
        choices=PROGRESS_STYLES,
        default="bar",
        help="how to tell how far it is; a bar becomes plain lines where there is no terminal",
    )


def _add_inputs(parser: ArgumentParser) -> None:
    # An error shows the usage: one line of it, where the options alone would fill the screen.
    parser.usage = "%(prog)s [OPTION ...] INPUT [INPUT ...]"
    parser.add_argument(
        "inputs", metavar="INPUT", nargs="+", type=read.path, help="audio or video file"
    )


def _add_output_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("what to write")
    group.add_argument(
        "--output-dir",
        metavar="DIR",
        type=read.folder,
        help="folder to write to (beside each input)",
    )
    group.add_argument(
        "--format",
        dest="formats",
        action="append",
        choices=[wanted.value for wanted in TranscriptFormat],
        help="may be given more than once (srt)",
    )
    group.add_argument("--overwrite", action="store_true", help="replace outputs that exist")


def _add_recipe_options(parser: ArgumentParser, timestamps: TimestampMode) -> None:
    group = parser.add_argument_group("what to recognise")
    _add_model_option(group)
    group.add_argument(
        "--language",
        metavar="CODE|auto",
        type=read.language,
        help="code or English name of the spoken language, or auto to find it out (auto)",
    )
    group.add_argument(
        "--task",
        choices=[task.value for task in Task],
        default=Task.TRANSCRIBE.value,
        help="write the spoken language, or translate it into English (transcribe)",
    )
    group.add_argument(
        "--timestamps",
        choices=[mode.value for mode in TimestampMode],
        default=timestamps.value,
        help="how finely to time the text: with words, their times are written to json, and the "
        "lines of the other formats follow them, though a line's first or last word may reach "
        f"beyond it ({timestamps})",
    )
    group.add_argument(
        "--initial-prompt", metavar="TEXT", default="", help="text to take as said just before"
    )
    group.add_argument(
        "--hotwords", metavar="TEXT", default="", help="names and words that will come up"
    )
    add_reading_option(group)


def _add_decoding_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("how to decode")
    group.add_argument(
        "--mode",
        choices=[mode.value for mode in LongFormMode],
        default=_DEFAULTS.mode.value,
        help="window after window with what was said before, or many stretches of speech at "
        f"once, which is faster ({_DEFAULTS.mode})",
    )
    group.add_argument(
        "--beam-size",
        metavar="N",
        type=read.whole_number(_MAX_BEAM_SIZE),
        default=_DEFAULTS.search.beam_size,
        help="how many readings to weigh against each other, at most "
        f"{_MAX_BEAM_SIZE} ({_DEFAULTS.search.beam_size})",
    )
    group.add_argument(
        "--batch-size",
        metavar="N",
        type=read.whole_number(_MAX_BATCH_SIZE),
        default=_DEFAULTS.batch_size,
        help="how many stretches batched mode decodes at once, at most "
        f"{_MAX_BATCH_SIZE} ({_DEFAULTS.batch_size})",
    )
    ladder = ",".join(f"{value:g}" for value in _DEFAULTS.fallback.temperatures)
    group.add_argument(
        "--temperature",
        metavar="T[,T...]",
        dest="temperatures",
        type=read.temperatures,
        default=_DEFAULTS.fallback.temperatures,
        help=f"how freely to sample, from 0 to {read.MAX_TEMPERATURE:g}, and what to try when "
        f"the text is doubtful ({ladder})",
    )
    _add_trust_options(group)


def _add_trust_options(group: argparse._ActionsContainer) -> None:
    group.add_argument(
        "--no-previous-text",
        action="store_true",
        help="do not show a window what was said before it: fewer repetitions, less consistency",
    )
    group.add_argument(
        "--no-defence",
        action="store_true",
        help="keep all that the network writes, also where nobody speaks and in circles",
    )


def _add_part_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("which part of the input")
    group.add_argument(
        "--range",
        metavar="START-END",
        type=read.time_range,
        default=read.TimeRange(),
        help="seconds, mm:ss or hh:mm:ss, with decimals if need be; 90- goes on to the end, and "
        "-1:30 is from the beginning to 1:30",
    )
    _add_track_option(group)


def _add_track_option(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--audio-track",
        metavar="N",
        type=read.whole_number(_MAX_TRACK),
        help="counted from 1 (the one the file itself prefers)",
    )


def _add_machine_options(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("what to run on")
    group.add_argument(
        "--device",
        metavar="{auto,cpu,cuda,mps}",
        type=read.device,
        help="auto takes the fastest; of several GPUs, cuda:1 is the second (auto)",
    )
    group.add_argument(
        "--precision", choices=PRECISIONS, help="auto takes what suits the device (auto)"
    )
    group.add_argument(
        "--threads",
        metavar="N",
        type=read.whole_number(_MAX_THREADS),
        help="processor threads to use at most",
    )


def _add_model_option(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--model",
        metavar="NAME|PATH",
        type=read.model,
        help="an installed model, or a file or folder of weights (base)",
    )


def _add_detect_language(commands: "Commands") -> None:
    parser = add_command(commands, "detect-language", "tell which language is spoken")
    _add_inputs(parser)
    parser.add_argument(
        "--windows",
        metavar="N",
        type=read.whole_number(_MAX_WINDOWS),
        default=1,
        help="how many stretches of 30 s, spread over the recording, have a vote (1)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="write one JSON object a line, with the probabilities of all languages",
    )
    _add_model_option(parser)
    _add_part_options(parser)
    _add_machine_options(parser)


def _add_queue(commands: "Commands") -> None:
    parser = add_command(
        commands, "queue", "transcribe many recordings, one after the other", _QUEUE
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_queue_add(actions)
    add_command(actions, "list", "list the queue: what waits, what is done, and what went wrong")
    run = add_command(actions, "run", "work on what waits", _QUEUE_RUN, _JSON_PROGRESS)
    _add_machine_options(run)
    run.set_defaults(model=None)
    _add_progress_option(run)
    retry = add_command(actions, "retry", "let what failed wait again", _QUEUE_RETRY)
    _add_places(retry, "*", "(all that failed)")
    retry.add_argument(
        "--overwrite", action="store_true", help="begin anew, and replace project and outputs"
    )
    _add_places(add_command(actions, "remove", "take recordings off the queue"), "+")
    clear = add_command(actions, "clear", "take everything off the queue that is not running")
    clear.add_argument("--finished", action="store_true", help="only what is done or skipped")
    for name, where in (("up", "before"), ("down", "behind")):
        _add_places(add_command(actions, name, f"move recordings {where} the next one"), "+")


def _add_queue_add(actions: "Commands") -> None:
    parser = add_command(actions, "add", "put recordings into the queue, folders with all in them")
    _add_inputs(parser)
    parser.add_argument(
        "--format",
        dest="formats",
        action="append",
        choices=[form.value for form in SubtitleFormat if not form.is_counted_in_frames],
        help="of the file beside each recording; may be given more than once (srt)",
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace projects and outputs that exist"
    )
    # A project is edited, and there the times of words serve; so the window begins, too.
    _add_recipe_options(parser, USUAL_RECIPE.timestamps)
    parser.add_argument(
        "--mode",
        choices=[mode.value for mode in LongFormMode],
        default=_DEFAULTS.mode.value,
        help=f"see transcribe --help ({_DEFAULTS.mode})",
    )
    _add_track_option(parser)


def _add_places(parser: ArgumentParser, count: str, without: str = "") -> None:
    parser.add_argument(
        "places",
        metavar="ENTRY",
        nargs=count,
        type=read.number_or_path(_MAX_PLACE),
        help=" ".join(
            ["number in the list, or path of a recording or a folder of some", without]
        ).rstrip(),
    )
