from benchmarks.tally import Tally


def test_misses_are_counted_by_check_and_named() -> None:
    tally = Tally()
    tally.add({"check": "mel", "file": "a.wav", "ok": True, "difference": 1e-7})
    tally.add({"check": "mel", "file": "b.wav", "ok": False, "difference": 2e-3})
    tally.add({"check": "tokens", "file": "a.wav", "ok": True})
    assert tally.has_misses
    assert not tally.is_passed
    assert tally.summary() == {
        "summary": {
            "mel": {"compared": 2, "missed": 1, "missed_files": ["b.wav"], "worst": 2e-3},
            "tokens": {"compared": 1, "missed": 0, "missed_files": []},
        },
        "ok": False,
    }


def test_a_run_without_misses_is_fine() -> None:
    tally = Tally()
    tally.add({"check": "tokens", "file": "a.wav", "ok": True})
    assert not tally.has_misses
    assert tally.is_passed
    assert tally.summary()["ok"] is True


def test_a_run_that_compared_nothing_shows_nothing() -> None:
    assert not Tally().is_passed
    assert Tally().summary() == {"summary": {}, "ok": False}
