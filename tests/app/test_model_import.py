from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from whisper_desktop.app.model_import import check_is, copy_weights, fit_name, open_weights
from whisper_desktop.app.model_manifest import WeightsLayout
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import Cancelled, ModelFileError


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Base.pt", "base"),
        ("my model (2).safetensors", "my-model-2"),
        ("whisper-base.en", "whisper-base.en"),
        ("Größe/Modell", "modell"),
        ("über", "ber"),
        ("...", "model"),
        ("模型", "model"),
    ],
)
def test_names_are_made_fit_for_folders(path: str, name: str) -> None:
    assert fit_name(Path(path)) == name


def test_weights_are_opened_and_described(toy_weights: Any) -> None:
    opened = open_weights(toy_weights.path, CancelToken())
    assert opened.layout is WeightsLayout.OPENAI
    assert opened.dims == toy_weights.dims
    assert opened.weights == (toy_weights.path,)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "talk.pt").write_bytes(b"RIFF....WAVE")
    with pytest.raises(ModelFileError):
        open_weights(tmp_path / "talk.pt", CancelToken())


def test_weights_of_other_sizes_do_not_get_the_name(toy_weights: Any, make_model: Any) -> None:
    opened = open_weights(toy_weights.path, CancelToken())
    check_is(make_model(dims=toy_weights.dims), opened, toy_weights.path)
    with pytest.raises(ModelFileError) as caught:
        check_is(make_model(dims={}), opened, toy_weights.path)
    assert caught.value.reason == "its sizes are not those of toy"


def test_a_file_is_copied_alone(toy_weights: Any, tmp_path: Path) -> None:
    opened = open_weights(toy_weights.path, CancelToken())
    copies = copy_weights(toy_weights.path, opened, tmp_path / "copy", CancelToken())
    assert tuple((tmp_path / "copy").iterdir()) == copies
    assert [copy.name for copy in copies] == [toy_weights.path.name]
    assert copies[0].read_bytes() == toy_weights.path.read_bytes()


def test_of_a_folder_the_weights_and_their_descriptions_are_copied(
    toy_weights: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    (folder / "deep").mkdir(parents=True)
    for name in ("model.safetensors", "config.json", "vocab.txt", "tf_model.h5", "manifest.json"):
        (folder / name).write_bytes(name.encode())
    opened = open_weights(toy_weights.path, CancelToken())
    opened = replace(opened, weights=(folder / "model.safetensors",))
    copy_weights(folder, opened, tmp_path / "copy", CancelToken())
    names = sorted(path.name for path in (tmp_path / "copy").iterdir())
    assert names == ["config.json", "model.safetensors", "vocab.txt"]


def test_copying_can_be_cancelled(toy_weights: Any, tmp_path: Path) -> None:
    opened = open_weights(toy_weights.path, CancelToken())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        copy_weights(toy_weights.path, opened, tmp_path / "copy", cancel)
