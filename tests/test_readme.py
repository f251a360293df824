import re
from pathlib import Path

import pytest

from whisper_desktop.app.model_store import ModelStore

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.real_model
def test_the_python_example_runs(
    base_model: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(ModelStore, "path", lambda _, name: {"base": base_model}[name])
    exec(compile(example, "README.md", "exec"), {})
    assert "Welcome to the harbor." in capsys.readouterr().out
