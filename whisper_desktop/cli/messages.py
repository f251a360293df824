"""Typed errors and warnings as sentences: what happened, to what, and what to do.

The one place where the command line words them. Every line reads "name: what happened. What to
do." and stays a line, whatever a file is called.
"""

import os
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING

from whisper_desktop.app.capability import IDENTIFY_LANGUAGE
from whisper_desktop.app.export import MAX_NAME_BYTES
from whisper_desktop.core.errors import (
    AlignmentImpossibleError,
    AudioTrackMissingError,
    Cancelled,
    DeviceUnavailableError,
    InsufficientMemoryError,
    MediaUnreadableError,
    ModelCapabilityError,
    ModelDownloadError,
    ModelFileError,
    ModelNotInstalledError,
    NoAudioError,
    OfflineError,
    OutputClashError,
    OutputExistsError,
    OutputUnwritableError,
    RecogniserDiedError,
    SubtitlesUnreadableError,
    TextNotHeardError,
    UnknownLanguageError,
    WhisperDesktopError,
)
from whisper_desktop.core.events import AudioDamaged, Concern, MemoryRanOut, NothingRecognised
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.timecode import TimeSpan, format_clock

if TYPE_CHECKING:
    # Only their attributes are read here; importing them would slow down every start.
    from whisper_desktop.app.model_store import ModelStore, Verification
    from whisper_desktop.app.settings import LoadedSettings
    from whisper_desktop.app.transcribe_to_files import OutputsKept

PROGRAM = "whisper-desktop"

_MOST_RANGES = 20
"""So many rows, or runs of rows, are named in one line."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened and what to do, without a full stop at the end of `what`.

    `name` is what the sentence is about, where that is not the input in hand.
    """

    what: str
    advice: str
    name: str | None = None


def failure_line(error: WhisperDesktopError, subject: str | None = None) -> str:
    """Return 'name: what happened. What to do.'; `subject` is the input in hand, if any."""
    told = explain(error)
    return line(told.name or subject or _file_of(error) or PROGRAM, told.what, told.advice)


def model_failure_line(store: "ModelStore", error: WhisperDesktopError, subject: str) -> str:
    """Return `failure_line`, where the name of a broken model helps more than that of its file."""
    owner = store.owner_of(error.path) if isinstance(error, ModelFileError) else None
    if owner is None or not isinstance(error, ModelFileError):
        return failure_line(error, subject)
    advice = f'Run "{PROGRAM} models install {owner}" to get it again.'
    if store.catalogue.find(owner) is None:
        advice = f'Run "{PROGRAM} models remove {owner}", and import it again.'
    return line(f"{owner} ({error.path.name})", error.reason, advice)


def store_failure_line(error: WhisperDesktopError, subject: str) -> str:
    """Return the line for a failure of the model store, where other advice helps."""
    match error:
        case OutputExistsError():
            advice = f'Choose another --name, or run "{PROGRAM} models remove {error.path.name}".'
            return line(subject, "a model of this name is installed already", advice)
        case ModelFileError():
            is_there = os.path.lexists(error.path)
            advice = "Get the file again, or choose another one, or another --name."
            advice = advice if is_there else "Check the path."
            return line(str(error.path), error.reason, advice)
        case OutputUnwritableError():
            what = f"the model folder cannot be written: {error.reason}"
            advice = f"Put that right, or move it with WHISPER_DESKTOP_HOME ({error.path})."
            return line(subject, what, advice)
        case _:
            return failure_line(error, subject)


def damaged_model_line(found: "Verification") -> str:
    """Return the line for an installed model whose files are not as they were."""
    files = [f"{file.name} is {file.state}" for file in found.files if file.state != "intact"]
    advice = f'Run "{PROGRAM} models install {found.name}", or remove it and import it again.'
    return line(found.name, _all_of(files), advice)


def settings_line(loaded: "LoadedSettings", file: Path) -> str | None:
    """Return the line about settings that were not understood, None if all were."""
    if loaded.problem:
        what = f"it is not used: {loaded.problem}"
        return line(file.name, what, f"The defaults stand in for it. Correct or delete {file}.")
    if loaded.ignored:
        what = f"the values of {_all_of(loaded.ignored)} make no sense and are not used"
        return line(file.name, what, f"Correct them in {file}.")
    return None


def crash_line(error: BaseException, subject: str, log: Path | None) -> str:
    """Return the line for what nobody expected: a bug of ours."""
    where = f"with {log}" if log else "and how it came about"
    what = f"the program itself failed ({type(error).__name__})"
    return line(subject, what, f"Please report it, {where}.")


def loss_line(reason: str) -> str:
    """Return the line about results that did not get out."""
    what = f"the results could not be written to standard output: {reason}"
    return line(PROGRAM, what, "Put that right, or send them elsewhere.")


def kept_sentence(kept: "OutputsKept") -> str:
    """Return what to append to a failure after which something was kept."""
    what = "The finished transcript" if kept.is_complete else "What was finished until then"
    return one_line(f"{what} is in {_all_of([str(path) for path in kept.paths])}.")


def not_begun_line(names: Sequence[str]) -> str:
    """Return the line that tells which inputs were left when the run stopped."""
    return line(_all_of(names), "not begun", "Run the command again for what is left.")


def unheard_rows_line(name: str, rows: Sequence[int], row_count: int) -> str:
    """Return the line about rows, counted from 0, that are not in the recording."""
    verb = "was" if len(rows) == 1 else "were"
    what = f"warning: {len(rows)} of {row_count} rows {verb} not heard: {_ranges(rows)}"
    return line(name, what, "Their times are guesses: look at them.")


def unheard_stretches_line(name: str, spans: Sequence[TimeSpan]) -> str:
    """Return the line about words inside of rows that are not in the recording."""
    places = [f"{_to_the_tenth(span.start_ms)} to {_to_the_tenth(span.end_ms)}" for span in spans]
    more = f" and {len(places) - _MOST_RANGES} more" if places[_MOST_RANGES:] else ""
    what = f"warning: words were not heard: {', '.join(places[:_MOST_RANGES])}{more}"
    return line(name, what, "Their times are guesses: look at them.")


def unread_places_line(name: str, count: int) -> str:
    """Return the line about parts of a subtitle file that are no subtitles."""
    what = f"warning: {count} {'place' if count == 1 else 'places'} of it could not be read"
    return line(name, what, "The rest is used.")


def _ranges(rows: Sequence[int]) -> str:
    """Return rows counted from 1, those that follow each other as a range: 3, 5 to 8."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    shown = [f"{run[0] + 1} to {run[-1] + 1}" if run[1:] else f"{run[0] + 1}" for run in runs]
    more = len(shown) - _MOST_RANGES
    return ", ".join(shown[:_MOST_RANGES]) + (f" and {more} more" if more > 0 else "")


def warning_line(concern: Concern, subject: str) -> str:
    """Return 'name: warning: what happened. What became of it.'"""
    what, rest = _warning(concern)
    return line(subject, f"warning: {what}", rest)


def _warning(concern: Concern) -> tuple[str, str]:
    match concern:
        case AudioDamaged():
            start, end = _to_the_tenth(concern.start_ms), _to_the_tenth(concern.end_ms)
            what = f"{start} to {end} could not be decoded ({concern.reason})"
            return what, "The rest was recognised."
        case MemoryRanOut():
            what = f"the memory did not suffice on {concern.before}"
            return what, f"The work goes on, on {concern.after}."
        case NothingRecognised():
            return "no speech was found in it", "The output is empty."


def input_name(media: Path) -> str:
    """Return what to call an input; '.' and '/' have no name but themselves."""
    return media.name or str(media)


def input_names(inputs: Sequence[Path]) -> dict[Path, str]:
    """Return what to call each input: its name, or its path as given where names repeat."""
    times = Counter(map(input_name, inputs))
    return {
        media: input_name(media) if times[input_name(media)] == 1 else str(media)
        for media in inputs
    }


def line(name: str, what: str, advice: str) -> str:
    """Put a line together; whatever would end it early is replaced."""
    return one_line(f"{name}: {what.rstrip('. ')}. {advice}")


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters."""
    joined = " ".join(text.split())
    return "".join("?" if unicodedata.category(letter) == "Cc" else letter for letter in joined)


@singledispatch
def explain(error: WhisperDesktopError) -> Explanation:
    """Return the words for an error; every type of `core.errors` has its own."""
    raise TypeError(f"no words for {type(error).__name__}")


@explain.register
def _(_: Cancelled) -> Explanation:
    return Explanation("it was stopped", "Run the command again to start over.")


@explain.register
def _(error: MediaUnreadableError) -> Explanation:
    return Explanation(error.reason, _media_advice(error.path))


@explain.register
def _(error: NoAudioError) -> Explanation:
    is_beyond = error.end_ms is not None
    advice = "Choose another --range." if is_beyond else "Choose a recording with sound."
    return Explanation(error.reason, advice)


@explain.register
def _(error: AudioTrackMissingError) -> Explanation:
    one = error.track_count == 1
    tracks = "1 audio track" if one else f"{error.track_count} audio tracks"
    advice = "Leave --audio-track out." if one else f"Choose from 1 to {error.track_count}."
    return Explanation(f"it has {tracks}, and no number {error.track}", advice)


@explain.register
def _(error: ModelNotInstalledError) -> Explanation:
    if error.is_known:
        advice = f'Run "{PROGRAM} models install {error.name}".'
        return Explanation("this model is not installed", advice, error.name)
    meant = f"Did you mean {_any_of(error.alternatives)}? " if error.alternatives else ""
    advice = f'{meant}See what there is with "{PROGRAM} models list".'
    return Explanation("there is no model of this name, and no such file", advice, error.name)


@explain.register
def _(error: ModelFileError) -> Explanation:
    advice = "Get the file again, or name another model with --model."
    return Explanation(error.reason, advice, str(error.path))


@explain.register
def _(error: ModelCapabilityError) -> Explanation:
    able = f"--model {error.alternatives[0]}" if error.alternatives else "another model"
    others = f" (also able: {', '.join(error.alternatives[1:])})" if error.alternatives[1:] else ""
    what = f"this model was not trained to {_ability(error.wanted)}"
    return Explanation(what, f"Use {able}{others}.", error.model)


@explain.register
def _(error: ModelDownloadError) -> Explanation:
    attempts = "; ".join(f"{source}: {reason}" for source, reason in error.attempts)
    what = f"no source delivered this model ({attempts})"
    advice = "Check the network and run the command again; it goes on where it stopped."
    return Explanation(what, advice, error.name)


@explain.register
def _(error: OfflineError) -> Explanation:
    what = "this model would have to be downloaded, and the program is switched offline"
    advice = "Unset WHISPER_DESKTOP_OFFLINE (or offline in settings.json), or import the model."
    return Explanation(what, advice, error.name)


@explain.register
def _(error: UnknownLanguageError) -> Explanation:
    meant = f"Did you mean {_any_of(error.suggestions)}?" if error.suggestions else ""
    advice = meant or "Use a code such as de, or an English name such as German."
    return Explanation("Whisper knows no language of this name", advice, error.wanted)


@explain.register
def _(error: DeviceUnavailableError) -> Explanation:
    usable = dict.fromkeys(("auto", *error.found))
    return Explanation(error.reason, f"Use {_any_of(list(usable))}.", error.wanted)


@explain.register
def _(error: InsufficientMemoryError) -> Explanation:
    what = f"the memory of {error.device} does not suffice, even for the smallest step"
    return Explanation(what, "Choose a smaller model with --model, or close other programs.")


@explain.register
def _(error: RecogniserDiedError) -> Explanation:
    advice = f"Run the command again; what the recogniser said is in {error.log_path}."
    return Explanation(f"the recogniser stopped: {error.reason}", advice)


@explain.register
def _(_: AlignmentImpossibleError) -> Explanation:
    what = "the text is too long for the sound, or is not what is said"
    return Explanation(what, "Check that the text belongs to this part of the recording.")


@explain.register
def _(error: SubtitlesUnreadableError) -> Explanation:
    advice = "Check that it is a file of subtitles or text."
    return Explanation(error.reason, advice, error.path.name)


@explain.register
def _(_: TextNotHeardError) -> Explanation:
    what = "little or nothing of the text is said in it"
    return Explanation(what, "Check that both belong together, and that --language is right.")


@explain.register
def _(error: OutputExistsError) -> Explanation:
    advice = "Use --overwrite to replace it, or --output-dir to write elsewhere."
    return Explanation(f"{error.path.name} exists already", advice)


@explain.register
def _(error: OutputClashError) -> Explanation:
    what = f"{error.path.name} is written for {error.earlier_media} already"
    return Explanation(what, "Rename one of the two, or run them apart with --output-dir.")


@explain.register
def _(error: OutputUnwritableError) -> Explanation:
    what = f"{error.path.name} cannot be written: {error.reason}"
    advice = "Put that right, or write elsewhere with --output-dir."
    if len(os.fsencode(error.path.name)) > MAX_NAME_BYTES:
        advice = "Give the recording a shorter name."
    return Explanation(what, advice)


def _media_advice(media: Path) -> str:
    # Asked in a way that takes any name, even one that is too long.
    if not os.access(media, os.F_OK):
        return "Check the path."
    if media.is_dir():
        return "Name the recordings in it."
    if not os.access(media, os.R_OK):
        return "Give yourself the right to read it."
    return "Check that it is a recording or video that plays elsewhere."


def _file_of(error: WhisperDesktopError) -> str | None:
    path = getattr(error, "path", None)
    return path.name if isinstance(path, Path) else None


def _to_the_tenth(time_ms: int) -> str:
    return f"{format_clock(time_ms)}.{time_ms % 1_000 // 100}"


def _ability(wanted: str) -> str:
    if wanted == Task.TRANSLATE:
        return "translate"
    if wanted == IDENTIFY_LANGUAGE:
        return "tell languages apart"
    return f"recognise {LANGUAGES.get(wanted, wanted)}"


def _any_of(names: Sequence[str]) -> str:
    return _listed(names, "or")


def _all_of(names: Sequence[str]) -> str:
    return _listed(names, "and")


def _listed(names: Sequence[str], joint: str) -> str:
    *most, last = names
    return f"{', '.join(most)} {joint} {last}" if most else last
