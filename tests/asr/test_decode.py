"""The decoding of windows against a loop that anybody can read, on a small random network."""

import zlib
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from whisper_desktop.asr.decode import (
    MAX_PREFIX_TOKENS,
    WindowDecoder,
    WindowPrompt,
    compression_ratio,
    length_norm,
)
from whisper_desktop.asr.engine import Engine
from whisper_desktop.asr.logit_filters import build_filters
from whisper_desktop.asr.mel import LogMel
from whisper_desktop.asr.options import SearchOptions
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled
from whisper_desktop.core.recipe import Task

SHORT = SearchOptions(max_new_tokens=40)


@pytest.fixture(scope="module")
def features(toy_engine: Engine, toy_speech: NDArray[np.float32]) -> torch.Tensor:
    mel = LogMel(toy_speech, 80)
    return toy_engine.encode([mel.window(0), mel.window(2_000), mel.window(4_000)])


def decoder(
    engine: Engine, search: SearchOptions = SHORT, *, with_timestamps: bool = True
) -> WindowDecoder:
    return WindowDecoder(
        engine.model,
        engine.tokenizer,
        search,
        task=Task.TRANSCRIBE,
        with_timestamps=with_timestamps,
    )


@torch.inference_mode()
def plain_greedy(
    engine: Engine, features: torch.Tensor, prompt: list[int], search: SearchOptions
) -> tuple[list[int], float]:
    """Read the whole text again for every token; no cache, no batch."""
    model, tokenizer = engine.model.decoder, engine.tokenizer
    filters = build_filters(tokenizer, search, with_timestamps=True, device=torch.device("cpu"))
    text: list[int] = []
    total = 0.0
    for _ in range(search.max_new_tokens or 0):
        hidden = model(torch.tensor([prompt + text]), model.start(features))
        logits = model.logits(hidden[:, -1])
        for rule in filters:
            rule.apply(logits, torch.tensor([text], dtype=torch.long))
        token = int(logits.argmax())
        total += float(logits.log_softmax(-1)[0, token])
        if token == tokenizer.eot:
            break
        text.append(token)
    return text, total


def test_a_batch_reads_each_window_as_the_plain_loop_does(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    context = (3, 4, 5)
    prompts = [WindowPrompt(language, context) for language in ("en", "de", "ja")]
    results = decoder(toy_engine).decode(features, prompts, 0.0, CancelToken())
    tokenizer = toy_engine.tokenizer
    for index, (prompt, result) in enumerate(zip(prompts, results, strict=True)):
        start = tokenizer.prefix(prompt.language, Task.TRANSCRIBE, with_timestamps=True)
        whole_prompt = [tokenizer.sot_prev, *context, *start]
        text, total = plain_greedy(toy_engine, features[index : index + 1], whole_prompt, SHORT)
        assert list(result.tokens) == text
        assert result.avg_logprob == pytest.approx(total / (len(text) + 1), abs=1e-4)
        assert result.compression_ratio == compression_ratio(result.text)
        assert 0 <= result.no_speech_prob <= 1


def test_the_no_speech_probability_is_read_after_the_start_token(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    model, tokenizer = toy_engine.model.decoder, toy_engine.tokenizer
    read = model(torch.tensor([[tokenizer.sot_prev, 3, tokenizer.sot]]), model.start(features[:1]))
    expected = model.logits(read[:, -1]).softmax(-1)[0, tokenizer.no_speech]
    prompt = WindowPrompt("en", (3,))
    result = decoder(toy_engine).decode(features[:1], [prompt], 0.0, CancelToken())[0]
    assert result.no_speech_prob == pytest.approx(float(expected), abs=1e-6)


def test_a_beam_is_never_less_probable_than_it_is_told_to_be(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    beam = decoder(toy_engine, replace(SHORT, beam_size=4, length_penalty=0.0))
    greedy = decoder(toy_engine)
    prompts = [WindowPrompt("en")] * 3
    for wide, narrow in zip(
        beam.decode(features, prompts, 0.0, CancelToken()),
        greedy.decode(features, prompts, 0.0, CancelToken()),
        strict=True,
    ):
        total = wide.avg_logprob * (len(wide.tokens) + 1)
        assert total >= narrow.avg_logprob * (len(narrow.tokens) + 1) - 1e-4


def test_sampling_repeats_itself_only_with_the_same_seed(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    def sample(seed: int) -> tuple[int, ...]:
        drawing = WindowDecoder(
            toy_engine.model,
            toy_engine.tokenizer,
            SHORT,
            task=Task.TRANSCRIBE,
            with_timestamps=True,
            seed=seed,
        )
        prompt = WindowPrompt("en")
        return drawing.decode(features[:1], [prompt], 1.0, CancelToken())[0].tokens

    assert sample(1) == sample(1)
    assert len({sample(seed) for seed in range(4)}) > 1


def test_a_forced_beginning_is_not_repeated_and_counts_for_the_rules(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    tokenizer = toy_engine.tokenizer
    prefix = (tokenizer.timestamp_begin + 100, *tokenizer.encode(" the cat"))
    prompt = WindowPrompt("en", prefix=prefix)
    result = decoder(toy_engine).decode(features[:1], [prompt], 0.0, CancelToken())[0]
    stamps = [token for token in result.tokens if token >= tokenizer.timestamp_begin]
    assert result.tokens[: len(prefix)] != prefix
    assert all(token >= prefix[0] for token in stamps)


def test_without_timestamps_there_are_none(toy_engine: Engine, features: torch.Tensor) -> None:
    plain = decoder(toy_engine, with_timestamps=False)
    result = plain.decode(features[:1], [WindowPrompt("en")], 0.0, CancelToken())[0]
    assert result.tokens
    assert all(token < toy_engine.tokenizer.eot for token in result.tokens)


def test_a_long_context_never_outgrows_the_decoder(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    endless = SearchOptions(suppress_tokens=(toy_engine.tokenizer.eot,), suppress_blank=False)
    prompt = WindowPrompt("en", tuple([5] * 1_000), prefix=tuple([6] * MAX_PREFIX_TOKENS))
    result = decoder(toy_engine, endless, with_timestamps=False).decode(
        features[:1], [prompt], 0.0, CancelToken()
    )[0]
    start = 1 + 223 + 4 + MAX_PREFIX_TOKENS
    assert len(result.tokens) == 448 - start + 1


def test_prompts_of_different_lengths_are_refused(
    toy_engine: Engine, features: torch.Tensor
) -> None:
    prompts = [WindowPrompt("en"), WindowPrompt("en", (1,))]
    with pytest.raises(ValueError, match="length"):
        decoder(toy_engine).decode(features[:2], prompts, 0.0, CancelToken())


def test_cancelling_stops_before_the_next_token(toy_engine: Engine, features: torch.Tensor) -> None:
    cancel = CancelToken()
    steps = 0
    decoding = decoder(toy_engine)

    class CancelAtThird:
        def apply(self, logits: torch.Tensor, generated: torch.Tensor) -> None:
            nonlocal steps
            steps = generated.shape[1]
            if steps == 3:
                cancel.cancel()

    decoding._filters = (*decoding._filters, CancelAtThird())
    with pytest.raises(Cancelled):
        decoding.decode(features[:1], [WindowPrompt("en")], 0.0, cancel)
    assert steps == 3


def test_lengths_are_normalised_as_stated() -> None:
    assert length_norm(12, None) == 12
    assert length_norm(0, None) == 1
    assert length_norm(13, 0.6) == pytest.approx(3**0.6)
    assert length_norm(13, 0.0) == 1


def test_loops_compress_well() -> None:
    loop = "and so on " * 30
    assert compression_ratio(loop) == len(loop) / len(zlib.compress(loop.encode()))
    assert compression_ratio(loop) > 2.4 > compression_ratio("An ordinary sentence, said once.")
    assert compression_ratio("") == 0
