from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Finding, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Edit, Splice, Verb, replacing
from whisper_desktop.core.findings import Findings, FindingsListener
from whisper_desktop.core.presets import ARTE, CUSTOM, NETFLIX

RULES = Rules(NETFLIX, "en")
TEXTS = ["", "Fine", "No\nthis is not balanced at all", "x" * 50, "a\nb\nc"]


def row_at(uid: int, start_s: int, text: str = "A line that is fine") -> Cue:
    return Cue(uid, start_s * 1_000, start_s * 1_000 + 2_000, text)


def checked(
    document: Document, rules: Rules, on_change: FindingsListener | None = None
) -> Findings:
    findings = Findings(document, rules, on_change)
    assert findings.check_more(1_000)
    return findings


def kinds(findings: Findings, row: int) -> list[FindingKind]:
    return [finding.kind for finding in findings.at(row)]


@st.composite
def cues(draw: st.DrawFn, first_uid: int = 1, max_size: int = 8) -> list[Cue]:
    count = draw(st.integers(0, max_size))
    starts = draw(st.lists(st.integers(0, 20_000), min_size=count, max_size=count))
    lengths = draw(st.lists(st.integers(0, 8_000), min_size=count, max_size=count))
    return [
        Cue(first_uid + n, start, start + length, draw(st.sampled_from(TEXTS)))
        for n, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]


@st.composite
def edits(draw: st.DrawFn, document: Document) -> Edit:
    """Return an edit of one or two splices; the second may bring back what the first took."""
    now, splices = list(document), []
    for turn in range(draw(st.integers(1, 2))):
        row = draw(st.integers(0, len(now)))
        removed = tuple(now[row : row + draw(st.integers(0, 3))])
        fresh = draw(cues(first_uid=1_000 * (turn + 1) + len(now), max_size=3))
        inserted = tuple(draw(st.permutations([*removed, *fresh])))
        splices.append(Splice(row, removed, inserted))
        now[row : row + len(removed)] = inserted
    return Edit(Verb.SORT, tuple(splices))


@given(cues(), st.data())
def test_after_any_edits_it_knows_what_a_full_check_finds(
    rows: list[Cue], data: st.DataObject
) -> None:
    document = Document(rows)
    heard: list[frozenset[int]] = []
    findings = checked(document, RULES, heard.append)
    for _ in range(3):
        before = {uid: findings.of(uid) for uid in (cue.uid for cue in document)}
        heard.clear()
        inverse = document.apply(data.draw(edits(document)))
        fresh = checked(document, RULES)
        assert list(findings.all()) == list(fresh.all())
        assert findings.counts() == fresh.counts()
        assert len(findings) == len(list(fresh.all()))
        after = {cue.uid: findings.of(cue.uid) for cue in document}
        different = {
            uid for uid in before.keys() | after.keys() if before.get(uid, ()) != after.get(uid, ())
        }
        assert different <= frozenset().union(*heard)
        if data.draw(st.booleans()):
            document.apply(inverse)
            assert list(findings.all()) == list(checked(document, RULES).all())


def test_a_change_of_a_row_is_told_once_with_the_row_above() -> None:
    document = Document([row_at(1, 0), row_at(2, 3), row_at(3, 6)])
    heard: list[frozenset[int]] = []
    findings = checked(document, RULES, heard.append)
    moved = replace(document[1], start_ms=1_000)
    document.apply(replacing(Verb.SET_START, document, [(1, moved)]))
    assert heard == [frozenset({1})]
    assert kinds(findings, 0) == [FindingKind.OVERLAP]
    document.apply(replacing(Verb.SET_TEXT, document, [(2, replace(document[2], text="Same"))]))
    assert len(heard) == 1


def test_a_removed_row_takes_its_findings_along() -> None:
    document = Document([row_at(1, 0), row_at(2, 1), row_at(3, 6, "")])
    heard: list[frozenset[int]] = []
    findings = checked(document, RULES, heard.append)
    assert findings.counts() == {FindingKind.OVERLAP: 1, FindingKind.EMPTY: 1}
    document.apply(Edit(Verb.DELETE, (Splice(1, (document[1],), ()),)))
    assert findings.counts() == {FindingKind.EMPTY: 1}
    document.apply(Edit(Verb.DELETE, (Splice(1, (document[1],), ()),)))
    assert len(findings) == 0
    assert findings.of(3) == ()
    assert heard == [frozenset({1}), frozenset({3})]


def test_other_rules_check_everything_again() -> None:
    document = Document([Cue(1, 0, 1_500, "x" * 18), row_at(2, 3)])
    heard: list[frozenset[int]] = []
    findings = checked(document, RULES, heard.append)
    assert not len(findings)
    findings.set_rules(replace(RULES, media_duration_ms=4_000))
    assert findings.check_more(2)
    assert kinds(findings, 1) == [FindingKind.OUTSIDE_MEDIA]
    findings.set_rules(Rules(replace(CUSTOM, max_cps=10.0)))
    assert not findings.check_more(1)
    assert kinds(findings, 0) == [FindingKind.READING_SPEED]
    assert kinds(findings, 1) == [FindingKind.OUTSIDE_MEDIA]
    assert findings.check_more(1)
    assert kinds(findings, 1) == []
    findings.set_rules(findings.rules)
    assert findings.check_more(0)
    assert not heard


@given(cues(), st.integers(0, 5), st.data())
def test_rows_that_are_checked_bit_by_bit_may_be_edited_meanwhile(
    rows: list[Cue], first_count: int, data: st.DataObject
) -> None:
    document = Document(rows)
    findings = Findings(document, RULES)
    findings.check_more(first_count)
    for _ in range(2):
        document.apply(data.draw(edits(document)))
        findings.check_more(1)
    while not findings.check_more(1):
        pass
    fresh = checked(document, RULES)
    assert list(findings.all()) == list(fresh.all())
    assert findings.counts() == fresh.counts()


def test_findings_are_stepped_through_by_row() -> None:
    document = Document([row_at(1, 0, ""), row_at(2, 3), Cue(3, 6_000, 6_100, "x" * 50)])
    findings = checked(document, RULES)
    first = Finding(1, FindingKind.EMPTY, 0, 1)
    last = findings.at(2)[0]
    assert findings.next_after(-1) == first
    assert findings.next_after(0) == last
    assert last.kind is FindingKind.TOO_SHORT
    assert findings.next_after(2) is None
    assert findings.previous_before(3) == last
    assert findings.previous_before(99) == last
    assert findings.previous_before(2) == first
    assert findings.previous_before(0) is None
    assert findings.next_after(-1, {FindingKind.LINE_LENGTH}) == findings.at(2)[2]
    assert list(findings.all({FindingKind.EMPTY})) == [first]


def test_a_closed_one_hears_nothing_more() -> None:
    document = Document([row_at(1, 0)])
    findings = checked(document, Rules(ARTE))
    findings.close()
    document.apply(replacing(Verb.SET_TEXT, document, [(0, replace(document[0], text=""))]))
    assert findings.at(0) == ()
    assert findings.checker.check(document, 0)[0].kind is FindingKind.EMPTY
