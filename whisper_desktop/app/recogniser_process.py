"""The recogniser process as the program sees it: started, told, heard and ended.

A plain child process with frames over its standard input and output, not `multiprocessing`:

- its standard error is the log from its first moment, import errors and crashes included;
- nothing of this program's main module runs in it, whatever that is (a window, pytest, a script
  that imports Qt), and no helper process (resource tracker) is left beside it;
- it is started by flags that Windows needs (no console, lower priority), from any thread, and
  inherits no other file: not the project's database, not another child's pipe;
- the pipe closes however this program ends, and the child ends then;
- frozen (PyInstaller) the same program is started again with `CHILD_ARGUMENT`, which
  `__main__` hands to the child; nothing of it depends on how a freezer patches modules.

A blocking read of a pipe has no time limit on Windows. None is needed: killing the process ends
the read on every platform.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from whisper_desktop.app.log_file import make_room
from whisper_desktop.app.order_post import OrderPost, Sending
from whisper_desktop.app.recognition_frames import FrameWriter, Order, read_frame

CHILD_ARGUMENT = "--recogniser-process"
_CODE = (
    "import sys; sys.path[:] = {path!r};"
    " from whisper_desktop.app.recognition_child import main; sys.exit(main())"
)
_END_TIMEOUT_S = 5.0
"""For what has closed its pipe already, or was killed."""


class RecogniserProcess:
    """One running child."""

    def __init__(self, environment: Mapping[str, str], log_file: Path) -> None:
        """Start it; raises `OSError` when the system refuses."""
        with _opened_log(log_file) as log:
            self._process = subprocess.Popen(
                child_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=dict(environment),
                creationflags=_creation_flags(),
            )
        # Both are there because of PIPE.
        self._orders = cast(BinaryIO, self._process.stdin)
        self._reports = cast(BinaryIO, self._process.stdout)
        self._post = OrderPost(FrameWriter(self._orders))

    @property
    def process_id(self) -> int:
        """The number the system gave it."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs, as far as is known now."""
        return self._process.poll() is None

    def tell(self, order: Order) -> Sending:
        """Send an order behind those before, and return at once."""
        return self._post.send(order)

    def hear(self) -> bytes | None:
        """Wait for the next report and return it pickled; None when there will be no more."""
        return read_frame(self._reports)

    def kill(self) -> None:
        """End it now, whatever it is doing; a `hear` in another thread comes back."""
        self._process.kill()

    def end(self) -> int:
        """Wait until it has ended, give everything back and return the exit status.

        It is given a moment for that, which one that closed its pipe does not need.
        """
        try:
            self._process.wait(_END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        exit_code = self._process.wait()
        for file in (self._orders, self._reports):
            # What was not sent yet has nobody to read it.
            with suppress(OSError):
                file.close()
        return exit_code


def child_command() -> list[str]:
    """Return what starts a child that finds the same modules as this process."""
    if hasattr(sys, "frozen"):
        return [sys.executable, CHILD_ARGUMENT]
    return [sys.executable, "-c", _CODE.format(path=sys.path)]


def _opened_log(log_file: Path) -> BinaryIO:
    """Open the log to append to it; a folder that cannot be written must not stop the work."""
    # On Windows a log that another program of ours writes cannot be put aside; it grows on then.
    with suppress(OSError):
        make_room(log_file)
    try:
        return log_file.open("ab")
    except OSError:
        return Path(os.devnull).open("ab")


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    # Elsewhere the child is nice of its own accord.
    return 0
