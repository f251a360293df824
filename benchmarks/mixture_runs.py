"""What the systems write on made recordings, kept so that an interrupted run goes on."""

import argparse
import time
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from benchmarks import records
from benchmarks.arguments import add_shared_arguments, named_model
from benchmarks.mixtures import Mixture
from benchmarks.systems import Engine, Listen, System, open_listener
from benchmarks.transcript import TimedText

AUTO = "auto"
_COMPARED = (
    System(Engine.OURS),
    System(Engine.OURS, is_batched=True),
    System(Engine.OPENAI),
    System(Engine.FASTER),
    System(Engine.FASTER, has_vad=True),
    System(Engine.FASTER, is_batched=True),
    System(Engine.OURS, precision="int8"),
    System(Engine.OURS, is_batched=True, precision="int8"),
)
"""All at their defaults; in int8 only when named."""
SYSTEMS = {system.name: system for system in _COMPARED}
DEFAULT_SYSTEMS = tuple(system.name for system in _COMPARED if system.precision == "fp32")


class MixtureListener:
    """One system with its kept segments; the model is loaded only when some are missing."""

    def __init__(self, name: str, arguments: argparse.Namespace) -> None:
        model, self._weights = arguments.model
        self._name, self._threads = name, arguments.threads
        self._folder: Path = arguments.cache / "mixtures" / model / name

    @cached_property
    def _listen(self) -> Listen:
        return open_listener(SYSTEMS[self._name], self._weights, self._threads)

    def hear(self, mixture: Mixture, language: str) -> tuple[TimedText, ...]:
        """Return the segments of a recording: kept, or transcribed now; `AUTO` is no language."""
        path = self._folder / language / f"{mixture.name}-{mixture.fingerprint}.json"
        kept = records.load(path)
        if kept is None:
            listen, started_s = self._listen, time.perf_counter()
            segments = listen(mixture.samples, None if language == AUTO else language)
            elapsed_s = round(time.perf_counter() - started_s, 3)
            kept = {"segments": [asdict(s) for s in segments], "elapsed_s": elapsed_s}
            records.save(path, kept)
        return tuple(TimedText(**segment) for segment in kept["segments"])


def parser_of(program: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser with what both benchmarks of mixtures ask for."""
    parser = argparse.ArgumentParser(
        prog=f"python -m benchmarks.{program}", description=description
    )
    add_shared_arguments(parser)
    parser.add_argument("--model", type=named_model, required=True, help="NAME=PATH or PATH")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(DEFAULT_SYSTEMS))
    parser.add_argument("--table", type=Path, help="write the table as Markdown to this file")
    return parser


def is_ours(name: str) -> bool:
    """Whether a system is the one that is held to the goals."""
    return SYSTEMS[name].engine is Engine.OURS
