"""Fetch one file over HTTP: resumed where it broke off, checked before it counts as here."""

import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests import Response, Session

from whisper_desktop import __version__
from whisper_desktop.app.catalogue import RemoteFile
from whisper_desktop.app.partial_file import PartialFile
from whisper_desktop.app.storage import hash_file
from whisper_desktop.app.transfer import (
    Retry,
    TransferFailedError,
    TransferPolicy,
    TransferStep,
)
from whisper_desktop.app.transfer_faults import BrokenOffError, fault_of
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.system_errors import writing

_WATCH_SECONDS = 0.1
_HEADERS = {
    "User-Agent": f"whisper-desktop/{__version__}",
    # A compressed answer could not be resumed.
    "Accept-Encoding": "identity",
}
_TRY_AGAIN = (
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)


def download_file(
    remote: RemoteFile, target: Path, policy: TransferPolicy, cancel: CancelToken
) -> Iterator[TransferStep]:
    """Bring `remote` to `target`; yield how many bytes of it are here, and each retry.

    What arrived stays when the transfer is given up, cancelled, or the disk is full, and the
    next call goes on from there. A file that turns out wrong after it was resumed is fetched
    once more from its beginning. Raises `TransferFailedError`, `OutputUnwritableError`,
    `Cancelled`.
    """
    if target.is_file() and not _content_fault(remote, target, cancel):
        yield target.stat().st_size
        return
    partial = PartialFile(target, remote.url)
    was_resumed = partial.size > 0
    yield from _transfer(remote, partial, policy, cancel)
    fault = _content_fault(remote, partial.path, cancel)
    if fault and was_resumed:
        partial.discard()
        yield Retry(f"{fault}; it is fetched again from its beginning", 0.0)
        yield from _transfer(remote, partial, policy, cancel)
        fault = _content_fault(remote, partial.path, cancel)
    if fault:
        partial.discard()
        raise TransferFailedError(f"{fault}; the download was deleted")
    partial.finish()


def _content_fault(remote: RemoteFile, path: Path, cancel: CancelToken) -> str:
    size = path.stat().st_size
    if remote.size not in {None, size}:
        return f"{remote.name} has {size} bytes instead of {remote.size}"
    if remote.sha256 is not None and hash_file(path, cancel) != remote.sha256:
        return f"the checksum of {remote.name} is not the published one"
    return ""


def _transfer(
    remote: RemoteFile, partial: PartialFile, policy: TransferPolicy, cancel: CancelToken
) -> Iterator[TransferStep]:
    failures, has_delivered = 0, False
    with requests.Session() as session:
        session.headers.update(_HEADERS)
        while True:
            cancel.raise_if_cancelled()
            size_before = partial.size
            try:
                yield from _attempt(session, remote, partial, policy, cancel)
            except BrokenOffError as error:
                brought_bytes = partial.size - size_before
                has_delivered = has_delivered or brought_bytes > 0
                failures = 1 if brought_bytes >= policy.min_progress_bytes else failures + 1
                wait_s = _wait_after(error, failures, policy, has_delivered=has_delivered)
                retry = Retry(error.reason, wait_s)
            else:
                return
            yield retry
            policy.pause(retry.wait_s, cancel)


def _wait_after(
    error: BrokenOffError, failures: int, policy: TransferPolicy, *, has_delivered: bool
) -> float:
    """Return how long to wait before the next attempt; raise when there shall be none."""
    if not error.was_reached and not has_delivered:
        raise TransferFailedError(error.reason) from error
    if failures >= policy.max_failures:
        raise TransferFailedError(f"{error.reason} ({failures} times in a row)") from error
    if error.wait_s is None:
        return policy.wait_s(failures)
    if error.wait_s > policy.max_wait_s:
        reason = f"{error.reason} and wants to be asked again in {error.wait_s:.0f} s only"
        raise TransferFailedError(reason) from error
    return error.wait_s


def _attempt(
    session: Session,
    remote: RemoteFile,
    partial: PartialFile,
    policy: TransferPolicy,
    cancel: CancelToken,
) -> Iterator[int]:
    headers = partial.resume_headers(has_checksum=remote.sha256 is not None)
    with _answer(session, remote.url, headers, policy) as response:
        if partial.is_complete_by(response):
            return
        _check_answer(response, remote)
        total_bytes = partial.begin(response)
        if total_bytes is not None and remote.size not in {None, total_bytes}:
            host = urlsplit(response.url).hostname
            raise TransferFailedError(
                f"{host} offers {total_bytes} bytes for {remote.name} instead of {remote.size}"
            )
        done_bytes = partial.size
        yield done_bytes
        arriving = closing(_chunks(response, policy, cancel))
        with writing(partial.path), partial.open() as file, arriving as chunks:
            for chunk in chunks:
                file.write(chunk)
                done_bytes += len(chunk)
                yield done_bytes
    if total_bytes is not None and done_bytes < total_bytes:
        raise BrokenOffError(f"the connection ended after {done_bytes} of {total_bytes} bytes")


def _answer(
    session: Session, url: str, headers: dict[str, str], policy: TransferPolicy
) -> Response:
    timeouts = (policy.connect_timeout_s, policy.read_timeout_s)
    try:
        return session.get(url, headers=headers, stream=True, timeout=timeouts)
    except requests.RequestException as error:
        raise fault_of(error, url, policy) from error


def _check_answer(response: Response, remote: RemoteFile) -> None:
    host = urlsplit(response.url).hostname
    status = response.status_code
    said = f"{host} answered {status} {response.reason or ''}".rstrip()
    if status in _TRY_AGAIN:
        raise BrokenOffError(said, wait_s=_retry_after_s(response))
    if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        raise TransferFailedError(said)
    if response.headers.get("Content-Type", "").startswith("text/html"):
        raise TransferFailedError(
            f"{host} sent a web page instead of {remote.name}; does the network want a sign-in?"
        )


def _retry_after_s(response: Response) -> float | None:
    """Read Retry-After: a number of seconds, or a date (RFC 9110, section 10.2.3)."""
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    # "-0000" makes a time without a zone; it means UTC all the same (RFC 5322, section 3.3).
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _chunks(
    response: Response, policy: TransferPolicy, cancel: CancelToken
) -> Generator[bytes, None, None]:
    try:
        with _stopped_on_cancel(response, cancel):
            for chunk in response.iter_content(policy.chunk_bytes):
                cancel.raise_if_cancelled()
                yield chunk
    except requests.RequestException as error:
        cancel.raise_if_cancelled()
        raise fault_of(error, response.url, policy) from error
    cancel.raise_if_cancelled()


@contextmanager
def _stopped_on_cancel(response: Response, cancel: CancelToken) -> Iterator[None]:
    """End a read that waits for a silent server as soon as somebody asks to stop."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_WATCH_SECONDS):
            if cancel.is_cancelled:
                # It may have ended by itself at this very moment.
                with suppress(OSError, RuntimeError, ValueError):
                    response.raw.shutdown()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        is_over.set()
        watcher.join()
