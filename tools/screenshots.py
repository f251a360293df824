"""Draw every main state of the window into docs/screenshots, without a screen.

Each picture is made in a process of its own, with a home folder of its own, in which only the
installed models are those of the person: some pictures show the model "base" at work. Call it with
the names of pictures to make only these.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
from PySide6.QtCore import QLocale, QPoint, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from whisper_desktop.app.editor_settings import ColorScheme, EditorSettings
from whisper_desktop.app.paths import app_paths
from whisper_desktop.app.recent import RecentFiles
from whisper_desktop.app.settings import Settings, load_settings, save_settings
from whisper_desktop.core.document import Document
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.resources import resource
from whisper_desktop.core.segment import Defence, Evidence
from whisper_desktop.core.timecode import TimeSpan
from whisper_desktop.core.verbs.recipes import set_recipe
from whisper_desktop.core.verbs.translation import set_translation
from whisper_desktop.ui.dialogs.preflight_panel import PreflightPanel
from whisper_desktop.ui.dialogs.transcribe_dialog import TranscribeDialog
from whisper_desktop.ui.translators import install_translations
from whisper_desktop.ui.views.doubts_dock import DoubtsDock
from whisper_desktop.ui.views.find_bar import FindBar
from whisper_desktop.ui.views.queue_dock import QueueDock
from whisper_desktop.ui.wiring import Workplace, build

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
SMALL, LARGE = (1280, 720), (1920, 1080)
FPS, PICTURE_PX = 25, (640, 360)
REPEATS = 5
"""How often the sample is heard in the film."""
SETTLE_MS, LIMIT_S = 1_800, 240
SHADE = "#80000000"

ENGLISH = (
    (400, 2_400, "The harbor was quiet that morning,\nand the boats lay still."),
    (2_600, 5_000, "Nobody expected what would happen before noon, and nobody was ready."),
    (5_200, 5_600, "Um, well."),
    (5_500, 8_900, "The fishermen had gone out\nhours before sunrise."),
    (9_600, 11_600, "“Come back before the storm,”\nthe old man had said."),
    (11_700, 14_200, "But the sea was calm,\nand the sky was clear."),
    (14_300, 17_900, "Then the wind turned."),
    (18_800, 21_000, "Nobody spoke.\nEverybody looked at the water."),
    (21_200, 23_400, "It was the longest hour of that year."),
)
GERMAN = (
    (400, 2_400, "Der Hafen war still an jenem Morgen,\nund die Boote lagen ruhig."),
    (2_600, 5_000, "Niemand ahnte, was noch vor Mittag geschehen würde."),
    (5_200, 8_900, "Die Fischer waren Stunden vor Sonnenaufgang\nhinausgefahren."),
    (9_600, 11_600, "„Kommt vor dem Sturm zurück“,\nhatte der Alte gesagt."),
    (11_700, 14_200, "Donaudampfschifffahrtsgesellschaftskapitän"),
)
ARABIC = (
    (400, 2_400, "كان الميناء هادئًا في ذلك الصباح،\nوكانت القوارب ساكنة."),
    (2_600, 5_000, "لم يتوقع أحد ما سيحدث قبل الظهر."),
    (5_200, 8_900, "كان الصيادون قد خرجوا قبل الشروق بساعات."),
    (9_600, 11_600, "«عودوا قبل العاصفة» قال العجوز."),
)
JAPANESE = (
    (400, 2_400, "その朝、港は静かだった。\n船も動かなかった。"),
    (2_600, 5_000, "昼前に何が起こるか、誰も知らなかった。"),
    (5_200, 8_900, "漁師たちは日の出の何時間も前に\n海へ出ていた。"),
    (9_600, 11_600, "「嵐の前に戻れ」と老人は言った。"),
)
Rows = Sequence[tuple[int, int, str]]
Act = Callable[[Workplace], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """One state of the window; `rows` None is the empty window, `media` is the file to open."""

    rows: Rows | None = ENGLISH
    has_picture: bool = True
    act: Act = lambda _workplace: None
    size: tuple[int, int] = SMALL
    scheme: ColorScheme = ColorScheme.LIGHT
    scale: int = 1
    until: Callable[[Workplace], bool] = lambda _workplace: True
    """Whether what is waited for is there."""


def main(names: Sequence[str]) -> int:
    """Make the pictures, or those that are named; return the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    models = app_paths(os.environ).home / "models"
    with tempfile.TemporaryDirectory() as folder:
        film = make_film(Path(folder) / "harbor.mp4")
        for name in names or PICTURES:
            with tempfile.TemporaryDirectory() as home:
                if models.exists():
                    Path(home, "models").symlink_to(models, target_is_directory=True)
                environment = os.environ | {
                    "QT_QPA_PLATFORM": "offscreen",
                    "QT_SCALE_FACTOR": str(PICTURES[name].scale),
                    "QT_LOGGING_RULES": "qt.multimedia.*=false;qt.qpa.*=false",
                    "HOME": home,
                    "WHISPER_DESKTOP_HOME": home,
                }
                command = [sys.executable, __file__, "--one", name, str(film)]
                subprocess.run(command, env=environment, check=True, timeout=LIMIT_S)
            print(FOLDER / f"{name}.png")
    return 0


def make_film(path: Path) -> Path:
    """Write a film of a sun over the sea, with the sample speech again and again."""
    with av.open(str(resource("samples/harbor.flac"))) as source:
        rate_hz = source.streams.audio[0].rate
        speech = np.concatenate([frame.to_ndarray()[0] for frame in source.decode(audio=0)])
    sound = np.tile(speech, REPEATS)
    with av.open(str(path), "w") as film:
        picture = film.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        picture.width, picture.height = PICTURE_PX
        picture.pix_fmt = "yuv420p"
        voice = film.add_stream("aac", rate=rate_hz, layout="mono")
        for number in range(len(sound) * FPS // rate_hz):
            frame = av.VideoFrame.from_ndarray(_painted(number), format="rgb24")
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
        for first in range(0, len(sound), 1_024):
            block = sound[None, first : first + 1_024]
            piece = av.AudioFrame.from_ndarray(block, format="s16", layout="mono")
            piece.sample_rate, piece.pts = rate_hz, first
            film.mux(voice.encode(piece))
        film.mux(voice.encode())
    return path


def _painted(number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    width, height = PICTURE_PX
    y, x = np.mgrid[0:height, 0:width]
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0] = 40 + x * 80 // width
    image[..., 1] = 60 + y * 90 // height
    image[..., 2] = 110 + y * 60 // height
    sun_x = width // 5 + number % width
    image[(y - 200) ** 2 + (x - sun_x) ** 2 < 2_500] = (230, 200, 120)
    image[260:] = (30, 60, 80)
    return image


def draw(name: str, film: Path) -> None:
    """Make one picture in this process."""
    picture = PICTURES[name]
    paths = app_paths(os.environ)
    editor = EditorSettings(color_scheme=picture.scheme)
    save_settings(paths.settings_file, Settings(editor=editor))
    if picture.rows is None:
        _remember_files(paths.home)
    application = QApplication(sys.argv[:1])
    install_translations(application, QLocale("en"))
    workplace = build(application, paths, load_settings(paths.settings_file))
    workplace.window.resize(*picture.size)
    workplace.window.show()
    if picture.rows is not None:
        media = film if picture.has_picture else resource("samples/harbor.flac")
        subtitles = paths.home / "harbor.srt"
        subtitles.write_text(_srt(picture.rows), encoding="utf-8")
        workplace.opening.open([subtitles, media])
    QTimer.singleShot(SETTLE_MS, lambda: _act(workplace, picture))
    waiting = QTimer(workplace.window)
    waiting.setInterval(SETTLE_MS)

    def look() -> None:
        if picture.until(workplace):
            waiting.stop()
            QTimer.singleShot(SETTLE_MS, lambda: _save(workplace, FOLDER / f"{name}.png"))

    waiting.timeout.connect(look)
    waiting.start()
    application.exec()


def _act(workplace: Workplace, picture: Picture) -> None:
    if picture.rows is not None:
        workplace.editing.select_rows([1])
        workplace.editing.seek_requested.emit(3_400)
    picture.act(workplace)


def _save(workplace: Workplace, path: Path) -> None:
    image = workplace.window.grab()
    for dialog in workplace.window.findChildren(QDialog):
        if dialog.isVisible():
            _put_over(image, dialog.grab())
    image.save(str(path))
    workplace.closing.end()
    QApplication.exit()


def _put_over(image: QPixmap, dialog: QPixmap) -> None:
    painter = QPainter(image)
    ratio = image.devicePixelRatio()
    painter.fillRect(image.rect(), QColor(SHADE))
    room = (image.deviceIndependentSize() - dialog.deviceIndependentSize()) / 2
    painter.drawPixmap(QPoint(round(room.width()), round(room.height())), dialog)
    painter.end()
    image.setDevicePixelRatio(ratio)


def _srt(rows: Rows) -> str:
    def clock(time_ms: int) -> str:
        return f"00:00:{time_ms // 1_000:02},{time_ms % 1_000:03}"

    cues = enumerate(rows, start=1)
    return "\n".join(f"{n}\n{clock(a)} --> {clock(b)}\n{text}\n" for n, (a, b, text) in cues)


def _remember_files(home: Path) -> None:
    recent = RecentFiles(home / "recent.json")
    for name in ("lecture 12.mp4", "interview with Ms Okafor.wav", "harbor.srt", "harbor.wdproj"):
        path = home / "films" / name
        path.parent.mkdir(exist_ok=True)
        if "lecture" not in name:
            path.touch()
        recent.add(path)


def _action(*names: str) -> Act:
    def act(workplace: Workplace) -> None:
        for name in names:
            workplace.window.actions_by_name[name].trigger()

    return act


def _replace(workplace: Workplace) -> None:
    _action("replace")(workplace)
    (bar,) = workplace.window.findChildren(FindBar)
    bar.find_text.setText("nobody")
    bar.replace_text.setText("no one")
    bar.preview_button.setChecked(True)


def _some_edits(workplace: Workplace) -> None:
    editing = workplace.editing
    _action("history", "wrap", "later", "later")(workplace)
    editing.select_rows([2])
    _action("delete", "select-all", "extend")(workplace)
    editing.select_rows([3])


def _recipes(workplace: Workplace) -> None:
    editing = workplace.editing
    editing.perform(set_recipe(editing.document, [2], RecipeOverride("nl")))
    editing.perform(set_recipe(editing.document, [3], RecipeOverride("de", Task.TRANSLATE)))
    editing.select_rows([2])
    _action("recipe-rows")(workplace)


def _translation(workplace: Workplace) -> None:
    editing = workplace.editing
    # The German rows leave one of the English out.
    for row, number in enumerate((0, 1, 3, 4)):
        editing.perform(set_translation(editing.document, row, ENGLISH[number][2]))
    editing.select_rows([1])


def _doubts(workplace: Workplace) -> None:
    editing = workplace.editing
    sure = Evidence(-0.2, 0.02, 1.3, 0.0, 0.98, 0.94, 0.71, 2.4)
    unsure = replace(sure, avg_logprob=-0.9, mean_word_prob=0.31, min_word_prob=0.06)
    invented = replace(unsure, no_speech_prob=0.8, speech_share=0.05, defences=tuple(Defence)[:2])
    known = {1: unsure, 5: invented, 7: replace(unsure, mean_word_prob=0.4)}
    cues = [replace(cue, evidence=known.get(row, sure)) for row, cue in enumerate(editing.document)]
    editing.load(Document(cues))
    workplace.window.actions_by_name["doubts"].setChecked(True)
    [dock] = workplace.window.findChildren(DoubtsDock)
    dock.board.set_speech([TimeSpan(24_300, 27_900), TimeSpan(31_000, 33_500)])
    dock.go(1)


def _run(workplace: Workplace) -> None:
    _action("select-all", "delete", "transcribe")(workplace)
    (dialog,) = workplace.window.findChildren(TranscribeDialog)
    dialog.accept()


def _again(workplace: Workplace) -> None:
    workplace.editing.select_rows([0, 3])
    _action("again")(workplace)


def _queue(workplace: Workplace) -> None:
    """Let three recordings wait, and the first of them be none."""
    film = workplace.session.media
    assert film is not None
    folder = Path(os.environ["WHISPER_DESKTOP_HOME"], "films")
    folder.mkdir()
    recordings = [folder / f"{name}.mp4" for name in ("broken", "harbor", "lecture 12")]
    recordings[0].write_bytes(b"not a film")
    for recording in recordings[1:]:
        recording.symlink_to(film.path)
    _action("queue")(workplace)
    (dock,) = workplace.window.findChildren(QueueDock)
    dock.runner.add(recordings)
    QTimer.singleShot(SETTLE_MS, lambda: dock.runner.set_going(True))


def _is_queue_at_work(workplace: Workplace) -> bool:
    (dock,) = workplace.window.findChildren(QueueDock)
    return any(entry.done_ms for entry in dock.runner.entries)


def _has_rows(workplace: Workplace) -> bool:
    return len(workplace.editing.document) > 0


def _has_estimate(workplace: Workplace) -> bool:
    (panel,) = workplace.window.findChildren(PreflightPanel)
    return "Estimating" not in panel.time.text()


def _has_failed(workplace: Workplace) -> bool:
    """Kill the recogniser once rows came, and tell whether that was noticed."""
    if _has_rows(workplace):
        for children in Path("/proc/self/task").glob("*/children"):
            for process_id in map(int, children.read_text(encoding="ascii").split()):
                os.kill(process_id, signal.SIGKILL)
    return workplace.window.actions_by_name["go-on-run"].isEnabled()


def _has_proposals(workplace: Workplace) -> bool:
    return workplace.window.actions_by_name["accept-all"].isEnabled()


PLAIN = Picture()
DARK = Picture(scheme=ColorScheme.DARK)
PICTURES: Mapping[str, Picture] = {
    "empty": Picture(rows=None),
    "editing": PLAIN,
    "editing-large": replace(PLAIN, size=LARGE),
    "audio-only": Picture(rows=ENGLISH[:4], has_picture=False),
    "spectrogram": replace(PLAIN, act=_action("spectrogram")),
    "findings": replace(PLAIN, act=_action("findings")),
    "doubts": replace(PLAIN, act=_doubts),
    "dark-doubts": replace(DARK, act=_doubts),
    "find-and-replace": replace(PLAIN, act=_replace),
    "history": replace(PLAIN, act=_some_edits),
    "settings": replace(PLAIN, act=_action("settings")),
    "keys": replace(PLAIN, act=_action("keys")),
    "export": replace(PLAIN, act=_action("export")),
    "stretch": replace(PLAIN, act=_action("stretch")),
    "pre-flight": replace(PLAIN, act=_action("transcribe"), until=_has_estimate),
    "running": replace(PLAIN, act=_run, until=_has_rows),
    "error": replace(PLAIN, act=_run, until=_has_failed),
    "recipes": replace(PLAIN, act=_recipes),
    "comparison": replace(PLAIN, act=_again, until=_has_proposals),
    "translation": Picture(rows=GERMAN, act=_translation),
    "queue": replace(PLAIN, act=_queue, until=_is_queue_at_work),
    "models": replace(PLAIN, act=_action("models")),
    "dark-recipes": replace(DARK, act=_recipes),
    "dark-comparison": replace(DARK, act=_again, until=_has_proposals),
    "dark": DARK,
    "dark-large": replace(DARK, size=LARGE),
    "dark-settings": replace(DARK, act=_action("keys")),
    "dark-empty": Picture(rows=None, scheme=ColorScheme.DARK),
    "scale-200": replace(PLAIN, scale=2),
    "german": Picture(rows=GERMAN),
    "arabic": Picture(rows=ARABIC),
    "japanese": Picture(rows=JAPANESE),
}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        draw(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
