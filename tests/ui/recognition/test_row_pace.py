from whisper_desktop.ui.recognition.row_pace import RowPace


def test_rows_that_are_done_tell_how_long_the_others_take() -> None:
    now_s = 100.0

    def clock_s() -> float:
        return now_s

    pace = RowPace(clock_s)
    pace.note(0)
    pace.hold(True)
    assert pace.left_s(5) is None
    pace.begin()
    now_s += 4
    assert pace.left_s(5) is None
    pace.note(1)
    pace.begin()
    assert pace.left_s(4) == 16
    now_s += 3
    pace.note(1)
    assert pace.left_s(4) == 13
    pace.hold(True)
    now_s += 60
    assert pace.left_s(4) == 13
    pace.hold(False)
    now_s += 5
    pace.note(2)
    assert pace.left_s(3) == 18


def test_rows_that_cannot_be_heard_at_all_tell_nothing() -> None:
    pace = RowPace(lambda: 7.0)
    pace.note(2)
    assert pace.left_s(3) is None
