from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.core.segment import Segment
from whisper_desktop.formats.tsv import write_tsv


def test_a_row_holds_start_end_and_text() -> None:
    spoken = [Segment(0, 1_234, ' "One"\ttwo\nthree', "en")]
    assert write_tsv(spoken) == 'start\tend\ttext\n0\t1234\t"One" two three\n'


@given(st.lists(st.text()))
def test_every_row_has_three_fields(texts: list[str]) -> None:
    spoken = [Segment(i, i + 1, text, "en") for i, text in enumerate(texts)]
    header, *rows = write_tsv(spoken).removesuffix("\n").split("\n")
    assert header == "start\tend\ttext"
    assert [row.split("\t")[:2] for row in rows] == [
        [str(i), str(i + 1)] for i in range(len(texts))
    ]
    assert all(len(row.split("\t")) == 3 for row in rows)
