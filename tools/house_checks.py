"""Lessons of this house that no linter knows: each rule says in one line why it is there.

Run it without arguments for every Python file of the project, or name files. What ruff and mypy
can hold (print, relative imports, bare noqa and type: ignore) is held there.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

FOLDERS = ("whisper_desktop", "tools", "benchmarks", "tests")
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 40
VAGUE_FILE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
RESOURCE_FINDER = PurePosixPath("whisper_desktop/core/resources.py")

_OPEN_PROMISE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!.*#\d+)")
_TIME_WITHOUT_UNIT = re.compile(
    r"^(?:start|end|time|offset|position|length|(?:\w+_)?(?:duration|elapsed|remaining|timeout|gap))$"
)
_SHIPPED_FOLDER = re.compile(r"^(?:\.{1,2}/)*(?:resources|models)(?:/|$)")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks one rule."""

    path: PurePosixPath
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file, read and parsed once for all rules; the path is relative to the root."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def top(self) -> str:
        """The first folder: whisper_desktop, tests, tools or benchmarks."""
        return self.path.parts[0]


def parse(path: PurePosixPath, text: str) -> Source:
    """Return the source ready for the rules; SyntaxError when it is no Python."""
    return Source(path, text, ast.parse(text))


def file_too_long(source: Source) -> Iterator[tuple[int, str]]:
    """A long file holds a second noun."""
    lines = len(source.text.splitlines())
    if lines > MAX_FILE_LINES:
        yield lines, f"{lines} lines, {MAX_FILE_LINES} at most: there is a second noun in it"


def function_too_long(source: Source) -> Iterator[tuple[int, str]]:
    """A long function has a paragraph that wants a name."""
    for node in ast.walk(source.tree):
        if isinstance(node, _FUNCTIONS):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                limit = f"{lines} lines, {MAX_FUNCTION_LINES} at most"
                yield node.lineno, f"{node.name}: {limit}: give a paragraph of it a name"


def vague_file_name(source: Source) -> Iterator[tuple[int, str]]:
    """A drawer for everything is found by nobody."""
    if source.path.stem in VAGUE_FILE_NAMES:
        yield 1, f"{source.path.name}: a file is named after the one noun that it holds"


def vague_class_name(source: Source) -> Iterator[tuple[int, str]]:
    """Manager, Helper and Util say nothing about a role."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Util")):
            yield node.lineno, f"{node.name}: name the class after its role"


def task_without_issue(source: Source) -> Iterator[tuple[int, str]]:
    """A promise without an issue number is forgotten."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and _OPEN_PROMISE.search(token.string):
            yield token.start[0], "a promise needs its issue number, such as #12"


def time_without_unit(source: Source) -> Iterator[tuple[int, str]]:
    """Seconds taken for milliseconds are found late."""
    if PurePosixPath("whisper_desktop/core") not in source.path.parents:
        return
    for owner in ast.walk(source.tree):
        fields = owner.body if isinstance(owner, ast.ClassDef) else ()
        for field in fields:
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                name = field.target.id
                if _TIME_WITHOUT_UNIT.match(name):
                    yield field.lineno, f"{name}: say the unit in the name, such as {name}_ms"


def path_to_shipped_file(source: Source) -> Iterator[tuple[int, str]]:
    """Such a path works in a checkout and fails once installed."""
    if source.top != "whisper_desktop" or source.path == RESOURCE_FINDER:
        return
    for call in _calls(source):
        if _called(call) in {"Path", "open", "joinpath"}:
            texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            if any(_SHIPPED_FOLDER.match(str(text)) for text in texts):
                yield call.lineno, "ask core.resources for a file that is shipped"


def text_without_encoding(source: Source) -> Iterator[tuple[int, str]]:
    """Windows would write it in another encoding than it reads elsewhere."""
    for call in _calls(source):
        has_encoding = any(keyword.arg in {"encoding", None} for keyword in call.keywords)
        if _is_text_io(call) and not has_encoding:
            yield call.lineno, f"{_called(call)}: name the encoding, or Windows picks its own"


def unsafe_pickle(source: Source) -> Iterator[tuple[int, str]]:
    """A checkpoint can hold code."""
    for call in _calls(source):
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if ast.unparse(call.func) == "torch.load" and given.get("weights_only") != "True":
            yield call.lineno, "torch.load needs weights_only=True: a checkpoint can hold code"


def sleeping_test(source: Source) -> Iterator[tuple[int, str]]:
    """A sleep is too long on a fast machine and too short on a slow one."""
    if source.top != "tests":
        return
    for call in _calls(source):
        if ast.unparse(call.func) == "time.sleep":
            yield call.lineno, "wait for the event itself, with a time limit"


RULES: tuple[Callable[[Source], Iterator[tuple[int, str]]], ...] = (
    file_too_long,
    function_too_long,
    vague_file_name,
    vague_class_name,
    task_without_issue,
    time_without_unit,
    path_to_shipped_file,
    text_without_encoding,
    unsafe_pickle,
    sleeping_test,
)


def check(source: Source) -> list[Finding]:
    """Return what every rule finds, in order of lines."""
    found = [Finding(source.path, *place) for rule in RULES for place in rule(source)]
    return sorted(found, key=lambda finding: finding.line)


def python_files(root: Path) -> list[PurePosixPath]:
    """Return the Python files of the project's folders."""
    found = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]
    return sorted(PurePosixPath(path.relative_to(root).as_posix()) for path in found)


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    """Return the last name of what is called: Path.open -> open."""
    return ast.unparse(call.func).rpartition(".")[2]


def _is_text_io(call: ast.Call) -> bool:
    name = _called(call)
    if name == "read_text":
        return not call.args
    if name == "write_text":
        return len(call.args) < 2
    is_file = name == "open" and ast.unparse(call.func) in {"open", "io.open"}
    modes = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "mode")]
    return is_file and not any("b" in ast.unparse(mode) for mode in modes)


def main(arguments: Sequence[str], root: Path) -> int:
    """Print every finding; return 1 when there is one."""
    paths = [PurePosixPath(argument) for argument in arguments] or python_files(root)
    findings = [
        finding
        for path in paths
        for finding in check(parse(path, (root / path).read_text(encoding="utf-8")))
    ]
    for finding in findings:
        print(finding)
    print(f"house checks: {len(paths)} files, {len(findings)} findings")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parents[1]))
