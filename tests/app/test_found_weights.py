import json
from pathlib import Path

import pytest

from whisper_desktop.app.catalogue import official_catalogue
from whisper_desktop.app.found_weights import (
    FoundBy,
    FoundWeights,
    find_weights,
    named_weights,
)

CATALOGUE = official_catalogue()


def find(home: Path, **environment: str) -> tuple[FoundWeights, ...]:
    return find_weights({"HOME": str(home), **environment}, CATALOGUE)


def make_repository(hub: Path, repository: str, revision: str, files: dict[str, str]) -> Path:
    folder = hub / f"models--{repository.replace('/', '--')}"
    snapshot = folder / "snapshots" / revision
    snapshot.mkdir(parents=True)
    for name, text in files.items():
        (snapshot / name).write_text(text, encoding="utf-8")
    return snapshot


WHISPER = {"config.json": json.dumps({"model_type": "whisper"}), "model.safetensors": "12345"}
FASTER = {"config.json": json.dumps({"suppress_ids": []}), "model.bin": "1", "vocabulary.txt": "a"}


def test_nothing_is_there(tmp_path: Path) -> None:
    assert find(tmp_path) == ()


def test_the_cache_of_openai_is_found(tmp_path: Path) -> None:
    folder = tmp_path / ".cache" / "whisper"
    folder.mkdir(parents=True)
    for name in ("base.pt", "own.pt", "notes.txt"):
        (folder / name).write_bytes(b"1234")
    base, own = find(tmp_path)
    assert base == FoundWeights(folder / "base.pt", FoundBy.OPENAI, "base", 4)
    assert own.name == "own"


def test_the_cache_of_hugging_face_is_found(tmp_path: Path) -> None:
    hub = tmp_path / ".cache" / "huggingface" / "hub"
    (hub / "tmp").mkdir(parents=True)
    path = make_repository(hub, "openai/whisper-large-v3-turbo", "abc", WHISPER)
    make_repository(hub, "google/bert", "abc", {**WHISPER, "config.json": "{}"})
    (found,) = find(tmp_path)
    assert found == FoundWeights(
        path,
        FoundBy.HUGGING_FACE,
        "large-v3-turbo",
        5,
    )


@pytest.mark.parametrize("variable", ["HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"])
def test_models_of_faster_whisper_lie_there_too(tmp_path: Path, variable: str) -> None:
    make_repository(tmp_path / "hub", "Systran/faster-whisper-small.en", "abc", FASTER)
    make_repository(tmp_path / "hub", "Systran/faster-distil-whisper-large-v3", "abc", FASTER)
    distil, small = find(tmp_path, **{variable: str(tmp_path / "hub")})
    assert (small.name, small.found_by) == ("small.en", FoundBy.FASTER_WHISPER)
    assert distil.name == "distil-large-v3"


def test_the_folder_of_hugging_face_can_be_elsewhere(tmp_path: Path) -> None:
    make_repository(tmp_path / "hf" / "hub", "openai/whisper-base", "abc", WHISPER)
    (found,) = find(tmp_path, HF_HOME=str(tmp_path / "hf"))
    assert found.name == "base"


def test_the_snapshot_that_is_current_is_taken(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    make_repository(hub, "openai/whisper-base", "aaa", WHISPER)
    wanted = make_repository(hub, "openai/whisper-base", "bbb", WHISPER)
    (by_time,) = find(tmp_path, HF_HUB_CACHE=str(hub))
    assert by_time.path.parent == wanted.parent
    refs = wanted.parents[1] / "refs"
    refs.mkdir()
    (refs / "main").write_text("bbb\n", encoding="utf-8")
    (found,) = find(tmp_path, HF_HUB_CACHE=str(hub))
    assert found.path == wanted


@pytest.mark.parametrize(
    "files",
    [
        {"config.json": "{"},
        {"config.json": "[]"},
        {"config.json": json.dumps({"model_type": "whisper"})},
        {"config.json": FASTER["config.json"], "model.bin": "1"},
        {"model.bin": "1"},
        {**WHISPER, "config.json": " " * (1 << 21)},
    ],
)
def test_what_is_not_whole_is_not_offered(tmp_path: Path, files: dict[str, str]) -> None:
    make_repository(tmp_path / "hub", "openai/whisper-base", "abc", files)
    assert find(tmp_path, HF_HUB_CACHE=str(tmp_path / "hub")) == ()


def test_a_link_that_leads_nowhere_is_no_weight(tmp_path: Path) -> None:
    snapshot = make_repository(tmp_path / "hub", "openai/whisper-base", "abc", WHISPER)
    (snapshot / "model.safetensors").unlink()
    (snapshot / "model.safetensors").symlink_to(tmp_path / "gone")
    assert find(tmp_path, HF_HUB_CACHE=str(tmp_path / "hub")) == ()


def test_a_repository_without_a_snapshot_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "hub" / "models--openai--whisper-base" / "refs").mkdir(parents=True)
    assert find(tmp_path, HF_HUB_CACHE=str(tmp_path / "hub")) == ()


def test_what_a_person_names_is_called_like_its_file_or_repository(tmp_path: Path) -> None:
    (tmp_path / "small.pt").write_bytes(b"12")
    file = named_weights(tmp_path / "small.pt", CATALOGUE)
    assert (file.name, file.size_bytes) == ("small", 2)
    assert file.found_by is FoundBy.PERSON
    snapshot = make_repository(tmp_path, "Systran/faster-whisper-base.en", "f00", FASTER)
    assert named_weights(snapshot, CATALOGUE).name == "base.en"
    assert named_weights(tmp_path, CATALOGUE).size_bytes == 0
