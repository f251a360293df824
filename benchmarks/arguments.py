"""Command-line arguments that the benchmarks share."""

import argparse
import os
from pathlib import Path

AUDIO_VARIABLE = "WHISPER_DESKTOP_BENCHMARK_AUDIO"
DEFAULT_CACHE = Path("out/benchmarks")


def add_shared_arguments(parser: argparse.ArgumentParser) -> None:
    """Add --audio, --cache, --files and --threads."""
    audio = os.environ.get(AUDIO_VARIABLE)
    parser.add_argument(
        "--audio",
        type=Path,
        default=Path(audio) if audio else None,
        required=audio is None,
        help=f"folder with manifest.tsv and the recordings (or set {AUDIO_VARIABLE})",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=DEFAULT_CACHE,
        help="folder for decoded audio and finished results (default: %(default)s)",
    )
    parser.add_argument(
        "--files", nargs="*", default=[], metavar="TEXT", help="only files with TEXT in their name"
    )
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)


def named_model(argument: str) -> tuple[str, Path]:
    """Read NAME=PATH, or a path whose last part is the name."""
    name, separator, path = argument.partition("=")
    if separator:
        return name, Path(path)
    return Path(argument).name, Path(argument)
