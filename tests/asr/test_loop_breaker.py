"""A text in circles is heard in other ways, and repeated speech is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
import torch
from torch import Tensor

from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.loop_breaker import (
    Hearing,
    LoopBreaker,
    SpeechMs,
    Surplus,
    Verdict,
    ended_after,
)
from whisper_desktop.asr.options import FallbackLimits
from whisper_desktop.asr.window import AudioWindow, WindowReader
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.segment import Defence
from whisper_desktop.core.timecode import TimeSpan

STAMP = 1_000
WINDOW = AudioWindow(500, 3_000)
LIMITS = FallbackLimits((0.0, 0.2, 0.4))
FEATURES = torch.zeros(1, 1, 1)


@dataclass
class ScriptedReader:
    """Knows words by number, and what is heard in which way."""

    vocabulary: list[str] = field(default_factory=list)
    step_s: float = 0.5
    alone: str = ""
    by_temperature: dict[float, str] = field(default_factory=dict)
    with_beam: str = "well"
    asked: list[object] = field(default_factory=list)
    timestamp_begin: int = STAMP
    quiet: tuple[TimeSpan, ...] = ()

    def pauses(self, window: AudioWindow) -> tuple[TimeSpan, ...]:
        return self.quiet

    def text(self, text: str, **facts: Any) -> DecodedWindow:
        said = text.split()
        self.vocabulary += [word for word in said if word not in self.vocabulary]
        tokens = (STAMP, *map(self.vocabulary.index, said), STAMP + 1_400)
        usual = {"is_complete": True, "avg_logprob": -0.2, "no_speech_prob": 0.0}
        return DecodedWindow(
            tokens, text, compression_ratio=1.0, temperature=0.0, **(usual | facts)
        )

    def decode_once(
        self, features: Tensor, prompt: WindowPrompt, temperature: float, cancel: CancelToken
    ) -> DecodedWindow:
        assert prompt.context == ()
        if features is not FEATURES:
            return self.text(self.alone)
        self.asked.append(temperature)
        return self.text(self.by_temperature.get(temperature, "well"))

    def decode_with_beam(
        self, features: Tensor, prompt: WindowPrompt, cancel: CancelToken
    ) -> DecodedWindow:
        self.asked.append("beam")
        return self.text(self.with_beam)

    def words(
        self,
        features: Tensor,
        texts: Sequence[Sequence[int]],
        window: AudioWindow,
        language: str,
        cancel: CancelToken,
    ) -> list[AlignedWord]:
        text = [token for tokens in texts for token in tokens if token < STAMP]
        return [
            AlignedWord(
                f" {self.vocabulary[token]}", (token,), i * self.step_s, (i + 1) * self.step_s, 0.9
            )
            for i, token in enumerate(text)
        ]


def settled(
    reader: ScriptedReader,
    text: DecodedWindow,
    before: tuple[str, ...] = (),
    context: tuple[int, ...] = (7,),
    speech_ms: SpeechMs | None = None,
) -> Verdict:
    breaker = LoopBreaker(
        cast(WindowReader, reader), LIMITS, lambda window, cancel: torch.ones(1, 1, 1), speech_ms
    )
    hearing = Hearing(WINDOW, FEATURES, WindowPrompt("en", context), before)
    return breaker.settle(text, hearing, CancelToken())


def test_plain_text_costs_nothing() -> None:
    reader = ScriptedReader()
    text = reader.text("no no that is enough")
    assert settled(reader, text) == Verdict(text)
    assert reader.asked == []


@pytest.mark.parametrize("alone", ["no no no no", "no no no no no"])
def test_what_a_second_hearing_repeats_as_well_is_kept(alone: str) -> None:
    reader = ScriptedReader(alone=alone)
    text = reader.text("well no no no no then")
    assert settled(reader, text) == Verdict(text)
    assert reader.asked == []


@pytest.mark.parametrize(("knows_speech", "is_kept"), [(True, True), (False, False)])
def test_what_is_said_again_between_pauses_needs_no_second_hearing(
    *, knows_speech: bool, is_kept: bool
) -> None:
    pauses = tuple(TimeSpan(at_ms + 850, at_ms + 1_150) for at_ms in (1_000, 2_000, 3_000))
    reader = ScriptedReader(alone="hm", step_s=1.0, with_beam="no no no", quiet=pauses)
    reader.by_temperature = {0.0: "no no no", 0.4: "no no no"}
    speech_ms = (lambda start_ms, end_ms: end_ms - start_ms) if knows_speech else None
    text = reader.text("well no no no no then")
    verdict = settled(reader, text, speech_ms=speech_ms)
    assert (verdict == Verdict(text)) == is_kept


def test_what_has_no_sound_is_decoded_again_until_it_is_believed() -> None:
    reader = ScriptedReader(step_s=0.02, by_temperature={0.0: "no no no", 0.4: "yes"})
    verdict = settled(reader, reader.text("no no no no"))
    assert (verdict.text.text, verdict.is_loop) == ("yes", False)
    assert verdict.text.defences == (Defence.PREVIOUS_TEXT_OFF, Defence.HOTTER)
    assert reader.asked == [0.0, 0.4]


def test_what_another_hearing_does_not_hear_is_decoded_again() -> None:
    reader = ScriptedReader(alone="something else", by_temperature={0.4: "go go go"})
    text = reader.text("no no no no")
    verdict = settled(reader, text, context=())
    assert verdict.text.text == "well"
    assert verdict.text.defences == (Defence.HOTTER, Defence.BEAM)


def test_an_improbable_hearing_is_not_taken() -> None:
    reader = ScriptedReader(step_s=0.02)
    reader.by_temperature[0.0] = "yes"
    usual = reader.text
    reader.text = lambda text, **facts: usual(text, **({"avg_logprob": -3.0} | facts))  # type: ignore[method-assign]
    verdict = settled(reader, usual("no no no"))
    assert verdict.is_loop


def test_where_nothing_helps_no_more_than_a_pair_is_kept() -> None:
    reader = ScriptedReader(alone="hm", by_temperature={0.0: "a a a", 0.4: "b b b"})
    reader.with_beam = "c c c"
    verdict = settled(reader, reader.text("so it goes no no no no"))
    assert verdict.is_loop
    assert verdict.text.tokens == (STAMP, 0, 1, 2, 3, 3, STAMP + 1_400)
    assert (verdict.end_ms, verdict.left_out) == (None, "no no")
    # The words are of half a second each; what is kept is not part of what is left out.
    assert verdict.surplus == (Surplus(2_500, 3_500, "no no"),)
    taken = (Defence.PREVIOUS_TEXT_OFF, Defence.HOTTER, Defence.BEAM, Defence.LOOP_CUT)
    assert verdict.text.defences == taken


def test_a_circle_ends_the_text_where_nothing_helps() -> None:
    reader = ScriptedReader(alone="hm", by_temperature={0.0: "a a a", 0.4: "b b b"})
    reader.with_beam = "c c c"
    verdict = settled(reader, reader.text("so it goes" + " no" * 9, is_circling=True))
    assert verdict.is_loop
    assert verdict.text.tokens == (STAMP, 0, 1, 2, 3, 3, STAMP + 125)
    assert (verdict.end_ms, verdict.left_out) == (2_500, "no no no no no no no")
    assert verdict.surplus[0].start_ms == 2_500


def test_repeats_that_were_stopped_are_believed_up_to_where_they_were_said() -> None:
    reader = ScriptedReader(alone="hey " * 20)
    verdict = settled(reader, reader.text("hey " * 20, is_circling=True, is_complete=False))
    assert not verdict.is_loop
    assert (verdict.end_ms, verdict.text.is_complete) == (10_000, True)


def test_circles_without_words_say_nothing() -> None:
    reader = ScriptedReader(with_beam="hm")
    verdict = settled(reader, reader.text("♪ ♪ ♪ ♪", is_circling=True), context=())
    assert verdict.text.text == "well"
    assert verdict.text.defences == (Defence.LOOP_CUT, Defence.HOTTER)


def test_the_same_in_every_window_is_a_run_as_well() -> None:
    reader = ScriptedReader(alone="hm")
    thanks = reader.text("thank you")
    assert settled(reader, thanks, before=("thank", "you")) == Verdict(thanks)
    verdict = settled(reader, thanks, before=("thank", "you", "thank", "you"))
    assert verdict.text.text == "well"
    reader.alone = "thank you"
    assert settled(reader, thanks, before=("thank", "you") * 2) == Verdict(thanks)


def test_tokens_end_with_the_time_of_the_last_word() -> None:
    tokens = (STAMP, 1, 2, STAMP + 50, STAMP + 60, 3, 4)
    assert ended_after(tokens, 3, 1_500, STAMP) == (STAMP, 1, 2, 1_050, 1_060, 3, 1_075)
    assert ended_after(tokens, 2, 900, STAMP) == (STAMP, 1, 2, 1_045)
    assert ended_after((1, 2, 3), 2, 900, STAMP) == (1, 2)
    assert ended_after(tokens, 0, 0, STAMP) == ()


def test_of_two_hearings_the_smaller_number_is_taken() -> None:
    reader = ScriptedReader(alone="oh no no no")
    verdict = settled(reader, reader.text("well no no no no then"))
    assert not verdict.is_loop
    said = [reader.vocabulary[token] for token in verdict.text.tokens if token < STAMP]
    assert " ".join(said) == "well no no no then"
    assert verdict.text.defences == (Defence.LOOP_CUT,)
