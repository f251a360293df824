from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from whisper_desktop.app.catalogue import CatalogueModel, official_catalogue
from whisper_desktop.app.machine import MachineFacts
from whisper_desktop.app.model_manifest import Manifest, Origin, WeightsLayout
from whisper_desktop.app.model_store import ModelStore
from whisper_desktop.app.preflight import Machine, PlannedRun, Preflight, preflight
from whisper_desktop.app.request import LongFormMode, ModelRequest
from whisper_desktop.app.run_estimate import EstimateBasis
from whisper_desktop.app.speed_memory import SpeedMemory, Way
from whisper_desktop.asr.device_speed import MatrixSpeed
from whisper_desktop.asr.precision import CpuFacts, GpuFacts, GpuFamilyFacts, Precision
from whisper_desktop.core.cancel import CancelToken
from whisper_desktop.core.recipe import Recipe, Task

GPU = GpuFacts("RTX", 8_000_000_000, (Precision.FP16, Precision.FP32), (8, 6))
ABSENT = GpuFamilyFacts(absence="this PyTorch was built without CUDA")
FACTS = MachineFacts(CpuFacts("EPYC", None), ABSENT, GpuFamilyFacts(absence="no Mac"))
MACHINE = Machine(FACTS, {("cpu", "fp32"): MatrixSpeed(4e10, 2e10, 2e-6)}, 4_000_000_000)
PLAN = PlannedRun(ModelRequest("base"), Recipe(language="de"), 600_000)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "home")


@pytest.fixture
def install(store: ModelStore) -> Callable[..., None]:
    def put(name: str, language_count: int | None = None) -> None:
        folder = store.home / "models" / name
        folder.mkdir(parents=True)
        (folder / "model.bin").write_bytes(b"1")
        origin = Origin(name, "", "", WeightsLayout.CTRANSLATE2, language_count)
        Manifest.of_files([folder / "model.bin"], origin, CancelToken()).write(folder)

    return put


@pytest.fixture
def ask(store: ModelStore, tmp_path: Path) -> Callable[..., Preflight]:
    def answers(plan: PlannedRun = PLAN, machine: Machine = MACHINE) -> Preflight:
        return preflight(plan, store, machine, SpeedMemory(tmp_path / "speeds.json"))

    return answers


def can_begin(found: Preflight) -> bool:
    return found.is_installed and found.refusal is None and found.device_error is None


def test_an_installed_model_can_begin(
    ask: Callable[..., Preflight], install: Callable[..., None]
) -> None:
    assert not can_begin(ask())
    install("base")
    found = ask()
    assert can_begin(found)
    assert found.choice is not None
    assert (found.choice.device, found.choice.precision) == ("cpu", "fp32")
    assert found.device is not None
    assert found.device.description == "EPYC"
    assert [one.name for one in found.rejected] == ["cuda", "mps"]
    assert found.memory_needed_bytes == 804_000_000
    assert not found.is_memory_short
    assert found.expected is not None
    assert found.expected.basis is EstimateBasis.COMPUTED
    assert found.language_error is not None
    assert found.language_error.percent == 17.9


def test_earlier_runs_are_remembered(ask: Callable[..., Preflight], tmp_path: Path) -> None:
    way = Way("base", "cpu", "fp32", LongFormMode.SEQUENTIAL)
    SpeedMemory(tmp_path / "speeds.json").note(way, 60_000, 6.0)
    expected = ask().expected
    assert expected is not None
    assert expected.basis is EstimateBasis.MEASURED
    assert expected.seconds == pytest.approx(60.0)
    assert ask(replace(PLAN, duration_ms=None)).expected is None


def test_before_the_look_at_the_machine_the_rest_is_known(ask: Callable[..., Preflight]) -> None:
    found = ask(machine=Machine(free_bytes=1_000))
    assert found.choice is None
    assert (found.memory_needed_bytes, found.memory_free_bytes) == (804_000_000, 1_000)
    assert found.device_error is None
    assert found.rejected == ()
    assert not found.is_memory_short
    assert found.language_error is not None


@pytest.mark.parametrize(
    ("request_", "doubt"),
    [
        (ModelRequest(), ""),
        (ModelRequest(device="cpu", precision="fp32"), ""),
        (ModelRequest(device="cuda:1"), "cuda:1"),
        (ModelRequest(precision="int8"), "int8 on auto"),
        (ModelRequest(device="mps", precision="fp8"), "fp8 on mps"),
    ],
)
def test_what_not_every_machine_has_is_in_doubt_until_it_was_looked_at(
    ask: Callable[..., Preflight], request_: ModelRequest, doubt: str
) -> None:
    plan = replace(PLAN, request=replace(request_, name="base"))
    found = ask(plan, Machine())
    assert found.doubt == doubt
    base = official_catalogue().find("base")
    assert base is not None
    precision = "int8" if request_.precision == "int8" else "fp32"
    assert found.memory_needed_bytes == base.memory_bytes[precision]
    assert ask(plan).doubt == ""


def test_a_model_that_cannot_is_refused_and_those_that_can_are_named(
    ask: Callable[..., Preflight], install: Callable[..., None]
) -> None:
    install("large-v3-turbo")
    install("tiny")
    plan = replace(
        PLAN, request=ModelRequest("turbo"), recipe=Recipe(language="de", task=Task.TRANSLATE)
    )
    found = ask(plan)
    assert found.is_installed
    assert not can_begin(found)
    assert found.refusal is not None
    assert (found.refusal.model, found.refusal.wanted) == ("large-v3-turbo", Task.TRANSLATE)
    assert [one.name for one in found.able][:2] == ["tiny", "medium"]


def test_an_english_model_hears_no_other_language(ask: Callable[..., Preflight]) -> None:
    found = ask(replace(PLAN, request=ModelRequest("base.en")))
    assert found.refusal is not None
    assert found.refusal.wanted == "de"
    english = ask(replace(PLAN, request=ModelRequest("base.en"), recipe=Recipe()))
    assert english.refusal is None


def test_an_import_is_asked_for_its_languages(
    ask: Callable[..., Preflight], install: Callable[..., None]
) -> None:
    install("mine", 1)
    found = ask(replace(PLAN, request=ModelRequest("mine")))
    assert found.is_installed
    assert found.refusal is not None
    assert found.memory_needed_bytes is None
    install("other", 99)
    assert can_begin(ask(replace(PLAN, request=ModelRequest("other"))))


def test_weights_at_a_path_are_there_or_not(ask: Callable[..., Preflight], tmp_path: Path) -> None:
    (tmp_path / "own.pt").touch()
    assert can_begin(ask(replace(PLAN, request=ModelRequest(str(tmp_path / "own.pt")))))
    assert not can_begin(ask(replace(PLAN, request=ModelRequest(str(tmp_path / "gone.pt")))))
    assert not can_begin(ask(replace(PLAN, request=ModelRequest("x" * 5_000))))


@pytest.mark.parametrize("request_", [ModelRequest(device="mps"), ModelRequest(precision="fp8")])
def test_a_device_that_is_not_there_is_told(
    ask: Callable[..., Preflight], request_: ModelRequest
) -> None:
    found = ask(replace(PLAN, request=request_))
    assert found.choice is None
    assert found.device_error is not None
    assert not can_begin(found)


def test_too_little_memory_is_told_with_what_would_fit(
    ask: Callable[..., Preflight], install: Callable[..., None]
) -> None:
    for name in ("medium", "small", "base", "tiny.en"):
        install(name)
    machine = replace(MACHINE, free_bytes=2_000_000_000)
    found = ask(replace(PLAN, request=ModelRequest("medium")), machine)
    assert found.is_memory_short
    assert can_begin(found)
    assert found.smaller is not None
    assert found.smaller.name == "small"
    nothing = ask(replace(PLAN, request=ModelRequest("medium")), replace(MACHINE, free_bytes=1_000))
    assert nothing.smaller is None


def test_the_memory_of_a_gpu_is_its_own(ask: Callable[..., Preflight]) -> None:
    facts = replace(FACTS, cuda=GpuFamilyFacts((GPU,)), free_bytes=(("cuda:0", 500_000_000),))
    found = ask(machine=Machine(facts, free_bytes=9_000_000_000))
    assert found.choice is not None
    assert found.choice.device == "cuda:0"
    assert found.memory_free_bytes == 500_000_000
    assert found.is_memory_short
    assert found.expected is None


def test_every_official_model_gets_an_answer(ask: Callable[..., Preflight]) -> None:
    models: tuple[CatalogueModel, ...] = official_catalogue().models
    for model in models:
        for precision in ("auto", "int8", "bf16"):
            found = ask(replace(PLAN, request=ModelRequest(model.name, precision=precision)))
            assert found.status is not None
