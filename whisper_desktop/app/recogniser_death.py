"""Why the recogniser process ended, as far as its exit status tells."""

import signal
from collections.abc import Mapping

_KILLED = "the system ended it, most likely because the memory was used up"
_CRASHED = "it crashed"
_SIGNALS: Mapping[str, str] = {
    "SIGKILL": _KILLED,
    "SIGSEGV": _CRASHED,
    "SIGBUS": _CRASHED,
    "SIGABRT": _CRASHED,
    "SIGFPE": _CRASHED,
    "SIGILL": "this processor lacks an instruction that it needs",
    "SIGTERM": "it was told to end",
    "SIGHUP": "it was told to end",
    "SIGXCPU": "it used up the processor time that it may use",
}
_WINDOWS_STATUS: Mapping[int, str] = {
    0xC0000005: _CRASHED,
    0xC000001D: "this processor lacks an instruction that it needs",
    0xC00000FD: _CRASHED,
    0xC0000017: "the memory was used up",
    0xC000012D: "the memory was used up",
    0xC0000374: _CRASHED,
    0xC0000409: _CRASHED,
}
"""NTSTATUS values; Windows gives them as the exit code of what was ended by an exception."""
_ALL_32_BITS = 0xFFFF_FFFF


def death_reason(exit_code: int) -> str:
    """Return why a process ended, as a clause for a person."""
    if exit_code < 0 and -exit_code in set(signal.Signals):
        name = signal.Signals(-exit_code).name
        return _SIGNALS.get(name, f"it was ended by {name}")
    # Windows may give the same 32 bits as a negative number.
    status = exit_code & _ALL_32_BITS
    return _WINDOWS_STATUS.get(status, f"it ended by itself (exit status {exit_code})")
