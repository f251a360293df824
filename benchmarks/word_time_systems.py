"""Programs that tell when words are said, behind one call: samples and language in, words out."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks.audio_set import Samples
from benchmarks.timed_speech import TimedWord
from benchmarks.word_match import Heard
from whisper_desktop.asr.options import LongFormMode, RecognitionOptions, WordTimes
from whisper_desktop.core.recipe import Recipe, TimestampMode
from whisper_desktop.core.segment import Segment

Transcriber = Callable[[Samples, str], Heard]
Opener = Callable[[Path, int], Transcriber]


def ours(
    *, is_batched: bool = False, is_moved: bool = True, word_times: WordTimes = WordTimes.SOUND
) -> Opener:
    """Return what opens our recogniser; `is_moved`: times are moved to the sound afterwards."""

    def opened(weights: Path, threads: int) -> Transcriber:
        from benchmarks import ours as program

        recognizer = program.load(weights, precision="int8", threads=threads)
        mode = LongFormMode.BATCHED if is_batched else LongFormMode.SEQUENTIAL

        def transcribe(samples: Samples, language: str) -> Heard:
            recipe = Recipe(language=language, timestamps=TimestampMode.WORDS)
            options = RecognitionOptions(recipe=recipe, mode=mode, word_times=word_times)
            segments = program.recognize(recognizer, samples, options)
            return _heard(_moved(samples, segments) if is_moved else segments)

        return transcribe

    return opened


def _moved(samples: Samples, segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    from whisper_desktop.app.sound_times import times_in_sound
    from whisper_desktop.audio.pcm import Pcm

    return times_in_sound(Pcm(samples), segments)


def _heard(segments: Iterable[Segment]) -> Heard:
    segments = tuple(segments)
    return Heard(
        tuple(
            TimedWord(word.text, word.start_ms / 1_000, word.end_ms / 1_000)
            for segment in segments
            for word in segment.words
        ),
        tuple(segment.start_ms / 1_000 for segment in segments),
    )


def _openai_whisper(weights: Path, threads: int) -> Transcriber:
    import torch

    from benchmarks import openai_whisper

    torch.set_num_threads(threads)
    model = openai_whisper.load_model(weights)

    def transcribe(samples: Samples, language: str) -> Heard:
        options = {"language": language, "word_timestamps": True}
        return _heard_by_peer(openai_whisper.transcribe(model, samples, **options)["segments"])

    return transcribe


def _stable_ts(weights: Path, threads: int) -> Transcriber:
    import stable_whisper
    import torch

    from benchmarks import openai_whisper

    torch.set_num_threads(threads)
    model = openai_whisper.load_model(weights)
    stable_whisper.modify_model(model)

    def transcribe(samples: Samples, language: str) -> Heard:
        torch.manual_seed(openai_whisper.SEED)
        result = model.transcribe(samples, language=language, fp16=False, verbose=None)
        return _heard_by_peer(result.to_dict()["segments"])

    return transcribe


def _heard_by_peer(segments: Iterable[Any]) -> Heard:
    segments = list(segments)
    return Heard(
        tuple(
            TimedWord(word["word"], float(word["start"]), float(word["end"]))
            for segment in segments
            for word in segment["words"]
        ),
        tuple(float(segment["start"]) for segment in segments),
    )


def _faster_whisper(weights: Path, threads: int) -> Transcriber:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=threads)

    def transcribe(samples: Samples, language: str) -> Heard:
        segments, _ = model.transcribe(samples, language=language, word_timestamps=True)
        told = list(segments)
        words = [word for segment in told for word in segment.words or ()]
        return Heard(
            tuple(TimedWord(word.word, float(word.start), float(word.end)) for word in words),
            tuple(float(segment.start) for segment in told),
        )

    return transcribe


SYSTEMS: dict[str, Opener] = {
    "ours": ours(),
    "ours-batched": ours(is_batched=True),
    "ours-not-moved": ours(is_moved=False),
    "ours-reference-times": ours(is_moved=False, word_times=WordTimes.REFERENCE),
    "openai-whisper": _openai_whisper,
    "faster-whisper": _faster_whisper,
    "stable-ts": _stable_ts,
}
"""Ours and faster-whisper in int8, the others in fp32; all else as they come."""
