"""The recognizers that are compared, each behind the same two calls: load, then transcribe."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from benchmarks.audio_set import Samples
from benchmarks.transcript import TimedText

Transcribe = Callable[[Samples, str], str]
"""From samples and their language to the text."""
Listen = Callable[[Samples, str | None], tuple[TimedText, ...]]
"""From samples and their language, or None to have it found out, to the segments."""


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
    has_vad: bool = False
    """Of faster-whisper only: voice activity looked for first, as always when it is batched."""

    @property
    def name(self) -> str:
        """How results call it."""
        if self.engine is Engine.OPENAI:
            parts = [self.engine.value]
        else:
            parts = [self.engine.value, "batched" if self.is_batched else "sequential"]
        search = {None: "", 1: "greedy"}.get(self.beam_size, f"beam{self.beam_size}")
        untimed = "untimed" if self.is_untimed else ""
        vad = "vad" if self.has_vad else ""
        return "-".join(part for part in [*parts, self.precision, search, untimed, vad] if part)


def open_system(system: System, weights: Path, threads: int) -> Transcribe:
    """Load the system's model on the CPU and return what transcribes with it."""
    listen = open_listener(system, weights, threads)

    def transcribe(samples: Samples, language: str) -> str:
        return " ".join(segment.text for segment in listen(samples, language))

    return transcribe


def open_listener(system: System, weights: Path, threads: int) -> Listen:
    """Load the system's model on the CPU and return what tells its segments."""
    openers = {
        Engine.OURS: _open_ours,
        Engine.OPENAI: _open_openai,
        Engine.FASTER: _open_faster,
    }
    return openers[system.engine](system, weights, threads)


def _open_ours(system: System, weights: Path, threads: int) -> Listen:
    from benchmarks import ours
    from whisper_desktop.asr.options import LongFormMode, RecognitionOptions, SearchOptions
    from whisper_desktop.core.recipe import Recipe, TimestampMode

    recognizer = ours.load(weights, precision=system.precision, threads=threads)
    mode = LongFormMode.BATCHED if system.is_batched else LongFormMode.SEQUENTIAL
    timestamps = TimestampMode.NONE if system.is_untimed else TimestampMode.SEGMENTS

    def listen(samples: Samples, language: str | None) -> tuple[TimedText, ...]:
        options = RecognitionOptions(
            recipe=Recipe(language=language, timestamps=timestamps),
            mode=mode,
            search=SearchOptions(beam_size=system.beam_size or 1),
            batch_size=system.batch_size,
        )
        segments = ours.recognize(recognizer, samples, options)
        return tuple(TimedText(s.start_ms, s.end_ms, s.text.strip()) for s in segments)

    return listen


def _open_openai(system: System, weights: Path, threads: int) -> Listen:
    import torch
    import whisper

    from benchmarks import openai_whisper

    torch.set_num_threads(threads)
    model = openai_whisper.load_model(weights)
    search = {} if system.beam_size in {None, 1} else {"beam_size": system.beam_size}

    def listen(samples: Samples, language: str | None) -> tuple[TimedText, ...]:
        torch.manual_seed(openai_whisper.SEED)
        result = whisper.transcribe(
            model, samples, fp16=False, verbose=None, language=language, **search
        )
        return tuple(_timed(s["start"], s["end"], s["text"]) for s in result["segments"])

    return listen


def _open_faster(system: System, weights: Path, threads: int) -> Listen:
    from faster_whisper import BatchedInferencePipeline, WhisperModel
    from faster_whisper.transcribe import ctranslate2

    compute_type = {"fp32": "float32"}.get(system.precision, system.precision)
    model = WhisperModel(str(weights), device="cpu", compute_type=compute_type, cpu_threads=threads)
    options: dict[str, Any] = {} if system.beam_size is None else {"beam_size": system.beam_size}
    recognizer = model
    if system.is_batched:
        recognizer = BatchedInferencePipeline(model)
        options["batch_size"] = system.batch_size
    elif system.has_vad:
        options["vad_filter"] = True

    def listen(samples: Samples, language: str | None) -> tuple[TimedText, ...]:
        ctranslate2.set_random_seed(0)
        segments, _ = recognizer.transcribe(samples, language=language, **options)
        return tuple(_timed(s.start, s.end, s.text) for s in segments)

    return listen


def _timed(start_s: float, end_s: float, text: str) -> TimedText:
    return TimedText(round(start_s * 1_000), round(end_s * 1_000), text.strip())
