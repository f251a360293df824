"""A window whose text goes in circles is heard in other ways until one of them can be believed."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby

from torch import Tensor

from whisper_desktop.asr.decode import DecodedWindow, WindowPrompt
from whisper_desktop.asr.dims import FRAMES_PER_SECOND
from whisper_desktop.asr.fallback import is_improbable, is_silence
from whisper_desktop.asr.loops import (
    LEAST_REPEATS,
    Run,
    are_said_apart,
    count_kept,
    count_repeats,
    count_sounding,
    find_run,
    find_runs,
    is_agreed,
    keys_of,
    least_repeat_ms,
    units_of,
    usual_repeat_ms,
)
from whisper_desktop.asr.options import FallbackLimits
from whisper_desktop.asr.timestamps import FRAME_MS, STEP_MS
from whisper_desktop.asr.window import AudioWindow, WindowReader
from whisper_desktop.asr.word_timing import AlignedWord
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.segment import Defence
from whisper_desktop.core.timecode import TimeSpan

SpeechMs = Callable[[int, int], int]

_ALONE_MS = 10_000
"""Of a run, no more is heard a second time: what is short is seldom said in circles."""
_ALONE_BEFORE_MS, _ALONE_AFTER_MS = 100, 200
"""Around it: words are aligned a little late at their start, and they fade."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a window is heard with: its features (1, 1500, D) and what the decoder was told.

    `said_before` are the last words of the windows before, as they are compared.
    """

    window: AudioWindow
    features: Tensor
    prompt: WindowPrompt
    said_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surplus:
    """Words that stand together and were not kept, in milliseconds from the window's start."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much of a text that repeats itself was said.

    `text` ends with the last repeat that was said; `end_ms` is where in the window that is, None
    for a text that is kept to its end, without the `surplus`. A loop is a text that is not believed
    even so.
    """

    text: DecodedWindow
    is_loop: bool = False
    end_ms: int | None = None
    surplus: tuple[Surplus, ...] = ()

    @property
    def left_out(self) -> str:
        """All that was not kept."""
        return " ".join(one.text for one in self.surplus)


class LoopBreaker:
    """Judges texts by their sound, and climbs a ladder where they are not believed.

    The steps: without the text before, hotter, with several readings at once. What is left then,
    a shorter window, is for the caller, who knows the windows.
    """

    def __init__(
        self,
        reader: WindowReader,
        limits: FallbackLimits,
        features_of: Callable[[AudioWindow, CancelToken], Tensor],
        speech_ms: SpeechMs | None = None,
    ) -> None:
        """`speech_ms` says how long somebody speaks between two times of the recording."""
        self._reader, self._limits, self._features_of = reader, limits, features_of
        self._knows_speech, self._speech_ms = speech_ms is not None, speech_ms or _all_of_it

    def settle(self, text: DecodedWindow, hearing: Hearing, cancel: CancelToken) -> Verdict:
        """Return the text, or another that is believed; the best there is where none is."""
        verdict = best = self._judge(text, hearing, cancel)
        taken: list[Defence] = [Defence.LOOP_CUT] if text.is_circling else []
        if not verdict.is_loop:
            return verdict
        for defence, attempt in self._other_hearings(hearing, cancel):
            taken.append(defence)
            if is_silence(attempt, self._limits) or is_improbable(attempt, self._limits):
                continue
            verdict = self._judge(attempt, hearing, cancel)
            if not verdict.is_loop:
                best = verdict
                break
        return replace(best, text=replace(best.text, defences=(*taken, *best.text.defences)))

    def _other_hearings(
        self, hearing: Hearing, cancel: CancelToken
    ) -> Iterator[tuple[Defence, DecodedWindow]]:
        """Yield the texts of the ladder's steps, decoded when they are asked for."""
        features, plain = hearing.features, replace(hearing.prompt, context=())
        coldest, *hotter = self._limits.temperatures
        if hearing.prompt.context:
            yield (
                Defence.PREVIOUS_TEXT_OFF,
                self._reader.decode_once(features, plain, coldest, cancel),
            )
        for temperature in hotter[1::2] or hotter:
            yield Defence.HOTTER, self._reader.decode_once(features, plain, temperature, cancel)
        yield Defence.BEAM, self._reader.decode_with_beam(features, plain, cancel)

    def _judge(self, text: DecodedWindow, hearing: Hearing, cancel: CancelToken) -> Verdict:
        before, language = list(hearing.said_before), hearing.prompt.language
        if not text.is_circling and find_run(before + units_of(text.text)) is None:
            return Verdict(text)
        tokens = (*hearing.prompt.prefix, *text.tokens)
        words = self._reader.words(hearing.features, [tokens], hearing.window, language, cancel)
        spoken = [word for word, key in zip(words, keys_of(words), strict=True) if key]
        runs = new_runs(before, keys_of(spoken))
        surplus: list[AlignedWord] = []
        is_loop = False
        for run in runs:
            count, is_agreed_on = self._count_said(run, spoken, hearing, cancel)
            is_loop = is_loop or not is_agreed_on
            surplus += spoken[run.first + run.period * count : run.end]
        if text.is_circling:
            # What circles without words says nothing at all.
            kept = [word for word in spoken[: runs[-1].end] if word not in surplus] if runs else []
            return replace(self._cut(text, words, kept, hearing), is_loop=is_loop or not runs)
        return replace(self._without(text, words, surplus, hearing), is_loop=is_loop)

    def _count_said(
        self, run: Run, spoken: Sequence[AlignedWord], hearing: Hearing, cancel: CancelToken
    ) -> tuple[int, bool]:
        """Return how many repeats are kept, and whether a second hearing agrees about them.

        Where it does not, no more than a pair is kept: two in a row is everyday speech.
        """
        unit = keys_of(spoken[run.first : run.first + run.period])
        offset_ms, least_ms = (
            hearing.window.start_ms,
            least_repeat_ms(unit, hearing.prompt.language),
        )

        def speech_ms(start_ms: int, end_ms: int) -> int:
            return self._speech_ms(offset_ms + start_ms, offset_ms + end_ms)

        least_ms = usual_repeat_ms(run, spoken, least_ms)
        sounding = count_sounding(run, spoken, least_ms, speech_ms)
        if sounding == 0:
            return 0, False
        if sounding == run.count and self._are_said_apart(run, spoken, hearing):
            return run.count, True
        end_s = spoken[run.first + run.period * sounding - 1].end_s
        starts_s = [spoken[run.first + run.period * i].start_s for i in range(sounding)]
        alone_s = [start_s for start_s in starts_s if start_s >= end_s - _ALONE_MS / 1_000]
        first_s, expected = min(alone_s, default=starts_s[-1]), max(1, len(alone_s))
        heard = self._heard_alone((first_s, end_s), hearing, cancel)
        count = count_kept(sounding, expected, count_repeats(unit, heard))
        has_sound = sounding * 2 >= run.count
        if has_sound and is_agreed(unit, expected, heard):
            return count, True
        return min(count, LEAST_REPEATS - 1), False

    def _are_said_apart(self, run: Run, spoken: Sequence[AlignedWord], hearing: Hearing) -> bool:
        """Whether each repeat stands by itself between pauses, by one who knows of speech."""
        starts = range(run.first, run.end, run.period)
        if not self._knows_speech:
            return False
        repeats = [
            TimeSpan(round(first.start_s * 1_000), round(last.end_s * 1_000))
            for first, last in ((spoken[at], spoken[at + run.period - 1]) for at in starts)
            if last.end_s > first.start_s
        ]
        if len(repeats) < run.count:
            return False
        return are_said_apart(repeats, self._reader.pauses(hearing.window))

    def _heard_alone(
        self, span_s: tuple[float, float], hearing: Hearing, cancel: CancelToken
    ) -> list[str]:
        """Return the words that are heard by one who hears no more than a run's time."""
        first_frame = round(span_s[0] * FRAMES_PER_SECOND) - _ALONE_BEFORE_MS // FRAME_MS
        end_frame = round(span_s[1] * FRAMES_PER_SECOND) + _ALONE_AFTER_MS // FRAME_MS
        first_frame, end_frame = max(0, first_frame), min(end_frame, hearing.window.n_frames)
        part = AudioWindow(
            hearing.window.start_frame + first_frame, max(1, end_frame - first_frame)
        )
        prompt = WindowPrompt(hearing.prompt.language)
        features = self._features_of(part, cancel)
        alone = self._reader.decode_once(features, prompt, self._limits.temperatures[0], cancel)
        return units_of(alone.text)

    def _without(
        self,
        text: DecodedWindow,
        words: Sequence[AlignedWord],
        surplus: Sequence[AlignedWord],
        hearing: Hearing,
    ) -> Verdict:
        """Return a text without the repeats that were not said."""
        if not surplus:
            return Verdict(text)
        places: set[int] = set()
        at = -sum(token < self._reader.timestamp_begin for token in hearing.prompt.prefix)
        for word in words:
            if word in surplus:
                places.update(range(at, at + len(word.tokens)))
            at += len(word.tokens)
        tokens = without_text_at(text.tokens, places, self._reader.timestamp_begin)
        return Verdict(
            replace(text, tokens=tokens, defences=(Defence.LOOP_CUT,)),
            surplus=tuple(_together(words, surplus)),
        )

    def _cut(
        self,
        text: DecodedWindow,
        words: Sequence[AlignedWord],
        kept: Sequence[AlignedWord],
        hearing: Hearing,
    ) -> Verdict:
        """Return a text that ends with the last of the words that are kept."""
        end_ms = round(kept[-1].end_s * 1_000) if kept else 0
        n_words = words.index(kept[-1]) + 1 if kept else 0
        n_tokens = sum(len(word.tokens) for word in words[:n_words])
        n_forced = len(hearing.prompt.prefix)
        tokens = (*hearing.prompt.prefix, *text.tokens)
        ended = ended_after(tokens, n_tokens, end_ms, self._reader.timestamp_begin)
        return Verdict(
            text=replace(text, tokens=ended[n_forced:], is_complete=True),
            is_loop=True,
            end_ms=end_ms,
            surplus=tuple(_together(words, words[n_words:])),
        )


def _together(words: Sequence[AlignedWord], some: Sequence[AlignedWord]) -> Iterator[Surplus]:
    """Yield some of the words, those that follow each other as one."""
    for is_some, group in groupby(words, key=lambda word: word in some):
        if is_some:
            run = list(group)
            start_ms, end_ms = round(run[0].start_s * 1_000), round(run[-1].end_s * 1_000)
            yield Surplus(start_ms, end_ms, "".join(word.text for word in run).strip())


def ended_after(
    tokens: Sequence[int], n_text_tokens: int, end_ms: int, timestamp_begin: int
) -> tuple[int, ...]:
    """Return tokens up to so many of text, with a timestamp there if there are any."""
    kept: list[int] = []
    n_left = n_text_tokens
    for token in tokens:
        if token < timestamp_begin:
            if n_left == 0:
                break
            n_left -= 1
        elif n_left == 0:
            break
        kept.append(token)
    stamps = [token for token in kept if token >= timestamp_begin]
    if stamps:
        kept.append(max(stamps[-1], timestamp_begin + round(end_ms / STEP_MS)))
    return tuple(kept)


def without_text_at(
    tokens: Sequence[int], places: AbstractSet[int], timestamp_begin: int
) -> tuple[int, ...]:
    """Return tokens without those of the text at some places, counted without timestamps."""
    kept: list[int] = []
    place = 0
    for token in tokens:
        is_text = token < timestamp_begin
        if not (is_text and place in places):
            kept.append(token)
        place += is_text
    return tuple(kept)


def new_runs(before: Sequence[str], keys: Sequence[str]) -> list[Run]:
    """Return the repeats among new words that make up runs, perhaps with the words before."""
    found: list[Run] = []
    for run in find_runs([*before, *keys]):
        skipped = max(0, -(-(len(before) - run.first) // run.period))
        if run.count > skipped:
            first = run.first + skipped * run.period - len(before)
            found.append(Run(first, run.period, run.count - skipped))
    return found


def _all_of_it(start_ms: int, end_ms: int) -> int:
    return end_ms - start_ms
