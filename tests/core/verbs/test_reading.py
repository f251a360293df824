from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.checks import Checker, FindingKind, Rules
from whisper_desktop.core.cue import Cue
from whisper_desktop.core.document import Document
from whisper_desktop.core.edit import Verb
from whisper_desktop.core.presets import AMAZON, CUSTOM, NETFLIX, Preset
from whisper_desktop.core.recipe import RecipeOverride, Task
from whisper_desktop.core.segment import Evidence, Word
from whisper_desktop.core.verbs.reading import cut_for_reading, has_own_words

RULES = Rules(NETFLIX, "en", 60_000)
NARROW = Rules(replace(CUSTOM, max_line_characters=12), "en")


def row(uid: int, start_ms: int, text: str, ms: int = 75, pause_ms: int = 0) -> Cue:
    """Return a row whose words are said one after the other."""
    at_ms, words = start_ms, list[Word]()
    for token in text.split():
        words.append(Word(at_ms, at_ms + ms * len(token), f" {token}", 0.9))
        at_ms += ms * len(token) + pause_ms
    return Cue(
        uid, start_ms, max(words[-1].end_ms, start_ms) if words else start_ms, text, tuple(words)
    )


def following(before: Cue, uid: int, text: str, pause_ms: int = 50) -> Cue:
    return row(uid, before.end_ms + pause_ms, text)


def cut(cues: list[Cue], rows: list[int] | None = None, rules: Rules = RULES) -> list[Cue]:
    document = Document(cues)
    document.apply(cut_for_reading(document, range(len(cues)) if rows is None else rows, rules))
    return list(document)


def texts(cues: list[Cue]) -> list[str]:
    return [cue.text.replace("\n", " | ") for cue in cues]


LONG = row(1, 1_000, "The house that we had bought in the spring had a garden with")
REST = following(LONG, 2, "many old trees, and nobody knew who had planted them. We did")
LAST = following(REST, 3, "not ask.")


def test_rows_without_a_pause_become_other_rows_in_one_step() -> None:
    document = Document([LONG, REST, LAST])
    edit = cut_for_reading(document, range(3), RULES)
    document.apply(edit)
    assert texts(list(document)) == [
        "The house that we had bought in the spring | had a garden with many old trees,",
        "and nobody knew who had planted them. | We did not ask.",
    ]
    assert (edit.verb, len(edit.splices)) == (Verb.CUT_FOR_READING, 1)
    assert [cue.uid for cue in document] == [1, 2]
    assert (edit.selection, edit.selection_before) == ((1, 2), (1, 2, 3))
    words = [word for cue in (LONG, REST, LAST) for word in cue.words]
    assert [word for cue in document for word in cue.words] == words
    assert [cue.start_ms for cue in document] == [cue.words[0].start_ms for cue in document]
    assert cut_for_reading(document, range(2), RULES).is_empty


def test_other_rows_stay_and_are_not_run_into() -> None:
    before, after = row(7, 0, "Before.", 100), replace(LAST, uid=8, start_ms=REST.end_ms + 20)
    made = cut([before, LONG, REST, after], [1, 2])
    assert (made[0], made[-1]) == (before, after)
    assert made[-2].end_ms <= after.start_ms
    # Nor what begins while the last word is said.
    hasty = replace(after, start_ms=REST.words[-1].end_ms - 20)
    assert cut([LONG, REST, hasty], [0, 1])[-2].end_ms <= hasty.start_ms
    # Words that begin before their row do not reach into the one above.
    early = replace(LONG, words=(replace(LONG.words[0], start_ms=600), *LONG.words[1:]))
    assert cut([before, early], [1])[1].start_ms == before.end_ms


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"task": Task.TRANSLATE},
        {"recipe": RecipeOverride(language="de")},
        {"extras": {"vtt.settings": "line:0"}},
        {"translation": "nicht gefragt"},
        {"words": ()},
        {"text": "{\\an8}not ask."},
    ],
)
def test_rows_that_differ_are_not_joined(change: dict[str, object]) -> None:
    first = row(1, 1_000, "We did")
    other = replace(following(first, 2, "not ask."), **change)  # type: ignore[arg-type]
    made = cut([first, other])
    assert [cue.uid for cue in made] == [1, 2]
    assert made[1].text == other.text
    assert len(cut([first, following(first, 2, "not ask.")])) == 1


def test_rows_with_a_pause_between_or_out_of_order_are_not_joined() -> None:
    first = row(1, 5_000, "We did")
    assert len(cut([first, following(first, 2, "not ask.", 1_500)])) == 2
    assert len(cut([first, row(2, 1_000, "not ask.")])) == 2
    third = following(first, 3, "not ask.")
    assert len(cut([first, row(2, 60_000, "Later."), third], [0, 2])) == 3


def test_the_place_in_the_picture_is_said_once_by_each() -> None:
    placed = [replace(cue, text=f"{{\\an8}}{cue.text}") for cue in (LONG, REST, LAST)]
    assert [cue.text.count("{\\an8}") for cue in cut(placed)] == [1, 1]
    assert all(cue.text.startswith("{\\an8}") for cue in cut(placed))


def test_a_row_without_words_is_cut_in_proportion_to_its_letters() -> None:
    text = "This is a sentence that is here. And this is another one, which is longer than that."
    made = cut([Cue(1, 1_000, 10_000, text)])
    assert texts(made) == [
        "This is a sentence that is here.",
        "And this is another one, | which is longer than that.",
    ]
    assert [cue.words for cue in made] == [(), ()]
    assert 4_000 < made[1].start_ms < 5_000
    assert made[1].end_ms == 10_000
    # What fits stays when it goes, as a person timed it.
    short = Cue(1, 1_000, 4_000, "Short enough.")
    assert cut([short]) == [short]


def test_a_translation_is_parted_along() -> None:
    german = Cue(
        1,
        0,
        9_000,
        "Das Haus war alt und groß. Der Garten war klein, aber niemand hat das gesagt.",
        translation="The house was old and large. The garden was small, but nobody said it.",
        language="de",
    )
    made = cut([german])
    assert texts(made) == [
        "Das Haus war alt und groß.",
        "Der Garten war klein, | aber niemand hat das gesagt.",
    ]
    assert [cue.translation for cue in made] == [
        "The house was old and large.",
        "The garden was small, but nobody said it.",
    ]


def test_every_row_keeps_what_is_known_of_it() -> None:
    evidence, doubtful = (Evidence(logprob, 0.1, 1.5, 0.0) for logprob in (-0.2, -2.0))
    extras = {"vtt.settings": "line:0", "vtt.id": "a"}
    recipe = RecipeOverride(language="en")
    cues = [
        replace(LONG, evidence=evidence, extras=extras, recipe=recipe),
        replace(REST, evidence=doubtful, extras={"vtt.settings": "line:0"}, recipe=recipe),
    ]
    made = cut(cues)
    # The first has words of both.
    assert [cue.evidence for cue in made] == [doubtful, doubtful]
    assert [cue.extras for cue in made] == [extras, {"vtt.settings": "line:0"}]
    assert {cue.recipe for cue in made} == {recipe}
    parts = cut([replace(cues[0], text=f"{LONG.text}.", words=())], rules=NARROW)
    assert [cue.uid for cue in parts] == list(range(1, len(parts) + 1))
    assert [cue.extras for cue in parts[1:]] == [{"vtt.settings": "line:0"}] * (len(parts) - 1)
    assert {cue.evidence for cue in parts} == {evidence}


def test_empty_rows_are_passed_over() -> None:
    empty = Cue(2, LONG.end_ms, LONG.end_ms, " ")
    assert empty in cut([LONG, empty, replace(REST, uid=3)])
    for blank in (empty, replace(empty, text="\u200b")):
        assert cut_for_reading(Document([blank]), [0], RULES).is_empty
    assert cut_for_reading(Document(), [], RULES).is_empty


def test_words_of_another_text_are_not_believed() -> None:
    wrong = replace(LONG, text="Something else, that nobody said")
    assert not has_own_words(wrong)
    assert has_own_words(LONG)
    assert cut([wrong])[0].words == LONG.words


TEXTS = (
    "so it was",
    "Anna Smith came.",
    "the",
    "in 3 000 days,",
    "- Yes.\n- No.",
    "日本にいます。",
    "",
)
documents = st.lists(
    st.tuples(
        st.sampled_from(TEXTS),
        st.sampled_from([0, 40, 900, 2_000]),
        st.booleans(),
        st.sampled_from([None, "en", "ja"]),
    ),
    min_size=1,
    max_size=8,
)


@given(documents, st.sampled_from([NETFLIX, AMAZON, replace(CUSTOM, max_line_characters=12)]))
def test_text_and_words_stay_and_nothing_gets_worse(
    values: list[tuple[str, int, bool, str | None]], preset: Preset
) -> None:
    cues: list[Cue] = []
    at_ms = 0
    for uid, (text, pause_ms, has_words, language) in enumerate(values, 1):
        made = replace(row(uid, at_ms + pause_ms, text), language=language)
        made = made if has_words else replace(made, words=())
        cues.append(made)
        at_ms = made.end_ms
    document = Document(cues)
    rules = Rules(preset, "en", at_ms + 5_000)
    edit = cut_for_reading(document, range(len(cues)), rules)
    undo = document.apply(edit)
    after = list(document)
    assert "".join("".join(cue.text.split()) for cue in after) == "".join(
        "".join(cue.text.split()) for cue in cues
    )
    assert sum(len(cue.words) for cue in after) >= sum(len(cue.words) for cue in cues)
    for one, other in pairwise([cue for cue in after if cue.text.strip()]):
        assert one.start_ms <= other.start_ms
    # Times are in order, and words within their rows: nobody runs into another.
    for one, other in pairwise(after):
        assert one.end_ms <= max(other.start_ms, one.start_ms + 1)
    checker = Checker(
        replace(rules, kinds=frozenset({FindingKind.TOO_LONG, FindingKind.LINE_COUNT}))
    )
    assert not any(checker.check(after, at) for at in range(len(after)))
    document.apply(undo)
    assert list(document) == cues
