from benchmarks.turns import Cost, compared, in_turns


def test_who_comes_second_changes_every_round() -> None:
    asked: list[str] = []

    def asking(name: str, cpu_s: float) -> Cost:
        asked.append(name)
        return Cost(2.0, cpu_s)

    ours, theirs = in_turns(3, lambda: asking("ours", 1.0), lambda: asking("theirs", 4.0))
    assert asked == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    assert ours == [Cost(2.0, 1.0)] * 3
    assert theirs == [Cost(2.0, 4.0)] * 3


def test_processor_time_decides() -> None:
    theirs = [Cost(1.0, 10.0), Cost(1.0, 11.0), Cost(1.0, 60.0)]
    near = compared(("a", "b"), [Cost(9.0, 11.22)], theirs)
    assert near["is_met"]
    assert (near["cpu_cost"], near["wall_cost"]) == (0.02, 8.0)
    assert near["b_cpu_s"] == [10.0, 11.0, 60.0]
    assert not compared(("a", "b"), [Cost(1.0, 11.4)], theirs)["is_met"]
