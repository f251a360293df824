"""The reference implementation, openai-whisper, run on the same weights and watched closely."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import whisper
from torch import Tensor
from whisper.audio import N_FRAMES, N_SAMPLES
from whisper.decoding import DecodingOptions, DecodingResult, DecodingTask

from benchmarks.audio_set import Samples
from benchmarks.records import Record
from whisper_desktop.asr.checkpoint import load_checkpoint

SEED = 0
"""For the temperatures above zero, so that a run can be repeated."""


def load_model(weights: Path) -> Any:
    """Return openai-whisper's own network in fp32 with the weights that we load, and their heads.

    Raises what `load_checkpoint` raises.
    """
    checkpoint = load_checkpoint(weights)
    model = whisper.model.Whisper(whisper.model.ModelDimensions(**asdict(checkpoint.dims)))
    model.load_state_dict(checkpoint.state)
    heads = torch.zeros(model.dims.n_text_layer, model.dims.n_text_head, dtype=torch.bool)
    for layer, head in checkpoint.alignment_heads:
        heads[layer, head] = True
    model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
    return model.eval()


def transcribe(model: Any, samples: Samples, **options: Any) -> Record:
    """Run `whisper.transcribe` in fp32 and return its result with every decoded window."""
    torch.manual_seed(SEED)
    with _recorded_windows(model) as windows, warnings.catch_warnings():
        # It warns that word times of translations may be unreliable; that is not the question.
        warnings.simplefilter("ignore", UserWarning)
        result = whisper.transcribe(model, samples, fp16=False, verbose=None, **options)
    return {"text": result["text"], "segments": result["segments"], "windows": windows}


@contextmanager
def _recorded_windows(model: Any) -> Iterator[list[Record]]:
    windows: list[Record] = []
    decode = model.decode

    def decode_and_record(mel: Tensor, options: DecodingOptions) -> DecodingResult:
        result = decode(mel, options)
        windows.append(
            {
                "prompt": list(options.prompt or ()),
                "tokens": list(result.tokens),
                "temperature": result.temperature,
                "avg_logprob": float(result.avg_logprob),
                "no_speech_prob": float(result.no_speech_prob),
                "compression_ratio": result.compression_ratio,
            }
        )
        return result

    model.decode = decode_and_record
    try:
        yield windows
    finally:
        del model.decode


def log_mel(samples: Samples, n_mels: int) -> Tensor:
    """Return the mel of a whole recording, float32 (M, F), 30 s of silence added."""
    mel: Tensor = whisper.log_mel_spectrogram(torch.from_numpy(samples), n_mels, padding=N_SAMPLES)
    return mel


def language_probabilities(model: Any, samples: Samples) -> dict[str, float]:
    """Return the probability of every language for the first window."""
    mel = log_mel(samples, model.dims.n_mels)
    _, probabilities = model.detect_language(whisper.pad_or_trim(mel, N_FRAMES))
    found: dict[str, float] = probabilities
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reference thinks of a given text, token by token and of its end: T + 1 rows."""

    logprobs: Tensor
    """float32 (T + 1, V) after all rules; forbidden tokens have -inf."""
    timestamp_margins: Tensor
    """float32 (T + 1,): the mass of all timestamps over the best text token, natural log."""


@torch.inference_mode()
def read_text(model: Any, mel: Tensor, options: DecodingOptions, tokens: Sequence[int]) -> Reading:
    """Let the reference read a text of one window (M, 3000) instead of choosing its own."""
    task = DecodingTask(model, options)
    read = torch.tensor([[*task.initial_tokens, *tokens]])
    logits = model.logits(read, model.encoder(mel[None]))[0, task.sample_begin - 1 :]
    *other_rules, timestamp_rules = task.logit_filters
    margins = []
    for row in range(len(tokens) + 1):
        now, before = logits[row : row + 1], read[:, : task.sample_begin + row]
        for rule in other_rules:
            rule.apply(now, before)
        # The timestamp rules come last and may forbid all text, so it is looked at first.
        best_text = now[0, : task.tokenizer.timestamp_begin].max().clone()
        timestamp_rules.apply(now, before)
        margins.append(now[0, task.tokenizer.timestamp_begin :].logsumexp(dim=-1) - best_text)
    return Reading(logits.float().log_softmax(dim=-1), torch.stack(margins))


def window_mel(samples: Samples, n_mels: int, seek_frame: int) -> Tensor:
    """Return the window (M, 3000) that the reference decodes at a place of a recording."""
    mel = log_mel(samples, n_mels)
    content_frames = mel.shape[-1] - N_FRAMES
    window = mel[:, seek_frame : min(seek_frame + N_FRAMES, content_frames)]
    padded: Tensor = whisper.pad_or_trim(window, N_FRAMES)
    return padded
