from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.engines import Engines
from whisper_desktop.app.loaded_model import LoadedModel, open_model, smaller_ways
from whisper_desktop.app.model_store import ModelStore, ResolvedModel
from whisper_desktop.app.request import ModelRequest
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    DeviceUnavailableError,
    ModelCapabilityError,
    ModelNotInstalledError,
)
from whisper_desktop.core.events import MemoryRanOut, ModelIdentity


def never(*_: object, **__: object) -> Any:
    raise AssertionError("nothing is decoded or listened to here")


def choose(device: str, precision: str, needed_bytes: int = 0) -> Any:
    if device == "cuda":
        raise DeviceUnavailableError("cuda", "there is no such device", ("cpu",))
    return SimpleNamespace(device="cpu", precision="int8", reason="it is fastest")


def load(path: Path, choice: Any, threads: int | None, cancel: CancelToken) -> Any:
    return SimpleNamespace(sha256="of the file", language_codes=("en",), path=path)


ENGINES = Engines(never, never, never, choose, tuple, load)


def model(name: str, sha256: str = "", recognizer: Any = None) -> LoadedModel:
    catalogue = official_catalogue()
    engines = replace(ENGINES, load_recognizer=lambda *_: recognizer) if recognizer else ENGINES
    resolved = ResolvedModel(name, Path("weights"), sha256, catalogue.find(name))
    return LoadedModel(resolved, choose("auto", "auto"), engines, catalogue)


@pytest.mark.parametrize(
    ("device", "precision", "ways"),
    [
        ("cuda", "fp32", (("cuda", "fp16"), ("cpu", "auto"))),
        ("mps", "fp32", (("mps", "fp16"), ("cpu", "auto"))),
        ("cuda", "fp16", (("cpu", "auto"),)),
        ("cuda", "bf16", (("cpu", "auto"),)),
        ("cpu", "fp32", (("cpu", "int8"),)),
        ("cpu", "int8", ()),
    ],
)
def test_less_precision_comes_before_another_device(
    device: str, precision: str, ways: tuple[tuple[str, str], ...]
) -> None:
    assert smaller_ways(device, precision) == ways


class Hashed:
    """A recogniser that knows how often its weights were read to the end."""

    language_codes = ("en",)

    def __init__(self) -> None:
        self.hashings = 0

    @property
    def sha256(self) -> str:
        self.hashings += 1
        return "of the file"


def test_the_store_s_checksum_is_not_computed_again() -> None:
    recognizer = Hashed()
    opened = model("base", "of the store", recognizer)
    assert opened.identity == ModelIdentity("base", "of the store", "cpu", "int8", "it is fastest")
    assert list(opened.load(CancelToken())) == []
    assert opened.identity.sha256 == "of the store"
    assert recognizer.hashings == 0


def test_weights_from_elsewhere_are_hashed_once_after_loading() -> None:
    recognizer = Hashed()
    opened = model("mine", recognizer=recognizer)
    assert opened.identity.sha256 == ""
    list(opened.load(CancelToken()))
    assert recognizer.hashings == 0
    assert [opened.identity.sha256, opened.identity.sha256] == ["of the file"] * 2
    assert recognizer.hashings == 1


def test_a_step_down_names_what_goes_on_with_its_checksum() -> None:
    catalogue = official_catalogue()
    engines = replace(ENGINES, load_recognizer=cast("Any", lambda *_: Hashed()))
    choice = SimpleNamespace(device="cuda", precision="fp16", reason="it is fast")
    resolved = ResolvedModel("mine", Path("weights"))
    opened = LoadedModel(resolved, cast("Any", choice), engines, catalogue)
    list(opened.load(CancelToken()))
    assert opened.identity.sha256 == "of the file"
    moved = opened.step_down("full")
    assert moved == MemoryRanOut("cuda in fp16", "cpu in int8", opened.identity)
    assert opened.identity == ModelIdentity("mine", "of the file", "cpu", "int8", "it is fastest")


def test_a_recogniser_that_is_not_loaded_is_a_bug() -> None:
    with pytest.raises(ValueError, match="not loaded"):
        _ = model("base").recognizer


def test_a_model_for_english_is_known_as_such_before_it_is_loaded() -> None:
    assert model("tiny.en").only_language == "en"
    assert model("base").only_language is None
    with pytest.raises(ModelCapabilityError):
        model("tiny.en").check_identifies_language()
    model("base").check_identifies_language()


def test_weights_from_elsewhere_are_known_after_loading() -> None:
    opened = model("mine")
    opened.check_identifies_language()
    list(opened.load(CancelToken()))
    with pytest.raises(ModelCapabilityError):
        opened.check_identifies_language()


class TestOpening:
    def test_a_path_is_opened_without_loading(self, tmp_path: Path) -> None:
        weights = tmp_path / "mine.pt"
        weights.write_bytes(b"not looked at yet")
        opened = open_model(ModelRequest(str(weights)), ModelStore(tmp_path / "home"), ENGINES)
        assert opened.identity.name == "mine"

    def test_a_model_that_is_not_here_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ModelNotInstalledError) as caught:
            open_model(ModelRequest("base"), ModelStore(tmp_path), ENGINES)
        assert (caught.value.name, caught.value.is_known) == ("base", True)

    def test_a_device_that_is_not_here_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "mine.pt").write_bytes(b"")
        wanted = ModelRequest(str(tmp_path / "mine.pt"), device="cuda")
        with pytest.raises(DeviceUnavailableError):
            open_model(wanted, ModelStore(tmp_path), ENGINES)
