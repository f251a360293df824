import pytest


class Said:
    """The lines of both streams since the last look."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out: list[str] = []
        self.err: list[str] = []

    def look(self) -> "Said":
        captured = self._capsys.readouterr()
        self.out, self.err = captured.out.splitlines(), captured.err.splitlines()
        return self
