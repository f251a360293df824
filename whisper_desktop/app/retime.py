"""Rows get the times of their words: the network says them again near where they are."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.progress_meter import ProgressMeter
from whisper_desktop.app.request import MediaPart
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import InsufficientMemoryError, NoAudioError
from whisper_desktop.core.events import AudioDamaged, Preparing, Progress, Started, Warned
from whisper_desktop.core.recipe import Recipe
from whisper_desktop.core.segment import Word
from whisper_desktop.core.spoken_units import Unit, units_of
from whisper_desktop.core.verbs.fitting import SpokenTimes

if TYPE_CHECKING:
    from whisper_desktop.app.letter_placing import Placers
    from whisper_desktop.asr.forced import GivenWindow
    from whisper_desktop.audio.pcm import Pcm

_AROUND_MS = 1_000
"""How far outside of its row a word may be said."""
_MOST_MS = 29_000
_NEAR_MS = 5_000
"""Rows farther apart are said in windows of their own."""
_SOUND_AROUND_MS = 5_000
"""How much more sound is decoded: it tells what is quiet."""
_SURE_PROBABILITY = 0.2
_LEAST_SUPPORT = 0.3
"""As of rows that are aligned: this share of the letters must be likely."""


@dataclass(frozen=True, slots=True)
class RowOrder:
    """A row whose words are to be found; one that is not `is_wanted` only helps its neighbours."""

    key: int
    start_ms: int
    end_ms: int
    # Not shown: the recogniser's log keeps what was asked of it, and no text.
    text: str = field(repr=False)
    is_wanted: bool = True


@dataclass(frozen=True, slots=True)
class RetimeRequest:
    """Rows of one file, in order of their starts, and what they are spoken in.

    Without a language it is found out where the first of them is.
    """

    media: Path
    orders: tuple[RowOrder, ...]
    language: str | None = None
    audio_track: int | None = None

    @property
    def total_ms(self) -> int:
        """How much sound the wanted rows hold."""
        return sum(order.end_ms - order.start_ms for order in self.orders if order.is_wanted)


@dataclass(frozen=True, slots=True)
class RowTimed:
    """The words of a row were found."""

    key: int
    times: SpokenTimes


@dataclass(frozen=True, slots=True)
class RowNotHeard:
    """What a row says is not heard where it is."""

    key: int


RetimeEvent = Preparing | Started | Warned | Progress | RowTimed | RowNotHeard
Window = tuple[RowOrder, ...]


def retime(
    request: RetimeRequest,
    model: LoadedModel,
    engines: Engines,
    *,
    cancel: CancelToken,
    aligners: ModelStore | None = None,
) -> Iterator[RetimeEvent]:
    """Find the words of rows; there is one `RowTimed` or `RowNotHeard` for each that is wanted.

    Where one of the aligners is installed for the language, it places the words.

    Raises:
        ModelCapabilityError: The model was not trained for the language.
        MediaUnreadableError, AudioTrackMissingError: There is nothing to hear.
        ModelFileError, InsufficientMemoryError: The model cannot be used.
        Cancelled: Somebody asked to stop.
    """
    yield from _Retiming(request, model, engines, aligners).events(cancel)


class _Retiming:
    """The work on one request."""

    def __init__(
        self,
        request: RetimeRequest,
        model: LoadedModel,
        engines: Engines,
        aligners: ModelStore | None,
    ) -> None:
        self._request, self._model, self._engines = request, model, engines
        self._aligners = aligners
        self._placers: Placers | None = None
        self._language = request.language or model.only_language

    def events(self, cancel: CancelToken) -> Iterator[RetimeEvent]:
        """Yield everything from the first progress to the last."""
        recipe = Recipe(language=self._language)
        self._model.check(recipe)
        yield from self._model.load(cancel)
        self._model.check(recipe)
        yield Started(self._model.identity, self._request.total_ms)
        meter = ProgressMeter(self._request.total_ms, cancel.clock_s)
        done_ms = 0
        for window in windows_of(self._request.orders):
            yield from self._placed(window, cancel)
            done_ms += sum(one.end_ms - one.start_ms for one in window if one.is_wanted)
            yield meter.at(done_ms)

    def _placed(self, window: Window, cancel: CancelToken) -> Iterator[RetimeEvent]:
        first_ms = max(0, window[0].start_ms - _AROUND_MS - _SOUND_AROUND_MS)
        last_ms = window[-1].end_ms + _AROUND_MS + _SOUND_AROUND_MS
        part = MediaPart(self._request.media, self._request.audio_track, first_ms, last_ms)
        damages: list[AudioDamaged] = []
        try:
            audio = yield from self._engines.load_audio(part, damages.append, cancel)
        except NoAudioError:
            # The rows are behind the recording's end.
            yield from _not_heard(window)
            return
        yield from map(Warned, damages)
        language = self._spoken_in(audio, cancel)
        units = [units_of(order.text, language) for order in window]
        words = yield from self._words(_given(window, units, audio, language), audio, cancel)
        yield from _told(window, units, words) if words else _not_heard(window)

    def _words(
        self, given: "GivenWindow | None", audio: "Pcm", cancel: CancelToken
    ) -> Generator[RetimeEvent, None, tuple[Word, ...]]:
        """Return a word for each unit of the window's rows; none when it cannot be heard."""
        from whisper_desktop.app.letter_placing import Placers
        from whisper_desktop.app.placing import in_sound

        self._placers = self._placers or Placers(self._model, self._aligners)
        while given is not None:
            try:
                (said,) = self._placers.place(audio.samples, [given], cancel)
            except InsufficientMemoryError as error:
                reason = error.reason
            else:
                return in_sound(said.words, audio, is_by_letters=said.is_by_letters)
            yield Warned(self._model.step_down(reason))
            yield from self._model.load(cancel)
        return ()

    def _spoken_in(self, audio: "Pcm", cancel: CancelToken) -> str:
        if self._language is None:
            detected = self._model.recognizer.detect_language(audio.samples, cancel=cancel)
            self._language = detected.language
        return self._language


def windows_of(orders: Sequence[RowOrder]) -> Iterator[Window]:
    """Yield rows that are said in one go: near each other, and in half a minute.

    Each row is wanted once. Before and behind the wanted ones stand those beside them, if they are
    near and there is room: what is said at the edge of a window would else be taken for theirs.
    """
    first = 0
    while first < len(orders):
        if not orders[first].is_wanted:
            first += 1
            continue
        lead = first - 1 if first and _fit(orders, first - 1, first) else first
        last = first
        while last + 1 < len(orders) and _fit(orders, lead, last + 1):
            last += 1
        # The last one is the first of the next window, if one follows that is near.
        follows = last > first and last + 1 < len(orders) and _are_near(orders, last)
        end = last if follows else last + 1
        yield tuple(
            order if first <= place < end else replace(order, is_wanted=False)
            for place, order in enumerate(orders[lead : last + 1], start=lead)
        )
        first = end


def _fit(orders: Sequence[RowOrder], first: int, last: int) -> bool:
    """Tell whether a row can be said in one go with those from `first` to before it."""
    is_short = orders[last].end_ms - orders[first].start_ms <= _MOST_MS - 2 * _AROUND_MS
    return is_short and _are_near(orders, last - 1)


def _are_near(orders: Sequence[RowOrder], place: int) -> bool:
    return orders[place + 1].start_ms - orders[place].end_ms <= _NEAR_MS


def _given(
    window: Window, units: Sequence[Sequence[Unit]], audio: "Pcm", language: str
) -> "GivenWindow | None":
    """Return what the network is to say; None without words, without sound, or with too much."""
    from whisper_desktop.asr.forced import MAX_WINDOW_MS, GivenWindow

    texts = tuple(unit.text for own in units for unit in own)
    begin_ms = max(0, window[0].start_ms - _AROUND_MS - audio.start_ms)
    end_ms = min(window[-1].end_ms + _AROUND_MS - audio.start_ms, audio.duration_ms)
    if not texts or begin_ms >= end_ms or end_ms - begin_ms > MAX_WINDOW_MS:
        return None
    return GivenWindow(begin_ms, end_ms, texts, language)


def _not_heard(window: Window) -> Iterator[RowNotHeard]:
    return (RowNotHeard(order.key) for order in window if order.is_wanted)


def _told(
    window: Window, units: Sequence[Sequence[Unit]], words: Sequence[Word]
) -> Iterator[RowTimed | RowNotHeard]:
    """Deal the words out to the rows, of which they are the units."""
    done = 0
    for order, own in zip(window, units, strict=True):
        said, done = words[done : done + len(own)], done + len(own)
        if not order.is_wanted:
            continue
        if _is_likely(own, said):
            start_ms = said[0].start_ms
            end_ms = max(said[-1].end_ms, start_ms + 1)
            yield RowTimed(order.key, SpokenTimes(start_ms, end_ms, tuple(said)))
        else:
            yield RowNotHeard(order.key)


def _is_likely(units: Sequence[Unit], words: Sequence[Word]) -> bool:
    """Tell whether enough of the letters are what the network would say there."""
    letters = [len(unit.letters) for unit in units]
    likely = sum(
        count
        for count, word in zip(letters, words, strict=True)
        if word.probability >= _SURE_PROBABILITY
    )
    return sum(letters) > 0 and likely >= _LEAST_SUPPORT * sum(letters)
