import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.catalogue import CatalogueModel, official_catalogue
from whisper_desktop.app.recognition_jobs import Workbench
from whisper_desktop.app.store_jobs import ImportJob, InstallJob, is_opened_when_installed
from whisper_desktop.app.wiring import wire
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OfflineError


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench(
        wire({"WHISPER_DESKTOP_HOME": str(tmp_path / "home"), "WHISPER_DESKTOP_OFFLINE": "1"})
    )


def test_weights_are_imported(bench: Workbench, toy_weights: Any) -> None:
    job = pickle.loads(pickle.dumps(ImportJob(toy_weights.path, "mine")))
    (status,) = job.events(bench, CancelToken())
    assert status.name == "mine"
    assert bench.wiring.store.path("mine").exists()


def test_an_installation_is_refused_where_the_store_refuses_it(bench: Workbench) -> None:
    with pytest.raises(OfflineError):
        list(InstallJob("base").events(bench, CancelToken()))


def test_only_weights_without_a_checksum_are_opened(
    make_model: Callable[..., CatalogueModel], make_source: Callable[..., Any]
) -> None:
    files = {"model.safetensors": b"1", "config.json": b"{}"}
    assert not is_opened_when_installed(make_model(make_source("a", files)))
    assert is_opened_when_installed(make_model(make_source("a", files, has_sha256=False)))
    opened = [m.name for m in official_catalogue().models if is_opened_when_installed(m)]
    assert opened == ["distil-small.en", "distil-medium.en", "distil-large-v2", "distil-large-v3"]
