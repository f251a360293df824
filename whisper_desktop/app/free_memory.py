"""How much memory other programs leave on this machine, where the system tells it."""

import ctypes
import sys
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_AVAILABLE = "MemAvailable:"
_BYTES_PER_UNIT = 1_024


def free_memory_bytes(meminfo: Path = _MEMINFO) -> int | None:
    """Return what could be used without swapping; None where it is not known (macOS)."""
    if sys.platform == "win32":
        return _of_windows()
    try:
        lines = meminfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    cells = next((line.split() for line in lines if line.startswith(_AVAILABLE)), [])
    return int(cells[1]) * _BYTES_PER_UNIT if len(cells) > 1 and cells[1].isdigit() else None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total_physical", ctypes.c_uint64),
        ("available_physical", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 5),
    )


def _of_windows() -> int | None:
    status = _MemoryStatus()
    status.length = ctypes.sizeof(status)
    windows = getattr(ctypes, "windll", None)
    if windows is None or not windows.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.available_physical)
