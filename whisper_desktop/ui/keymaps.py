"""The shipped key maps, what the person changed of them, and keys that are given twice."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtGui import QKeySequence

from whisper_desktop.app.editor_settings import EditorSettings, KeyMapName
from whisper_desktop.ui.menus import MENUS

KeyMap = Mapping[str, tuple[str, ...]]

_COMMON: KeyMap = MappingProxyType(
    {
        "open": ("Ctrl+O",),
        "open-folder": ("Ctrl+Shift+O",),
        "import": ("Ctrl+I",),
        "save": ("Ctrl+S",),
        "save-as": ("Ctrl+Shift+S",),
        "export": ("Ctrl+E",),
        "export-again": ("Ctrl+Shift+E",),
        "close": ("Ctrl+W",),
        "settings": ("Ctrl+,",),
        "quit": ("Ctrl+Q",),
        "undo": ("Ctrl+Z",),
        "redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
        "history": ("Ctrl+Shift+Y",),
        "cut": ("Ctrl+X",),
        "copy": ("Ctrl+C",),
        "copy-srt": ("Ctrl+Shift+C",),
        "paste": ("Ctrl+V",),
        "delete": ("Del",),
        "duplicate": ("Ctrl+D",),
        "select-all": ("Ctrl+A",),
        "find": ("Ctrl+F",),
        "replace": ("Ctrl+H",),
        "find-next": ("F3",),
        "find-previous": ("Shift+F3",),
        "go-to": ("Ctrl+G",),
        "previous-row": ("Alt+Up",),
        "next-row": ("Alt+Down",),
        "insert-at-playhead": ("Ins",),
        "insert-before": ("Ctrl+Shift+Ins",),
        "insert-after": ("Alt+Ins",),
        "split": ("Ctrl+Return",),
        "split-at-playhead": ("Ctrl+Shift+Return",),
        "merge": ("Ctrl+M",),
        "merge-next": ("Ctrl+Shift+M",),
        "wrap": ("Ctrl+B",),
        "cut-for-reading": ("Ctrl+Shift+B",),
        "change-case": ("Ctrl+Shift+K",),
        "set-start": ("F11",),
        "set-end": ("F12",),
        "earlier": ("Alt+Shift+Left",),
        "later": ("Alt+Shift+Right",),
        "start-earlier": ("Ctrl+Alt+Left",),
        "start-later": ("Ctrl+Alt+Right",),
        "end-earlier": ("Ctrl+Shift+Alt+Left",),
        "end-later": ("Ctrl+Shift+Alt+Right",),
        "shift": ("Ctrl+Shift+A",),
        "stretch": ("Ctrl+Shift+T",),
        "extend": ("Ctrl+Shift+X",),
        "play": ("Space", "Ctrl+Space"),
        "stop": ("Ctrl+.",),
        "play-selection": ("F5",),
        "loop-selection": ("Shift+F5",),
        "frame-back": ("Ctrl+Left",),
        "frame-forward": ("Ctrl+Right",),
        "seek-back": ("Alt+Left",),
        "seek-forward": ("Alt+Right",),
        "seek-row": ("F6",),
        "slower": ("Ctrl+[",),
        "faster": ("Ctrl+]",),
        "normal-speed": ("Ctrl+\\",),
        "louder": ("Ctrl+Shift+Up",),
        "quieter": ("Ctrl+Shift+Down",),
        "mute": ("Ctrl+Shift+0",),
        "next-finding": ("F8",),
        "previous-finding": ("Shift+F8",),
        "fix": ("F7",),
        "findings": ("Ctrl+Shift+F",),
        "doubts": ("Ctrl+Shift+D",),
        "accept-rows": ("Ctrl+K",),
        "again-otherwise": ("Alt+F10",),
        "why": ("Ctrl+F1",),
        "spectrogram": ("F9",),
        "transcribe": ("Ctrl+T",),
        "go-on-run": ("Ctrl+Shift+G",),
        "pause-run": ("Ctrl+Shift+P",),
        "stop-run": ("Shift+Esc",),
        # Shift+F10 opens context menus.
        "again": ("F10",),
        "again-free": ("Ctrl+F10",),
        "again-translate": ("Ctrl+Shift+F10",),
        "fit-times": ("Ctrl+F9",),
        "next-proposal": ("F4",),
        "previous-proposal": ("Shift+F4",),
        "accept-proposal": ("Ctrl+J",),
        "reject-proposal": ("Ctrl+Shift+J",),
        "recipe-rows": ("Ctrl+R",),
        "recipe-document": ("Ctrl+Shift+R",),
        "rows-language": ("Ctrl+L",),
        "rows-language-again": ("Ctrl+Shift+L",),
        "zoom-in": ("Ctrl++", "Ctrl+="),
        "zoom-out": ("Ctrl+-",),
        "zoom-fit": ("Ctrl+0",),
        "zoom-selection": ("Ctrl+1",),
        "taller": ("Alt+Shift+Up",),
        "flatter": ("Alt+Shift+Down",),
        "full-screen": ("Alt+Return",),
        "keys": ("F1",),
    }
)
_AEGISUB: KeyMap = MappingProxyType(
    {
        "play-before": ("Q",),
        "play-after": ("W",),
        "play-first": ("E",),
        "play-last": ("D",),
        "play-selection": ("S", "F5"),
        "loop-selection": ("R", "Shift+F5"),
        "next-row": ("G", "X", "Alt+Down"),
        "previous-row": ("Z", "Alt+Up"),
    }
)
_MAPS: Mapping[KeyMapName, KeyMap] = MappingProxyType(
    {
        KeyMapName.SUBTITLE_EDIT: _COMMON,
        KeyMapName.AEGISUB: MappingProxyType({**_COMMON, **_AEGISUB}),
    }
)
NAMES = tuple(spec.name for menu in MENUS for group in menu.groups for spec in group)


def is_plain(key: str) -> bool:
    """Tell whether a key is one letter or digit: it works in the waveform only, else one types."""
    return len(key) == 1 and key.isalnum()


def normal(key: str) -> str:
    """Return a key sequence as it is stored, whatever way it is written; "" for nonsense."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return text if text.isascii() else ""


def key_map(name: KeyMapName, changes: KeyMap | None = None) -> KeyMap:
    """Return the keys of every action: those of a shipped map where the person changed nothing."""
    keys = {**_MAPS[name], **(changes or {})}
    return MappingProxyType({action: _normal_keys(keys.get(action, ())) for action in NAMES})


def key_map_of(settings: EditorSettings) -> KeyMap:
    """Return the keys that the person wants."""
    return key_map(settings.key_map, settings.keys)


def changes_from(name: KeyMapName, keys: KeyMap) -> KeyMap:
    """Return what a map has other than the shipped one."""
    shipped = key_map(name)
    return MappingProxyType(
        {action: wanted for action, wanted in keys.items() if wanted != shipped[action]}
    )


def _normal_keys(keys: Iterable[str]) -> tuple[str, ...]:
    found = (normal(key) for key in keys)
    return tuple(dict.fromkeys(key for key in found if key))
