from pathlib import Path

from whisper_desktop.app.settings import Settings
from whisper_desktop.app.wiring import wire


def test_everything_lives_in_the_home_that_was_named(tmp_path: Path) -> None:
    wiring = wire({"WHISPER_DESKTOP_HOME": str(tmp_path)})
    assert (wiring.paths.home, wiring.store.home) == (tmp_path, tmp_path)
    assert wiring.loaded_settings.settings == Settings()
    assert not wiring.store.offline
    assert list(tmp_path.iterdir()) == []


def test_settings_and_the_offline_switch_are_heeded(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    text = '{"model": "tiny", "offline": true}'
    (tmp_path / "config" / "settings.json").write_text(text, encoding="utf-8")
    wiring = wire({"WHISPER_DESKTOP_HOME": str(tmp_path)})
    assert wiring.loaded_settings.settings.model == "tiny"
    assert wiring.store.offline
    assert wire(
        {"WHISPER_DESKTOP_HOME": str(tmp_path), "WHISPER_DESKTOP_OFFLINE": "1"}
    ).store.offline
