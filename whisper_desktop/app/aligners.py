"""Models that hear letters: a store of their own, and the one for a language.

They lie in `aligners/` of the program's home, apart from those that recognise, so that nothing
which offers a model to recognise with ever offers one of them.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from whisper_desktop.app.catalogue import Catalogue, aligner_catalogue
from whisper_desktop.app.model_import import OpenedWeights
from whisper_desktop.app.model_manifest import WeightsLayout
from whisper_desktop.app.model_sources import ModelFetcher
from whisper_desktop.app.model_store import ModelStatus, ModelStore
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import ModelFileError

if TYPE_CHECKING:
    from whisper_desktop.speech.aligner import Aligner

_FOLDER = "aligners"
_DIMS = ("hidden_size", "layers", "heads", "intermediate_size")
"""What tells one network from another; how many letters it knows is up to its language."""


def aligner_store(
    home: Path,
    offline: bool = False,
    *,
    catalogue: Catalogue | None = None,
    fetcher: ModelFetcher | None = None,
) -> ModelStore:
    """Return the store of models that hear letters, below the program's home."""
    return ModelStore(
        home / _FOLDER,
        offline,
        catalogue=catalogue or aligner_catalogue(),
        fetcher=fetcher,
        read_weights=open_aligner_weights,
    )


def is_aligner(path: Path) -> bool:
    """Tell the folder of a model that hears letters from weights that recognise."""
    config = path / "config.json"
    if not config.is_file():
        return False
    # The network library takes a second to import, and most uses of the store do without.
    from whisper_desktop.asr.weights_file import read_json_object

    try:
        return read_json_object(config).get("model_type") == "wav2vec2"
    except ModelFileError:
        return False


def open_aligner_weights(path: Path, cancel: CancelToken) -> OpenedWeights:
    """Read the folder of a model that hears letters, every tensor's name and shape checked.

    Raises `ModelFileError` and `Cancelled`.
    """
    from whisper_desktop.app.aligner_files import read_aligner

    if not path.is_dir():
        raise ModelFileError(path, "it is no folder with config.json, vocab.json and weights")
    files = read_aligner(path, cancel)
    dims = {name: getattr(files.config, name) for name in _DIMS}
    return OpenedWeights(WeightsLayout.HUGGING_FACE, dims, (files.weights,), language_count=1)


def find_aligner(store: ModelStore, language: str) -> ModelStatus | None:
    """Return the installed model for a language (Whisper's code), one's own before official ones.

    None when there is none.
    """
    able = [one for one in store.list() if one.is_installed and language in one.languages]
    return min(able, key=lambda one: one.official is not None, default=None)


def open_aligner(
    store: ModelStore,
    language: str,
    device: str = "cpu",
    cancel: CancelToken | None = None,
) -> "Aligner | None":
    """Return the model for a language, ready for use; None when none is installed.

    Raises `ModelFileError` when its files are damaged, `InsufficientMemoryError` and `Cancelled`.
    """
    found = find_aligner(store, language)
    if found is None:
        return None
    from whisper_desktop.app.aligner_files import load_aligner

    return load_aligner(store.path(found.name, cancel), found.languages, device, cancel)
