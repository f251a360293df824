"""Read the variables of CTranslate2's `model.bin`.

The file is little-endian: u32 binary version, string specification, u32 revision, u32 count,
then per variable: string name, u8 rank, u32 sizes, u8 type, u32 byte count, bytes; at the end
u32 count of aliases, each string alias, string name. A string is a u16 length that counts a
closing zero, and its bytes. Facts from CTranslate2's public `specs/model_spec.py`.
"""

from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from struct import Struct
from struct import error as StructError

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from whisper_desktop.asr.weights_file import file_start, unreadable
from whisper_desktop.core.errors import ModelFileError

BINARY_VERSIONS = (4, 5, 6)
"""Those whose layout is the one described above."""

_U8, _U16, _U32 = Struct("<B"), Struct("<H"), Struct("<I")
_MAX_RANK = 4
_BFLOAT16 = 5
_DTYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2", _BFLOAT16: "<i2"}


@dataclass(frozen=True, slots=True)
class _Variable:
    """What a variable is, and where it lies in the file; an alias has its original's name."""

    name: str
    shape: tuple[int, ...]
    dtype: int
    offset: int


@dataclass(slots=True)
class ModelBin:
    """The variables of a mapped `model.bin` by name, aliases resolved."""

    path: Path
    specification: str
    _data: NDArray[np.uint8]
    _variables: dict[str, _Variable]
    _used: set[str] = field(default_factory=set)

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a variable of this name."""
        return name in self._variables

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of a variable."""
        return self._variable(name).shape

    def setting(self, name: str) -> int | None:
        """Return a stored scalar, or None when there is none of this name."""
        if name not in self or self.shape(name):
            return None
        return int(self._array(name).item())

    def unused(self) -> list[str]:
        """Return the names of the variables, scalars apart, that nobody asked for."""
        named = {name for name, variable in self._variables.items() if variable.shape}
        return sorted(named - self._used)

    def tensor(self, name: str, part: int = 0, n_parts: int = 1) -> Tensor:
        """Return a copy of the n-th of equal blocks of rows of a variable, as floating point.

        Whole numbers are `round(weight * scale)`, with a scale per row or one for all. Raises
        `ModelFileError` when the variable, or its scale, is missing.
        """
        array = np.atleast_1d(self._array(name))
        n_rows, rest = divmod(array.shape[0], n_parts)
        if rest:
            reason = f"the tensor {name} has {array.shape[0]} rows, no multiple of {n_parts}"
            raise ModelFileError(self.path, reason)
        rows = slice(part * n_rows, (part + 1) * n_rows)
        # Copied, since the file does not align its variables.
        tensor = torch.from_numpy(array[rows].copy())
        variable = self._variable(name)
        if variable.dtype == _BFLOAT16:
            return tensor.view(torch.bfloat16)
        return tensor if tensor.is_floating_point() else self._dequantised(tensor, variable, rows)

    def is_alias(self, name: str, original: str) -> bool:
        """Tell whether both names stand for the same stored variable."""
        return self._variable(name) is self._variable(original)

    def use(self, name: str) -> None:
        """Count a variable as asked for."""
        self._used.add(name)

    def _dequantised(self, quantised: Tensor, variable: _Variable, rows: slice) -> Tensor:
        name = f"{variable.name}_scale"
        scale = self._array(name).astype(np.float32)
        if scale.ndim and scale.shape != variable.shape[:1]:
            raise ModelFileError(self.path, f"the tensor {name} has the shape {scale.shape}")
        divisor = torch.from_numpy(scale[rows] if scale.ndim else scale.reshape(1))
        return quantised.to(torch.float32).div_(divisor.reshape(-1, *[1] * (quantised.ndim - 1)))

    def _array(self, name: str) -> NDArray[np.generic]:
        """Return a view into the file; bfloat16 comes as int16."""
        variable = self._variable(name)
        self._used.add(name)
        dtype = np.dtype(_DTYPES[variable.dtype])
        return np.ndarray(variable.shape, dtype, self._data, variable.offset)

    def _variable(self, name: str) -> _Variable:
        if name not in self._variables:
            raise ModelFileError(self.path, f"the tensor {name} is missing")
        return self._variables[name]


def is_model_bin(start: bytes) -> bool:
    """Tell whether these first bytes of a file begin a CTranslate2 model of any kind."""
    if len(start) < 8:
        return False
    (version,), (length,) = _U32.unpack_from(start), _U16.unpack_from(start, 4)
    name = start[6 : 6 + length]
    return 0 < version < 100 and name.endswith(b"Spec\0")


def open_model_bin(path: Path) -> ModelBin:
    """Map a `model.bin` and find its variables.

    Raises `ModelFileError` for a file that is cut short, damaged, or of an unknown version.
    """
    file_start(path)
    try:
        data: NDArray[np.uint8] = np.memmap(path, np.uint8, "r")
    except OSError as error:
        raise unreadable(path, error) from error
    cursor = _Cursor(path, data)
    version = cursor.number(_U32)
    if version not in BINARY_VERSIONS:
        raise ModelFileError(path, f"the CTranslate2 file version {version} is not known")
    specification = cursor.text()
    cursor.number(_U32)  # The revision: what it changed shows in the variables themselves.
    variables = dict(cursor.variable() for _ in range(cursor.number(_U32)))
    for _ in range(cursor.number(_U32)):
        alias, name = cursor.text(), cursor.text()
        if name not in variables:
            raise ModelFileError(path, f"the tensor {name} is missing")
        variables[alias] = variables[name]
    return ModelBin(path, specification, data, variables)


@dataclass(slots=True)
class _Cursor:
    """Reads the mapped file from its start to its end."""

    path: Path
    data: NDArray[np.uint8]
    offset: int = 0

    def number(self, layout: Struct) -> int:
        """Read one unsigned number."""
        try:
            (value,) = layout.unpack_from(self.data.data, self.offset)
        except StructError as error:
            raise ModelFileError(self.path, "the file is cut short") from error
        self.offset += layout.size
        return int(value)

    def text(self) -> str:
        """Read a string."""
        length = self.number(_U16)
        self.skip(length)
        content = self.data[self.offset - length : self.offset].tobytes()
        try:
            return content.rstrip(b"\0").decode("utf-8")
        except UnicodeDecodeError as error:
            raise ModelFileError(self.path, "the file is damaged") from error

    def variable(self) -> tuple[str, _Variable]:
        """Read the description of a variable and step over its content."""
        name = self.text()
        shape = tuple(self.number(_U32) for _ in range(self.number(_U8)))
        dtype, n_bytes = self.number(_U8), self.number(_U32)
        if len(shape) > _MAX_RANK or 0 in shape or dtype not in _DTYPES:
            raise ModelFileError(self.path, f"the tensor {name} is damaged")
        if n_bytes != prod(shape) * np.dtype(_DTYPES[dtype]).itemsize:
            raise ModelFileError(self.path, f"the tensor {name} is damaged")
        found = _Variable(name, shape, dtype, self.offset)
        self.skip(n_bytes)
        return name, found

    def skip(self, n_bytes: int) -> None:
        """Step over bytes that must be there."""
        self.offset += n_bytes
        if self.offset > self.data.size:
            raise ModelFileError(self.path, "the file is cut short")
