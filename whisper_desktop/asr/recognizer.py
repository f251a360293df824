"""The door to the recogniser: a loaded model that turns samples into events."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from whisper_desktop.asr.batched import BatchedWalk
from whisper_desktop.asr.checkpoint import Checkpoint, load_checkpoint
from whisper_desktop.asr.dims import WINDOW_FRAMES, ModelDims
from whisper_desktop.asr.engine import Engine, memory_errors
from whisper_desktop.asr.language_id import language_probabilities, vote
from whisper_desktop.asr.longform import SequentialWalk
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.options import LongFormMode, RecognitionOptions
from whisper_desktop.asr.quantize import QuantizedLinear, int8_support, quantize_linears
from whisper_desktop.asr.tokenizer import load_tokenizer
from whisper_desktop.asr.window import Recording
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import DeviceUnavailableError
from whisper_desktop.core.events import (
    LanguageDetected,
    RecognitionEvent,
    ResumePoint,
    SegmentReady,
    WindowDone,
)
from whisper_desktop.core.timecode import TimeSpan

Samples = npt.NDArray[np.float32]

_DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


class Recognizer:
    """A Whisper model in memory, ready for one recognition at a time."""

    def __init__(self, engine: Engine, sha256: str = "") -> None:
        self.engine = engine
        self.sha256 = sha256

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        device: str = "cpu",
        precision: str = "fp32",
        threads: int | None = None,
        cancel: CancelToken | None = None,
    ) -> "Recognizer":
        """Load the weights at `path` onto a device, as "fp32", "fp16", "bf16" or "int8".

        `threads` sets torch's thread count for the whole process. Raises `ModelFileError`,
        `DeviceUnavailableError` (no int8 here), `InsufficientMemoryError` and `Cancelled`.
        """
        if threads is not None:
            torch.set_num_threads(threads)
        checkpoint = load_checkpoint(path, cancel=cancel)
        with memory_errors(torch.device(device)):
            model = _build_model(checkpoint, device, precision)
        engine = Engine(model, load_tokenizer(checkpoint.dims), checkpoint.alignment_heads)
        return cls(engine, checkpoint.sha256(cancel))

    @property
    def dims(self) -> ModelDims:
        """The sizes of the network."""
        return self.engine.model.dims

    @property
    def is_multilingual(self) -> bool:
        """Whether the model knows languages other than English, and can translate."""
        return self.engine.tokenizer.is_multilingual

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages the model knows."""
        return self.engine.tokenizer.language_codes if self.is_multilingual else ("en",)

    def detect_language(
        self, samples: Samples, *, windows: int = 1, cancel: CancelToken | None = None
    ) -> LanguageDetected:
        """Return the probability of every language, by the first window or a vote of several.

        Several windows are spread evenly over the recording; they vote with their
        probabilities. English-only models answer English.
        """
        if not self.is_multilingual:
            return LanguageDetected("en", 1.0, {"en": 1.0})
        mel = LogMel(samples, self.dims.n_mels)
        floor = mel.floor_of_recording(cancel)
        ballots = []
        for start_frame in _spread(mel.content_frames, windows):
            window = mel.window(start_frame, floor=floor)
            with memory_errors(self.engine.model.device):
                features = self.engine.encode([window], cancel)
            ballots += language_probabilities(self.engine.model, self.engine.tokenizer, features)
        probabilities = vote(ballots)
        language = next(iter(probabilities))
        return LanguageDetected(language, probabilities[language], probabilities)

    def recognize(
        self,
        samples: Samples,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        spans: Sequence[TimeSpan] | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        """Yield segments as their windows are read, with where to resume after each window.

        `samples` are 16 kHz mono; `start_ms` is their place on the media's clock, on which all
        times reported lie. `spans` tell where speech is, in milliseconds from the samples'
        start; batched mode needs them. Raises `Cancelled` within one decode step of being asked to,
        and `InsufficientMemoryError` when even one window at a time does not fit.
        """
        language = self._known_language(options, resume)
        if language is None:
            detected = self.detect_language(
                samples, windows=options.language_windows, cancel=cancel
            )
            yield detected
            language = detected.language
        recording = Recording(LogMel(samples, self.dims.n_mels), start_ms)
        if options.mode is LongFormMode.BATCHED:
            if spans is None:
                raise ValueError("batched mode needs to be told where speech is")
            walk = BatchedWalk(self.engine, recording, options, language, spans, resume)
            yield from walk.events(cancel)
            return
        sequential = SequentialWalk(self.engine, recording, options, language, resume)
        with memory_errors(self.engine.model.device):
            for window in sequential.windows(cancel):
                yield from map(SegmentReady, window.segments)
                yield WindowDone(window.resume)

    def _known_language(
        self, options: RecognitionOptions, resume: ResumePoint | None
    ) -> str | None:
        if not self.is_multilingual:
            return "en"
        if resume is not None and resume.language is not None:
            return resume.language
        return options.recipe.language


def _build_model(checkpoint: Checkpoint, device: str, precision: str) -> Whisper:
    """Return the network with its weights copied out of the checkpoint's mapped files."""
    dtype = _DTYPES.get(precision, torch.float32)
    with torch.device("meta"):
        model = Whisper(checkpoint.dims)
    state = {
        name: tensor.to(device=device, dtype=dtype, copy=True)
        for name, tensor in checkpoint.state.items()
    }
    model.load_state_dict(state, strict=True, assign=True)
    model.requires_grad_(requires_grad=False)
    if precision == "int8":
        _quantize(model)
    else:
        model.decoder.lay_out_for_decoding()
    return model.eval()


def _quantize(model: Whisper) -> None:
    """Make the linear layers and the output projection int8; the rest stays fp32."""
    support = int8_support()
    if not support.is_available:
        raise DeviceUnavailableError("int8", support.reason, ("fp32",))
    quantize_linears(model, reduces_range=support.reduces_range)
    model.decoder.projection = QuantizedLinear(
        model.decoder.token_embedding.weight, None, reduces_range=support.reduces_range
    )


def _spread(content_frames: int, windows: int) -> list[int]:
    """Return the start frames of up to `windows` windows, evenly over the recording."""
    fitting = max(1, min(windows, -(-content_frames // WINDOW_FRAMES)))
    if fitting == 1:
        return [0]
    last = max(0, content_frames - WINDOW_FRAMES)
    return [round(index * last / (fitting - 1)) for index in range(fitting)]
