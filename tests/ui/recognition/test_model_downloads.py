from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from whisper_desktop.app.install_events import InstallRetried, InstallWaiting, Verified
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.store_jobs import ImportJob, InstallJob
from whisper_desktop.core.errors import ModelDownloadError, OfflineError
from whisper_desktop.ui.recognition.model_downloads import ModelDownloads, ModelWork, Phase, after


def phase(downloads: ModelDownloads, name: str) -> Phase | None:
    work = downloads.work_on(name)
    return work.phase if work else None


def arrive(qtbot: QtBot, downloads: ModelDownloads, name: str) -> None:
    """Wait until half of a model is here."""

    def is_half_here() -> bool:
        work = downloads.work_on(name)
        is_running = work is not None and work.phase is Phase.DOWNLOADING
        return is_running and work is not None and work.percent == 50

    qtbot.waitUntil(is_half_here)


def test_a_model_comes_with_progress(qtbot: QtBot, downloads: ModelDownloads, store: Any) -> None:
    assert downloads.work_on("base") is None
    downloads.install("base")
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    work = downloads.work_on("base")
    assert work is not None
    assert (work.source, work.total_bytes, work.bytes_per_second) == ("OpenAI", 200, 50.0)
    with qtbot.waitSignal(downloads.models_changed):
        store.may_go_on.set()
    assert downloads.work_on("base") is None
    assert store.begun == ["base"]
    assert store.path("base").exists()


def test_one_comes_after_the_other(qtbot: QtBot, downloads: ModelDownloads, store: Any) -> None:
    downloads.install("base")
    downloads.install("tiny")
    assert phase(downloads, "tiny") is Phase.WAITING
    store.may_go_on.set()
    qtbot.waitUntil(lambda: not downloads.work_on("base") and not downloads.work_on("tiny"))
    assert store.begun == ["base", "tiny"]


def test_a_download_is_paused_and_gone_on_with(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    downloads.pause("base")
    assert phase(downloads, "base") is Phase.PAUSED
    # At once again, while the thread may still be on its way out.
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    store.may_go_on.set()
    qtbot.waitUntil(lambda: downloads.work_on("base") is None)
    assert store.begun == ["base", "base"]


def test_a_pause_that_comes_too_late_is_none(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    store.is_deaf = True
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    downloads.pause("base")
    with qtbot.waitSignal(downloads.models_changed):
        store.may_go_on.set()
    assert downloads.work_on("base") is None


def test_a_pause_lets_the_next_one_come(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    downloads.install("tiny")
    downloads.pause("base")
    arrive(qtbot, downloads, "tiny")
    downloads.pause("small")
    downloads.pause("tiny")
    assert phase(downloads, "tiny") is Phase.PAUSED


def test_cancelling_deletes_what_has_arrived(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    downloads.cancel("base")
    assert phase(downloads, "base") is Phase.REMOVING
    downloads.install("base")
    qtbot.waitUntil(lambda: downloads.work_on("base") is None)
    assert store.partial_bytes("base") == 0
    assert store.begun == ["base"]


def test_what_an_earlier_day_left_counts_as_paused(downloads: ModelDownloads, store: Any) -> None:
    staging = store.home / "downloads" / "base.part"
    staging.mkdir(parents=True)
    (staging / "base.pt.part").write_bytes(b"123")
    work = downloads.work_on("base")
    assert work is not None
    assert (work.phase, work.done_bytes) == (Phase.PAUSED, 3)
    assert work.total_bytes


def test_a_failure_is_told_and_can_be_tried_again(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    store.error = ModelDownloadError("base", (("OpenAI", "no route"),))
    store.may_go_on.set()
    with qtbot.waitSignal(downloads.failed) as told:
        downloads.install("base")
    assert told.args == ["base", store.error]
    work = downloads.work_on("base")
    assert work is not None
    assert (work.phase, work.error) == (Phase.FAILED, store.error)
    store.error = None
    downloads.install("base")
    qtbot.waitUntil(lambda: downloads.work_on("base") is None)


def test_weights_that_are_opened_come_by_another_process(
    qtbot: QtBot, downloads: ModelDownloads, store: Any, recogniser: Any
) -> None:
    store.may_go_on.set()
    downloads.install("distil-large-v3")
    qtbot.waitUntil(lambda: downloads.work_on("distil-large-v3") is None)
    assert recogniser.jobs == [InstallJob("distil-large-v3")]


def test_models_are_imported_verified_and_removed(
    qtbot: QtBot, downloads: ModelDownloads, store: Any, recogniser: Any
) -> None:
    with qtbot.waitSignals([downloads.imported, downloads.models_changed]):
        downloads.import_(Path("own.pt"), "own")
    assert recogniser.jobs == [ImportJob(Path("own.pt"), "own")]
    with qtbot.waitSignal(downloads.verified) as told:
        downloads.verify("own")
        downloads.remove("own")
        assert downloads.work_on("own") is not None
    assert told.args is not None
    assert told.args[0].is_intact
    qtbot.waitUntil(lambda: downloads.work_on("own") is None)
    assert not (store.home / "models" / "own").exists()
    with qtbot.waitSignal(downloads.failed):
        downloads.remove("own")
    downloads.give_up()


def test_downloads_can_be_switched_off(qtbot: QtBot, downloads: ModelDownloads, store: Any) -> None:
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    with qtbot.waitSignal(downloads.models_changed):
        downloads.set_offline(True)
    downloads.set_offline(True)
    assert store.offline
    assert phase(downloads, "base") is Phase.PAUSED
    downloads.set_offline(False)
    assert not store.offline


def test_the_end_of_the_program_keeps_what_has_arrived(
    qtbot: QtBot, downloads: ModelDownloads, store: Any
) -> None:
    downloads.install("base")
    arrive(qtbot, downloads, "base")
    downloads.stop()
    assert store.partial_bytes("base") == 100


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (InstallWaiting("base"), (Phase.HELD_UP, "")),
        (InstallRetried("OpenAI", "time-out", 3.0), (Phase.WAITING, "OpenAI: time-out")),
        (Verified("OpenAI", is_published=True), (Phase.CHECKING, "")),
    ],
)
def test_what_happens_on_the_way_is_known(event: Any, expected: tuple[Phase, str]) -> None:
    work = after(ModelWork("base", Phase.WAITING), event)
    assert (work.phase, work.hitch) == expected


def test_a_download_is_refused_by_a_store_that_is_offline(
    qtbot: QtBot, window: QMainWindow, tmp_path: Path, recogniser: Any
) -> None:
    store = ModelStore(tmp_path / "home", offline=True)
    downloads = ModelDownloads(store, recogniser.run, window)
    with qtbot.waitSignal(downloads.failed) as told:
        downloads.install("distil-large-v3")
    assert told.args is not None
    assert isinstance(told.args[1], OfflineError)
    downloads.stop()
