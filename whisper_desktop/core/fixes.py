"""Putting right what the checks have found, without putting anything else wrong."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from whisper_desktop.core.checks import Checker, Finding, FindingKind, Rules, text_language
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.presets import Limits
from whisper_desktop.core.reading import reading_time_ms
from whisper_desktop.core.tracks import translated
from whisper_desktop.core.verbs.rewriting import neighbour_uid, rewriting
from whisper_desktop.core.wrapping import wrap

MAX_LEAD_MS = 500
"""How much earlier than it did a row may begin; more, and it is read long before it is heard."""

_OF_TEXT = frozenset(
    {
        FindingKind.READING_SPEED,
        FindingKind.LINE_LENGTH,
        FindingKind.LINE_COUNT,
        FindingKind.BALANCE,
    }
)
"""What depends on the text, and so can be wrong with the translation alone."""

_Change = Mapping[int, Cue]
"""What some rows become."""
_Key = tuple[int, FindingKind, bool]
"""What a finding is about: a cue, a kind, and whether it is the translation."""


def fix_all(
    cues: Sequence[Cue], kind: FindingKind, rules: Rules, rows: Iterable[int] | None = None
) -> Edit:
    """Return one edit that removes all it can of one kind, in all rows or in some.

    It moves ends rather than starts, which are heard, and makes nothing else wrong or worse: what
    could only be fixed so is left. Where the rules have a translation, it is fixed too, as if it
    were the text.
    """
    # An overlap is never made, not even where nobody looks for them.
    checker = Checker(replace(rules, kinds=rules.kinds | {kind, FindingKind.OVERLAP}))
    wanted = range(len(cues)) if rows is None else list(rows)
    if kind is FindingKind.EMPTY:
        return _without_empty(cues, wanted, checker)
    fixed = _fixed(cues, kind, wanted, checker)
    if rules.has_translation and kind in _OF_TEXT:
        fixed = _with_translations(fixed, kind, wanted, checker.rules)
    changed = [
        (row, new)
        for row, (old, new) in enumerate(zip(cues, fixed, strict=True))
        if new is not old and new != old
    ]
    return replacing(Verb.FIX, cues, changed)


def _fixed(
    cues: Sequence[Cue], kind: FindingKind, rows: Iterable[int], checker: Checker
) -> list[Cue]:
    fixer = _Fixer(cues, checker)
    for row in rows:
        fixer.fix(row, kind)
    return fixer.cues


def _with_translations(
    cues: Sequence[Cue], kind: FindingKind, rows: Iterable[int], rules: Rules
) -> list[Cue]:
    """Return the rows with better translations, shown for longer where they need it."""
    shown = [translated(cue) for cue in cues]
    fixed = _fixed(shown, kind, rows, Checker(replace(rules, has_translation=False)))
    return [
        cue
        if new is old
        else replace(
            cue,
            start_ms=new.start_ms,
            end_ms=new.end_ms,
            translation=cue.translation if new.text == old.text else new.text,
        )
        for cue, old, new in zip(cues, shown, fixed, strict=True)
    ]


def fix_kinds(
    cues: Sequence[Cue],
    kinds: Iterable[FindingKind],
    rules: Rules,
    rows: Iterable[int] | None = None,
) -> Edit:
    """Return one edit that removes all it can of several kinds, one kind after the other."""
    scratch = Document(cues)
    uids = [cue.uid for cue in cues] if rows is None else [cues[row].uid for row in rows]
    for kind in kinds:
        # A row that was empty may be gone by now.
        left = [row for uid in uids if (row := scratch.row_of(uid)) is not None]
        scratch.apply(fix_all(scratch, kind, rules, left))
    return _becoming(cues, {cue.uid: cue for cue in scratch})


def _becoming(cues: Sequence[Cue], after: Mapping[int, Cue]) -> Edit:
    """Return the edit that makes of rows what is known by their uids, and removes the others."""
    outcome: dict[int, Sequence[Cue]] = {}
    for row, cue in enumerate(cues):
        made = after.get(cue.uid)
        if made != cue:
            outcome[row] = () if made is None else (made,)
    if not outcome:
        return Edit(Verb.FIX, ())
    kept = [made[0].uid for made in outcome.values() if made]
    return rewriting(Verb.FIX, cues, outcome, kept or neighbour_uid(cues, sorted(outcome)))


def wrapped(cue: Cue, rules: Rules) -> Cue:
    """Return the cue with its text broken into lines by the rules for its language."""
    return _wrapped(cue, Checker(rules))


def wrap_rows(cues: Sequence[Cue], rows: Iterable[int], rules: Rules) -> Edit:
    """Return the edit that breaks the text of rows, rising, by the rules for their languages.

    Where the rules have a translation, it is broken too.
    """
    checker = Checker(rules)
    changed = [(row, _wrapped(cues[row], checker)) for row in rows]
    return replacing(Verb.WRAP, cues, [(row, cue) for row, cue in changed if cue != cues[row]])


@dataclass(frozen=True, slots=True)
class _Spot:
    """A row that shall be fixed, and what limits that."""

    row: int
    cue: Cue
    previous: Cue | None
    following: Cue | None
    limits: Limits
    checker: Checker

    @property
    def latest_end_ms(self) -> int:
        """How far the row may reach before the next one or the end of the media."""
        media_ms = self.checker.rules.media_duration_ms
        latest_ms = self.cue.start_ms + self.limits.max_duration_ms
        if media_ms is not None:
            latest_ms = min(latest_ms, media_ms)
        if self.following is not None:
            latest_ms = min(latest_ms, self.following.start_ms - self.limits.min_gap_ms)
        return latest_ms

    @property
    def earliest_start_ms(self) -> int:
        """From where on the row may be seen."""
        earliest_ms = max(self.cue.start_ms - MAX_LEAD_MS, 0)
        if self.previous is not None:
            earliest_ms = max(earliest_ms, self.previous.end_ms + self.limits.min_gap_ms)
        return earliest_ms

    @property
    def reading_time_ms(self) -> int:
        """How long the row has to be seen to be read."""
        limits = self.limits
        return reading_time_ms(self.cue.text, limits.max_cps, limits.counting)

    def spanning(self, start_ms: int, end_ms: int) -> Iterator[_Change]:
        """Yield the row with other times, if a row can have them."""
        if 0 <= start_ms < end_ms:
            yield {self.row: replace(self.cue, start_ms=start_ms, end_ms=end_ms)}


class _Fixer:
    """Tries changes of rows and makes the first that leaves nothing worse."""

    def __init__(self, cues: Sequence[Cue], checker: Checker) -> None:
        self.cues = list(cues)
        self._checker = checker
        self._ended_ms = _ended_ms(self.cues)
        self._begins_ms = _begins_ms(self.cues)

    def fix(self, row: int, kind: FindingKind) -> None:
        """Remove a finding of a row if that can be."""
        cues = self.cues
        wanted = (cues[row].uid, kind, False)
        if all(_key(finding) != wanted for finding in self._checker.check(cues, row)):
            return
        spot = _Spot(
            row,
            cues[row],
            cues[row - 1] if row else None,
            cues[row + 1] if row + 1 < len(cues) else None,
            self._checker.limits_of(cues[row]),
            self._checker,
        )
        for change in _CANDIDATES[kind](spot):
            if self._is_sound(change) and self._is_better(change, wanted):
                for changed, cue in change.items():
                    cues[changed] = cue
                return

    def _is_sound(self, change: _Change) -> bool:
        """Tell whether every row keeps half of the shortest duration, and its time to itself."""
        return all(
            cue.duration_ms >= min(self.cues[row].duration_ms, self._least_ms(cue))
            and self._is_apart(row, cue)
            for row, cue in change.items()
        )

    def _least_ms(self, cue: Cue) -> int:
        return max(self._checker.limits_of(cue).min_duration_ms // 2, 1)

    def _is_apart(self, row: int, cue: Cue) -> bool:
        """Tell whether the time that a row gains is free of all others, not of neighbours only."""
        old = self.cues[row]
        if cue.start_ms < old.start_ms and (
            self._ended_ms[row] > cue.start_ms or self._begins_ms[row] < old.start_ms
        ):
            return False
        return cue.end_ms <= old.end_ms or (
            self._ended_ms[row] <= old.end_ms and self._begins_ms[row] >= cue.end_ms
        )

    def _is_better(self, change: _Change, wanted: _Key) -> bool:
        """Tell whether the wanted finding goes and none comes or grows."""
        cues, check = self.cues, self._checker.check_cue
        rows = range(max(min(change) - 1, 0), max(change) + 1)
        before = {_key(one): one for row in rows for one in self._checker.check(cues, row)}
        for row in rows:
            below = row + 1
            following = change.get(below, cues[below]) if below < len(cues) else None
            for finding in check(change.get(row, cues[row]), following):
                old = before.get(_key(finding))
                is_no_worse = old is not None and _gravity(finding) <= _gravity(old)
                if _key(finding) == wanted or not is_no_worse:
                    return False
        return True


def _ended_ms(cues: Iterable[Cue]) -> list[int]:
    """Return when all rows above each have ended; those that are fixed never reach beyond."""
    times_ms, latest_ms = [], 0
    for cue in cues:
        times_ms.append(latest_ms)
        latest_ms = max(latest_ms, cue.end_ms)
    return times_ms


def _begins_ms(cues: Sequence[Cue]) -> list[int]:
    """Return when the first of the rows below each begins."""
    times_ms, earliest_ms = [], sys.maxsize
    for cue in reversed(cues):
        times_ms.append(earliest_ms)
        earliest_ms = min(earliest_ms, cue.start_ms)
    times_ms.reverse()
    return times_ms


def _key(finding: Finding) -> _Key:
    return finding.uid, finding.kind, finding.is_translation


def _gravity(finding: Finding) -> float:
    return abs(finding.value - finding.limit)


def _parted(spot: _Spot) -> Iterator[_Change]:
    """Part a row from the next one, which it overlaps or nearly touches."""
    cue, following, gap_ms = spot.cue, spot.following, spot.limits.min_gap_ms
    if following is None or following.start_ms < cue.start_ms:
        return
    yield from spot.spanning(cue.start_ms, following.start_ms - gap_ms)
    # The row keeps the time that it needs, the next one gives what is missing.
    needed_ms = max(spot.limits.min_duration_ms, spot.reading_time_ms)
    end_ms = min(max(following.start_ms - gap_ms, cue.start_ms + needed_ms), cue.end_ms)
    if cue.start_ms < end_ms and end_ms + gap_ms < following.end_ms:
        yield {
            spot.row: replace(cue, end_ms=end_ms),
            spot.row + 1: replace(following, start_ms=end_ms + gap_ms),
        }


def _with_right_gap(spot: _Spot) -> Iterator[_Change]:
    following, gap_ms = spot.following, spot.limits.min_gap_ms
    if following is None:
        return
    yield from _parted(spot)
    start_ms = spot.cue.end_ms + gap_ms
    if following.start_ms - MAX_LEAD_MS <= start_ms < following.end_ms:
        yield {spot.row + 1: replace(following, start_ms=start_ms)}


def _shorter(spot: _Spot) -> Iterator[_Change]:
    start_ms = spot.cue.start_ms
    end_ms = start_ms + spot.limits.max_duration_ms
    yield from spot.spanning(start_ms, end_ms)
    if spot.following is not None:
        # A little less, so that the gap is not one that should be closed.
        open_ms = spot.following.start_ms - spot.limits.close_gaps_below_ms
        yield from spot.spanning(start_ms, min(end_ms, open_ms))


def _long_enough(spot: _Spot) -> Iterator[_Change]:
    yield from _lasting(spot, spot.limits.min_duration_ms)


def _slow_enough(spot: _Spot) -> Iterator[_Change]:
    yield from _lasting(spot, spot.reading_time_ms)


def _lasting(spot: _Spot, duration_ms: int) -> Iterator[_Change]:
    """Yield the row with at least a duration: its end later, and only then its start earlier."""
    start_ms, latest_ms = spot.cue.start_ms, max(spot.latest_end_ms, spot.cue.end_ms)
    if start_ms + duration_ms <= latest_ms:
        yield from spot.spanning(start_ms, start_ms + duration_ms)
        # All there is, where a gap would be left that should be closed.
        yield from spot.spanning(start_ms, latest_ms)
    for earlier_ms in (latest_ms - duration_ms, spot.earliest_start_ms):
        is_enough = latest_ms - earlier_ms >= duration_ms
        if is_enough and spot.earliest_start_ms <= earlier_ms < start_ms:
            yield from spot.spanning(earlier_ms, latest_ms)


def _inside_media(spot: _Spot) -> Iterator[_Change]:
    media_ms = spot.checker.rules.media_duration_ms
    if media_ms is not None:
        yield from spot.spanning(spot.cue.start_ms, media_ms)


def _rewrapped(spot: _Spot) -> Iterator[_Change]:
    yield {spot.row: replace(spot.cue, text=_wrapped_text(spot.cue, spot.checker))}


def _wrapped(cue: Cue, checker: Checker) -> Cue:
    text = _wrapped_text(cue, checker)
    if not checker.rules.has_translation or not cue.translation:
        return replace(cue, text=text)
    return replace(cue, text=text, translation=_wrapped_text(translated(cue), checker))


def _wrapped_text(cue: Cue, checker: Checker) -> str:
    language = text_language(cue, checker.rules.language)
    return wrap(cue.text, checker.limits_of(cue), language)


_CANDIDATES: Mapping[FindingKind, Callable[[_Spot], Iterator[_Change]]] = MappingProxyType(
    {
        FindingKind.OVERLAP: _parted,
        FindingKind.GAP: _with_right_gap,
        FindingKind.TOO_SHORT: _long_enough,
        FindingKind.TOO_LONG: _shorter,
        FindingKind.READING_SPEED: _slow_enough,
        FindingKind.LINE_LENGTH: _rewrapped,
        FindingKind.LINE_COUNT: _rewrapped,
        FindingKind.BALANCE: _rewrapped,
        FindingKind.OUTSIDE_MEDIA: _inside_media,
    }
)


def _without_empty(cues: Sequence[Cue], rows: Iterable[int], checker: Checker) -> Edit:
    """Remove rows that show nothing, where what is left breaks no other rule more often.

    They go from the last to the first, so that none moves another.
    """
    gone: set[int] = set()
    above = -1
    for row in sorted(rows):
        if row - 1 not in gone:
            above = row - 1
        if _is_needless(cues, row, above, checker):
            gone.add(row)
    if not gone:
        return Edit(Verb.FIX, ())
    empty = sorted(gone)
    splices = tuple(Splice(row, (cues[row],), ()) for row in reversed(empty))
    uids = tuple(cues[row].uid for row in empty)
    return Edit(Verb.FIX, splices, neighbour_uid(cues, empty), uids)


def _is_needless(cues: Sequence[Cue], row: int, above: int, checker: Checker) -> bool:
    """Tell whether a row shows nothing, not even a translation, and parts no others."""
    cue, following = cues[row], cues[row + 1] if row + 1 < len(cues) else None
    kinds = Counter(finding.kind for finding in checker.check_cue(cue, following))
    if FindingKind.EMPTY not in kinds or cue.translation.strip():
        return False
    if above < 0:
        return True
    kinds.update(finding.kind for finding in checker.check_cue(cues[above], cue))
    return Counter(one.kind for one in checker.check_cue(cues[above], following)) <= kinds
