import hashlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from whisper_desktop.app.catalogue import Catalogue, CatalogueModel
from whisper_desktop.app.install_events import Installed
from whisper_desktop.app.model_manifest import FileState, Manifest, WeightsLayout
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.transfer import TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    Cancelled,
    ModelFileError,
    ModelNotInstalledError,
    OfflineError,
    OutputExistsError,
)

WEIGHTS = b"weights" * 200

MakeStore = Callable[..., ModelStore]


@pytest.fixture
def toy(server: Any, make_reply: Any, make_source: Any, make_model: Any) -> CatalogueModel:
    server.reply("/openai/toy.pt", make_reply(WEIGHTS))
    source = make_source("openai", {"toy.pt": WEIGHTS})
    model: CatalogueModel = make_model(source, aliases=("plaything",))
    return model


@pytest.fixture
def make_store(toy: CatalogueModel, policy: TransferPolicy, tmp_path: Path) -> MakeStore:
    def make(*models: CatalogueModel, offline: bool = False) -> ModelStore:
        catalogue = Catalogue(models or (toy,))
        fetcher = ModelFetcher(policy)
        return ModelStore(tmp_path / "store", offline, catalogue=catalogue, fetcher=fetcher)

    return make


@pytest.fixture
def store(make_store: MakeStore) -> ModelStore:
    return make_store()


@pytest.fixture
def installed(store: ModelStore) -> ModelStore:
    list(store.install("toy"))
    return store


def test_an_installed_model_is_listed_with_its_facts(installed: ModelStore) -> None:
    (status,) = installed.list()
    assert status.is_installed
    assert status.path == installed.path("toy")
    assert status.size_bytes == len(WEIGHTS)
    assert status.layout is WeightsLayout.OPENAI
    assert status.source == "Openai"
    assert status.official is not None
    assert status.sha256 == status.official.sha256_of("openai")["toy.pt"]


def test_a_model_that_is_not_installed_is_listed_with_its_download(store: ModelStore) -> None:
    (status,) = store.list()
    assert not status.is_installed
    assert (status.name, status.path, status.size_bytes) == ("toy", None, len(WEIGHTS))


def test_it_is_found_by_name_alias_and_any_letter_case(installed: ModelStore) -> None:
    for name in ("toy", "plaything", "TOY"):
        assert installed.path(name).read_bytes() == WEIGHTS
        assert installed.resolve(name).name == "toy"


def test_a_known_model_that_is_missing_is_called_so(store: ModelStore) -> None:
    with pytest.raises(ModelNotInstalledError) as caught:
        store.path("plaything")
    assert caught.value.is_known
    assert caught.value.alternatives == ()


def test_installed_models_are_offered_instead(
    make_store: MakeStore, make_model: Any, toy: CatalogueModel
) -> None:
    store = make_store(toy, make_model(name="large"))
    list(store.install("toy"))
    with pytest.raises(ModelNotInstalledError) as caught:
        store.resolve("large")
    assert caught.value.alternatives == ("toy",)


def test_an_unknown_name_is_answered_with_similar_ones(store: ModelStore) -> None:
    for ask in (store.path, store.resolve, lambda name: list(store.install(name))):
        with pytest.raises(ModelNotInstalledError) as caught:
            ask("toi")
        assert not caught.value.is_known
        assert caught.value.alternatives == ("toy",)


def test_an_installed_model_is_offered_once(installed: ModelStore) -> None:
    with pytest.raises(ModelNotInstalledError) as caught:
        installed.resolve("toi")
    assert caught.value.alternatives == ("toy",)


def test_a_path_on_disk_is_taken_as_it_is(store: ModelStore, tmp_path: Path) -> None:
    path = tmp_path / "My Weights.pt"
    path.touch()
    resolved = store.resolve(str(path))
    assert (resolved.path, resolved.name) == (path, "my-weights")
    assert (resolved.sha256, resolved.official) == ("", None)


def test_a_model_on_disk_comes_before_one_of_the_same_name(
    installed: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy" / "model.safetensors").touch()
    monkeypatch.chdir(tmp_path)
    assert installed.resolve("toy").path == Path("toy")


@pytest.mark.parametrize("name", ["toy/talk.mp3", "toy"])
def test_other_things_of_the_same_name_are_not_taken_for_a_model(
    name: str, installed: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert installed.resolve("toy").path == installed.path("toy")


def test_a_path_that_can_be_no_name_is_always_a_path(store: ModelStore, tmp_path: Path) -> None:
    (tmp_path / "recordings").mkdir()
    path = tmp_path / "recordings"
    assert store.resolve(str(path)).path == path


@pytest.mark.parametrize("name", ["x" * 5_000, "..", "models/../../toy", "a\0b", ""])
def test_strange_names_are_no_models(
    name: str, store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for ask in (store.path, store.remove):
        with pytest.raises(ModelNotInstalledError):
            ask(name)
    assert not store.home.exists()


def test_what_is_too_long_for_a_path_is_a_name(store: ModelStore) -> None:
    with pytest.raises(ModelNotInstalledError):
        store.resolve("x" * 5_000)


def test_a_missing_file_is_named(installed: ModelStore) -> None:
    path = installed.path("toy")
    path.unlink()
    with pytest.raises(ModelFileError) as caught:
        installed.path("toy")
    assert (caught.value.path, caught.value.reason) == (path, "it is missing")


def test_a_changed_file_is_named(installed: ModelStore) -> None:
    path = installed.path("toy")
    path.write_bytes(WEIGHTS[::-1])
    with pytest.raises(ModelFileError, match="its checksum differs") as caught:
        installed.resolve("toy")
    assert caught.value.path == path


def test_verifying_reads_everything(installed: ModelStore) -> None:
    (result,) = installed.verify()
    assert result.is_intact
    assert [check.name for check in result.files] == ["toy.pt"]


def test_verifying_compares_with_what_was_published(installed: ModelStore) -> None:
    """A manifest that was changed along with the weights convinces nobody."""
    path = installed.path("toy")
    manifest = path.with_name("manifest.json")
    forged = b"forged!" * 200
    old, new = installed.list()[0].sha256, hashlib.sha256(forged).hexdigest()
    path.write_bytes(forged)
    text = manifest.read_text(encoding="utf-8").replace(old, new)
    manifest.write_text(text, encoding="utf-8")
    (result,) = installed.verify("plaything")
    assert not result.is_intact
    assert result.files[0].state is FileState.CHANGED


def test_verifying_nothing_finds_nothing(store: ModelStore) -> None:
    assert store.verify() == ()
    with pytest.raises(ModelNotInstalledError):
        store.verify("toy")


def test_verifying_can_be_cancelled(installed: ModelStore) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        installed.verify(cancel=cancel)


def test_a_removed_model_is_gone(installed: ModelStore) -> None:
    path = installed.path("toy")
    installed.remove("plaything")
    assert not path.exists()
    with pytest.raises(ModelNotInstalledError):
        installed.remove("toy")


def test_what_was_downloaded_of_a_model_can_be_removed(
    store: ModelStore, server: Any, make_reply: Any
) -> None:
    server.reply("/openai/toy.pt", make_reply(WEIGHTS, etag='"1"', cut_after=100))
    cancel = CancelToken()
    events = store.install("toy", cancel)
    next(events)
    next(events)
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)
    assert list((store.home / "downloads").glob("*.part"))
    store.remove("toy")
    assert not list((store.home / "downloads").glob("*.part"))


def test_offline_no_socket_is_opened(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(*_arguments: object, **_options: object) -> NoReturn:
        pytest.fail("a socket was opened")

    store = make_store(offline=True)
    monkeypatch.setattr(socket, "socket", no_socket)
    with pytest.raises(OfflineError) as caught:
        next(store.install("plaything"))
    assert caught.value.name == "toy"
    assert not store.home.exists()


def test_offline_what_is_here_is_enough(installed: ModelStore, make_store: MakeStore) -> None:
    store = make_store(offline=True)
    assert list(store.install("toy")) == [Installed("toy", installed.path("toy"), was_here=True)]


def test_a_local_file_is_imported_under_its_own_name(store: ModelStore, toy_weights: Any) -> None:
    status = store.import_(toy_weights.path)
    assert (status.name, status.layout) == ("toy-model", WeightsLayout.OPENAI)
    assert status.official is None
    assert status.source == f"imported from {toy_weights.path.name}"
    assert store.path("Toy Model").read_bytes() == toy_weights.path.read_bytes()
    assert store.resolve("toy-model").sha256 == status.sha256
    assert [listed.name for listed in store.list()] == ["toy", "toy-model"]
    assert store.verify("toy-model")[0].is_intact
    assert store.list()[1].language_count == 99


def test_an_import_takes_in_nothing_that_an_earlier_one_left(
    store: ModelStore, toy_weights: Any
) -> None:
    left = store.home / "downloads" / "mine.part" / "import"
    left.mkdir(parents=True)
    for name in ("a.pt", "config.json"):
        (left / name).write_bytes(b"of another model")
    status = store.import_(toy_weights.path, "mine")
    assert status.path == store.path("mine")
    assert store.path("mine").read_bytes() == toy_weights.path.read_bytes()
    assert [check.name for check in store.verify("mine")[0].files] == [toy_weights.path.name]
    installed = {path.name for path in store.path("mine").parent.iterdir()}
    assert installed == {toy_weights.path.name, "manifest.json"}


def test_an_import_that_fails_leaves_no_rest(
    store: ModelStore, toy_weights: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_arguments: object) -> NoReturn:
        raise Cancelled

    monkeypatch.setattr(Manifest, "of_files", stopped)
    with pytest.raises(Cancelled):
        store.import_(toy_weights.path, "mine")
    assert [path.name for path in (store.home / "downloads").iterdir()] == ["mine.lock"]


def test_an_import_may_take_the_name_of_an_official_model_of_its_sizes(
    make_store: MakeStore, make_model: Any, toy_weights: Any
) -> None:
    store = make_store(make_model(dims=toy_weights.dims, aliases=("plaything",)))
    status = store.import_(toy_weights.path, "plaything")
    assert status.name == "toy"
    assert status.is_installed
    assert store.verify("toy")[0].is_intact


def test_an_import_may_not_pose_as_an_official_model(store: ModelStore, toy_weights: Any) -> None:
    with pytest.raises(ModelFileError, match="sizes are not those of toy"):
        store.import_(toy_weights.path, "toy")


def test_an_import_replaces_nothing(store: ModelStore, toy_weights: Any) -> None:
    store.import_(toy_weights.path, "mine")
    with pytest.raises(OutputExistsError):
        store.import_(toy_weights.path, "mine")


def test_importing_what_is_not_there_is_told(store: ModelStore, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as caught:
        store.import_(tmp_path / "missing.pt")
    assert caught.value.reason == "it does not exist"


def test_a_cancelled_import_leaves_nothing_installed(store: ModelStore, toy_weights: Any) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        store.import_(toy_weights.path, cancel=cancel)
    assert [status.name for status in store.list()] == ["toy"]


def test_every_model_of_the_real_catalogue_is_listed(tmp_path: Path) -> None:
    names = [status.name for status in ModelStore(tmp_path).list()]
    assert {"tiny", "base", "large-v3-turbo"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.real_model
@pytest.mark.parametrize("fixture", ["base_model", "tiny_en_model"])
def test_real_weights_are_what_was_published(
    fixture: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path: Path = request.getfixturevalue(fixture)
    home = path.parents[1] if path.is_dir() else path.parents[2]
    name = path.name if path.is_dir() else path.parent.name
    (result,) = ModelStore(home).verify(name)
    assert result.is_intact


def test_what_has_arrived_is_counted_and_can_be_thrown_away(installed: ModelStore) -> None:
    assert installed.partial_bytes("toy") == 0
    staging = installed.home / "downloads" / "toy.part" / "openai"
    staging.mkdir(parents=True)
    (staging / "toy.pt.part").write_bytes(b"12345")
    assert installed.partial_bytes("plaything") == 5
    installed.discard_download("plaything")
    assert installed.partial_bytes("toy") == 0
    assert installed.path("toy").exists()
    installed.discard_download("toy")
