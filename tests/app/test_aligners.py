import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.aligners import (
    aligner_store,
    find_aligner,
    is_aligner,
    open_aligner,
    open_aligner_weights,
)
from whisper_desktop.app.catalogue import (
    Catalogue,
    CatalogueModel,
    WebSource,
    aligner_catalogue,
    official_catalogue,
)
from whisper_desktop.app.install_events import Installed, Verified
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    ModelDownloadError,
    ModelFileError,
    ModelNotInstalledError,
    OfflineError,
)
from whisper_desktop.core.languages import LANGUAGES
from whisper_desktop.speech.wav2vec2_config import Wav2Vec2Config

DATA = Path(__file__).parents[1] / "data"
BASE = DATA / "wav2vec2-base"
NAMES = ("config.json", "preprocessor_config.json", "vocab.json", "model.safetensors")
MODELS = aligner_catalogue().models


@pytest.fixture(params=MODELS, ids=lambda model: str(model.name))
def model(request: pytest.FixtureRequest) -> CatalogueModel:
    found: CatalogueModel = request.param
    return found


def test_there_is_one_for_every_language_that_lines_are_broken_in() -> None:
    languages = [code for model in MODELS for code in model.languages]
    assert len(set(languages)) == len(languages)
    assert {"en", "de", "fr", "es", "it", "pt", "nl"} <= set(languages) <= set(LANGUAGES)


def test_names_are_found_by_language_and_are_no_names_of_recognisers() -> None:
    names = aligner_catalogue().names
    assert len(set(names)) == len(names)
    assert not set(names) & set(official_catalogue().names)
    english = aligner_catalogue().find("align-en")
    assert english is not None
    assert english.name == "wav2vec2-base-960h"


def test_what_is_offered_is_free_and_pinned(model: CatalogueModel) -> None:
    assert model.licence == "Apache-2.0"
    (source,) = model.sources
    assert isinstance(source, WebSource)
    for file in source.files:
        revision = file.url.split("/")[-2]
        assert file.url.startswith("https://huggingface.co/")
        assert re.fullmatch(r"[0-9a-f]{40}", revision)
        assert file.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    assert {file.name for file in source.files} >= set(NAMES[:3])


def test_only_one_lacks_a_published_checksum() -> None:
    weights = [(model, model.sources[0].files[-1]) for model in MODELS]
    assert [m.languages for m, file in weights if file.sha256 is None] == [("pt",)]


def test_the_sizes_are_those_of_numbers_of_four_bytes(model: CatalogueModel) -> None:
    """A mistyped size would be off; the letters' layer is small, and headers add little."""
    size = model.sources[0].files[-1].size
    if size is not None:
        assert 0 < size - 4 * model.parameters < 0.012 * size
    assert model.memory_bytes["fp32"] > 4 * model.parameters


def config_dims(folder: Path) -> dict[str, int]:
    path = folder / "config.json"
    config = Wav2Vec2Config.from_json(json.loads(path.read_text(encoding="utf-8")), path)
    return {
        "hidden_size": config.hidden_size,
        "layers": config.layers,
        "heads": config.heads,
        "intermediate_size": config.intermediate_size,
    }


@pytest.fixture
def make_aligner(make_source: Any, make_model: Any, make_reply: Any, server: Any) -> Any:
    """Put the files of a model on the server, and describe it."""

    def make(*, has_sha256: bool = False, dims: dict[str, int] | None = None) -> CatalogueModel:
        files = {name: (BASE / name).read_bytes() for name in NAMES}
        for name, body in files.items():
            server.reply(f"/toy/{name}", make_reply(body, etag='"1"'))
        source = make_source("toy", files, has_sha256=has_sha256)
        found: CatalogueModel = make_model(
            source,
            dims=config_dims(BASE) if dims is None else dims,
            languages=("en",),
            language_count=1,
            tasks=frozenset(),
        )
        return found

    return make


def store_of(home: Path, model: CatalogueModel, policy: Any, *, offline: bool = False) -> Any:
    return aligner_store(home, offline, catalogue=Catalogue((model,)), fetcher=ModelFetcher(policy))


def test_a_model_is_downloaded_checked_and_used(
    tmp_path: Path, make_aligner: Any, policy: Any
) -> None:
    store = store_of(tmp_path, make_aligner(), policy)
    assert find_aligner(store, "en") is None
    assert open_aligner(store, "en") is None
    events = list(store.install("toy"))
    assert Verified("Toy", is_published=False) in events
    assert isinstance(events[-1], Installed)
    assert (tmp_path / "aligners" / "models" / "toy" / "model.safetensors").is_file()
    found = find_aligner(store, "en")
    assert found is not None
    assert found.name == "toy"
    aligner = open_aligner(store, "en")
    assert aligner is not None
    assert aligner.languages == ("en",)
    assert find_aligner(store, "de") is None


def test_an_interrupted_download_goes_on(
    tmp_path: Path, make_aligner: Any, make_reply: Any, server: Any, policy: Any
) -> None:
    model = make_aligner(has_sha256=True)
    body = (BASE / "model.safetensors").read_bytes()
    path = "/toy/model.safetensors"
    server.reply(path, make_reply(body, etag='"1"', cut_after=4_000), make_reply(body, etag='"1"'))
    store = store_of(tmp_path, model, policy)
    assert isinstance(list(store.install("toy"))[-1], Installed)
    ranges = [one.headers.get("Range") for one in server.requests if one.path == path]
    # Whole chunks of 256 bytes are kept.
    assert ranges == [None, "bytes=3840-"]
    assert all(found.is_intact for found in store.verify())


def test_weights_of_other_sizes_are_not_installed(
    tmp_path: Path, make_aligner: Any, policy: Any
) -> None:
    dims = config_dims(BASE) | {"layers": 3}
    store = store_of(tmp_path, make_aligner(dims=dims), policy)
    with pytest.raises(ModelDownloadError, match="sizes are not those of toy"):
        list(store.install("toy"))
    assert find_aligner(store, "en") is None


def test_offline_nothing_is_fetched(tmp_path: Path, make_aligner: Any, policy: Any) -> None:
    with pytest.raises(OfflineError):
        list(store_of(tmp_path, make_aligner(), policy, offline=True).install("toy"))


def test_a_changed_file_is_noticed(tmp_path: Path, make_aligner: Any, policy: Any) -> None:
    store = store_of(tmp_path, make_aligner(), policy)
    list(store.install("toy"))
    weights = store.path("toy") / "model.safetensors"
    weights.write_bytes(weights.read_bytes() + b"x")
    assert not store.verify("toy")[0].is_intact
    with pytest.raises(ModelFileError):
        open_aligner(store, "en")
    store.remove("toy")
    assert find_aligner(store, "en") is None
    with pytest.raises(ModelNotInstalledError):
        store.path("toy")


def test_ones_own_model_is_imported_with_its_language_and_preferred(
    tmp_path: Path, make_aligner: Any, policy: Any
) -> None:
    store = store_of(tmp_path / "home", make_aligner(), policy)
    list(store.install("toy"))
    status = store.import_(DATA / "wav2vec2-large", "mine", languages=("en", "cy"))
    assert status.languages == ("en", "cy")
    assert status.official is None
    for language in ("en", "cy"):
        found = find_aligner(store, language)
        assert found is not None
        assert found.name == "mine"


def test_an_official_name_brings_its_language(
    tmp_path: Path, make_aligner: Any, policy: Any
) -> None:
    store = store_of(tmp_path, make_aligner(), policy)
    assert store.import_(BASE, "toy").languages == ("en",)
    assert find_aligner(store, "en") is not None


def test_folders_of_both_kinds_are_told_apart(tmp_path: Path) -> None:
    assert is_aligner(BASE)
    assert not is_aligner(tmp_path)
    assert not is_aligner(BASE / "model.safetensors")
    (tmp_path / "config.json").write_text('{"model_type": "whisper"}', encoding="utf-8")
    assert not is_aligner(tmp_path)
    (tmp_path / "config.json").write_text("no JSON", encoding="utf-8")
    assert not is_aligner(tmp_path)


def test_a_file_alone_is_no_model(tmp_path: Path) -> None:
    lonely = Path(shutil.copy(BASE / "model.safetensors", tmp_path))
    with pytest.raises(ModelFileError, match="it is no folder"):
        open_aligner_weights(lonely, CancelToken())
