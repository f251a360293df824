"""The recognizers that are compared, each behind the same two calls: load, then transcribe."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.audio_set import Samples

Transcribe = Callable[[Samples, str], str]
"""From samples and their language to the text."""


class Engine(StrEnum):
    """Whose recognizer it is."""

    OURS = "ours"
    OPENAI = "openai-whisper"
    FASTER = "faster-whisper"


@dataclass(frozen=True, slots=True)
class System:
    """A recognizer with its settings; everything not named is left at the engine's default."""

    engine: Engine
    is_batched: bool = False
    precision: str = "fp32"
    beam_size: int | None = None
    """None leaves the engine's own default: greedy, but 5 for faster-whisper."""
    batch_size: int = 8
    is_untimed: bool = False
    """Of ours only: without timestamp tokens, as faster-whisper decodes when it is batched."""

    @property
    def name(self) -> str:
        """How results call it."""
        if self.engine is Engine.OPENAI:
            parts = [self.engine.value]
        else:
            parts = [self.engine.value, "batched" if self.is_batched else "sequential"]
        search = {None: "", 1: "greedy"}.get(self.beam_size, f"beam{self.beam_size}")
        untimed = "untimed" if self.is_untimed else ""
        return "-".join(part for part in [*parts, self.precision, search, untimed] if part)


def open_system(system: System, weights: Path, threads: int) -> Transcribe:
    """Load the system's model on the CPU and return what transcribes with it."""
    openers = {
        Engine.OURS: _open_ours,
        Engine.OPENAI: _open_openai,
        Engine.FASTER: _open_faster,
    }
    return openers[system.engine](system, weights, threads)


def _open_ours(system: System, weights: Path, threads: int) -> Transcribe:
    from benchmarks import ours
    from whisper_desktop.asr.options import LongFormMode, RecognitionOptions, SearchOptions
    from whisper_desktop.core.recipe import Recipe, TimestampMode

    recognizer = ours.load(weights, precision=system.precision, threads=threads)
    mode = LongFormMode.BATCHED if system.is_batched else LongFormMode.SEQUENTIAL
    timestamps = TimestampMode.NONE if system.is_untimed else TimestampMode.SEGMENTS

    def transcribe(samples: Samples, language: str) -> str:
        options = RecognitionOptions(
            recipe=Recipe(language=language, timestamps=timestamps),
            mode=mode,
            search=SearchOptions(beam_size=system.beam_size or 1),
            batch_size=system.batch_size,
        )
        segments = ours.recognize(recognizer, samples, options)
        return " ".join(segment.text.strip() for segment in segments)

    return transcribe


def _open_openai(system: System, weights: Path, threads: int) -> Transcribe:
    import torch
    import whisper

    from benchmarks import openai_whisper

    torch.set_num_threads(threads)
    model = openai_whisper.load_model(weights)
    search = {} if system.beam_size in {None, 1} else {"beam_size": system.beam_size}

    def transcribe(samples: Samples, language: str) -> str:
        torch.manual_seed(openai_whisper.SEED)
        result = whisper.transcribe(
            model, samples, fp16=False, verbose=None, language=language, **search
        )
        return str(result["text"])

    return transcribe


def _open_faster(system: System, weights: Path, threads: int) -> Transcribe:
    from faster_whisper import BatchedInferencePipeline, WhisperModel
    from faster_whisper.transcribe import ctranslate2

    compute_type = {"fp32": "float32"}.get(system.precision, system.precision)
    model = WhisperModel(str(weights), device="cpu", compute_type=compute_type, cpu_threads=threads)
    options: dict[str, Any] = {} if system.beam_size is None else {"beam_size": system.beam_size}
    recognizer = model
    if system.is_batched:
        recognizer = BatchedInferencePipeline(model)
        options["batch_size"] = system.batch_size

    def transcribe(samples: Samples, language: str) -> str:
        ctranslate2.set_random_seed(0)
        segments, _ = recognizer.transcribe(samples, language=language, **options)
        return " ".join(segment.text.strip() for segment in segments)

    return transcribe
