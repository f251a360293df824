"""Our recogniser, run the way the program runs it, and window by window for parity."""

from pathlib import Path

from benchmarks.audio_set import Samples
from benchmarks.cases import Case, Wanted
from benchmarks.transcript import TimedText, Transcript, Window
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.fallback import is_silence
from whisper_desktop.asr.longform import SequentialWalk
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import (
    DefenceOptions,
    FallbackLimits,
    RecognitionOptions,
    SearchOptions,
    WordTimes,
)
from whisper_desktop.asr.recognizer import Recognizer
from whisper_desktop.asr.window import Recording
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.events import SegmentReady
from whisper_desktop.core.recipe import Recipe, Task, TimestampMode
from whisper_desktop.core.segment import Segment
from whisper_desktop.speech.ear import Ear
from whisper_desktop.speech.sound_edges import find_pauses


def load(weights: Path, *, precision: str = "fp32", threads: int | None = None) -> Recognizer:
    """Return our recogniser on the CPU. Raises what `Recognizer.load` raises."""
    return Recognizer.load(
        weights, device="cpu", precision=precision, threads=threads, find_pauses=find_pauses
    )


def recognize(
    recognizer: Recognizer, samples: Samples, options: RecognitionOptions
) -> tuple[Segment, ...]:
    """Return the segments; the recogniser listens for speech, as in the program."""
    events = recognizer.recognize(samples, options, speech=Ear(samples), cancel=CancelToken())
    return tuple(event.segment for event in events if isinstance(event, SegmentReady))


def parity_options(case: Case) -> RecognitionOptions:
    """Return what the reference is asked for, in our terms: temperature 0, no second tries."""
    wants_words = case.wanted is Wanted.WORDS
    timestamps = TimestampMode.WORDS if wants_words else TimestampMode.SEGMENTS
    return RecognitionOptions(
        recipe=Recipe(language=case.language, task=Task(case.task), timestamps=timestamps),
        search=SearchOptions(beam_size=case.search.beam_size),
        fallback=FallbackLimits(temperatures=(0.0,)),
        defence=DefenceOptions.off(),
        word_times=WordTimes.REFERENCE,
    )


def transcribe_by_window(engine: Engine, samples: Samples, case: Case) -> Transcript:
    """Return our sequential transcript of a case with the tokens of every window."""
    options = parity_options(case)
    prompt: tuple[int, ...] = ()
    recording = Recording(LogMel(samples, engine.model.dims.n_mels))
    segments: list[Segment] = []
    windows: list[Window] = []
    for step in SequentialWalk(engine, recording, options, case.language).windows(CancelToken()):
        if not is_silence(step.decoded, options.fallback):
            windows.append(Window(prompt, step.decoded.tokens, step.window.start_frame))
        segments.extend(step.segments)
        prompt = step.resume.previous_tokens
    return Transcript(
        segments=tuple(TimedText(s.start_ms, s.end_ms, s.text.strip()) for s in segments),
        windows=tuple(windows),
        words=tuple(
            TimedText(word.start_ms, word.end_ms, word.text.strip())
            for segment in segments
            for word in segment.words
        ),
    )
