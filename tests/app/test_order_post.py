import os
import threading
from io import BytesIO

from whisper_desktop.app.order_post import OrderPost
from whisper_desktop.app.recognition_frames import FrameWriter, GoOn, PauseJob, StartJob, read_frame

PATIENCE_S = 5.0


def test_orders_are_sent_in_their_order() -> None:
    file = BytesIO()
    post = OrderPost(FrameWriter(file))
    sendings = [post.send(order) for order in (PauseJob(), GoOn(), StartJob(b"job"))]
    assert all(sending.wait(PATIENCE_S) and sending.is_sent for sending in sendings)
    file.seek(0)
    frames = [read_frame(file) for _ in range(4)]
    assert [b"PauseJob" in (frames[0] or b""), b"GoOn" in (frames[1] or b"")] == [True, True]
    assert b"job" in (frames[2] or b"")
    assert frames[3] is None


def test_who_does_not_read_is_waited_for_by_nobody() -> None:
    ends = os.pipe()
    reading, writing = os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb")
    post = OrderPost(FrameWriter(writing))
    big, small = post.send(StartJob(b"x" * 1_000_000)), post.send(PauseJob())
    assert not big.wait(0.05)
    reader = threading.Thread(target=lambda: [read_frame(reading), read_frame(reading)])
    reader.start()
    assert small.wait(PATIENCE_S)
    assert big.is_sent
    assert small.is_sent
    reader.join()
    reading.close()
    writing.close()


def test_where_nobody_reads_any_more_it_is_told() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    file = os.fdopen(writing, "wb", buffering=0)
    sending = OrderPost(FrameWriter(file)).send(GoOn())
    assert sending.wait(PATIENCE_S)
    assert not sending.is_sent
    file.close()
