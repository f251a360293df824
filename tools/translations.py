"""Bring the translations up to date: python tools/translations.py [LANGUAGE…].

For every language of `resources/translations`, and every one that is named, the texts of the
window are gathered into `whisper_desktop_LANGUAGE.ts` and compiled into the `.qm` beside it, which
the program loads. English needs only what is counted: "%Ln row(s)" gets its two forms by itself,
and whoever knows better writes other ones into the file. The other languages get every text; fill
them in with Qt Linguist and run this again.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

SOURCES = "whisper_desktop/ui"
FOLDER = "resources/translations"
STEM = "whisper_desktop_"
ENGLISH = "en"
_COUNTED_ENDING = re.compile(r"\((\w+)\)")


def english_forms(source: str) -> tuple[str, str]:
    """Return a counted text for one and for several: "%n row(s)" -> "%n row", "%n rows"."""
    return _COUNTED_ENDING.sub("", source), _COUNTED_ENDING.sub(r"\1", source)


def update(root: Path, ts_path: Path) -> None:
    """Write the texts that the window has now into a .ts file; keep what is translated."""
    _gather(root, ts_path)
    if _language(ts_path) == ENGLISH and fill_english(ts_path):
        # It writes the file in its own layout, so that the same texts make the same bytes.
        _gather(root, ts_path)


def fill_english(ts_path: Path) -> bool:
    """Give every counted text without forms its English ones; tell whether there was one."""
    tree = ElementTree.parse(ts_path)
    is_changed = False
    for message in tree.iterfind(".//message[@numerus='yes']"):
        translation = message.find("translation")
        if translation is None or "type" not in translation.attrib:
            continue
        forms = english_forms(message.findtext("source", ""))
        for element, form in zip(translation.iterfind("numerusform"), forms, strict=True):
            element.text = form
        del translation.attrib["type"]
        is_changed = True
    if is_changed:
        tree.write(ts_path, encoding="utf-8", xml_declaration=True)
    return is_changed


def compile_(ts_path: Path) -> Path:
    """Write the .qm beside a .ts; return its path."""
    qm_path = ts_path.with_suffix(".qm")
    _run("pyside6-lrelease", ["-silent", str(ts_path), "-qm", str(qm_path)])
    return qm_path


def main(languages: Sequence[str], root: Path) -> int:
    """Bring all languages up to date, and begin those that are named."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    named = {folder / f"{STEM}{language}.ts" for language in languages}
    for ts_path in sorted({*folder.glob(f"{STEM}*.ts"), *named}):
        update(root, ts_path)
        print(compile_(ts_path).relative_to(root))
    return 0


def _language(ts_path: Path) -> str:
    return ts_path.stem.removeprefix(STEM)


def _gather(root: Path, ts_path: Path) -> None:
    language = _language(ts_path)
    sources = sorted(path.relative_to(root).as_posix() for path in (root / SOURCES).rglob("*.py"))
    options = ["-silent", "-no-obsolete", "-locations", "none", "-source-language", ENGLISH]
    if language == ENGLISH:
        options.append("-pluralonly")
    target = ["-target-language", language, "-ts", str(ts_path)]
    _run("pyside6-lupdate", [*options, *sources, *target], root)


def _run(program: str, arguments: Sequence[str], folder: Path | None = None) -> None:
    suffix = ".exe" if sys.platform == "win32" else ""
    command = Path(sys.executable).with_name(program + suffix)
    subprocess.run([command, *arguments], cwd=folder, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parents[1]))
