import argparse
from pathlib import Path

import pytest

from benchmarks.arguments import AUDIO_VARIABLE, add_shared_arguments, named_model


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_shared_arguments(made)
    return made


def test_the_audio_folder_is_an_argument_or_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AUDIO_VARIABLE, "recordings")
    assert parser().parse_args([]).audio == Path("recordings")
    assert parser().parse_args(["--audio", "others"]).audio == Path("others")


def test_no_audio_folder_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(AUDIO_VARIABLE, raising=False)
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args([])
    assert stopped.value.code == 2
    assert "--audio" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("base=weights/one", ("base", Path("weights/one"))),
        ("weights/tiny.en", ("tiny.en", Path("weights/tiny.en"))),
    ],
)
def test_a_model_is_named_or_named_after_its_path(
    argument: str, expected: tuple[str, Path]
) -> None:
    assert named_model(argument) == expected
