import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal_name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def imported_modules(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {folder.name}


def used_packages() -> set[str]:
    owners = packages_distributions()
    return {
        normal_name(owner)
        for module in imported_modules(ROOT / "whisper_desktop")
        for owner in owners.get(module, [module])
    }


def test_every_imported_package_is_declared() -> None:
    assert used_packages() <= {normal_name(requirement) for requirement in PROJECT["dependencies"]}


def test_every_declared_package_is_used() -> None:
    sources = (ROOT / "whisper_desktop").rglob("*.py")
    # silero-vad is not imported: its name stands where its files are read.
    words = {word for path in sources for word in re.findall(r"\w+", path.read_text("utf-8"))}
    declared = {normal_name(requirement) for requirement in PROJECT["dependencies"]}
    unused = {name for name in declared - used_packages() if name.replace("-", "_") not in words}
    assert unused == {"audioop-lts"}, "audioop-lts is pydub's, nothing else may lie idle"


def test_the_pins_of_the_tools_are_those_that_are_declared() -> None:
    pins = (ROOT / "tools" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal_name(line): line for line in pins if "==" in line}
    for extra in PROJECT["optional-dependencies"].values():
        for requirement in extra:
            name = normal_name(requirement)
            if name in pinned:
                assert normal_name(pinned[name]) == name
                assert (
                    pinned[name].partition("==")[2]
                    == requirement.partition(";")[0].partition("==")[2]
                )
