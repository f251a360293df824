"""Where the traceback of a bug goes, so that the person sees one line and we see all of it."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from whisper_desktop.app.log_file import make_room


def log_crash(error: BaseException, home: Path) -> Path | None:
    """Append the traceback to logs/crash.log under `home`; return the file, None if it failed.

    Nothing is raised: this runs when something has gone wrong already.
    """
    path = home / "logs" / "crash.log"
    lines = traceback.format_exception(error)
    entry = f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{''.join(lines)}\n"
    try:
        make_room(path)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(entry)
    except OSError:
        return None
    return path
