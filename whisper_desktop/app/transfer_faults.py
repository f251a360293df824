"""What went wrong on the way to a server, as a clause for a person."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from whisper_desktop.app.transfer import TransferFailedError, TransferPolicy

_TIMEOUTS = (requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError, TimeoutError)
_BREAKS = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)


class BrokenOffError(Exception):
    """The transfer stopped, but the same server may go on with it.

    `wait_s` is how long the server asked to be left alone, if it did; `was_reached` tells
    whether there was a connection at all.
    """

    def __init__(
        self, reason: str, *, wait_s: float | None = None, was_reached: bool = True
    ) -> None:
        super().__init__(reason)
        self.reason, self.wait_s, self.was_reached = reason, wait_s, was_reached


def fault_of(
    error: requests.RequestException, url: str, policy: TransferPolicy
) -> BrokenOffError | TransferFailedError:
    """Tell whether trying again is any use after `error`, and say what happened."""
    host = urlsplit(url).hostname or url
    causes = tuple(_causes(error))
    if reason := _security_reason(error, causes, host):
        return TransferFailedError(reason)
    if reason := _unreachable_reason(error, causes, host, policy):
        return BrokenOffError(reason, was_reached=False)
    if any(isinstance(cause, _TIMEOUTS) for cause in causes):
        return BrokenOffError(f"nothing came from {host} for {policy.read_timeout_s:g} s")
    if isinstance(error, _BREAKS):
        return BrokenOffError(f"the connection to {host} broke off")
    return TransferFailedError(f"{host} cannot be asked ({_detail(error)})")


def _security_reason(
    error: requests.RequestException, causes: tuple[BaseException, ...], host: str
) -> str | None:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} is not accepted ({cause.verify_message})"
    if isinstance(error, requests.exceptions.SSLError):
        return f"no secure connection to {host} can be made ({_detail(error)})"
    if isinstance(error, requests.exceptions.ProxyError):
        return f"the proxy does not let the program through ({_detail(error)})"
    return None


def _unreachable_reason(
    error: requests.RequestException,
    causes: tuple[BaseException, ...],
    host: str,
    policy: TransferPolicy,
) -> str | None:
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return f"{host} did not answer within {policy.connect_timeout_s:g} s"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return f"{host} cannot be found; is there a connection to the internet?"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return f"{host} refused the connection"
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in causes):
        return f"{host} cannot be reached"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk down to the error of the operating system; the layers link theirs in three ways."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None)]
        waiting += cause.args


def _detail(error: BaseException) -> str:
    """Return the words of the innermost cause that has any."""
    texts = [str(cause.args[-1]) for cause in _causes(error) if cause.args]
    return min(texts, key=len, default=type(error).__name__)
