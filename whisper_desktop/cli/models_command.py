"""`models`: what there is, what is installed, and how it gets here and goes."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from whisper_desktop.app.aligners import is_aligner
from whisper_desktop.app.model_store import ModelStatus, ModelStore, Verification
from whisper_desktop.app.wiring import Wiring
from whisper_desktop.cli.attempt import attempt
from whisper_desktop.cli.console import Console
from whisper_desktop.cli.exit_status import ExitStatus
from whisper_desktop.cli.install_display import InstallDisplay
from whisper_desktop.cli.interruption import cancel_on_signals
from whisper_desktop.cli.messages import damaged_model_line, store_failure_line
from whisper_desktop.cli.quantities import format_bytes
from whisper_desktop.cli.redrawn_line import columns
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.core.recipe import Task


def run_models(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    """Do what `action` names."""
    return _ACTIONS[arguments.action](arguments, wiring, console)


def _list(_arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    heading = ("NAME", "INSTALLED", "SIZE", "LANGUAGES", "TASKS")
    _show_table([heading, *(_row(status) for status in wiring.store.list())], console)
    console.say("")
    heading = ("ALIGNER", "INSTALLED", "SIZE", "LANGUAGES", "LICENCE")
    _show_table([heading, *(_aligner_row(one) for one in wiring.aligners.list())], console)
    return ExitStatus.DONE


def _show_table(rows: Sequence[tuple[str, ...]], console: Console) -> None:
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        console.say("  ".join(cells).rstrip())


def _row(status: ModelStatus) -> tuple[str, ...]:
    size = "?" if status.size_bytes is None else format_bytes(status.size_bytes)
    installed = "yes" if status.is_installed else ""
    official = status.official
    if official is None:
        return (status.name, installed, size, *_abilities(status.language_count))
    name = " ".join([status.name, *(f"({alias})" for alias in official.aliases)])
    languages = "English" if official.is_english_only else str(official.language_count)
    return (name, installed, size, languages, ", ".join(sorted(official.tasks)))


def _abilities(language_count: int | None) -> tuple[str, str]:
    """Return languages and tasks of an import: one for many languages may be able to translate."""
    if language_count is None:
        return "?", "?"
    if language_count == 1:
        return "English", Task.TRANSCRIBE
    return str(language_count), f"{Task.TRANSCRIBE}, {Task.TRANSLATE}?"


def _aligner_row(status: ModelStatus) -> tuple[str, ...]:
    official = status.official
    size = "?" if status.size_bytes is None else format_bytes(status.size_bytes)
    if status.size_bytes is None and official is not None:
        # Nobody published how long all files are, but the numbers have four bytes each.
        known_bytes = official.sources[0].needed_bytes
        size = f"~{format_bytes(max(known_bytes, 4 * official.parameters))}"
    aliases = official.aliases if official else ()
    name = " ".join([status.name, *(f"({alias})" for alias in aliases)])
    languages = ", ".join(LANGUAGES[code] for code in status.languages) or "?"
    licence = official.licence if official else ""
    return (name, "yes" if status.is_installed else "", size, languages, licence)


def _store_of(name: str, wiring: Wiring) -> ModelStore:
    """Return the store that a name belongs to; one that nobody knows is no aligner's."""
    return wiring.aligners if wiring.aligners.knows(name) else wiring.store


def _install(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    cancel = CancelToken()

    def install(name: str) -> None:
        display = InstallDisplay(console, name)
        try:
            for event in _store_of(name, wiring).install(name, cancel):
                display.show(event)
        finally:
            display.end()

    with cancel_on_signals(cancel, lambda: None):
        return _each(arguments.names, install, wiring, console)


def _import(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    cancel = CancelToken()

    def bring_in(_name: str) -> None:
        path, name = arguments.path, arguments.name
        if is_aligner(path):
            languages = tuple(code for code in arguments.languages if code is not None)
            status = wiring.aligners.import_(path, name, cancel, languages=languages)
            console.say(_aligner_imported_line(status))
        else:
            status = wiring.store.import_(path, name, cancel)
            console.say(f"{status.name}: imported; use it with --model {status.name}")

    with cancel_on_signals(cancel, lambda: None):
        return _each([arguments.name or arguments.path.name], bring_in, wiring, console)


def _aligner_imported_line(status: ModelStatus) -> str:
    names = ", ".join(LANGUAGES[code] for code in status.languages)
    if names:
        return f"{status.name}: imported; it places words of {names}"
    advice = "remove it, and import it again with --language"
    return f"{status.name}: imported, but for no language; {advice}"


def _verify(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    cancel = CancelToken()
    damaged: list[Verification] = []

    def verify(_name: str) -> None:
        name = arguments.name
        stores = [_store_of(name, wiring)] if name else [wiring.store, wiring.aligners]
        for found in (found for store in stores for found in store.verify(name, cancel)):
            if found.is_intact:
                console.say(f"{found.name}: intact")
            else:
                damaged.append(found)
                console.tell(damaged_model_line(found))

    with cancel_on_signals(cancel, lambda: None):
        status = _each([arguments.name or "models"], verify, wiring, console)
    return max(status, ExitStatus.FAILED) if damaged else status


def _remove(arguments: Namespace, wiring: Wiring, console: Console) -> ExitStatus:
    cancel = CancelToken()

    def remove(name: str) -> None:
        _store_of(name, wiring).remove(name, cancel)
        console.say(f"{name}: removed")

    with cancel_on_signals(cancel, lambda: None):
        return _each([arguments.name], remove, wiring, console)


def _each(
    names: Sequence[str], work: Callable[[str], None], wiring: Wiring, console: Console
) -> ExitStatus:
    """Do the work for every name; one that fails does not stop the others."""
    worst = ExitStatus.DONE
    for name in names:
        failure = attempt(partial(work, name), name, wiring.paths.home, store_failure_line)
        if failure is not None:
            console.tell(failure.line)
            worst = max(worst, failure.status)
            if failure.is_stop:
                break
    return worst


_ACTIONS: Mapping[str, Callable[[Namespace, Wiring, Console], ExitStatus]] = MappingProxyType(
    {
        "list": _list,
        "install": _install,
        "import": _import,
        "verify": _verify,
        "remove": _remove,
    }
)
