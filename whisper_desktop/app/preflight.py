"""What a run will need, on what it will go and how long it will take, before it begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from whisper_desktop.app.capability import alternatives, check_model, languages_of
from whisper_desktop.app.catalogue import memory_need_bytes
from whisper_desktop.app.machine import (
    AUTO,
    PRECISIONS,
    DeviceChoice,
    DeviceReport,
    MachineFacts,
)
from whisper_desktop.app.model_store import ModelStatus, ModelStore
from whisper_desktop.app.request import LongFormMode, ModelRequest
from whisper_desktop.app.run_estimate import Expectation, expected_time
from whisper_desktop.app.speed_memory import SpeedMemory, Way
from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.core.errors import DeviceUnavailableError, ModelCapabilityError
from whisper_desktop.core.language_quality import PublishedError, published_error
from whisper_desktop.core.recipe import Recipe

_FP32, _FP16, _BF16 = "fp32", "fp16", "bf16"
_CPU = "cpu"


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """What is to be recognised, how, and with what; `duration_ms` None if it is not known."""

    request: ModelRequest
    recipe: Recipe
    duration_ms: int | None
    mode: LongFormMode = LongFormMode.SEQUENTIAL


@dataclass(frozen=True, slots=True)
class Machine:
    """What is known of this machine so far; `facts` None until it was looked at.

    `speeds` holds what was measured of a device in a precision.
    """

    facts: MachineFacts | None = None
    speeds: Mapping[tuple[str, str], MatrixSpeed] = field(default_factory=dict)
    free_bytes: int | None = None
    """Of the main memory, when it was last asked for."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """The answers; None where nothing is known.

    `choice` is None where no device will do (`device_error` says why), or while the machine was
    not looked at. Until then `doubt` is what may turn out not to be there ("cuda", "int8 on auto";
    "" where anything will do), `memory_needed_bytes` is the most that it can be, and
    `memory_free_bytes` is of the main memory.

    `rejected` are the devices and families that cannot be used, with the reasons.
    `refusal` says that the model cannot follow the recipe, and `able` which models can: those
    that are installed first, then by how near they are in size.
    """

    model: str
    status: ModelStatus | None
    is_installed: bool
    choice: DeviceChoice | None = None
    device: DeviceReport | None = None
    device_error: DeviceUnavailableError | None = None
    doubt: str = ""
    rejected: tuple[DeviceReport, ...] = ()
    memory_needed_bytes: int | None = None
    memory_free_bytes: int | None = None
    expected: Expectation | None = None
    refusal: ModelCapabilityError | None = None
    able: tuple[ModelStatus, ...] = ()
    smaller: ModelStatus | None = None
    """The best installed model that fits into the free memory, where the wanted one does not."""
    language_error: PublishedError | None = None

    @property
    def is_english_only(self) -> bool:
        """Whether the model is known to know English alone, so that it finds no language out."""
        if self.status is None:
            return False
        official = self.status.official
        return official.is_english_only if official else self.status.language_count == 1

    @property
    def is_memory_short(self) -> bool:
        """Whether the model is known to need more than is free; it may still work, slowly."""
        needed, free = self.memory_needed_bytes, self.memory_free_bytes
        if self.choice is None or needed is None or free is None:
            return False
        return needed > free


def preflight(
    plan: PlannedRun, store: ModelStore, machine: Machine, memory: SpeedMemory
) -> Preflight:
    """Return what is known now; nothing heavy is loaded, and nothing is raised."""
    return _Look(plan, store, machine).answers(memory)


class _Look:
    """One look at the model and the machine."""

    def __init__(self, plan: PlannedRun, store: ModelStore, machine: Machine) -> None:
        self._plan, self._store, self._machine = plan, store, machine
        self._models = store.list()
        official = store.catalogue.find(plan.request.name)
        self._name = official.name if official else plan.request.name
        self._official = official
        self._status = next((one for one in self._models if one.name == self._name), None)

    def answers(self, memory: SpeedMemory) -> Preflight:
        choice, device_error = self._choice()
        refusal = self._refusal()
        reports = self._machine.facts.devices() if self._machine.facts else ()
        found = Preflight(
            model=self._name,
            status=self._status,
            is_installed=self._is_installed(),
            choice=choice,
            device=next((one for one in reports if choice and one.name == choice.device), None),
            device_error=device_error,
            doubt=self._doubt(),
            rejected=tuple(one for one in reports if not one.is_usable),
            memory_needed_bytes=self._needed_bytes(choice),
            memory_free_bytes=self._free_bytes(choice),
            expected=self._expected(choice, memory),
            refusal=refusal,
            able=self._able() if refusal else (),
            language_error=self._language_error(),
        )
        return replace(found, smaller=self._smaller(found)) if found.is_memory_short else found

    def _is_installed(self) -> bool:
        if self._status is not None and self._status.is_installed:
            return True
        return self._status is None and _exists(Path(self._plan.request.name))

    def _choice(self) -> tuple[DeviceChoice | None, DeviceUnavailableError | None]:
        if self._machine.facts is None:
            return None, None
        request = self._plan.request
        needed = 0
        if self._official is not None:
            wanted = _FP16 if request.precision in (AUTO, _BF16) else request.precision
            needed = self._official.memory_bytes.get(wanted, 0)
        try:
            return self._machine.facts.choose(request.device, request.precision, needed), None
        except DeviceUnavailableError as error:
            return None, error

    def _doubt(self) -> str:
        """Return what is wished for and not every machine has, until it was looked at."""
        device, precision = self._plan.request.device, self._plan.request.precision
        is_everywhere = device in (AUTO, _CPU) and precision in (AUTO, _FP32)
        if is_everywhere or self._machine.facts is not None:
            return ""
        return device if precision == AUTO else f"{precision} on {device}"

    def _needed_bytes(self, choice: DeviceChoice | None) -> int | None:
        if self._official is None:
            return None
        if choice is not None:
            return memory_need_bytes(self._official, choice.precision)
        if self._machine.facts is not None:
            return None
        wanted = self._plan.request.precision
        is_certain = wanted != AUTO and wanted in PRECISIONS
        return memory_need_bytes(self._official, wanted if is_certain else _FP32)

    def _free_bytes(self, choice: DeviceChoice | None) -> int | None:
        if choice is None or choice.device == _CPU:
            return self._machine.free_bytes
        facts = self._machine.facts
        return dict(facts.free_bytes).get(choice.device) if facts else None

    def _expected(self, choice: DeviceChoice | None, memory: SpeedMemory) -> Expectation | None:
        plan = self._plan
        if choice is None or plan.duration_ms is None:
            return None
        way = Way(self._name, choice.device, choice.precision, plan.mode)
        speed = self._machine.speeds.get((choice.device, choice.precision))
        catalogue = self._store.catalogue
        return expected_time(way, plan.duration_ms, memory.paces(), catalogue, speed)

    def _refusal(self) -> ModelCapabilityError | None:
        try:
            check_model(self._store, self._name, self._plan.recipe)
        except ModelCapabilityError as error:
            return error
        return None

    def _able(self) -> tuple[ModelStatus, ...]:
        """Return the official models that can, the installed ones first."""
        by_name = {status.name: status for status in self._models}
        parameters = self._official.parameters if self._official else 0
        names = alternatives(self._store.catalogue, self._plan.recipe, parameters)
        return tuple(
            sorted((by_name[name] for name in names), key=lambda one: not one.is_installed)
        )

    def _smaller(self, found: Preflight) -> ModelStatus | None:
        """Return the largest installed model that can do the work and fits."""
        choice, free = found.choice, found.memory_free_bytes
        if choice is None or free is None:
            return None
        fitting = [
            one
            for one in self._able()
            if one.is_installed
            and one.official
            and memory_need_bytes(one.official, choice.precision) <= free
        ]
        return max(fitting, key=_parameters, default=None)

    def _language_error(self) -> PublishedError | None:
        language = self._plan.recipe.language
        if language is None and self._official is not None and self._official.is_english_only:
            language = languages_of(self._official)[0]
        return None if language is None else published_error(self._name, language)


def _parameters(status: ModelStatus) -> int:
    return status.official.parameters if status.official else 0


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Too long for a path: then it is a name.
        return False
