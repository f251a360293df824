"""Segments are let through where somebody speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
import torch
from torch import Tensor

from whisper_desktop.asr.screen import (
    Made,
    SpeechScreen,
    defended,
    is_only_marks,
    without_broken_characters,
)
from whisper_desktop.asr.timestamps import TimedTokens
from whisper_desktop.asr.window import AudioWindow, Recording, WindowReader
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Defence, Evidence, LeftOut, LeftOutReason, Segment, Word
from whisper_desktop.core.speech_map import SpeechMap
from whisper_desktop.core.timecode import TimeSpan

OFFSET_MS = 100_000
WINDOW = AudioWindow(1_000, 3_000)
TALK = SpeechMap.known([TimeSpan(12_000, 20_000)], 90_000)
"""From the second to the tenth second of the window."""


@dataclass
class ScriptedReader:
    """Finds words where the test says; each piece is of one word with one token."""

    starts_s: list[float] = field(default_factory=list)
    probability: float = 0.9
    calls: int = 0

    def words(
        self,
        features: Tensor,
        texts: Sequence[Sequence[int]],
        window: AudioWindow,
        language: str,
        cancel: CancelToken,
    ) -> list[AlignedWord]:
        self.calls += 1
        return [
            AlignedWord(" word", (1,), start_s, start_s + 0.4, self.probability)
            for start_s in self.starts_s
        ]

    def count_text(self, piece: TimedTokens) -> int:
        return 1


def segment(start_ms: int, end_ms: int, text: str = "Where is it?", **facts: object) -> Segment:
    evidence = cast(Evidence, facts.get("evidence", Evidence(-0.2, 0.1, 1.0, 0.0)))
    task = cast(Task, facts.get("task", Task.TRANSCRIBE))
    return Segment(OFFSET_MS + start_ms, OFFSET_MS + end_ms, text, "en", task, evidence=evidence)


def screened(
    reader: ScriptedReader, *segments: Segment | None, doubts_text: bool = True
) -> tuple[tuple[Segment | None, ...], tuple[LeftOut, ...]]:
    recording = Recording.__new__(Recording)
    object.__setattr__(recording, "start_ms", OFFSET_MS)
    screen = SpeechScreen(cast(WindowReader, reader), recording, TALK, doubts_text=doubts_text)
    pieces = tuple(TimedTokens(0, 100, (1,), 0) for _ in segments)
    made = Made(WINDOW, torch.zeros(1), pieces, segments)
    found = screen.screened(made, CancelToken())
    assert len(found.kept(pieces)) == sum(one is not None for one in found.segments)
    return found.segments, found.left_out


def test_text_where_somebody_speaks_is_kept_without_a_closer_look() -> None:
    reader = ScriptedReader()
    spoken = segment(12_000, 15_000)
    assert screened(reader, spoken, None) == ((spoken, None), ())
    assert reader.calls == 0


def test_text_where_nobody_speaks_is_left_out() -> None:
    spoken, phantom = segment(12_000, 15_000), segment(30_000, 32_000, "Thanks for watching!")
    kept, left_out = screened(ScriptedReader([2.5, 20.0]), spoken, phantom)
    assert kept == (spoken, None)
    assert left_out == (LeftOut(130_000, 132_000, "Thanks for watching!", LeftOutReason.NO_SPEECH),)


def test_text_that_was_timed_wrongly_is_kept_where_its_words_are() -> None:
    late = segment(30_000, 32_000)
    reader = ScriptedReader([5.0])
    assert screened(reader, late) == ((late,), ())
    assert reader.calls == 1


@pytest.mark.parametrize(("start_ms", "is_kept"), [(20_500, True), (25_000, False)])
def test_a_translation_counts_by_the_speech_around_it(start_ms: int, *, is_kept: bool) -> None:
    translated = segment(start_ms, start_ms + 500, task=Task.TRANSLATE)
    kept, _ = screened(ScriptedReader([9.0]), translated)
    assert (kept[0] is not None) == is_kept


@pytest.mark.parametrize(("no_speech_prob", "is_kept"), [(0.1, True), (0.588, False)])
def test_the_last_of_bad_tries_is_judged_by_all_that_is_known(
    no_speech_prob: float, *, is_kept: bool
) -> None:
    bad = segment(12_000, 15_000, evidence=Evidence(-4.1, no_speech_prob, 1.0, 1.0))
    kept, left_out = screened(ScriptedReader([2.5], probability=0.05), bad)
    assert (kept[0] is not None) == is_kept
    assert len(left_out) == (not is_kept)
    assert screened(ScriptedReader(), bad, doubts_text=False) == ((bad,), ())


@pytest.mark.parametrize("text", [".", "- ...", "¿?", "。"])
def test_marks_alone_say_nothing(text: str) -> None:
    assert is_only_marks(segment(0, 100, text))


@pytest.mark.parametrize("text", ["♪", "5", "a.", "はい。"])
def test_notes_and_letters_say_something(text: str) -> None:
    assert not is_only_marks(segment(0, 100, text))


def test_half_characters_are_left_out() -> None:
    words = (Word(0, 10, " caf\ufffd", 0.9), Word(10, 20, " \ufffd", 0.9))
    broken = Segment(0, 100, "caf\ufffd \ufffd", "fr", words=words)
    whole = without_broken_characters(broken)
    assert whole is not None
    assert (whole.text, [word.text for word in whole.words]) == ("caf", [" caf"])
    plain = Segment(0, 100, "café", "fr")
    assert without_broken_characters(plain) is plain
    assert without_broken_characters(Segment(0, 100, "\ufffd", "fr")) is None


def test_what_was_done_is_told_by_the_evidence() -> None:
    done = defended(segment(0, 100), Defence.REPEAT_DROPPED)
    assert done.evidence is not None
    assert done.evidence.defences == (Defence.REPEAT_DROPPED,)
    bare = Segment(0, 100, "a", "en")
    assert defended(bare, Defence.REPEAT_DROPPED) is bare
