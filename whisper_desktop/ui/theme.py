"""Colours: the palettes of a light and a dark window, and what the panes paint in which colour."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from whisper_desktop.app.editor_settings import ColorScheme

_DARK_BELOW_LIGHTNESS = 128
_EDGED = (
    *("QCheckBox", "QRadioButton", "QToolButton"),
    *("QLineEdit", "QAbstractSpinBox", "QComboBox", "QPlainTextEdit"),
)
"""Controls that Fusion draws with an edge in which they are hardly to be seen."""
_FUSION_DARKENS = 1.4
"""How much darker than a window Fusion draws an edge in it."""


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of one scheme, by what they are for; `colors_of` finds them for a widget."""

    window: str
    base: str
    alternate: str
    button: str
    border: str
    edge: str
    """Around what is ticked, typed into or pressed: told from the window by 3:1, as WCAG asks."""
    text: str
    dim_text: str
    accent: str
    accent_text: str
    link: str
    focus: str
    """Around the control that has the focus."""
    problem: str
    """Text and icons of a broken rule."""
    problem_tint: str
    """Behind a cell that breaks a rule."""
    good: str
    match: str
    """Behind what was searched for, on a selected row, too."""
    match_text: str
    wave_background: str
    wave: str
    wave_selected: str
    segment: str
    """Behind the sound of a segment; has transparency."""
    segment_selected: str
    segment_text: str
    segment_start: str
    segment_end: str
    playhead: str
    ruler_text: str
    grid: str


LIGHT = Colors(
    window="#f2f3f5",
    base="#ffffff",
    alternate="#f7f8fa",
    button="#fbfbfc",
    border="#c3c8d0",
    edge="#747b86",
    text="#1b1f24",
    dim_text="#59616c",
    accent="#1f66b5",
    accent_text="#ffffff",
    link="#1f66b5",
    focus="#1f66b5",
    problem="#a3360f",
    problem_tint="#fbe3d6",
    good="#1d6b3c",
    match="#ffd34d",
    match_text="#1b1f24",
    wave_background="#20252c",
    wave="#6f93b8",
    wave_selected="#f2c26b",
    segment="#247aa8d8",
    segment_selected="#4df2c26b",
    segment_text="#eef2f6",
    segment_start="#69c58b",
    segment_end="#e08c80",
    playhead="#ffffff",
    ruler_text="#c2cad4",
    grid="#39414b",
)
DARK = Colors(
    window="#282b31",
    base="#1a1c20",
    alternate="#1f2226",
    button="#373b43",
    border="#565d69",
    edge="#838b98",
    text="#e6e9ed",
    dim_text="#a5adb8",
    accent="#2f6db5",
    accent_text="#ffffff",
    link="#82b6f2",
    focus="#82b6f2",
    problem="#f4a27c",
    problem_tint="#4a2a1c",
    good="#7fcf9c",
    match="#e8c04a",
    match_text="#1b1f24",
    wave_background="#14171b",
    wave="#5f83a8",
    wave_selected="#e3b257",
    segment="#1f7aa8d8",
    segment_selected="#45e3b257",
    segment_text="#e6e9ed",
    segment_start="#5db87e",
    segment_end="#d67f73",
    playhead="#f4f6f8",
    ruler_text="#aab3be",
    grid="#2c323a",
)


def colors_of(palette: QPalette) -> Colors:
    """Return the colours that go with a widget's palette; ask again when the palette changes."""
    is_dark = palette.color(QPalette.ColorRole.Window).lightness() < _DARK_BELOW_LIGHTNESS
    return DARK if is_dark else LIGHT


def palette_of(colors: Colors) -> QPalette:
    """Return the palette of the whole window."""
    role = QPalette.ColorRole
    palette = QPalette(QColor(colors.button), QColor(colors.window))
    for name, color in (
        (role.Window, colors.window),
        (role.WindowText, colors.text),
        (role.Base, colors.base),
        (role.AlternateBase, colors.alternate),
        (role.Text, colors.text),
        (role.PlaceholderText, colors.dim_text),
        (role.Button, colors.button),
        (role.ButtonText, colors.text),
        (role.BrightText, colors.accent_text),
        (role.ToolTipBase, colors.base),
        (role.ToolTipText, colors.text),
        (role.Highlight, colors.accent),
        (role.HighlightedText, colors.accent_text),
        (role.Accent, colors.accent),
        (role.Link, colors.link),
        (role.LinkVisited, colors.link),
        (role.Mid, colors.border),
        (role.Light, colors.button),
        (role.Midlight, colors.button),
    ):
        palette.setColor(name, QColor(color))
    dim = QColor(colors.dim_text)
    dim.setAlpha(150)
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, dim)
    return palette


def edged(palette: QPalette, colors: Colors) -> QPalette:
    """Return the palette of a control whose edge is to be seen.

    Fusion makes the edge out of the colour of the window, which such a control paints nowhere.
    """
    found = QPalette(palette)
    edge = QColor(colors.edge)
    parts = (edge.red(), edge.green(), edge.blue())
    lighter = QColor(*(min(round(part * _FUSION_DARKENS), 255) for part in parts))
    found.setColor(QPalette.ColorRole.Window, lighter)
    return found


class Appearance(QObject):
    """Gives the application its palette, and follows the system where the person wants that."""

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._scheme = ColorScheme.SYSTEM
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._paint()

    def choose(self, scheme: ColorScheme) -> None:
        """Show a scheme from now on."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self._paint()

    def _on_system_changed(self) -> None:
        if self._scheme is ColorScheme.SYSTEM:
            self._paint()

    def _paint(self) -> None:
        is_dark = self._scheme is ColorScheme.DARK
        if self._scheme is ColorScheme.SYSTEM:
            is_dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        colors = DARK if is_dark else LIGHT
        palette = palette_of(colors)
        self._application.setPalette(palette)
        for kind in _EDGED:
            # The stubs want bytes, which PySide does not take.
            self._application.setPalette(edged(palette, colors), kind)  # type: ignore[arg-type]
        self.changed.emit()
