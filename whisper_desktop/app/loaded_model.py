"""The model of one run: loaded once for all inputs, moved to smaller ground if memory runs out."""

import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING

from whisper_desktop.app.capability import (
    check_identifies_language,
    check_loaded,
    check_official,
    languages_of,
)
from whisper_desktop.app.catalogue import Catalogue, memory_need_bytes
from whisper_desktop.app.engines import Engines, SpeechRecognizer
from whisper_desktop.app.model_store import ModelStore, ResolvedModel
from whisper_desktop.app.request import AUTO, ModelRequest
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.errors import (
    DeviceUnavailableError,
    InsufficientMemoryError,
    ModelNotInstalledError,
)
from whisper_desktop.core.events import MemoryRanOut, ModelIdentity, Warned
from whisper_desktop.core.recipe import Recipe

if TYPE_CHECKING:
    from whisper_desktop.asr.precision import DeviceChoice

CPU, INT8, FP16, FP32 = "cpu", "int8", "fp16", "fp32"


class LoadedModel:
    """Weights that were found, a device that was chosen, and the recogniser once it is needed."""

    def __init__(
        self,
        resolved: ResolvedModel,
        choice: "DeviceChoice",
        engines: Engines,
        catalogue: Catalogue,
        threads: int | None = None,
    ) -> None:
        self._resolved, self._choice = resolved, choice
        self._engines, self._catalogue, self._threads = engines, catalogue, threads
        self._sha256 = resolved.sha256
        self._recognizer: SpeechRecognizer | None = None

    @property
    def identity(self) -> ModelIdentity:
        """Which weights do the work, and on what.

        Weights from outside the store are hashed when this is first asked after `load`; raises
        `ModelFileError` if they cannot be read any more.
        """
        if not self._sha256 and self._recognizer is not None:
            self._sha256 = self._recognizer.sha256
        choice = self._choice
        return ModelIdentity(
            self._resolved.name, self._sha256, choice.device, choice.precision, choice.reason
        )

    @property
    def device(self) -> str:
        """What it works on, or will."""
        return self._choice.device

    @property
    def recognizer(self) -> SpeechRecognizer:
        """The recogniser, after `load`."""
        if self._recognizer is None:
            raise ValueError("the model is not loaded")
        return self._recognizer

    def has_weights_of(self, other: "LoadedModel") -> bool:
        """Return whether both stand for the same files, as far as their manifest tells."""
        return self._resolved == other._resolved

    def check(self, recipe: Recipe) -> None:
        """Raise `ModelCapabilityError` if the model is known not to be able to follow a recipe.

        Of weights from outside the catalogue this is known once they are loaded.
        """
        if self._resolved.official is not None:
            check_official(self._resolved.official, recipe, self._catalogue)
        elif self._recognizer is not None:
            codes = self._recognizer.language_codes
            check_loaded(self._resolved.name, codes, recipe, self._catalogue)

    def check_identifies_language(self) -> None:
        """Raise `ModelCapabilityError` if the model is known to know English alone."""
        if self._resolved.official is not None:
            codes = languages_of(self._resolved.official)
        elif self._recognizer is not None:
            codes = self._recognizer.language_codes
        else:
            return
        check_identifies_language(self._resolved.name, codes, self._catalogue)

    @property
    def only_language(self) -> str | None:
        """The language of a model that was made for one, as far as that is known."""
        official = self._resolved.official
        return "en" if official is not None and official.is_english_only else None

    def load(self, cancel: CancelToken) -> Iterator[Warned]:
        """Load the recogniser unless it is there, warning of each step down on the way.

        Raises `ModelFileError`, `Cancelled`, and `InsufficientMemoryError` when nothing smaller
        is left to try.
        """
        while self._recognizer is None:
            try:
                self._recognizer = self._engines.load_recognizer(
                    self._resolved.path, self._choice, self._threads, cancel
                )
            except InsufficientMemoryError as error:
                reason = error.reason
            else:
                return
            yield Warned(self.step_down(reason))

    def step_down(self, reason: str) -> MemoryRanOut:
        """Drop the recogniser and choose the next smaller way: less precision, then the CPU.

        Raises `InsufficientMemoryError` with the reason when there is none.
        """
        self._recognizer = None
        # Frames of the failed step may hold tensors in reference cycles.
        gc.collect()
        before = self._choice
        for device, precision in smaller_ways(before.device, before.precision):
            try:
                self._choice = self._engines.choose_device(device, precision)
            except DeviceUnavailableError:
                continue
            return MemoryRanOut(_label(before), _label(self._choice), self.identity)
        raise InsufficientMemoryError(before.device, reason)


def open_model(
    request: ModelRequest,
    store: ModelStore,
    engines: Engines,
    recipe: Recipe | None = None,
    *,
    cancel: CancelToken | None = None,
) -> LoadedModel:
    """Find the weights and choose the device; nothing is loaded yet.

    With a recipe, a known model that cannot follow it is refused, installed or not. Raises
    `ModelCapabilityError`, `ModelNotInstalledError`, `ModelFileError`,
    `DeviceUnavailableError` and `Cancelled`.
    """
    try:
        resolved = store.resolve(request.name, cancel)
    except ModelNotInstalledError:
        official = store.catalogue.find(request.name)
        if official is not None and recipe is not None:
            check_official(official, recipe, store.catalogue)
        raise
    choice = engines.choose_device(
        request.device, request.precision, _needed_bytes(resolved, request.precision)
    )
    model = LoadedModel(resolved, choice, engines, store.catalogue, request.threads)
    if recipe is not None:
        model.check(recipe)
    return model


def _needed_bytes(resolved: ResolvedModel, precision: str) -> int:
    """Return what a GPU must have for the model, 0 where nothing is known about it."""
    if resolved.official is None:
        return 0
    return memory_need_bytes(resolved.official, FP16 if precision == AUTO else precision)


def smaller_ways(device: str, precision: str) -> tuple[tuple[str, str], ...]:
    """Return the devices and precisions that need less memory of their kind, the nearest first."""
    if device == CPU:
        return () if precision == INT8 else ((CPU, INT8),)
    return ((device, FP16), (CPU, AUTO)) if precision == FP32 else ((CPU, AUTO),)


def _label(choice: "DeviceChoice") -> str:
    return f"{choice.device} in {choice.precision}"
