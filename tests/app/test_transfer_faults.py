import socket
import ssl

import pytest
import requests
import urllib3.exceptions

from whisper_desktop.app.transfer import TransferFailedError, TransferPolicy
from whisper_desktop.app.transfer_faults import BrokenOffError, fault_of

URL = "https://models.invalid/model.pt"
POLICY = TransferPolicy()


def test_a_refused_certificate_is_called_so() -> None:
    cause = ssl.SSLCertVerificationError(1, "verify failed")
    cause.verify_message = "self-signed certificate"
    error = requests.exceptions.SSLError(urllib3.exceptions.MaxRetryError(None, URL, cause))  # type: ignore[arg-type]
    fault = fault_of(error, URL, POLICY)
    assert isinstance(fault, TransferFailedError)
    expected = "the certificate of models.invalid is not accepted (self-signed certificate)"
    assert fault.reason == expected


def test_a_proxy_in_the_way_is_called_so() -> None:
    cause = OSError("Tunnel connection failed: 403 Forbidden")
    fault = fault_of(requests.exceptions.ProxyError(cause), URL, POLICY)
    assert isinstance(fault, TransferFailedError)
    assert "the proxy does not let the program through" in fault.reason
    assert "403 Forbidden" in fault.reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (requests.exceptions.ConnectTimeout(), "did not answer within 10 s"),
        (requests.exceptions.ConnectionError(socket.gaierror(-2, "unknown")), "cannot be found"),
        (requests.exceptions.ConnectionError(ConnectionRefusedError()), "refused the connection"),
        (
            requests.exceptions.ConnectionError(
                urllib3.exceptions.NewConnectionError(None, "no route")  # type: ignore[arg-type]
            ),
            "cannot be reached",
        ),
    ],
)
def test_a_server_that_was_never_reached(error: requests.RequestException, reason: str) -> None:
    fault = fault_of(error, URL, POLICY)
    assert isinstance(fault, BrokenOffError)
    assert not fault.was_reached
    assert fault.reason.startswith(f"models.invalid {reason}")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (requests.exceptions.ReadTimeout(), "nothing came from models.invalid for 30 s"),
        (
            requests.exceptions.ConnectionError(
                urllib3.exceptions.ReadTimeoutError(None, URL, "slow")  # type: ignore[arg-type]
            ),
            "nothing came from models.invalid for 30 s",
        ),
        (
            requests.exceptions.ChunkedEncodingError(),
            "the connection to models.invalid broke off",
        ),
        (
            requests.exceptions.ConnectionError(ConnectionResetError()),
            "the connection to models.invalid broke off",
        ),
    ],
)
def test_a_transfer_that_may_go_on(error: requests.RequestException, reason: str) -> None:
    fault = fault_of(error, URL, POLICY)
    assert isinstance(fault, BrokenOffError)
    assert fault.was_reached
    assert fault.reason == reason


def test_an_address_without_sense_is_final() -> None:
    fault = fault_of(requests.exceptions.InvalidURL("no host"), URL, POLICY)
    assert isinstance(fault, TransferFailedError)
    assert "no host" in fault.reason


def test_causes_in_a_circle_are_walked_once() -> None:
    error = requests.exceptions.ConnectionError()
    error.__context__ = ValueError(error)
    assert isinstance(fault_of(error, URL, POLICY), BrokenOffError)
