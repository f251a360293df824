"""The door to the recogniser: a loaded model that turns samples into events."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from whisper_desktop.asr.batched import BatchedWalk
from whisper_desktop.asr.checkpoint import Checkpoint, load_checkpoint
from whisper_desktop.asr.dims import WINDOW_FRAMES, ModelDims
from whisper_desktop.asr.engine import Engine, FindsPauses, no_pauses
from whisper_desktop.asr.forced import TextPlacer
from whisper_desktop.asr.language_id import language_probabilities, vote
from whisper_desktop.asr.longform import SequentialWalk
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.memory import memory_errors
from whisper_desktop.asr.model import Whisper
from whisper_desktop.asr.options import LongFormMode, RecognitionOptions
from whisper_desktop.asr.quantize import QuantizedLinear, int8_support, quantize_linears
from whisper_desktop.asr.timestamps import FRAME_MS
from whisper_desktop.asr.tokenizer import load_tokenizer
from whisper_desktop.asr.weights_file import weights_sha256
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
from whisper_desktop.core.speech_map import HearsSpeech

Samples = npt.NDArray[np.float32]

_DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


class Recognizer:
    """A Whisper model in memory, ready for one recognition at a time."""

    def __init__(self, engine: Engine, weights: tuple[Path, ...] = ()) -> None:
        self.engine = engine
        self._weights = weights

    @classmethod
    def load(
        cls,
        path: Path,
        *,
        device: str = "cpu",
        precision: str = "fp32",
        threads: int | None = None,
        find_pauses: FindsPauses = no_pauses,
        cancel: CancelToken | None = None,
    ) -> "Recognizer":
        """Load the weights at `path` onto a device, as "fp32", "fp16", "bf16" or "int8".

        `threads` sets torch's thread count for the whole process. `find_pauses` tells where nothing
        sounds, which makes word times better. Raises `ModelFileError`,
        `DeviceUnavailableError` (no int8 here), `InsufficientMemoryError` and `Cancelled`.
        """
        if threads is not None:
            torch.set_num_threads(threads)
        checkpoint = load_checkpoint(path, cancel=cancel)
        with memory_errors(torch.device(device)):
            model = _build_model(checkpoint, device, precision)
        heads = checkpoint.alignment_heads
        engine = Engine(model, load_tokenizer(checkpoint.dims), heads, find_pauses)
        return cls(engine, checkpoint.weights)

    @cached_property
    def sha256(self) -> str:
        """The hash of the weights' files, which takes a second per gigabyte; "" without files."""
        return weights_sha256(self._weights) if self._weights else ""

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
        self,
        samples: Samples,
        *,
        windows: int = 1,
        from_ms: int = 0,
        cancel: CancelToken | None = None,
    ) -> LanguageDetected:
        """Return the probability of every language, by the first window or a vote of several.

        The first window starts at `from_ms`; several are spread evenly from there to the end,
        and vote with their probabilities. English-only models answer English. Raises
        `Cancelled` and `InsufficientMemoryError`.
        """
        if not self.is_multilingual:
            return LanguageDetected("en", 1.0, {"en": 1.0})
        return self._detect(LogMel(samples, self.dims.n_mels), windows, from_ms, cancel)

    def _detect(
        self, mel: LogMel, windows: int, from_ms: int, cancel: CancelToken | None
    ) -> LanguageDetected:
        floor = mel.floor_of_recording(cancel)
        ballots = []
        for start_frame in _spread(from_ms // FRAME_MS, mel.content_frames, windows):
            window = mel.window(start_frame, floor=floor)
            with memory_errors(self.engine.model.device):
                features = self.engine.encode([window], cancel)
                ballots += language_probabilities(
                    self.engine.model, self.engine.tokenizer, features, cancel
                )
        probabilities = vote(ballots)
        language = next(iter(probabilities))
        return LanguageDetected(language, probabilities[language], probabilities)

    def placer(self) -> TextPlacer:
        """Return what finds given words in samples."""
        return TextPlacer(self.engine)

    def recognize(
        self,
        samples: Samples,
        options: RecognitionOptions,
        *,
        start_ms: int = 0,
        speech: HearsSpeech | None = None,
        cancel: CancelToken,
        resume: ResumePoint | None = None,
    ) -> Iterator[RecognitionEvent]:
        """Yield segments as their windows are read, with where to resume after each window.

        `samples` are 16 kHz mono; `start_ms` is their place on the media's clock, on which all
        times reported lie. `speech` tells where somebody speaks, in milliseconds from the samples'
        start, and is asked a window ahead; batched mode needs it, and asks for all. Raises
        `Cancelled` within one decode step of being asked to, and `InsufficientMemoryError` when
        even one window at a time does not fit.
        """
        if options.mode is LongFormMode.SEQUENTIAL and not options.defence.minds_silence:
            speech = None
        recording = Recording(LogMel(samples, self.dims.n_mels), start_ms)
        language = self._known_language(options, resume)
        if language is None:
            detected = self._found_language(recording, options, speech, cancel)
            yield detected
            language = detected.language
        if options.mode is LongFormMode.BATCHED:
            if speech is None:
                raise ValueError("batched mode needs to be told where speech is")
            known = speech.until(recording.duration_ms)
            walk = BatchedWalk(self.engine, recording, options, language, known, resume)
            yield from walk.events(cancel)
            return
        sequential = SequentialWalk(
            self.engine, recording, options, language, resume, speech=speech
        )
        with memory_errors(self.engine.model.device):
            for window in sequential.windows(cancel):
                yield from map(SegmentReady, window.segments)
                yield WindowDone(window.resume, window.spoken, window.left_out)

    def _known_language(
        self, options: RecognitionOptions, resume: ResumePoint | None
    ) -> str | None:
        if not self.is_multilingual:
            return "en"
        if resume is not None and resume.language is not None:
            return resume.language
        return options.recipe.language or options.first_language

    def _found_language(
        self,
        recording: Recording,
        options: RecognitionOptions,
        speech: HearsSpeech | None,
        cancel: CancelToken,
    ) -> LanguageDetected:
        """Return what is spoken from where somebody begins to speak."""
        from_ms = 0 if speech is None else _first_speech_ms(speech, recording.duration_ms)
        return self._detect(recording.mel, options.language_windows, from_ms, cancel)


def _first_speech_ms(speech: HearsSpeech, end_ms: int) -> int:
    """Return where somebody begins to speak, or 0 where nobody does."""
    known = speech.until(0)
    while not known.speech and known.end_ms < end_ms:
        known = speech.until(known.end_ms + WINDOW_FRAMES * FRAME_MS)
    return known.speech[0].start_ms if known.speech else 0


def _build_model(checkpoint: Checkpoint, device: str, precision: str) -> Whisper:
    """Return the network with its weights copied out of the checkpoint's mapped files."""
    dtype = _DTYPES.get(precision, torch.float32)
    with torch.device("meta"):
        model = Whisper(checkpoint.dims)
    state = dict(checkpoint.state)
    reduces_range = precision == "int8" and _load_blocks_as_int8(model, state)
    for name, tensor in state.items():
        state[name] = tensor.to(device=device, dtype=dtype, copy=True)
    model.load_state_dict(state, strict=True, assign=True)
    model.requires_grad_(requires_grad=False)
    if precision == "int8":
        weight = model.decoder.token_embedding.weight
        model.decoder.projection = QuantizedLinear(weight, None, reduces_range=reduces_range)
    else:
        model.decoder.lay_out_for_decoding()
    return model.eval()


def _load_blocks_as_int8(model: Whisper, state: dict[str, torch.Tensor]) -> bool:
    """Give the transformer's blocks their weights, taken out of the state, in int8.

    One block at a time, so that no more than one of them is ever there in fp32. Returns whether
    products must reduce the range of their inputs here.
    """
    support = int8_support()
    if not support.is_available:
        raise DeviceUnavailableError("int8", support.reason, ("fp32",))
    for side_name, side in (("encoder", model.encoder), ("decoder", model.decoder)):
        for index, block in enumerate(side.blocks):
            prefix = f"{side_name}.blocks.{index}."
            names = [name for name in state if name.startswith(prefix)]
            weights = {name.removeprefix(prefix): state.pop(name).float() for name in names}
            block.load_state_dict(weights, strict=True, assign=True)
            quantize_linears(block, reduces_range=support.reduces_range)
            state |= {prefix + name: tensor for name, tensor in block.state_dict().items()}
    return support.reduces_range


def _spread(first_frame: int, end_frame: int, windows: int) -> list[int]:
    """Return the start frames of up to `windows` windows, evenly from the first to the end."""
    n_frames = max(0, end_frame - first_frame)
    fitting = max(1, min(windows, -(-n_frames // WINDOW_FRAMES)))
    if fitting == 1:
        return [first_frame]
    room = max(0, n_frames - WINDOW_FRAMES)
    return [first_frame + round(index * room / (fitting - 1)) for index in range(fitting)]
