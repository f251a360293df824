import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.queue import QueueOrder, new_entry
from whisper_desktop.app.queue_file import QueueFile
from whisper_desktop.ui.application import run
from whisper_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from whisper_desktop.__main__ import main
from whisper_desktop.ui.main_window import MainWindow

show = MainWindow.show
def told(window):
    show(window)
    QTimer.singleShot(300, tell)
def tell():
    heavy = {"torch", "av", "tiktoken", "pydub"}
    print(sorted(heavy & set(sys.modules)), flush=True)
    (QApplication.closeAllWindows if sys.argv[1:] == [] else int)()
MainWindow.show = told
sys.exit(main())
"""


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "WHISPER_DESKTOP_HOME": str(home),
    }
    command = [sys.executable, "-c", TELL, *words]
    return subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def test_the_window_opens_without_what_is_heavy_and_closes(tmp_path: Path) -> None:
    with start(tmp_path / "home") as child:
        heavy, _ = child.communicate(timeout=60)
    assert heavy == "[]\n"
    assert child.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_request_to_terminate_keeps_the_work(tmp_path: Path) -> None:
    subtitles = tmp_path / "talk.srt"
    subtitles.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n", encoding="utf-8")
    with start(tmp_path / "home", str(subtitles)) as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=60) == 143


def test_the_program_runs_until_its_window_is_closed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    subtitles = tmp_path / "talk.srt"
    subtitles.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello\n", encoding="utf-8")
    queue = QueueFile(app_paths(os.environ).home)
    queue.change(lambda _: (new_entry(QueueOrder(tmp_path / "later.wav")),))
    titles, notices = list[str](), list[str]()
    ours = qapp.applicationDisplayName()

    def close() -> None:
        (window,) = (one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow))
        titles.append(window.windowTitle())
        notices.extend(notice.topic for notice in window.notices.notices)
        window.close()
        qapp.exit()

    monkeypatch.setattr("whisper_desktop.ui.application.QApplication", lambda _words: qapp)
    monkeypatch.setattr("whisper_desktop.ui.application.install_translations", lambda *_: "en")
    hook = sys.excepthook
    # Qt would post a wish to quit that the loops of later tests obey.
    qapp.setQuitOnLastWindowClosed(False)
    QTimer.singleShot(1_500, close)
    assert run([subtitles]) == 0
    # Qt would write it behind the title of every dialog, which small ones have no room for.
    assert qapp.applicationDisplayName() in {ours, qapp.applicationName()}
    assert titles == ["talk[*] — Whisper Desktop"]
    assert notices == ["queue"]
    assert sys.excepthook in {hook, sys.__excepthook__}
    qapp.setQuitOnLastWindowClosed(True)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
