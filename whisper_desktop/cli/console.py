"""The two streams of a command: results on one, everything for people on the other."""

import errno
import os
from contextlib import suppress
from typing import TextIO

from whisper_desktop.core.system_errors import writing_reason


class Console:
    """Writes whole lines; a reader that went away (`| head`) never stops the work."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err
        self._loss = ""
        # A name is written byte for byte where programs read it, and escaped where people do.
        for stream, errors in ((out, "surrogateescape"), (err, "backslashreplace")):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors=errors)

    @property
    def is_terminal(self) -> bool:
        """Whether a person is likely to watch standard error."""
        return self._err.isatty()

    @property
    def encoding(self) -> str:
        """The encoding of standard error."""
        return self._err.encoding or "ascii"

    @property
    def loss(self) -> str:
        """Why results were lost that somebody waits for; empty while none were."""
        return self._loss

    def say(self, line: str) -> None:
        """Write a line of results; the work goes on if that fails, and `loss` says why."""
        self._result(f"{line}\n")

    def flush(self) -> None:
        """Write what others left in the buffer of standard output."""
        self._result("")

    def tell(self, line: str) -> None:
        """Write a line about the work: progress, a warning, or what failed."""
        _write(self._err, f"{line}\n")

    def draw(self, text: str) -> None:
        """Write to standard error as it stands, to be drawn over."""
        _write(self._err, text)

    def notice(self, text: str) -> None:
        """Write from within a signal handler, past the buffer that it may have interrupted."""
        with suppress(OSError, ValueError):
            os.write(self._err.fileno(), text.encode("ascii"))

    def _result(self, text: str) -> None:
        error = _write(self._out, text)
        if error is not None and not _is_reader_gone(error):
            self._loss = writing_reason(error)


def _write(stream: TextIO, text: str) -> OSError | None:
    """Return what kept the text from being written; whatever follows it goes nowhere."""
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            # Of an encoding that is not that of the file names: nothing but an escape is left.
            encoding = stream.encoding
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except OSError as error:
        _silence(stream)
        return error
    return None


def _is_reader_gone(error: OSError) -> bool:
    # Windows has another word for a pipe that nobody reads.
    is_invalid = os.name == "nt" and error.errno == errno.EINVAL
    return isinstance(error, BrokenPipeError) or is_invalid


def _silence(stream: TextIO) -> None:
    """Send the rest nowhere, or the interpreter would complain about it at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
