from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.project_versions import Version, restoring, superfluous
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
NOW_MS = 20_000 * DAY_MS


def automatic(number: int, age_ms: int) -> Version:
    return Version(number, "", True, NOW_MS - age_ms, 1)


def cue_lists() -> st.SearchStrategy[list[Cue]]:
    cues = st.builds(Cue, st.integers(1, 12), st.just(0), st.integers(0, 3), st.just(""))
    return st.lists(cues, max_size=8, unique_by=lambda cue: cue.uid)


def test_of_a_long_time_few_are_kept_and_of_a_short_time_many() -> None:
    versions = [automatic(hour, hour * HOUR_MS) for hour in range(24 * 90)]
    gone = set(superfluous(versions, NOW_MS))
    kept = [version for version in versions if version.id not in gone]
    assert sum(NOW_MS - version.made_at_ms <= DAY_MS for version in kept) >= 24
    assert 50 < len(kept) < 65


def test_named_versions_are_never_superfluous() -> None:
    versions = [Version(number, "draft", False, NOW_MS, 1) for number in range(5)]
    assert superfluous(versions, NOW_MS) == ()


def test_thinning_again_takes_nothing_more() -> None:
    versions = [automatic(number, number * 7 * MINUTE_MS) for number in range(400)]
    gone = set(superfluous(versions, NOW_MS))
    kept = [version for version in versions if version.id not in gone]
    assert superfluous(kept, NOW_MS) == ()


def test_something_old_is_left_after_every_step_of_a_long_time() -> None:
    kept: list[Version] = []
    for number in range(2_000):
        now_ms = NOW_MS + number * HOUR_MS
        kept.append(Version(number, "", True, now_ms, 1))
        gone = set(superfluous(kept, now_ms))
        kept = [version for version in kept if version.id not in gone]
    assert kept[0].id < 24 * 30
    assert kept[-1].id == 1_999


@given(cue_lists(), cue_lists())
def test_restoring_brings_the_rows_back_and_can_be_undone(
    now: list[Cue], earlier: list[Cue]
) -> None:
    document = Document(now)
    edit = restoring(document, earlier)
    assert edit.verb is Verb.GO_BACK
    inverse = document.apply(edit)
    assert list(document) == earlier
    document.apply(inverse)
    assert list(document) == now


def test_restoring_what_is_there_changes_nothing() -> None:
    cues = [Cue(1, 0, 1, "a"), Cue(2, 1, 2, "b")]
    assert restoring(cues, list(cues)).is_empty


def test_rows_that_are_alike_stay_untouched() -> None:
    cues = [Cue(uid, 0, 1, "a") for uid in range(1, 6)]
    earlier = [*cues[:2], Cue(9, 0, 1, "b"), *cues[3:]]
    (splice,) = restoring(cues, earlier).splices
    assert (splice.row, splice.removed, splice.inserted) == (2, (cues[2],), (earlier[2],))
