from hypothesis import given
from hypothesis import strategies as st

from benchmarks.word_alignment import align
from benchmarks.word_error_rate import count_errors

WORDS = st.lists(st.sampled_from("abc"), max_size=12)


@given(reference=WORDS, heard=WORDS)
def test_every_word_has_its_place_and_the_changes_are_the_fewest(
    reference: list[str], heard: list[str]
) -> None:
    pairs = align(reference, heard)
    assert [i for i, _ in pairs if i is not None] == list(range(len(reference)))
    assert [j for _, j in pairs if j is not None] == list(range(len(heard)))
    changes = sum(i is None or j is None or reference[i] != heard[j] for i, j in pairs)
    assert changes == count_errors(reference, heard).errors


def test_a_lost_and_an_added_word_are_found() -> None:
    pairs = align(list("abcd"), list("acde"))
    assert pairs == [(0, 0), (1, None), (2, 1), (3, 2), (None, 3)]
