from pathlib import Path

import pytest

from whisper_desktop.app.model_manifest import Manifest, Origin, WeightsLayout
from whisper_desktop.app.store_folders import StoreFolders
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import OutputUnwritableError


@pytest.fixture
def folders(tmp_path: Path) -> StoreFolders:
    return StoreFolders(tmp_path / "home")


def stage(folders: StoreFolders, name: str, data: bytes) -> Path:
    """Make a folder ready to be published."""
    folder = folders.staging(name) / "source"
    folder.mkdir(parents=True)
    (folder / "model.pt").write_bytes(data)
    origin = Origin(name, "test", "", WeightsLayout.OPENAI)
    Manifest.of_files(folder.iterdir(), origin, CancelToken()).write(folder)
    return folder


def weights(folders: StoreFolders, name: str) -> bytes:
    return (folders.model(name) / "model.pt").read_bytes()


def test_an_empty_home_holds_no_models(folders: StoreFolders) -> None:
    assert list(folders.manifests()) == []
    assert folders.whole_model("toy", CancelToken()) is None


def test_publishing_moves_the_whole_folder_and_tidies_up(folders: StoreFolders) -> None:
    staged = stage(folders, "toy", b"one")
    folders.publish("toy", staged)
    assert weights(folders, "toy") == b"one"
    assert not folders.staging("toy").exists()
    assert folders.whole_model("toy", CancelToken()) == folders.model("toy") / "model.pt"


def test_publishing_again_replaces(folders: StoreFolders) -> None:
    folders.publish("toy", stage(folders, "toy", b"one"))
    folders.publish("toy", stage(folders, "toy", b"two"))
    assert weights(folders, "toy") == b"two"
    names = sorted(path.name for path in folders.model("toy").parent.iterdir())
    assert names == ["toy"]


def test_models_are_listed_by_name_and_strangers_are_not(folders: StoreFolders) -> None:
    for name in ("b", "a"):
        folders.publish(name, stage(folders, name, b"one"))
    folders.model("stranger").mkdir()
    (folders.model("file")).touch()
    assert [name for name, _ in folders.manifests()] == ["a", "b"]


def test_a_damaged_model_is_not_whole(folders: StoreFolders) -> None:
    folders.publish("toy", stage(folders, "toy", b"one"))
    (folders.model("toy") / "model.pt").unlink()
    assert folders.whole_model("toy", CancelToken()) is None


def test_deleting_takes_the_downloads_along(folders: StoreFolders) -> None:
    folders.publish("toy", stage(folders, "toy", b"one"))
    stage(folders, "toy", b"two")
    folders.delete("toy")
    assert not folders.model("toy").exists()
    assert not folders.staging("toy").exists()


def test_a_folder_that_cannot_be_made_is_told(folders: StoreFolders) -> None:
    staged = stage(folders, "toy", b"one")
    folders.model("toy").parent.touch()
    with pytest.raises(OutputUnwritableError):
        folders.publish("toy", staged)
    assert staged.is_dir()


def test_a_folder_to_copy_into_is_empty_and_goes_again(folders: StoreFolders) -> None:
    left = folders.staging("toy") / "import" / "deep" / "model.bin"
    left.parent.mkdir(parents=True)
    left.touch()
    with folders.import_folder("toy") as folder:
        assert list(folder.iterdir()) == []
        (folder / "model.pt").touch()
    assert not folders.staging("toy").exists()


def test_a_folder_to_copy_into_leaves_downloads_alone(folders: StoreFolders) -> None:
    (folders.staging("toy") / "source").mkdir(parents=True)
    with pytest.raises(ZeroDivisionError), folders.import_folder("toy"):
        raise ZeroDivisionError
    assert [path.name for path in folders.staging("toy").iterdir()] == ["source"]


def test_a_folder_to_copy_into_that_cannot_be_emptied_is_told(folders: StoreFolders) -> None:
    folders.staging("toy").mkdir(parents=True)
    (folders.staging("toy") / "import").touch()
    with pytest.raises(OutputUnwritableError), folders.import_folder("toy"):
        pytest.fail("it was given out")


def test_only_empty_folders_of_sources_are_dropped(folders: StoreFolders) -> None:
    for key in ("empty", "full"):
        (folders.staging("toy") / key).mkdir(parents=True)
    (folders.staging("toy") / "full" / "model.pt.partial").touch()
    for key in ("empty", "full", "missing"):
        folders.drop_empty_staging("toy", key)
    assert [path.name for path in folders.staging("toy").iterdir()] == ["full"]
    (folders.staging("toy") / "full" / "model.pt.partial").unlink()
    folders.drop_empty_staging("toy", "full")
    assert not folders.staging("toy").exists()
