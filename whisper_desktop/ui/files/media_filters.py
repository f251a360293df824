"""What dialogs offer where a recording is asked for."""

from whisper_desktop.app.beside import MEDIA_ENDINGS
from whisper_desktop.ui.translation import QT_TRANSLATE_NOOP, translated

_CONTEXT = "Files"
_MEDIA = QT_TRANSLATE_NOOP("Files", "Audio and video ({endings})")
_ALL = QT_TRANSLATE_NOOP("Files", "All files (*)")


def media_filters() -> list[str]:
    """Return the filters of a file dialog: recordings first, and everything."""
    endings = " ".join(f"*{ending}" for ending in sorted(MEDIA_ENDINGS))
    return [translated(_CONTEXT, _MEDIA).format(endings=endings), translated(_CONTEXT, _ALL)]
