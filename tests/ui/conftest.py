"""What every test of the window gets: no screen, and no thread or timer that outlives it."""

import gc
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale, Qt, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from whisper_desktop.app.install_events import (
    Installed,
    InstallEvent,
    InstallProgress,
    InstallStarted,
)
from whisper_desktop.app.machine import (
    DevicesJob,
    MachineFacts,
    MachineFound,
    SpeedJob,
    SpeedMeasured,
)
from whisper_desktop.app.model_manifest import Manifest, Origin, WeightsLayout
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.project_draft import DraftFolder
from whisper_desktop.app.recognition_jobs import RecognitionJob
from whisper_desktop.app.settings import Settings
from whisper_desktop.app.store_jobs import ImportJob, InstallJob
from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.asr.precision import CpuFacts, GpuFamilyFacts
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.checks import Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.presets import Preset
from whisper_desktop.core.segment import Evidence
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.models.cue_table_model import CueTableModel
from whisper_desktop.ui.models.findings_board import FindingsBoard
from whisper_desktop.ui.preferences import Preferences
from whisper_desktop.ui.recognition.devices import Devices
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads
from whisper_desktop.ui.recognition.run_advice import RunAdvice
from whisper_desktop.ui.session import Session
from whisper_desktop.ui.views.table.cue_table import CueTable

_RULES = Rules(Preset("custom", max_line_characters=20, max_cps=20), "en")
_USES_QT = frozenset({"qtbot", "qapp"})


@pytest.fixture(autouse=True)
def _no_running_qthreads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a QThread at work; Qt would abort when it is collected."""
    yield
    if not _USES_QT.intersection(request.fixturenames):
        return
    # isinstance() would ask proxies for their class, and some of them do work then.
    threads = [found for found in gc.get_objects() if issubclass(type(found), QThread)]
    running = [thread for thread in threads if isValid(thread) and thread.isRunning()]
    others = [thread for thread in running if thread is not QThread.currentThread()]
    assert not others, f"QThreads left running: {others}"


@pytest.fixture(autouse=True)
def _released_buttons(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let go of the mouse after a test, for others wait for that; QTest's double click does not."""
    yield
    if _USES_QT.intersection(request.fixturenames):
        for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            if QGuiApplication.mouseButtons() & button:
                QTest.mouseRelease(QWidget(), button)


@pytest.fixture
def english_numbers(qapp: QApplication) -> Iterator[None]:
    """Write numbers as the English do, whatever the machine is set to."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def preferences(window: QMainWindow, tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.json", Settings(), window)


@pytest.fixture
def editing(qtbot: QtBot) -> EditingController:
    """Four rows that keep and break the rules of the board."""
    return EditingController(
        Document(
            [
                Cue(1, 1_000, 3_500, "Good morning."),
                Cue(2, 3_000, 5_000, "Two\nlines"),
                Cue(3, 3_700_000, 3_701_000, "A line that is far too long to be read"),
                Cue(4, 3_702_000, 3_702_000, "مرحبا"),
            ]
        )
    )


@pytest.fixture
def doubtful_rows() -> Document:
    """Four recognised rows; in the second the recogniser was unsure, the fourth is invented."""
    sure = Evidence(-0.2, 0.01, 1.2, 0.0, 1.0, 0.95, 0.8, 2.5)
    unsure = replace(sure, avg_logprob=-0.9, mean_word_prob=0.2, min_word_prob=0.05)
    invented = replace(unsure, no_speech_prob=0.9, speech_share=0.0)
    rows = (
        ("Good morning.", sure),
        ("Godd mourning", unsure),
        ("How are you?", sure),
        ("Thanks for watching!", invented),
    )
    return Document(
        Cue(uid, 3_000 * uid - 3_000, 3_000 * uid - 1_000, text, evidence=evidence)
        for uid, (text, evidence) in enumerate(rows, 1)
    )


@pytest.fixture
def session(editing: EditingController, window: QMainWindow, tmp_path: Path) -> Iterator[Session]:
    """A session that the test begins with what it needs."""
    session = Session(editing, DraftFolder(tmp_path / "drafts"), window)
    yield session
    session.leave(keep_draft=False)


@pytest.fixture
def board(editing: EditingController) -> FindingsBoard:
    return FindingsBoard(editing, _RULES)


@pytest.fixture
def model(editing: EditingController, board: FindingsBoard) -> CueTableModel:
    model = CueTableModel(editing, board)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


@pytest.fixture
def table(editing: EditingController, model: CueTableModel, qtbot: QtBot) -> CueTable:
    """Return the table of the rows, on the screen."""
    table = CueTable(editing, model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    with qtbot.waitExposed(table):
        table.show()
    return table


class StoreAtHand(ModelStore):
    """A store whose downloads bring a hundred bytes, and go on when the test lets them."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.may_go_on = threading.Event()
        self.error: Exception | None = None
        self.is_deaf = False
        """Whether a download goes on although it was asked to stop."""
        self.begun: list[str] = []

    def put(self, name: str, language_count: int | None = None) -> None:
        """Have a model installed."""
        folder = self.home / "models" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "model.bin").write_bytes(b"1")
        origin = Origin(name, "imported", "", WeightsLayout.CTRANSLATE2, language_count)
        Manifest.of_files([folder / "model.bin"], origin, CancelToken()).write(folder)

    def install(self, name: str, cancel: CancelToken | None = None) -> Iterator[InstallEvent]:
        self.begun.append(name)
        yield InstallStarted(name, "OpenAI", 200)
        partial = self.home / "downloads" / f"{name}.part" / "openai" / "file"
        partial.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(bytes(100))
        yield InstallProgress(100, 200, 50.0)
        while not self.may_go_on.wait(0.01):
            if cancel is not None and not self.is_deaf:
                cancel.raise_if_cancelled()
        if self.error is not None:
            raise self.error
        self.discard_download(name)
        self.put(name)
        yield Installed(name, self.home / "models" / name)


class FakeRecogniser:
    """Stands in for the recogniser's process, and does what a window may ask of it."""

    def __init__(self, store: StoreAtHand) -> None:
        self._store = store
        self.facts = MachineFacts(
            CpuFacts("EPYC", 8_000_000_000, "int8 products are wrong here"),
            GpuFamilyFacts(absence="this PyTorch was built without CUDA"),
            GpuFamilyFacts(absence="there is no Mac"),
        )
        self.error: Exception | None = None
        self.jobs: list[RecognitionJob] = []

    def run(self, job: RecognitionJob, cancel: CancelToken) -> Iterator[object]:
        self.jobs.append(job)
        if self.error is not None:
            raise self.error
        match job:
            case DevicesJob():
                yield MachineFound(self.facts)
            case SpeedJob():
                speed = MatrixSpeed(4e10, 2e10, 2e-6)
                yield SpeedMeasured(job.device, job.precision, speed)
            case ImportJob():
                self._store.put(job.name)
                yield next(one for one in self._store.list() if one.name == job.name)
            case InstallJob():
                yield from self._store.install(job.name, cancel)


@pytest.fixture
def store(tmp_path: Path) -> StoreAtHand:
    return StoreAtHand(tmp_path / "models-home")


@pytest.fixture
def recogniser(store: StoreAtHand) -> FakeRecogniser:
    return FakeRecogniser(store)


@pytest.fixture
def downloads(
    window: QMainWindow, store: StoreAtHand, recogniser: FakeRecogniser
) -> Iterator[ModelDownloads]:
    downloads = ModelDownloads(store, recogniser.run, window)
    yield downloads
    downloads.stop()


@pytest.fixture
def devices(window: QMainWindow, recogniser: FakeRecogniser) -> Iterator[Devices]:
    devices = Devices(recogniser.run, window, free_bytes=lambda: 2_000_000_000)
    yield devices
    devices.stop()


@pytest.fixture
def advice(
    window: QMainWindow, devices: Devices, downloads: ModelDownloads, tmp_path: Path
) -> RunAdvice:
    environment = {"WHISPER_DESKTOP_HOME": str(tmp_path / "advice-home")}
    preferences = Preferences(tmp_path / "advice-home" / "settings.json", Settings(), window)
    return RunAdvice(preferences, devices, downloads, app_paths(environment), environment)


@pytest.fixture
def known_machine(qtbot: QtBot, devices: Devices) -> Callable[[], None]:
    """Wait until nothing about the machine is being found out."""

    def wait() -> None:
        qtbot.waitUntil(lambda: devices.machine.facts is not None and not devices.is_looking)

    return wait
