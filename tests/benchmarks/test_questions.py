import json

import pytest

from benchmarks import host
from benchmarks.questions import answer, question_parser


def test_every_part_is_answered_though_one_misses_its_goal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = {
        "cost": lambda rounds: {"rounds": rounds, "is_met": False},
        "start": lambda rounds: {"rounds": rounds, "is_met": True},
    }
    wanted = question_parser("What.\nMore.", parts, rounds=4).parse_args([])
    assert answer(parts, wanted.parts, wanted.rounds) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["is_met"] for line in lines] == [False, True]
    assert answer(parts, ["start"], 1) == 0


def test_the_host_is_not_measured_without_a_model() -> None:
    with pytest.raises(SystemExit):
        host.main(["--parts", "way"])
