"""A file that is still being downloaded, and what its server said about the version."""

import json
import re
from http import HTTPStatus
from pathlib import Path
from typing import IO

from requests import Response

from whisper_desktop.app.storage import write_json
from whisper_desktop.app.transfer_faults import BrokenOffError
from whisper_desktop.core.system_errors import writing

_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


class PartialFile:
    """The bytes that are here of `target`, and how to ask for the rest (RFC 9110, section 14)."""

    def __init__(self, target: Path, url: str) -> None:
        self._target, self._url = target, url
        self.path = target.with_name(f"{target.name}.partial")
        self._note = target.with_name(f"{target.name}.partial.json")

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def resume_headers(self, *, has_checksum: bool) -> dict[str, str]:
        """Return the headers that ask for the missing rest, and for that version only.

        Without a mark of the version from the server, a rest may only be added to a file whose
        checksum is known; else the file begins anew.
        """
        if not self.size:
            return {}
        validator = self._read_note().get("validator", "")
        if not validator and not has_checksum:
            self.discard()
            return {}
        headers = {"Range": f"bytes={self.size}-"}
        return headers | {"If-Range": validator} if validator else headers

    def is_complete_by(self, response: Response) -> bool:
        """Tell whether the server says that there is nothing after what is here."""
        if response.status_code != HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return False
        _, total = _content_range(response)
        if total == self.size:
            return True
        self.discard()
        raise BrokenOffError("the file on the server changed")

    def begin(self, response: Response) -> int | None:
        """Keep or drop what is here, as the answer demands; return the whole size, if known.

        Raises `BrokenOffError` when the answer does not fit to what is here.
        """
        if response.status_code != HTTPStatus.PARTIAL_CONTENT:
            self.discard()
            self._write_note(response)
            length = response.headers.get("Content-Length", "")
            return int(length) if length.isdecimal() else None
        start, total = _content_range(response)
        saved = self._read_note().get("validator", "")
        if start != self.size or (saved and _validator(response) not in ("", saved)):
            self.discard()
            raise BrokenOffError("the file on the server changed")
        return total

    def open(self) -> IO[bytes]:
        """Open the file for adding to it; raise `OutputUnwritableError` if that is impossible."""
        with writing(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self.path.open("ab")

    def discard(self) -> None:
        """Delete what is here."""
        with writing(self.path):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    def finish(self) -> None:
        """Give the file its final name."""
        with writing(self._target):
            self.path.replace(self._target)
            self._note.unlink(missing_ok=True)

    def _read_note(self) -> dict[str, str]:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) and note.get("url") == self._url else {}

    def _write_note(self, response: Response) -> None:
        write_json(self._note, {"url": self._url, "validator": _validator(response)})


def _validator(response: Response) -> str:
    """Return what names this version: a strong ETag, else the date of change, else nothing."""
    etag = response.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return etag
    return response.headers.get("Last-Modified", "")


def _content_range(response: Response) -> tuple[int | None, int | None]:
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", "").strip())
    if found is None:
        return None, None
    return tuple(int(text) if text and text != "*" else None for text in found.groups())  # type: ignore[return-value]
