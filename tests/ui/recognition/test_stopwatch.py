from whisper_desktop.ui.recognition.stopwatch import Stopwatch


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_pauses_do_not_count() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    assert watch.elapsed_s == 0
    watch.start()
    clock.now_s += 2
    assert watch.elapsed_s == 2
    watch.hold(True)
    clock.now_s += 7
    assert watch.elapsed_s == 2
    watch.hold(False)
    clock.now_s += 1
    assert watch.elapsed_s == 3
    watch.start()
    assert watch.elapsed_s == 0
