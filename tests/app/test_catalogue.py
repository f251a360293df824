import re
from dataclasses import asdict, replace
from typing import Any

import pytest

from whisper_desktop.app.catalogue import (
    CatalogueModel,
    PackageSource,
    RemoteFile,
    WebSource,
    closest_names,
    memory_need_bytes,
    official_catalogue,
)
from whisper_desktop.asr.dims import OFFICIAL_DIMS
from whisper_desktop.core.recipe import Task

MODELS = official_catalogue().models
SHA256 = re.compile(r"[0-9a-f]{64}")
RUNTIME_BYTES = 400_000_000


def find(name: str) -> CatalogueModel:
    model = official_catalogue().find(name)
    assert model is not None
    return model


def by_name(model: CatalogueModel) -> str:
    return model.name


@pytest.fixture(params=MODELS, ids=by_name)
def model(request: pytest.FixtureRequest) -> CatalogueModel:
    found: CatalogueModel = request.param
    return found


def parameter_count(dims: dict[str, int]) -> int:
    """Count the learned numbers of a Whisper network, layer by layer."""
    width, mels = dims["n_audio_state"], dims["n_mels"]
    linear = width * width
    attention = 4 * linear + 3 * width  # keys have no bias
    widening = 2 * 4 * linear + 4 * width + width
    norm = 2 * width
    encoder = 3 * mels * width + width + 3 * linear + width + norm
    encoder += dims["n_audio_layer"] * (attention + widening + 2 * norm)
    decoder = (dims["n_vocab"] + dims["n_text_ctx"]) * width + norm
    decoder += dims["n_text_layer"] * (2 * attention + widening + 3 * norm)
    return encoder + decoder


def working_numbers(dims: dict[str, int]) -> int:
    """Count what one window with a beam of 5 keeps: both caches and one encoder block."""
    width = dims["n_audio_state"]
    per_position = 2 * dims["n_text_layer"] * width
    caches = per_position * (dims["n_audio_ctx"] + 5 * dims["n_text_ctx"])
    return caches + 8 * width * dims["n_audio_ctx"]


def test_every_official_model_is_there() -> None:
    assert {model.name for model in MODELS} >= set(OFFICIAL_DIMS)
    assert find("large") == find("large-v3")
    assert find("turbo") == find("large-v3-turbo")


def test_names_and_aliases_are_unique_and_found_in_any_case() -> None:
    names = official_catalogue().names
    assert len(set(names)) == len(names)
    assert find("TINY.EN").name == "tiny.en"
    assert official_catalogue().find("tiny-en") is None


@pytest.mark.parametrize("name", OFFICIAL_DIMS)
def test_the_sizes_are_those_of_the_network(name: str) -> None:
    assert find(name).dims == asdict(OFFICIAL_DIMS[name])


def test_the_parameters_follow_from_the_sizes(model: CatalogueModel) -> None:
    assert model.parameters == parameter_count(model.dims)


def test_the_memory_follows_from_the_sizes(model: CatalogueModel) -> None:
    weights, working = model.parameters, working_numbers(model.dims)
    embedding = model.dims["n_vocab"] * model.dims["n_text_state"]
    expected = {
        "fp32": 4 * weights + 4 * working,
        "fp16": 2 * weights + 2 * working,
        "bf16": 2 * weights + 2 * working,
        "int8": weights + 3 * embedding + 4 * working,
    }
    for precision, need_bytes in expected.items():
        above = memory_need_bytes(model, precision) - RUNTIME_BYTES - need_bytes
        assert 0 <= above < 1_000_000, precision


def test_a_precision_nobody_knows_is_a_bug() -> None:
    with pytest.raises(KeyError):
        memory_need_bytes(MODELS[0], "fp64")


def test_languages_fit_to_the_vocabulary(model: CatalogueModel) -> None:
    dims = OFFICIAL_DIMS.get(model.name, OFFICIAL_DIMS["distil-large-v3"])
    is_english = model.name.endswith(".en") or model.name.startswith("distil-")
    assert model.is_english_only is is_english
    assert model.language_count == (1 if is_english else dims.n_languages)


def test_only_what_was_trained_to_translate_is_said_to(model: CatalogueModel) -> None:
    assert Task.TRANSCRIBE in model.tasks
    assert model.can_translate is not (model.is_english_only or model.name == "large-v3-turbo")


def test_the_owners_of_a_model_are_asked_first(model: CatalogueModel) -> None:
    kinds = [source.kind for source in model.sources]
    assert kinds == [kind for kind in ("openai", "huggingface", "pypi") if kind in kinds]
    assert ("openai" in kinds) is not model.name.startswith("distil-")
    assert "huggingface" in kinds
    assert ("pypi" in kinds) is (model.name in {"base", "tiny.en"})


def web_files(model: CatalogueModel) -> list[RemoteFile]:
    sources = [source for source in model.sources if isinstance(source, WebSource)]
    return [file for source in sources for file in source.files]


def test_every_address_is_secure_and_pinned(model: CatalogueModel) -> None:
    for file in web_files(model):
        host, _, path = file.url.removeprefix("https://").partition("/")
        assert host in {"openaipublic.azureedge.net", "huggingface.co"}
        # OpenAI's addresses hold the checksum, Hugging Face's the revision.
        pin = path.split("/")[-2]
        assert pin == file.sha256 or re.fullmatch(r"[0-9a-f]{40}", pin)
        assert file.url.endswith(f"/{file.name}")


def test_checksums_look_like_checksums_and_differ(model: CatalogueModel) -> None:
    checksums = [file.sha256 for source in model.sources for file in source.files if file.sha256]
    assert all(SHA256.fullmatch(checksum) for checksum in checksums)
    assert len(set(checksums)) == len(checksums)


def test_sizes_are_those_of_two_or_four_bytes_a_number(model: CatalogueModel) -> None:
    """A mistyped size would be off; headers and pickles add less than a promille or two."""
    numbers = model.parameters + model.dims["n_audio_ctx"] * model.dims["n_audio_state"]
    sizes = [
        file.size
        for source in model.sources
        for file in source.files
        if file.size and file.name.endswith((".pt", ".bin", ".safetensors"))
    ]
    for size in sizes:
        assert any(0 <= size - width * numbers < 0.002 * size for width in (2, 4))


def test_only_distilled_weights_lack_a_published_checksum() -> None:
    unchecked = {
        model.name
        for model in MODELS
        for file in web_files(model)
        if file.name.endswith((".pt", ".safetensors")) and file.sha256 is None
    }
    distilled = {"distil-small.en", "distil-medium.en", "distil-large-v2", "distil-large-v3"}
    assert unchecked == distilled


def test_packages_are_pinned_to_a_release_and_a_wheel() -> None:
    sources = [source for model in MODELS for source in model.sources]
    packaged = [source for source in sources if isinstance(source, PackageSource)]
    assert len(packaged) == 2
    for source in packaged:
        assert source.needed_bytes > (source.download_bytes or 0)
        for package in source.packages:
            assert package.version in package.wheel
            assert SHA256.fullmatch(package.sha256)


def test_source_keys_are_unique_and_fit_for_folders(model: CatalogueModel) -> None:
    keys = [source.key for source in model.sources]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9.-]+", key) for key in keys)


def test_published_checksums_are_found_by_source() -> None:
    base = find("base")
    assert base.sha256_of("openai") == {"base.pt": base.sources[0].files[0].sha256}
    assert set(base.sha256_of(base.sources[2].key)) >= {"model.bin", "config.json"}
    assert base.sha256_of("") == {}


def test_the_download_is_that_of_the_first_source(make_source: Any, make_model: Any) -> None:
    known = make_source("one", {"a.pt": b"1234"})
    unknown = make_source("two", {"a.bin": b"12"}, has_sha256=False)
    assert make_model(known, unknown).download_bytes == 4
    assert make_model(unknown).download_bytes is None
    assert unknown.needed_bytes == 0
    partly = replace(unknown, files=(*unknown.files, *known.files))
    assert (partly.download_bytes, partly.needed_bytes) == (None, 4)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("bas", "base"), ("tiny-en", "tiny.en"), ("Large-V3-Trubo", "large-v3-turbo")],
)
def test_a_slip_of_the_finger_is_understood(typed: str, meant: str) -> None:
    assert meant in closest_names(typed, official_catalogue().names)


def test_nonsense_resembles_nothing() -> None:
    assert closest_names("xyzzy", official_catalogue().names) == ()
