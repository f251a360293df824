"""The models of this machine: what there is, how it gets here, and how it goes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from whisper_desktop.app.catalogue import Catalogue
from whisper_desktop.app.found_weights import FoundBy, FoundWeights, find_weights, named_weights
from whisper_desktop.app.model_store import ModelStatus, Verification
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.ui.dialogs.model_list import Entry, ModelList
from whisper_desktop.ui.dialogs.passing import open_once
from whisper_desktop.ui.dialogs.question import Question, without_icons
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.quantities import size_words
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads, ModelWork, Phase
from whisper_desktop.ui.recognition.model_words import (
    ability_words,
    failure_words,
    found_words,
    verification_words,
    work_words,
)
from whisper_desktop.ui.screen_fit import fit_to_screen
from whisper_desktop.ui.workers.job_slot import JobSlot

_SIZE_PX = (760, 560)
_SPACING_PX = 8
_BUTTONS = 3
_BYTES_A_NUMBER = (2, 4)

Choice = tuple[str, Callable[[], None]]
"""The words of a button, and what it does."""


class ModelsDialog(QDialog):
    """Lists the models; what can be done with the current one stands below."""

    def __init__(
        self,
        preferences: Preferences,
        downloads: ModelDownloads,
        environment: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Models"))
        self._preferences, self._downloads = preferences, downloads
        self._environment = environment
        self._found: tuple[FoundWeights, ...] = ()
        self._told: dict[str, str] = {}
        """What is to be said of a model, until something else is done with it."""
        self._choices: Sequence[Choice] = ()
        self.list = ModelList()
        self.offline = QLabel(
            self.tr("Downloads are switched off in the settings. Models can be imported from disk.")
        )
        self.title, self.summary, self.state = QLabel(), QLabel(), QLabel()
        self.progress = QProgressBar()
        self.buttons = [QPushButton() for _ in range(_BUTTONS)]
        self.import_button = QPushButton(self.tr("Import from disk"))
        self._finder = JobSlot(self)
        self._finder.event_ready.connect(self._on_found)
        self._lay_out()
        self._connect()
        self._refresh()
        self._look_around()

    def choose(self, name: str) -> None:
        """Make a model the current one."""
        self.list.choose(name)

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        for line in (self.offline, self.summary, self.state):
            line.setWordWrap(True)
            line.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress.setAccessibleName(self.tr("Progress of the download"))
        self.progress.setMaximumHeight(2 * _SPACING_PX)
        row = QHBoxLayout()
        for place, button in enumerate(self.buttons):
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._do, place))
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(close.buttons())
        close.rejected.connect(self.reject)
        self.import_button.setAutoDefault(False)
        self.import_button.setMenu(self._import_menu())
        last = QHBoxLayout()
        last.addWidget(self.import_button)
        last.addWidget(close, 1)
        column = QVBoxLayout(self)
        column.setSpacing(_SPACING_PX)
        column.addWidget(self.offline)
        column.addWidget(self.list, 1)
        details: tuple[QWidget, ...] = (self.title, self.summary, self.progress, self.state)
        for detail in details:
            column.addWidget(detail)
        column.addLayout(row)
        column.addSpacing(_SPACING_PX)
        column.addLayout(last)
        self.resize(*_SIZE_PX)
        self.list.setFocus()

    def _import_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("A file…"), self._on_import_file)
        menu.addAction(self.tr("A folder…"), self._on_import_folder)
        return menu

    def _connect(self) -> None:
        downloads = self._downloads
        downloads.changed.connect(self._on_work)
        downloads.models_changed.connect(self._refresh)
        downloads.verified.connect(self._on_verified)
        downloads.imported.connect(self._on_imported)
        downloads.failed.connect(self._on_failed)
        self._preferences.changed.connect(self._refresh)
        self.list.entry_changed.connect(self._show_entry)
        self.list.itemActivated.connect(self._on_activated)

    @property
    def _default(self) -> str:
        """The model of the settings, as the catalogue calls it."""
        name = self._preferences.settings.model
        official = self._downloads.store.catalogue.find(name)
        return official.name if official else name

    def _look_around(self) -> None:
        catalogue = self._downloads.store.catalogue
        self._finder.start(partial(_found_weights, self._environment, catalogue))

    @Slot()
    def _refresh(self) -> None:
        self.offline.setVisible(self._downloads.store.offline)
        statuses = self._downloads.store.list()
        self.list.show_models(statuses, self._found, self._default)
        for status in statuses:
            self._show_work(status.name)

    def _show_work(self, name: str) -> None:
        self.list.show_work(name, self._downloads.work_on(name), self._default)

    @Slot()
    def _show_entry(self) -> None:
        entry = self.list.entry
        work = self._work_on(entry)
        self.title.setText(entry.name if entry is not None else "")
        self.summary.setText(self._summary(entry))
        self.state.setText(self._state(entry, work))
        self.state.setVisible(bool(self.state.text()))
        self._show_progress(work)
        self._choices = self._choices_for(entry, work)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(self._choices))
            if place < len(self._choices):
                button.setText(self._choices[place][0])

    def _work_on(self, entry: Entry | None) -> ModelWork | None:
        """Return what is done with an entry; the download of a model is not that of a copy."""
        work = self._downloads.work_on(entry.name) if entry is not None else None
        is_other = isinstance(entry, FoundWeights) and work is not None and work.is_download
        return None if is_other else work

    def _show_progress(self, work: ModelWork | None) -> None:
        percent = work.percent if work is not None and work.is_download else None
        is_busy = work is not None and work.phase in {Phase.IMPORTING, Phase.VERIFYING}
        self.progress.setVisible(is_busy or percent is not None)
        self.progress.setRange(0, 0 if is_busy else 100)
        self.progress.setValue(percent or 0)

    def _summary(self, entry: Entry | None) -> str:
        match entry:
            case FoundWeights():
                text = self.tr("{where}: {path}")
                return text.format(where=found_words(entry), path=entry.path)
            case ModelStatus():
                parts = [ability_words(entry)]
                if entry.official is not None:
                    needed = size_words(entry.official.memory_bytes["fp32"])
                    if entry.size_bytes is None:
                        parts.append(self._guessed_size(entry.official.parameters))
                    parts.append(self.tr("needs {size} of memory").format(size=needed))
                    parts.append(self.tr("licence {name}").format(name=entry.official.licence))
                elif entry.source:
                    parts.append(entry.source)
                return " · ".join(filter(None, parts))
            case _:
                return ""

    def _guessed_size(self, parameters: int) -> str:
        """Say between what the size of a download is, by the bytes that numbers take in files."""
        least, most = (size_words(parameters * count) for count in _BYTES_A_NUMBER)
        return self.tr("{least} to {most} to download").format(least=least, most=most)

    def _state(self, entry: Entry | None, work: ModelWork | None) -> str:
        if entry is None:
            return ""
        if work is not None:
            return failure_words(work.name, work.error) if work.error else work_words(work)
        return self._told.get(entry.name, "")

    def _choices_for(self, entry: Entry | None, work: ModelWork | None) -> Sequence[Choice]:
        if entry is None:
            return ()
        name = entry.name
        if work is not None:
            return self._choices_in(work)
        if isinstance(entry, FoundWeights):
            return ((self.tr("Import"), partial(self._downloads.import_, entry.path, name)),)
        if entry.is_installed:
            use = (self.tr("Use for transcribing"), partial(self._use, name))
            verify = (self.tr("Verify"), partial(self._downloads.verify, name))
            remove = (self.tr("Remove…"), partial(self._ask_to_remove, entry))
            return (verify, remove) if name == self._default else (use, verify, remove)
        if self._downloads.store.offline:
            return ()
        return ((self.tr("Install"), partial(self._downloads.install, name)),)

    def _choices_in(self, work: ModelWork) -> Sequence[Choice]:
        downloads, name = self._downloads, work.name
        delete = (self.tr("Cancel and delete"), partial(downloads.cancel, name))
        match work.phase:
            case Phase.PAUSED | Phase.FAILED if downloads.store.offline:
                return (delete,)
            case Phase.PAUSED:
                return ((self.tr("Go on"), partial(downloads.install, name)), delete)
            case Phase.FAILED:
                return ((self.tr("Try again"), partial(downloads.install, name)), delete)
            case Phase.IMPORTING | Phase.VERIFYING:
                return ((self.tr("Stop"), downloads.give_up),)
            case Phase.REMOVING:
                return ()
            case _:
                return ((self.tr("Pause"), partial(downloads.pause, name)), delete)

    def _do(self, place: int, _is_checked: bool = False) -> None:
        if place < len(self._choices):
            entry = self.list.entry
            if entry is not None:
                self._told.pop(entry.name, None)
            self._choices[place][1]()

    def _use(self, name: str) -> None:
        self._preferences.change_settings(replace(self._preferences.settings, model=name))

    def _ask_to_remove(self, status: ModelStatus) -> None:
        question = Question(self)
        text = self.tr("Remove {model} from this computer? It can be downloaded again.")
        if status.official is None:
            text = self.tr("Remove {model} from this computer? It was imported from disk.")
        question.ask(self.tr("Remove the model"), text.format(model=status.name), self.tr("Remove"))
        if status.name == self._default:
            question.tell(self.tr("It is the model in use: choose another one to transcribe."))
        question.accepted.connect(partial(self._downloads.remove, status.name))
        open_once(question)

    @Slot()
    def _on_activated(self) -> None:
        """Do the first thing on Enter, but nothing that takes a running download away."""
        entry = self.list.entry
        if entry is not None and self._work_on(entry) is None:
            is_installed = isinstance(entry, ModelStatus) and entry.is_installed
            if not is_installed or entry.name != self._default:
                self._do(0)

    @Slot(str)
    def _on_work(self, name: str) -> None:
        self._show_work(name)
        entry = self.list.entry
        if entry is not None and entry.name == name:
            self._show_entry()

    @Slot(object)
    def _on_found(self, found: tuple[FoundWeights, ...]) -> None:
        self._found = (*self._found, *found)
        self._refresh()

    @Slot(object)
    def _on_verified(self, found: Verification) -> None:
        self._told[found.name] = verification_words(found)

    @Slot(object)
    def _on_imported(self, status: ModelStatus) -> None:
        self._told[status.name] = self.tr("{model} was imported.").format(model=status.name)
        self._found = tuple(one for one in self._found if not _is_named(one, status.name))
        self._refresh()
        self.list.choose(status.name)

    @Slot(str, object)
    def _on_failed(self, name: str, error: BaseException) -> None:
        self._told[name] = failure_words(name, error)
        self._show_entry()

    @Slot()
    def _on_import_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a model"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Models (*.pt *.safetensors)"))
        self._ask_for_path(dialog)

    @Slot()
    def _on_import_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a model"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._ask_for_path(dialog)

    def _ask_for_path(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self._on_path)
        open_once(dialog)

    @Slot(str)
    def _on_path(self, path: str) -> None:
        named = named_weights(Path(path), self._downloads.store.catalogue)
        others = (one for one in self._found if not _is_named(one, named.name))
        self._found = (named, *others)
        self._refresh()
        self.list.choose_entry(named)
        self._told.pop(named.name, None)
        self._downloads.import_(named.path, named.name)

    def showEvent(self, event: QShowEvent) -> None:
        """Stay on the screen."""
        super().showEvent(event)
        if not event.spontaneous():
            fit_to_screen(self)

    def done(self, result: int) -> None:
        """Stop looking around, however the dialog is closed; downloads go on."""
        self._finder.stop()
        super().done(result)


def _is_named(found: FoundWeights, name: str) -> bool:
    """Tell whether the person chose it to be imported under this name."""
    return found.found_by is FoundBy.PERSON and found.name == name


def _found_weights(
    environment: Mapping[str, str], catalogue: Catalogue, _cancel: CancelToken
) -> Iterator[tuple[FoundWeights, ...]]:
    yield find_weights(environment, catalogue)
