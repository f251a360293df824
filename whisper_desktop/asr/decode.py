"""Windows of audio features become tokens: one pass of a search, without second thoughts.

Shapes: N windows, B rows of text, P prefix tokens, D width, V vocabulary.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from whisper_desktop.asr.attention import KeyValue
from whisper_desktop.asr.beam import BeamSearch
from whisper_desktop.asr.logit_filters import build_filters
from whisper_desktop.asr.loops import is_circling, is_repeated
from whisper_desktop.asr.model import DecoderState, Whisper
from whisper_desktop.asr.options import SearchOptions
from whisper_desktop.asr.sampling import Hypothesis, SamplingSearch, Search
from whisper_desktop.asr.tokenizer import Tokenizer
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Defence

MAX_PREFIX_TOKENS = 200
"""Of a forced beginning: so that prompt, prefix and new text fit the decoder's 448 positions."""

_CIRCLING_STEPS = 8
"""So often it is looked whether a text goes in circles: 0.03 ms for a text of 120 tokens, where a
step of the smallest network takes several milliseconds."""


@dataclass(frozen=True, slots=True)
class DecodedWindow:
    """What a window was understood to say, and how sure the network was.

    `is_complete` is False for a text that the length limit cut off, or that was stopped because it
    went in circles: `is_circling`.
    """

    tokens: tuple[int, ...]
    text: str
    is_complete: bool
    avg_logprob: float
    no_speech_prob: float
    compression_ratio: float
    temperature: float
    is_circling: bool = False
    is_repeated: bool = False
    """Whether it has a run of repeats that somebody is to judge by its sound."""
    defences: tuple[Defence, ...] = ()
    """What was done until this text was believed."""


@dataclass(frozen=True, slots=True)
class WindowPrompt:
    """What the decoder reads before it writes.

    `context` is previous text (with its timestamps), `prefix` the forced beginning of the text
    (with its timestamp, if the text is to have any).
    """

    language: str
    context: tuple[int, ...] = ()
    prefix: tuple[int, ...] = ()


class WindowDecoder:
    """Decodes windows under fixed options; the audio features are computed by the caller."""

    def __init__(
        self,
        model: Whisper,
        tokenizer: Tokenizer,
        search: SearchOptions,
        *,
        task: Task,
        with_timestamps: bool,
        seed: int = 0,
    ) -> None:
        self._model, self._tokenizer, self._search = model, tokenizer, search
        self._task, self._with_timestamps, self._seed = task, with_timestamps, seed
        self._filters = build_filters(
            tokenizer, search, with_timestamps=with_timestamps, device=model.device
        )

    @torch.inference_mode()
    def decode(
        self,
        features: Tensor,
        prompts: Sequence[WindowPrompt],
        temperature: float,
        cancel: CancelToken,
        *,
        audio: list[KeyValue] | None = None,
    ) -> list[DecodedWindow]:
        """Return one text per window of features (N, 1500, D).

        The prompts must be of equal length, since the windows advance in step. `audio` is what
        the decoder keeps of the features, where they were heard before, and is used up. Raises
        `Cancelled` within one step of being asked to stop.
        """
        prefixes = torch.tensor([self._prefix(prompt) for prompt in prompts])  # (N, P)
        search = self._start_search(len(prompts), temperature)
        n_positions = prefixes.shape[1] + self._most_new(prefixes)
        decoder = self._model.decoder
        state = decoder.start(features, search.hypotheses_per_window, n_positions, cancel, audio)
        n_forced = len(prompts[0].prefix)
        no_speech_probs = self._generate(state, prefixes, n_forced, search, cancel)
        return [
            self._describe(self._best(hypotheses), no_speech_prob, temperature)
            for hypotheses, no_speech_prob in zip(search.results(), no_speech_probs, strict=True)
        ]

    def _most_new(self, prefixes: Tensor) -> int:
        """Return how many tokens may follow prefixes (N, P)."""
        n_ctx = self._model.dims.n_text_ctx
        return min(self._search.max_new_tokens or n_ctx // 2, n_ctx - prefixes.shape[1] + 1)

    def _prefix(self, prompt: WindowPrompt) -> list[int]:
        context = prompt.context[-(self._model.dims.n_text_ctx // 2 - 1) :]
        start = self._tokenizer.prefix(
            prompt.language, self._task, with_timestamps=self._with_timestamps
        )
        previous = (self._tokenizer.sot_prev, *context) if context else ()
        return [*previous, *start, *prompt.prefix]

    def _start_search(self, n_windows: int, temperature: float) -> Search:
        device, options = self._model.device, self._search
        if temperature == 0 and options.beam_size > 1:
            return BeamSearch(
                n_windows,
                self._tokenizer.eot,
                beam_size=options.beam_size,
                patience=options.patience,
                device=device,
            )
        generator = torch.Generator(device)
        generator.manual_seed(self._seed)
        return SamplingSearch(
            n_windows,
            self._tokenizer.eot,
            temperature=temperature,
            best_of=options.best_of if temperature > 0 else 1,
            generator=generator,
            device=device,
        )

    def _generate(
        self,
        state: DecoderState,
        prefixes: Tensor,
        n_forced: int,
        search: Search,
        cancel: CancelToken,
    ) -> list[float]:
        """Run the search to its end and return each window's no-speech probability.

        The last `n_forced` of the prefix tokens belong to the text, so the rules see them too.
        """
        decoder, n_steps = self._model.decoder, self._most_new(prefixes)
        hidden = decoder(prefixes.to(self._model.device), state, cancel)  # (N, P, D)
        at_start = prefixes[0].tolist().index(self._tokenizer.sot)
        no_speech = decoder.logits(hidden[:, at_start]).softmax(dim=-1)
        no_speech_probs: list[float] = no_speech[:, self._tokenizer.no_speech].tolist()

        forced = prefixes[:1, prefixes.shape[1] - n_forced :].to(self._model.device)
        logits = decoder.logits(hidden[:, -1])  # (N, V)
        for step in range(n_steps):
            cancel.raise_if_cancelled()
            text = search.generated
            if n_forced:
                text = torch.cat([forced.expand(len(text), -1), text], dim=1)
            for logit_filter in self._filters:
                logit_filter.apply(logits, text)
            choice = search.advance(logits)
            if self._search.stops_circling and step % _CIRCLING_STEPS == 0:
                self._stop_circling(search)
            if choice.is_end or step == n_steps - 1:
                break
            if choice.rows is not None:
                state.select(choice.rows, choice.windows)
            logits = decoder.logits(decoder(choice.tokens[:, None], state, cancel)[:, 0])
        return no_speech_probs

    def _stop_circling(self, search: Search) -> None:
        """Stop the rows that go in circles, whatever timestamps they write in between."""
        begin, rows = self._tokenizer.timestamp_begin, search.generated.tolist()
        circling = [
            row
            for row, tokens in enumerate(rows)
            if tokens[-1] != self._tokenizer.eot and is_circling([t for t in tokens if t < begin])
        ]
        if circling:
            search.stop(circling)

    def _best(self, hypotheses: Sequence[Hypothesis]) -> Hypothesis:
        alpha = self._search.length_penalty
        # Circles are ever surer, so they are taken only where there is nothing else.
        ended = [one for one in hypotheses if not one.is_circling] or hypotheses
        return max(ended, key=lambda h: h.sum_logprob / length_norm(len(h.tokens), alpha))

    def _describe(
        self,
        hypothesis: Hypothesis,
        no_speech_prob: float,
        temperature: float,
    ) -> DecodedWindow:
        text = self._tokenizer.decode(hypothesis.tokens).strip()
        return DecodedWindow(
            tokens=hypothesis.tokens,
            text=text,
            is_complete=hypothesis.is_finished,
            avg_logprob=hypothesis.sum_logprob / (len(hypothesis.tokens) + 1),
            no_speech_prob=no_speech_prob,
            compression_ratio=compression_ratio(text),
            temperature=temperature,
            is_circling=hypothesis.is_circling,
            is_repeated=self._search.stops_circling and is_repeated(text),
        )


def length_norm(n_tokens: int, alpha: float | None) -> float:
    """Return what a text's log-probability is divided by before texts are compared.

    Its length, or for a given alpha the GNMT penalty (Wu et al. 2016, equation 14).
    """
    if alpha is None:
        return float(max(n_tokens, 1))
    return float(((5 + n_tokens) / 6) ** alpha)


def compression_ratio(text: str) -> float:
    """Return how many times zlib shortens the UTF-8 text; loops compress well."""
    encoded = text.encode()
    return len(encoded) / len(zlib.compress(encoded))
