from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.presets import NETFLIX, SHORTS, Preset
from whisper_desktop.core.reading_cues.stream import cut_on, cut_segments
from whisper_desktop.core.recipe import Task
from whisper_desktop.core.segment import Evidence, Segment, Word
from whisper_desktop.core.unfinished import NOTHING_UNFINISHED

TOKENS = ("so", "Anna", "Smith", "came", "the", "3", "000", "way,", "home.", "日本", "にいます")
EVIDENCE = Evidence(-0.5, 0.1, 1.5, 0.0)


def heard(
    said: list[tuple[str, int, int]], sizes: list[int], languages: list[str]
) -> list[Segment]:
    """Return words, each with its pause and duration, in segments of so many."""
    at_ms, words = 0, list[Word]()
    for text, pause_ms, duration_ms in said:
        words.append(Word(at_ms + pause_ms, at_ms + pause_ms + duration_ms, f" {text}", 0.5))
        at_ms += pause_ms + duration_ms
    segments: list[Segment] = []
    for number, size in enumerate(sizes):
        own, words = tuple(words[:size]), words[size:]
        if own:
            text = "".join(word.text for word in own)
            language = languages[number % len(languages)]
            span_ms = own[0].start_ms, max(own[-1].end_ms, own[0].start_ms + 1)
            segments.append(Segment(*span_ms, text, language, words=own, evidence=EVIDENCE))
    return segments


segments = st.builds(
    heard,
    st.lists(
        st.tuples(
            st.sampled_from(TOKENS),
            st.sampled_from([0, 0, 50, 400, 1_600]),
            st.sampled_from([80, 200, 600]),
        ),
        max_size=60,
    ),
    st.lists(st.integers(1, 12), min_size=8, max_size=20),
    st.sampled_from([["en"], ["en"], ["ja"], ["en", "en", "de"]]),
)


@given(segments, st.lists(st.integers(1, 4), min_size=1), st.sampled_from([NETFLIX, SHORTS]))
def test_window_after_window_gives_what_all_at_once_gives(
    said: list[Segment], sizes: list[int], preset: Preset
) -> None:
    whole = cut_segments(said, preset, 60_000)
    made: list[Segment] = []
    left, waiting, turn = list(said), NOTHING_UNFINISHED, 0
    while True:
        size = sizes[turn % len(sizes)]
        arrived, left, turn = left[:size], left[size:], turn + 1
        cut, waiting = cut_on(waiting, arrived, preset, 60_000, is_last=not left)
        made += cut
        if not left:
            break
    assert tuple(made) == whole
    assert waiting == NOTHING_UNFINISHED


def test_a_rest_is_cut_as_the_rest_that_it_is() -> None:
    words = [("the" if number % 7 == 3 else f"word{number}", 0, 90) for number in range(200)]
    said = heard(words, [9] * 30, ["en"])
    whole = cut_segments(said, NETFLIX)
    made: list[Segment] = []
    waiting = NOTHING_UNFINISHED
    for at, segment in enumerate(said, 1):
        cut, waiting = cut_on(waiting, [segment], NETFLIX, is_last=at == len(said))
        made += cut
    assert tuple(made) == whole


@given(segments)
def test_every_word_is_in_one_subtitle_of_its_language(said: list[Segment]) -> None:
    cut = cut_segments(said, NETFLIX)
    spoken = [(word, one.language) for one in said for word in one.words]
    assert [(word, one.language) for one in cut for word in one.words] == spoken
    for before, after in pairwise(cut):
        assert before.start_ms <= after.start_ms


def test_nothing_is_announced_that_could_still_change() -> None:
    said = heard([(f"word{number}", 0, 300) for number in range(30)], [30], ["en"])
    cut, waiting = cut_on(NOTHING_UNFINISHED, said, NETFLIX, is_last=False)
    assert len(cut) + len(waiting.segments) > 0
    assert waiting.segments[0].text.split()[-1] == "word29"
    more = heard([("end.", 9_100, 300)], [1], ["en"])
    rest, waiting = cut_on(waiting, more, NETFLIX, is_last=True)
    assert waiting == NOTHING_UNFINISHED
    text = " ".join(" ".join(one.text.split()) for one in (*cut, *rest))
    assert text == " ".join([*(f"word{number}" for number in range(30)), "end."])


def test_another_language_or_task_is_cut_apart() -> None:
    one = Segment(0, 1_000, " so", "en", words=(Word(0, 900, " so", 0.5),))
    other = Segment(1_000, 2_000, " oder", "de", words=(Word(1_000, 1_900, " oder", 0.5),))
    translated = replace(other, language="de", task=Task.TRANSLATE)
    cut = cut_segments([one, other, translated], NETFLIX)
    assert [(one.text, one.language, one.task) for one in cut] == [
        ("so", "en", Task.TRANSCRIBE),
        ("oder", "de", Task.TRANSCRIBE),
        ("oder", "de", Task.TRANSLATE),
    ]
    # The first goes in time for the next.
    assert cut[0].end_ms == 1_000 - 83


def test_evidence_is_the_worst_of_all_that_is_in_it() -> None:
    said = heard([("one", 0, 400), ("two.", 0, 400)], [1, 1], ["en"])
    doubtful = replace(said[1], evidence=replace(EVIDENCE, avg_logprob=-2.0))
    (cut,) = cut_segments([said[0], doubtful], NETFLIX)
    assert cut.evidence == replace(EVIDENCE, avg_logprob=-2.0)
    assert cut_segments([], NETFLIX) == ()
    for blank in ("  ", "\u200b"):
        waiting = cut_on(NOTHING_UNFINISHED, [Segment(0, 1, blank, "en")], NETFLIX, is_last=False)
        assert waiting == ((), NOTHING_UNFINISHED)


def test_a_segment_without_words_is_cut_in_proportion() -> None:
    text = "This is a sentence that is here. And this is another one, which is longer than that."
    cut = cut_segments([Segment(0, 9_000, text, "")], NETFLIX, 9_000)
    assert [one.text for one in cut] == [
        "This is a sentence that is here.",
        "And this is another one,\nwhich is longer than that.",
    ]
    assert 3_000 < cut[1].start_ms < 4_000
    assert cut[1].end_ms == 9_000
