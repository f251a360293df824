from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from whisper_desktop.ui.views.player.subtitle_overlay import (
    HEIGHT_SHARE,
    SubtitleLook,
    render_subtitles,
)

SIZE = QSize(640, 360)
BOX = SubtitleLook(has_box=True)

pytestmark = pytest.mark.usefixtures("qapp")


def pixels(image: QImage) -> npt.NDArray[np.uint8]:
    """Return blue, green, red and alpha of every pixel, (height, width, 4)."""
    rows = np.frombuffer(bytes(image.constBits()), np.uint8)
    return rows.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def drawn(*texts: str, look: SubtitleLook | None = None) -> npt.NDArray[np.uint8]:
    return pixels(render_subtitles(texts, SIZE, look or SubtitleLook()))


def rows_with_ink(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(image[:, :, 3].any(axis=1))


def columns_with_ink(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(image[:, :, 3].any(axis=0))


def test_nothing_is_drawn_of_nothing() -> None:
    assert not drawn().any()
    assert not drawn("", " \n ", "<i></i>").any()


def test_letters_are_white_with_a_black_edge() -> None:
    image = drawn("Hello")
    solid = image[image[:, :, 3] == 255]
    assert (solid[:, :3] == 255).all(axis=1).sum() > 100
    assert (solid[:, :3] == 0).all(axis=1).sum() > 100


def test_text_stands_in_the_middle_near_the_bottom() -> None:
    image = drawn("Hello")
    assert columns_with_ink(image).mean() == pytest.approx(320, abs=15)
    assert 300 < rows_with_ink(image).min() < rows_with_ink(image).max() < 350


def test_text_marked_so_stands_at_the_top() -> None:
    assert rows_with_ink(drawn(r"{\an8}Hello")).max() < 60


def test_subtitles_at_the_same_time_stand_above_each_other() -> None:
    one, two = rows_with_ink(drawn("Hello")), rows_with_ink(drawn("Hello", "Hello"))
    assert two.max() == one.max()
    assert len(two) > 1.5 * len(one)
    at_top = rows_with_ink(drawn(r"{\an8}Hello", r"{\an8}Hello"))
    assert at_top.max() > rows_with_ink(drawn(r"{\an8}Hello")).max()


def test_a_box_stands_behind_the_text() -> None:
    image = drawn("Hello", look=BOX)
    half_black = (image[:, :, 3] > 150) & (image[:, :, 3] < 200) & (image[:, :, 0] == 0)
    assert half_black.sum() > 500
    assert not drawn("\n\n", look=BOX).any()


@pytest.mark.parametrize("length", [1, 40, 400, 2_000])
def test_long_text_gets_smaller_instead_of_covering_the_picture(length: int) -> None:
    image = drawn("wordy " * (length // 6 + 1))
    assert rows_with_ink(image).max() < SIZE.height() - 5
    if length <= 400:
        assert len(rows_with_ink(image)) <= SIZE.height() * HEIGHT_SHARE
    assert columns_with_ink(image).min() > SIZE.width() * 0.03


def test_a_word_wider_than_the_picture_is_broken() -> None:
    image = drawn("w" * 200)
    assert columns_with_ink(image).min() > SIZE.width() * 0.03
    assert columns_with_ink(image).max() < SIZE.width() * 0.97


@pytest.mark.parametrize("text", ["<i>Hello</i>", "<b>Hello</b>", "<u>Hello</u>"])
def test_marks_change_the_look(text: str) -> None:
    assert (drawn(text) != drawn("Hello")).any()


def test_a_mark_reaches_as_far_as_it_says_behind_an_emoji() -> None:
    text = "\N{GRINNING FACE}\N{GRINNING FACE}{}mm"
    plain, underlined = drawn(text.format("")), drawn(text.format("<u>"))
    is_new = (underlined.min(axis=2) > 100) & (plain.min(axis=2) <= 50)
    line = np.flatnonzero(is_new[is_new.sum(axis=1).argmax()])
    columns = columns_with_ink(plain)
    assert columns.mean() - 4 < line.min() < columns.mean() + 10
    assert columns.max() - 6 < line.max() <= columns.max()


def test_arabic_runs_to_the_left() -> None:
    # The full stop ends a sentence of Arabic at its left.
    with_stop = columns_with_ink(drawn("مرحبا بالعالم ."))
    words = columns_with_ink(drawn("مرحبا بالعالم"))
    assert with_stop.min() < words.min() - 2
    gaps = [after - before for before, after in pairwise(with_stop)]
    assert max(gaps[:12]) > 1, "the stop stands alone at the left"


def test_arabic_is_not_slanted() -> None:
    marked, plain = drawn("<i>مرحبا</i>"), drawn("مرحبا")
    assert abs(len(columns_with_ink(marked)) - len(columns_with_ink(plain))) <= 1
    assert np.abs(marked.astype(int) - plain).mean() < 0.2


def test_letters_grow_with_the_picture() -> None:
    large = pixels(render_subtitles(("Hello",), SIZE * 2, SubtitleLook()))
    assert len(rows_with_ink(large)) == pytest.approx(2 * len(rows_with_ink(drawn("Hello"))), abs=6)
