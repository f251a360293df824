"""Benchmarks that ask several questions about the recogniser at work, a record for each."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from benchmarks.arguments import named_model
from benchmarks.records import Record, emit
from whisper_desktop.core.resources import resource

Setting = TypeVar("Setting")


def question_parser(
    description: str | None, parts: Mapping[str, object], rounds: int
) -> argparse.ArgumentParser:
    """Return a parser of --model, --media, --rounds, --threads and --parts."""
    summary = (description or "").partition("\n")[0]
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("--model", type=named_model, metavar="NAME=PATH")
    parser.add_argument("--media", type=Path, default=resource("samples/harbor.flac"))
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--parts", nargs="+", choices=parts, default=list(parts))
    return parser


def answer(
    parts: Mapping[str, Callable[[Setting], Record]], names: list[str], setting: Setting
) -> int:
    """Print a record per part; return 1 when one says that it missed its goal."""
    is_met = True
    for name in names:
        record = parts[name](setting)
        emit(record)
        is_met &= record["is_met"]
    return int(not is_met)
