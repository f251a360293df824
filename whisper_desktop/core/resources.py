"""Where the files of the `resources` and `models` folders lie: in a checkout or an install."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource(relative: str) -> Path:
    """Return the path of a file under `resources/`, such as "vocab/multilingual.tiktoken"."""
    return _shipped("_resources", "resources", relative)


def catalogue_file(relative: str) -> Path:
    """Return the path of a file under `models/`, such as "catalogue.json"."""
    return _shipped("_models", "models", relative)


def _shipped(installed: str, checkout: str, relative: str) -> Path:
    inside = _PACKAGE / installed / relative
    return inside if inside.exists() else _PACKAGE.parent / checkout / relative
