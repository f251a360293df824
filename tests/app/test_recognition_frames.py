import io
import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whisper_desktop.app.recognition_frames import FrameWriter, JobEvent, read_frame

FRAMES = st.lists(st.builds(JobEvent, st.one_of(st.binary(), st.text(), st.floats(0, 1))))


def written(frames: list[JobEvent]) -> bytes:
    file = io.BytesIO()
    writer = FrameWriter(file)
    for frame in frames:
        writer.write(frame)
    return file.getvalue()


def read_all(content: bytes) -> list[JobEvent]:
    file = io.BytesIO(content)
    frames: list[JobEvent] = []
    while (frame := read_frame(file)) is not None:
        frames.append(pickle.loads(frame))
    return frames


@given(FRAMES)
def test_what_is_written_is_read(frames: list[JobEvent]) -> None:
    assert read_all(written(frames)) == frames


@given(FRAMES.filter(bool), st.data())
def test_what_was_cut_off_is_the_end(frames: list[JobEvent], data: st.DataObject) -> None:
    content = written(frames)
    last = len(written(frames[-1:]))
    cut = data.draw(st.integers(1, last))
    assert read_all(content[:-cut]) == frames[:-1]


def test_nothing_is_written_of_what_does_not_pickle() -> None:
    file = io.BytesIO()
    with pytest.raises(TypeError, match="pickle"):
        FrameWriter(file).write(JobEvent(threading.Lock()))
    assert file.getvalue() == b""
