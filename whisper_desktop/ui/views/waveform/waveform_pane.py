"""The pane with the sound, the segments on it and the overview of the whole recording."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from whisper_desktop.app.media_facts import MediaFacts
from whisper_desktop.app.media_peaks import PeaksCache, PeaksGrew, PeaksReady
from whisper_desktop.core.errors import WhisperDesktopError
from whisper_desktop.ui.editing import EditingController
from whisper_desktop.ui.views.waveform.canvas import WaveformCanvas
from whisper_desktop.ui.views.waveform.description import WaveformDescription
from whisper_desktop.ui.views.waveform.keys import WaveformKeys
from whisper_desktop.ui.views.waveform.minimap import Minimap
from whisper_desktop.ui.views.waveform.navigation import WaveformNavigation
from whisper_desktop.ui.views.waveform.peaks_loader import PeaksLoader
from whisper_desktop.ui.views.waveform.pointer import WaveformPointer
from whisper_desktop.ui.views.waveform.spectrogram_painter import SpectrogramPainter
from whisper_desktop.ui.views.waveform.wave_painter import WaveSource
from whisper_desktop.ui.views.waveform.waveform_state import WaveformOptions, WaveformState

_LOUD = 0.9
"""How high the loudest sample is painted where a recording is quiet."""
_QUIET_PEAK, _LEAST_PEAK = 0.7, 0.05


class WaveformPane(QWidget):
    """Shows one recording, or segments without one; call `stop` before the window goes."""

    activated = Signal()
    """A span became a segment, or one was double-clicked or got Enter: its text is meant."""
    context_requested = Signal(object)
    """A menu is wanted: a `ContextPlace`."""
    previewed = Signal(object)
    """The segments that a drag would change as they would be, a tuple of Cue; empty at its end."""
    peaks_ready = Signal(object)
    """The sound is known as a whole: a `PeaksReady`."""
    options_changed = Signal()

    def __init__(
        self, editing: EditingController, cache: PeaksCache, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cache = cache
        self._facts: MediaFacts | None = None
        self._track: int | None = None
        self._loader: PeaksLoader | None = None
        self._spectrogram: SpectrogramPainter | None = None
        self._wants_spectrogram = False
        self.state = WaveformState(editing, self)
        self.canvas = WaveformCanvas(self.state, self)
        self.minimap = Minimap(self.state, self)
        self.navigation = WaveformNavigation(self.state, self.canvas)
        self._pointer = WaveformPointer(self.state, self.canvas)
        self._keys = WaveformKeys(self.state, self.navigation, self._pointer)
        self._description = WaveformDescription(self.state, self.canvas)
        self._tools = QHBoxLayout()
        self._arrange()
        self._connect(editing)
        self._say_nothing_is_open()

    @property
    def options(self) -> WaveformOptions:
        """How times are changed by dragging."""
        return self.state.options

    @property
    def has_spectrogram(self) -> bool:
        """Whether frequencies are wanted instead of the outline."""
        return self._wants_spectrogram

    @property
    def notice(self) -> str:
        """The sentence that is shown over the waveform; empty when there is nothing to say."""
        return self.canvas.notice

    def set_options(self, options: WaveformOptions) -> None:
        """Drag in another way from now on."""
        self.state.set_options(options)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """Put buttons for actions beside the overview, instead of those that were there."""
        while (item := self._tools.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.text().replace("&", ""))
            self._tools.addWidget(button)

    def set_media(self, path: Path, facts: MediaFacts, track: int | None = None) -> None:
        """Show a track (counted from 1, None for the default one) of a recording, as it is read."""
        self.stop()
        is_same = self._facts is not None and self._facts.path == path
        self._facts, self._track = facts, track
        fps = None if facts.picture is None else facts.picture.fps
        self.state.set_media(facts.duration_ms, fps)
        self.canvas.set_amplitude(1.0)
        if not is_same:
            self.canvas.show_beginning()
        if not facts.has_audio:
            self._say(self.tr("There is no sound in {0}").format(path.name))
        else:
            self._load(path, track)
        self.navigation.show_current()

    def show_sound(self, source: WaveSource | None) -> None:
        """Show a sound that is there already, or none."""
        self.canvas.set_source(source)
        self.minimap.set_source(source)

    def clear_media(self) -> None:
        """Show segments only."""
        self.stop()
        self._facts = None
        self.state.set_media(None, None)
        self._say_nothing_is_open()

    @Slot(bool)
    def set_spectrogram(self, is_wanted: bool) -> None:
        """Show frequencies, or the outline."""
        self._wants_spectrogram = is_wanted
        self._drop_spectrogram()
        self._show_spectrogram()

    def stop(self) -> None:
        """Let go of the recording, and wait for the threads that read it."""
        self._drop_spectrogram()
        if self._loader is not None:
            self._loader.stop()
            self._loader.deleteLater()
            self._loader = None
        self.show_sound(None)

    def _arrange(self) -> None:
        self._tools.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.minimap, 1)
        top.addLayout(self._tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)

    def _connect(self, editing: EditingController) -> None:
        self._pointer.activated.connect(self.activated)
        self._pointer.context_requested.connect(self.context_requested)
        self._pointer.previewed.connect(self.previewed)
        self._keys.activated.connect(self.activated)
        self.state.options_changed.connect(self.options_changed)
        self.canvas.view_changed.connect(self._on_view_changed)
        self.minimap.place_requested.connect(self._on_place_requested)
        editing.selection_changed.connect(self._on_selection_changed)

    def _load(self, path: Path, track: int | None) -> None:
        loader = self._loader = PeaksLoader(path, track, self._cache, self)
        loader.grew.connect(self._on_grew)
        loader.ready.connect(self._on_ready)
        loader.failed.connect(self._on_failed)
        self.show_sound(loader.pyramid)
        self._say(self.tr("Reading the sound…"))
        loader.start()
        self._show_spectrogram()

    def _show_spectrogram(self) -> None:
        facts = self._facts
        if not self._wants_spectrogram or facts is None or self._loader is None:
            return
        # The library of colours and the FFT are loaded with the first spectrogram.
        from whisper_desktop.app.media_spectrogram import Spectrogram

        spectrogram = Spectrogram(facts.path, self._track, self.state.total_ms)
        self._spectrogram = SpectrogramPainter(spectrogram, self)
        self._spectrogram.changed.connect(self.canvas.repaint_all)
        self._spectrogram.failed.connect(self._on_failed)
        self.canvas.set_spectrogram(self._spectrogram)

    def _drop_spectrogram(self) -> None:
        if self._spectrogram is not None:
            self.canvas.set_spectrogram(None)
            self._spectrogram.stop()
            self._spectrogram.deleteLater()
            self._spectrogram = None

    def _say(self, text: str) -> None:
        self.canvas.set_notice(text)

    def _say_nothing_is_open(self) -> None:
        self._say(self.tr("Open a recording to see its sound here"))

    @Slot(object)
    def _on_grew(self, event: PeaksGrew) -> None:
        if event.total_ms:
            percent = min(100 * event.done_ms // event.total_ms, 99)
            self._say(self.tr("Reading the sound… {0} %").format(percent))
        if self.state.total_ms < event.done_ms:
            self.state.set_media(event.done_ms, self.state.fps)
        self.canvas.repaint_all()
        self.minimap.repaint_all()

    @Slot(object)
    def _on_ready(self, event: PeaksReady) -> None:
        facts, loader = self._facts, self._loader
        if facts is None or loader is None:
            return
        # A header may promise more than there is; a picture may outlast the sound.
        picture_ms = (facts.duration_ms or 0) if facts.has_video else 0
        self.state.set_media(max(event.duration_ms, picture_ms), self.state.fps)
        peak = loader.pyramid.peak
        if 0 < peak < _QUIET_PEAK and self.canvas.amplitude == 1.0:
            self.canvas.set_amplitude(_LOUD / max(peak, _LEAST_PEAK))
        words = self.tr("{0} was still changing while it was read: open it again to see all of it")
        self._say("" if event.is_settled else words.format(facts.path.name))
        self.canvas.repaint_all()
        self.minimap.repaint_all()
        self.peaks_ready.emit(event)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        name = "" if self._facts is None else self._facts.path.name
        reason = getattr(error, "reason", "")
        if isinstance(error, WhisperDesktopError) and reason:
            self._say(self.tr("The sound of {0} cannot be read: {1}").format(name, reason))
        else:
            self._say(self.tr("The sound of {0} cannot be read").format(name))

    @Slot()
    def _on_view_changed(self) -> None:
        self.minimap.set_view(self.canvas.scale)

    @Slot(float)
    def _on_place_requested(self, time_ms: float) -> None:
        self.canvas.set_scale(self.canvas.scale.centred_on(time_ms))

    @Slot()
    def _on_selection_changed(self) -> None:
        # What the pointer chooses is in view, and must not move away below it.
        if not self.state.is_held:
            self.navigation.show_current()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs."""
        self.stop()
        super().closeEvent(event)
